"""What every answer means: 200 is not accepted, and a wrong address is not a bad moment."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.announcements.channels.chat import (
    BadAddress,
    Later,
    Misconfigured,
    Moved,
    Refused,
    Sent,
    Target,
    Verdict,
    masked,
    redacted,
    retry_after,
)
from seminars.announcements.channels.kinds import KINDS
from seminars.calling.messages import Answer
from tests.announcements.channels.cards import TARGETS, WHSEC


def a(status: int = 200, /, *, text: str = "", headers: dict[str, str] | None = None, **body: Any) -> Answer:
    return Answer(
        status, text.encode() if text else json.dumps(body).encode() if body else b"", headers or {}
    )


MINUTE, TEN = timedelta(minutes=1), timedelta(minutes=10)
VERDICTS: list[tuple[str, Answer, Verdict]] = [
    ("wecom", a(errcode=0, errmsg="ok"), Sent()),
    ("wecom", a(errcode=45009, errmsg="api freq out of limit"), Later("200 45009 api freq out of limit", MINUTE)),
    ("wecom", a(errcode=93000, errmsg="invalid webhook url"), Misconfigured("200 93000 invalid webhook url")),
    ("wecom", a(errcode=40058, errmsg="too long"), Refused("200 40058 too long")),
    ("wecom", a(text="<html>log in</html>"), Later("200 without an answer of the service: <html>log in</html>")),
    ("wecom", a(502, text="Bad Gateway"), Later("502 Bad Gateway")),
    ("feishu", a(code=0, msg="success"), Sent()),
    ("feishu", a(StatusCode=0, StatusMessage="success"), Sent()),
    ("feishu", a(code=19021, msg="sign match fail"), Misconfigured("200 19021 sign match fail")),
    ("feishu", a(400, code=19024, msg="Key Words Not Found"), Misconfigured("400 19024 Key Words Not Found")),
    ("feishu", a(code=11232, msg="frequency limited"), Later("200 11232 frequency limited", MINUTE)),
    ("feishu", a(400, code=9499, msg="Bad Request"), Refused("400 9499 Bad Request")),
    ("dingtalk", a(errcode=0, errmsg="ok"), Sent()),
    ("dingtalk", a(errcode=310000, errmsg="sign not match"), Misconfigured("200 310000 sign not match")),
    ("dingtalk", a(errcode=130101, errmsg="too fast"), Later("200 130101 too fast", TEN)),
    ("dingtalk", a(status=1111, punish="deny", wait=5), Later("200 1111 5", TEN)),
    ("dingtalk", a(errcode=400105, errmsg="type"), Refused("200 400105 type")),
    ("webhook", a(204), Sent()),
    ("webhook", a(301), Misconfigured("301 redirect: redirects are not followed")),
    ("webhook", a(410), Misconfigured("410")),
    ("webhook", a(400, text="no"), Refused("400 no")),
    ("webhook", a(503, headers={"retry-after": "120"}), Later("503", timedelta(minutes=2))),
    ("telegram", a(ok=True), Sent()),
    ("telegram", a(429, ok=False, error_code=429, description="Too Many", parameters={"retry_after": 35}),
     Later("429 429 Too Many", timedelta(seconds=35))),
    ("telegram", a(403, ok=False, error_code=403, description="Forbidden: bot was kicked"),
     Misconfigured("403 403 Forbidden: bot was kicked")),
    ("telegram", a(400, ok=False, error_code=400, description="Bad Request: chat not found"),
     Misconfigured("400 400 Bad Request: chat not found")),
    ("telegram", a(400, ok=False, error_code=400, description="upgraded", parameters={"migrate_to_chat_id": -1009}),
     Moved("-1009")),
    ("telegram", a(400, ok=False, error_code=400, description="can't parse"), Refused("400 400 can't parse")),
    ("slack", a(text="ok"), Sent()),
    ("slack", a(text="fine"), Later("200 without an answer of the service: fine")),
    ("slack", a(429, headers={"retry-after": "30"}), Later("429", timedelta(seconds=30))),
    ("slack", a(404, text="no_service"), Misconfigured("404 no_service")),
    ("slack", a(410, text="channel_is_archived"), Misconfigured("410 channel_is_archived")),
    ("slack", a(400, text="invalid_payload"), Refused("400 invalid_payload")),
    ("mattermost", a(text="ok"), Sent()),
    ("mattermost", a(400, id="web.incoming_webhook.invalid.app_error", message="Invalid webhook"),
     Misconfigured("400 web.incoming_webhook.invalid.app_error Invalid webhook")),
    ("mattermost", a(400, text="no text"), Refused("400 no text")),
    ("matrix", a(event_id="$e"), Sent()),
    ("matrix", a(429, errcode="M_LIMIT_EXCEEDED", error="Too many", retry_after_ms=1500),
     Later("429 M_LIMIT_EXCEEDED Too many", timedelta(seconds=1.5))),
    ("matrix", a(403, errcode="M_FORBIDDEN", error="not in room"), Misconfigured("403 M_FORBIDDEN not in room")),
    ("matrix", a(413, errcode="M_TOO_LARGE", error="large"), Refused("413 M_TOO_LARGE large")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "answer", "verdict"), VERDICTS)
def test_what_an_answer_means(kind: str, answer: Answer, verdict: Verdict) -> None:
    assert KINDS[kind].verdict(answer) == verdict


@pytest.mark.parametrize("kind", KINDS)
@given(
    st.builds(
        Answer,
        st.integers(200, 599),
        st.binary(max_size=30)
        | st.sampled_from(
            [
                b"null",
                b"[]",
                b'{"errcode":null}',
                b'{"code":"0"}',
                b'{"ok":1}',
                b'{"errcode":true}',
                b'{"errcode":false,"code":false}',
                b"[" * 5000,
            ]
        ),
        st.dictionaries(
            st.just("retry-after"),
            st.sampled_from(["x", "-1", "nan", "1e400", "Wed, 21 Oct"]),
        ),
    )
)
def test_garbage_is_never_taken_for_an_acceptance(kind: str, answer: Answer) -> None:
    verdict = KINDS[kind].verdict(answer)

    is_accepted = (
        answer.status < 300 if kind == "webhook" else answer.status == 200 and answer.body.strip() == b"ok"
    )
    assert (verdict == Sent()) == (is_accepted and kind in ("webhook", "slack", "mattermost"))
    assert isinstance(verdict, Sent | Later | Misconfigured | Refused)


@pytest.mark.parametrize(
    ("wanted", "pause"),
    [
        ("7", timedelta(seconds=7)),
        ("999999999", timedelta(hours=6)),
        ("-1", None),
        ("nan", None),
        ("soon", None),
    ],
)
def test_pauses_asked_for_are_bounded(wanted: str, pause: timedelta | None) -> None:
    assert retry_after(Answer(429, headers={"retry-after": wanted})) == pause


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_address_is_taken(kind: str) -> None:
    KINDS[kind].check(TARGETS[kind])


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("wecom", Target("https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=a")),
        ("wecom", Target("https://x@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a")),
        ("wecom", Target("http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a")),
        ("wecom", Target("https://qyapi.weixin.qq.com/cgi-bin/webhook/send")),
        ("feishu", Target("https://open.feishu.cn/open-apis/bot/v2/hook/../../im")),
        ("feishu", Target("https://evil.example/open-apis/bot/v2/hook/a")),
        ("dingtalk", Target("https://oapi.dingtalk.com/robot/send?access_token=a&access_token=b")),
        ("webhook", Target("http://hooks.example.org/", WHSEC)),
        ("webhook", Target("https://hooks.example.org/\r\nX: y", WHSEC)),
        ("webhook", Target("https://hooks.example.org:99999/", WHSEC)),
        ("webhook", Target("https://hooks.example.org/", "whsec_short")),
        ("webhook", Target("https://[::1/", WHSEC)),
        ("telegram", Target("@seminar", "123:a/../x")),
        ("telegram", Target("the group", "123456789:AAexampleexampleexampleexample")),
        ("slack", Target("https://hooks.slack.com/services/T/../x?y=1")),
        ("mattermost", Target("https://chat.example.org/api/v4/posts")),
        ("matrix", Target("https://matrix.example.org/#room:example.org", "syt_exampletoken")),
        ("matrix", Target("https://matrix.example.org/!room:example.org", "two words")),
    ],
)
def test_what_is_no_address_of_its_kind_is_refused(kind: str, target: Target) -> None:
    with pytest.raises(BadAddress):
        KINDS[kind].check(target)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_opens_the_channel_is_repeated(kind: str) -> None:
    target = TARGETS[kind]
    said = redacted(f"no such hook {target.address} with {target.secret or 'nothing'}", target)

    assert not any(each in said for each in target if each)
    assert target.address not in masked(target.address)


def test_masks_tell_two_robots_apart() -> None:
    assert [masked(TARGETS[kind].address) for kind in ("wecom", "telegram")] == [
        "qyapi.weixin.qq.com/…5aaa",
        "…90",
    ]
