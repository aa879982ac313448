"""Every kind of message in every language on every channel, word for word."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from seminars.announcements.channels.kinds import KINDS
from seminars.announcements.saying.carding import card
from seminars.announcements.saying.composing import Cause, compose
from seminars.announcements.saying.items import Item, Occasion
from seminars.programme.snapshots import Snapshot
from tests.announcements.channels.cards import ATTEMPT, TARGETS
from tests.announcements.golden_files import golden
from tests.announcements.tellings import TOLD, Told
from tests.announcements.wechat.cases import MEETING, ROTARY, TWO_TALKS

FOLDER = Path(__file__).parent / "golden"
# Gmail hides what is longer.
MOST_BYTES = 100_000
ZONES = {"zh": "Asia/Shanghai", "en": "America/New_York"}
LANGUAGES = ("zh", "en", "both")
TOUCHED = re.compile(r"https?://[!-~]+[^\s!-~]|[^\s!-~]https?://")
# What of each request people see; programs are sent JSON.
SEEN: dict[str, Callable[[Any], str]] = {
    "wecom": lambda body: str(body["markdown"]["content"]),
    "dingtalk": lambda body: f"{body['markdown']['title']}\n-----\n{body['markdown']['text']}",
    "telegram": lambda body: str(body["text"]),
    "mattermost": lambda body: str(body["text"]),
    "feishu": lambda body: indented(body["card"]),
    "slack": lambda body: indented(body["blocks"]),
    "matrix": lambda body: f"{body['body']}\n-----\n{body['formatted_body']}",
    "webhook": lambda body: indented(body),
}
MAILS = [(name, language) for name in TOLD for language in ("zh", "en")]
CARDS = [(name, language) for name, told in TOLD.items() if told.is_for_groups for language in LANGUAGES]


def indented(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.SITE_URL = "https://seminars.example.org"


@pytest.mark.parametrize(("name", "language"), MAILS)
def test_a_mail_reads_as_it_did(name: str, language: str) -> None:
    told: Told = TOLD[name]

    mail = compose(
        told.items, language=language, zone=ZONES[language], at=told.at, cause=told.cause,
        is_subscribed=told.cause == Cause.CHOSE,
    )  # fmt: skip
    text = f"Subject: {mail.subject}\n\n{mail.text}"

    assert text == golden(FOLDER / name / f"mail.{language}.txt", text)
    assert mail.html == golden(FOLDER / name / f"mail.{language}.html", mail.html)
    assert len(mail.html.encode()) < MOST_BYTES


@pytest.mark.parametrize(("name", "language"), CARDS)
def test_a_group_is_told_what_it_was(name: str, language: str) -> None:
    told: Told = TOLD[name]

    said = card(told.items, language=language, audience="public", at=told.at)
    texts = [f"===== {kind}\n{sent(kind, said)}" for kind in SEEN]
    text = "\n\n".join(texts) + "\n"

    assert text == golden(FOLDER / name / f"chat.{language}.txt", text)


def sent(kind: str, said: Any) -> str:
    return SEEN[kind](json.loads(KINDS[kind].request(said, TARGETS[kind], ATTEMPT).body))


@pytest.mark.parametrize(("name", "language"), CARDS)
def test_no_group_reads_a_number_that_is_not_for_everybody(name: str, language: str) -> None:
    told = TOLD[name]
    withheld = tuple(
        replace(item, snapshot=_withheld(item.snapshot), known=item.known and _withheld(item.known))
        for item in told.items
    )

    said = card(withheld, language=language, audience="public", at=told.at)

    body = "".join(sent(kind, said) for kind in SEEN)
    for secret in ("555-010", "555010", "0421", MEETING.url):
        assert secret not in body


def _withheld(snapshot: Snapshot) -> Snapshot:
    meeting = snapshot.meeting and replace(snapshot.meeting, visibility="subscribers")
    return replace(snapshot, meeting=meeting)


@pytest.mark.parametrize(("name", "language"), MAILS)
def test_no_address_touches_what_would_be_taken_for_part_of_it(name: str, language: str) -> None:
    told = TOLD[name]

    mail = compose(told.items, language=language, zone=ZONES[language], at=told.at, cause=told.cause)
    said = card(told.items, language=language, audience="subscriber", at=told.at)
    lines = "\n".join(line.text for section in said.sections for line in section.lines)

    for text in (mail.text, lines):
        assert TOUCHED.findall(text) == []


def test_of_a_day_that_is_another_one_where_the_reader_is_only_the_date_is_said() -> None:
    # The evening of the 24th in New York; in Beijing the event is on the 25th, in Taipei too.
    at, starts = datetime(2026, 11, 25, 1, tzinfo=UTC), datetime(2026, 11, 25, 6, tzinfo=UTC)
    event = replace(TWO_TALKS, starts_at=starts, ends_at=starts + timedelta(hours=2))
    item = Item(event, occasion=Occasion.REMINDER)

    def told(language: str, zone: str) -> tuple[str, str]:
        mail = compose([item], language=language, zone=zone, at=at)
        return mail.subject, mail.text.splitlines()[0]

    assert told("zh", "Asia/Taipei") == (
        "【提醒】今天 14:00 问渠 #42，格致堂112（11月25日周三，北京时间）",
        "提醒：今天 14:00（11月25日周三，北京时间）开始。",
    )
    assert told("zh", "America/New_York") == (
        "【提醒】11月25日周三 14:00 问渠 #42，格致堂112（北京时间）",
        "提醒：11月25日周三 14:00（北京时间）开始，您当地为11月25日周三 01:00（纽约时间）。",
    )
    assert told("en", "America/Los_Angeles") == (
        "[Reminder] Wenqu #42, Wed, 25 November, 14:00, Gezhi Hall 112 (Beijing time)",
        "A reminder: it begins Wed, 25 November, 14:00 (Beijing time), "
        "by your clocks Tue, 24 November, 22:00 (Los Angeles time).",
    )


@pytest.mark.parametrize(
    ("spoken", "zh", "en"),
    [("zh", "语言：中文", "Language: Chinese"), ("mixed", "语言：中英文", "Language: Chinese and English")],
)
def test_a_mail_says_what_a_talk_is_given_in(spoken: str, zh: str, en: str) -> None:
    item = Item(replace(TWO_TALKS, talks=(replace(ROTARY, language=spoken),)))

    for language, words in (("zh", zh), ("en", en)):
        mail = compose([item], language=language, zone="Asia/Shanghai")
        assert f"\n{words}\n" in mail.text
        assert f">{words}</p>" in mail.html
