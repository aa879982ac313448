"""Digests in both languages, word for word; their subjects; and that they stay short enough to be shown whole."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from seminars.announcements.channels.base import Attachment
from seminars.announcements.saying.digest_mail import (
    LONGEST_ABSTRACT,
    Frame,
    Part,
    digest_mail,
    digest_subject,
    part_of,
)
from seminars.announcements.saying.items import Form, Item, Occasion
from seminars.models import Slot
from seminars.programme.changes import compare
from seminars.programme.snapshots import AbstractPart, SeriesPart, Snapshot
from seminars.text.bilingual import Bilingual
from tests.announcements.golden_files import golden
from tests.announcements.wechat.cases import (
    ALL_DAY,
    ONE_ONLINE,
    OVERSEAS,
    PREFETCH,
    ROTARY,
    SATURDAY_NOON,
    TWO_TALKS,
)

FOLDER = Path(__file__).parent / "golden"
# Gmail hides what is longer.
MOST_BYTES = 100_000
ZONES = {"zh": "Asia/Shanghai", "en": "America/New_York"}
CLOCKS = {
    "zh": "纽约的时钟在2026年11月1日（周日）拨慢 1小时。",
    "en": "Clocks in New York go back by 1 hour on Sun, 1 November 2026.",
}
TOUCHED = re.compile(r"https?://[!-~]+[^\s!-~]|[^\s!-~]https?://")
MONDAY = date(2026, 11, 23)
FILE = (Attachment("seminar.ics", b"", "text/calendar"),)
OTHER = SeriesPart("otto", Bilingual("奥托讨论班", "Otto Seminar"), Bilingual("奥托", "Otto"), "zh")


def new(snapshot: Snapshot, form: Form = Form.FILE) -> Item:
    return Item(snapshot, form=form, occasion=Occasion.DIGEST)


def known(snapshot: Snapshot) -> Item:
    return Item(snapshot, snapshot, form=Form.FILE, occasion=Occasion.DIGEST)


def changed(after: Snapshot, before: Snapshot) -> Item:
    return Item(after, before, compare(before, after), Form.FILE, occasion=Occasion.DIGEST)


def later(snapshot: Snapshot, days: float, number: int) -> Snapshot:
    shift = timedelta(days=days)
    return replace(
        snapshot,
        number=number,
        path=str(number),
        starts_at=snapshot.starts_at + shift,
        ends_at=snapshot.ends_at + shift,
    )


OFF = replace(later(TWO_TALKS, -3, 41), state="cancelled", cancel_reason="讲者航班延误")
WEEKLY: tuple[Item, ...] = (
    changed(OFF, replace(OFF, state="published", cancel_reason="")),
    changed(TWO_TALKS, SATURDAY_NOON),
    changed(
        later(ONE_ONLINE, 1, 43), replace(later(ONE_ONLINE, 1, 43), talks=(replace(PREFETCH, abstracts=()),))
    ),
    new(replace(later(TWO_TALKS, -1, 7), series=OTHER, talks=(ROTARY,))),
    new(later(ONE_ONLINE, 6, 44)),
    new(replace(OVERSEAS, series=OTHER, number=8, path="8")),
    known(later(TWO_TALKS, -4, 45)),
    known(later(ONE_ONLINE, -4.125, 46)),
    known(replace(ALL_DAY, number=47, path="47")),
)
CASES: dict[str, tuple[Slot, date, tuple[Item, ...]]] = {
    "digest-weekly": (Slot.WEEKLY, MONDAY, WEEKLY),
    "digest-daily": (
        Slot.DAILY,
        date(2026, 11, 27),
        (new(TWO_TALKS), known(replace(ALL_DAY, number=47, path="47"))),
    ),
    "digest-nothing-new": (Slot.WEEKLY, MONDAY, (known(TWO_TALKS),)),
    "digest-invitations": (
        Slot.DAILY,
        MONDAY,
        (new(TWO_TALKS, Form.INVITATION), new(later(ONE_ONLINE, 6, 44), Form.INVITATION)),
    ),
}


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.SITE_URL = "https://seminars.example.org"


def eight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=UTC)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_digest_reads_as_it_did(name: str, language: str) -> None:
    slot, on, items = CASES[name]

    mail = digest_mail(
        items,
        Frame(slot, on, language, ZONES[language]),
        clocks=[CLOCKS[language]] if name == "digest-weekly" else [],
        attachments=FILE if any(item.form == Form.FILE for item in items) else (),
        at=eight(on),
    )
    text = f"Subject: {mail.subject}\n\n{mail.text}"

    assert text == golden(FOLDER / name / f"mail.{language}.txt", text)
    assert mail.html == golden(FOLDER / name / f"mail.{language}.html", mail.html)


@pytest.mark.parametrize(
    ("items", "zh", "en"),
    [
        ((new(TWO_TALKS),), "【本周】问渠 #42：11月28日", "[This week] Wenqu #42: 28 November"),
        (
            (new(TWO_TALKS), new(later(TWO_TALKS, 1, 43))),
            "【本周】问渠 2 场：11月28日–29日",
            "[This week] Wenqu: 2 events, 28–29 November",
        ),
        (
            (
                new(replace(TWO_TALKS, series=OTHER)),
                new(later(TWO_TALKS, -1, 43)),
                known(later(TWO_TALKS, 7, 44)),
            ),
            "【每周】问渠等 3 场：11月27日–12月5日",
            "[Weekly] Wenqu and others: 3 events, 27 November – 5 December",
        ),
        (
            (changed(TWO_TALKS, SATURDAY_NOON), new(later(TWO_TALKS, 1, 43))),
            "【本周】问渠 2 场：11月28日–29日（1 场有变更）",
            "[This week] Wenqu: 2 events, 28–29 November (1 changed)",
        ),
        (
            (changed(OFF, replace(OFF, state="published")),),
            "【本周】问渠：11月25日（1 场有变更）",
            "[This week] Wenqu: 25 November (1 changed)",
        ),
    ],
)
def test_a_subject_says_how_many_and_when(items: tuple[Item, ...], zh: str, en: str) -> None:
    frames = [Frame(Slot.WEEKLY, MONDAY, language, "Asia/Shanghai") for language in ("zh", "en")]

    assert [digest_subject(items, frame) for frame in frames] == [zh, en]


@pytest.mark.parametrize(
    ("on", "zh", "en"),
    [
        (date(2026, 11, 28), "【今天】问渠 #42：11月28日", "[Today] Wenqu #42: 28 November"),
        (date(2026, 11, 27), "【每日】问渠 #42：11月28日", "[Daily] Wenqu #42: 28 November"),
    ],
)
def test_a_daily_subject_says_today_only_of_today(on: date, zh: str, en: str) -> None:
    frames = [Frame(Slot.DAILY, on, language, "Asia/Shanghai") for language in ("zh", "en")]

    assert [digest_subject((new(TWO_TALKS),), frame) for frame in frames] == [zh, en]


def test_a_daily_subject_says_today_only_to_those_for_whom_it_is() -> None:
    frame = Frame(Slot.DAILY, date(2026, 11, 28), "zh", "America/Los_Angeles")

    assert digest_subject((new(TWO_TALKS),), frame) == "【每日】问渠 #42：11月28日"


@pytest.mark.parametrize(
    ("zone", "hours", "heading"),
    [
        ("Asia/Shanghai", 0, "明天 · 2026年11月28日（周六）"),
        ("Asia/Shanghai", 24, "今天 · 2026年11月28日（周六）"),
        # Tonight at 22:00.
        ("America/Los_Angeles", 12, "2026年11月28日（周六）"),
        ("America/New_York", 12, "明天 · 2026年11月28日（周六）"),
        # In Beijing it is today by now, in New York not yet.
        ("America/New_York", 18, "2026年11月28日（周六）"),
    ],
)
def test_a_heading_says_tomorrow_only_where_it_is(zone: str, hours: int, heading: str) -> None:
    at = datetime(2026, 11, 27, tzinfo=UTC) + timedelta(hours=hours)

    mail = digest_mail([new(TWO_TALKS)], Frame(Slot.WEEKLY, MONDAY, "zh", zone), at=at)

    assert f"\n== {heading} ==\n" in mail.text


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_address_touches_what_would_be_taken_for_part_of_it(name: str, language: str) -> None:
    slot, on, items = CASES[name]

    mail = digest_mail(items, Frame(slot, on, language, ZONES[language]), at=eight(on))

    assert TOUCHED.findall(mail.text) == []


def test_forty_events_with_long_abstracts_are_shown_whole() -> None:
    essay = replace(
        PREFETCH,
        abstracts=(
            AbstractPart("zh", "一个很长的题目" * 5, "这是一段很长的摘要。" * 200),
            AbstractPart("en", "T", "x" * 4000),
        ),
    )
    items = [new(later(replace(TWO_TALKS, talks=(essay,)), number, number)) for number in range(1, 41)]

    for language in ("zh", "en"):
        mail = digest_mail(items, Frame(Slot.WEEKLY, MONDAY, language, "Europe/Berlin"), at=eight(MONDAY))
        assert len(mail.html.encode()) < MOST_BYTES
        assert len(mail.text.encode()) < MOST_BYTES


def test_an_abstract_is_cut_and_says_so() -> None:
    long = replace(PREFETCH, abstracts=(AbstractPart("zh", "题", "字" * 1000),))
    mail = digest_mail(
        [new(replace(TWO_TALKS, talks=(long,)))],
        Frame(Slot.WEEKLY, MONDAY, "zh", "Asia/Shanghai"),
        at=eight(MONDAY),
    )

    assert f"摘要：\n{'字' * (LONGEST_ABSTRACT - 1)}…\n" in mail.text


def test_what_people_wrote_is_text_in_html() -> None:
    evil = replace(TWO_TALKS, title=Bilingual("<script>alert(1)</script>", ""), cancel_reason="<b>")
    mail = digest_mail(
        [new(evil), known(evil)],
        Frame(
            Slot.WEEKLY,
            MONDAY,
            "zh",
            "Asia/Shanghai",
        ),
        clocks=["<i>"],
        at=eight(MONDAY),
    )

    assert "<script" not in mail.html
    assert "&lt;i&gt;" in mail.html


def test_the_parts_come_in_order() -> None:
    assert [part_of(item) for item in WEEKLY] == [Part.CHANGED] * 3 + [Part.NEW] * 3 + [Part.KNOWN] * 3
