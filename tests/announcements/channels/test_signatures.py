"""Signatures against the vectors of the services, and as they stand on the wire."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from seminars.announcements.channels import dingtalk, feishu, webhook
from tests.announcements.channels.cards import ATTEMPT, NEWS, TARGETS, WHSEC


def test_feishu_signs_an_empty_message_with_timestamp_and_secret() -> None:
    assert feishu.signature(1599360473, "SECRETexample") == "H3TNdLPSHYAC9s4xh+f8sdA15mHEUkkotWqwleQ5mvc="


def test_dingtalk_signs_timestamp_and_secret_with_the_secret() -> None:
    assert dingtalk.signature(1599360473000, "SECexample") == "KmmpBg9MYwMyZnjqHeVmGD4z2sXKNC+zyuqIEvXlttg="


def test_webhooks_are_signed_by_standard_webhooks() -> None:
    found = webhook.signature(
        WHSEC, key="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp=1614265330, body=b'{"test": 2432232314}'
    )

    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_feishu_puts_both_into_the_body() -> None:
    body = json.loads(feishu.request(NEWS, TARGETS["feishu"], ATTEMPT).body)

    assert (body["timestamp"], body["sign"]) == ("1599372473", feishu.signature(1599372473, "SECRETexample"))


def test_feishu_sends_no_signature_without_a_secret() -> None:
    body = json.loads(feishu.request(NEWS, TARGETS["feishu"]._replace(secret=""), ATTEMPT).body)

    assert body.keys() == {"msg_type", "card"}


def test_dingtalk_encodes_its_signature_once() -> None:
    at = datetime.fromtimestamp(1599360473, UTC)
    request = dingtalk.request(NEWS, TARGETS["dingtalk"], ATTEMPT._replace(at=at))

    query = urlsplit(request.url).query
    assert "sign=KmmpBg9MYwMyZnjqHeVmGD4z2sXKNC%2BzyuqIEvXlttg%3D" in query
    assert parse_qs(query) == {
        "access_token": ["0123456789abcdef"],
        "timestamp": ["1599360473000"],
        "sign": ["KmmpBg9MYwMyZnjqHeVmGD4z2sXKNC+zyuqIEvXlttg="],
    }


def test_a_webhook_is_signed_as_it_is_sent_with_one_id_for_all_tries() -> None:
    first = webhook.request(NEWS, TARGETS["webhook"], ATTEMPT)
    later = webhook.request(NEWS, TARGETS["webhook"], ATTEMPT._replace(at=datetime(2020, 9, 7, tzinfo=UTC)))

    key, timestamp = first.headers["webhook-id"], int(first.headers["webhook-timestamp"])
    assert later.headers["webhook-id"] == key == "msg_00000000000040008000000000000007"
    assert first.headers["webhook-signature"] == webhook.signature(
        WHSEC, key=key, timestamp=timestamp, body=first.body
    )
    assert timestamp == 1599372473
    assert json.loads(first.body) == {
        "type": "event.published",
        "timestamp": "2020-09-06T06:07:53Z",
        "data": {
            "title": "【预告】问渠班研讨会 #90｜11月28日",
            "lines": [
                "时间：2026年11月28日（周六）14:00–16:00 北京时间",
                "地点：格致堂112 → 学堂112",
                "摘要：从群表示的角度重新整理。",
            ],
            "events": [
                {
                    "id": "talk-uid",
                    "name": {"zh": "问渠班研讨会 #90", "en": "Wenqu #90"},
                    "state": "published",
                    "starts_at": "2020-09-06T06:07:53Z",
                    "ends_at": "2020-09-06T08:07:53Z",
                    "zone": "Asia/Shanghai",
                    "url": "https://seminars.example.org/wenqu/90/",
                    "changes": ["place"],
                    "note": "",
                    "recordings": [],
                }
            ],
            "more": 0,
        },
    }
