"""Every moment in every language, word for word, and the rules that hold for all of them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from seminars.announcements.saying.items import nearness, when_words
from seminars.announcements.wechat.long import long
from seminars.announcements.wechat.short import LONGEST, short
from seminars.models import Moment
from tests.announcements.golden_files import golden
from tests.announcements.wechat.cases import CASES, GOLDEN, LANGUAGES, MEETING, TUESDAY, TWO_TALKS, texts

EVERY = [(name, moment) for name, (_item, moments) in CASES.items() for moment in moments]
AFTER_LINK = re.compile(r"https?://[!-~]+([^\s!-~])")
BEFORE_LINK = re.compile(r"([^\s!-~])https?://")


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.SITE_URL = "https://seminars.example.org"


@pytest.mark.parametrize(("name", "moment"), EVERY)
def test_a_post_reads_as_it_did(name: str, moment: Moment) -> None:
    text = texts(CASES[name][0], moment)

    assert text == golden(GOLDEN / f"{name}-{moment}.txt", text)


@pytest.mark.parametrize(("name", "moment"), EVERY)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_post_keeps_the_rules_of_the_chat(name: str, moment: Moment, language: str) -> None:
    item = CASES[name][0]

    brief = short(item, moment, language, on=TUESDAY)
    whole = long(item, moment, language, on=TUESDAY)

    assert len(brief) <= LONGEST
    for text in (brief, whole):
        for spoken in ("zh", "en") if language == "both" else (language,):
            assert when_words(item.snapshot, spoken) in text
        assert not AFTER_LINK.search(text)
        assert not BEFORE_LINK.search(text)
        assert not re.search(r"\*\*|\]\(|\$|^#", text, re.MULTILINE)


def test_a_meeting_for_subscribers_only_is_told_to_nobody_here() -> None:
    item, moments = CASES["withheld"]

    for moment in moments:
        said = texts(item, moment)
        for secret in (MEETING.passcode, MEETING.url, "555-010-021", "555-010-099", "555010021"):
            assert secret not in said


@pytest.mark.parametrize(
    ("on", "zh", "en"),
    [
        (date(2026, 11, 28), "今天", "today"),
        (date(2026, 11, 27), "明天", "tomorrow"),
        (date(2026, 11, 23), "本周六", "this Saturday"),
        (date(2026, 11, 22), "下周六", ""),
        (date(2026, 11, 16), "下周六", ""),
        (date(2026, 11, 15), "", ""),
        (date(2026, 11, 29), "", ""),
    ],
)
def test_the_day_is_near_as_people_say_it(on: date, zh: str, en: str) -> None:
    assert (nearness(TWO_TALKS, "zh", on), nearness(TWO_TALKS, "en", on)) == (zh, en)
