from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from seminars.calendars.feed import feed
from seminars.calendars.files import event_file
from seminars.calendars.options import Options
from seminars.calendars.talks import is_split, timed_talks
from seminars.models import Event, Publication, Talk
from seminars.publishing.change import cancel, move
from seminars.publishing.publish import publish
from tests.calendars.readers import with_icalendar
from tests.calendars.samples import TALK, UNTITLED, a_snapshot
from tests.factories import NOW, STARTS, a_series, a_speaker, a_talk, an_event, published

pytestmark = pytest.mark.django_db

HALF = timedelta(minutes=30)
START = datetime(2026, 11, 27, 7, tzinfo=UTC)
FIRST = replace(TALK, starts_at=START, ends_at=START + HALF)
SECOND = replace(UNTITLED, starts_at=START + HALF, ends_at=START + 2 * HALF)


@pytest.fixture
def workshop(db: None) -> Event:
    """Two talks of half an hour each, published."""
    event = an_event(a_series(slug="wenqu", short_zh="问渠"), number=89, has_talk=False)
    for place, title in enumerate(("第一讲", "第二讲")):
        starts_at = STARTS + place * HALF
        a_talk(
            event, title=title, speakers=[a_speaker(name_zh=f"讲者{title[1]}", name_en="")],
            starts_at=starts_at, ends_at=starts_at + HALF,
        )  # fmt: skip
    published(event)
    return event


def seen(at: datetime = NOW, **options: Any) -> list[tuple[str, str, str]]:
    """Start, status and title of what the feed shows per talk."""
    found = with_icalendar(feed("wenqu", Options(is_per_talk=True, **options), at=at).body)
    return [(f"{each.starts:%H:%M}", each.status, each.summary) for each in found]


def test_each_talk_is_an_entry_with_its_own_uid_and_time(workshop: Event) -> None:
    found = with_icalendar(feed("wenqu", Options(is_per_talk=True), at=NOW).body)

    assert [(each.uid, each.starts, each.ends, each.summary) for each in found] == [
        (str(talk.uid), talk.starts_at, talk.ends_at, f"问渠 #89 · 讲者{which} · 第{which}讲")
        for talk, which in zip(workshop.talks.order_by("position"), "一二", strict=True)
    ]


def test_an_event_with_one_untimed_talk_stays_whole(workshop: Event) -> None:
    a_talk(workshop)
    publish(workshop, by=None, at=NOW + timedelta(minutes=1))

    assert feed("wenqu", Options(is_per_talk=True), at=NOW).body.count(b"BEGIN:VEVENT") == 1


@pytest.mark.parametrize(
    ("fields", "split"),
    [
        ({"talks": (FIRST, SECOND)}, True),
        ({"talks": (FIRST,)}, True),
        ({"talks": (FIRST, UNTITLED)}, False),
        ({"talks": (FIRST, replace(UNTITLED, state="withdrawn"))}, True),
        ({"talks": (replace(FIRST, state="withdrawn"),)}, False),
        ({"talks": ()}, False),
        ({"talks": (FIRST,), "is_all_day": True}, False),
    ],
)
def test_only_events_all_of_whose_talks_have_times_are_split(fields: dict[str, Any], split: bool) -> None:
    assert is_split(a_snapshot(**fields)) == split


def test_talks_stand_in_the_order_of_their_times() -> None:
    found = timed_talks(a_snapshot(talks=(SECOND, replace(UNTITLED, state="withdrawn"), FIRST)))

    assert [each.uid for each in found] == [FIRST.uid, SECOND.uid]


def test_talks_carry_the_sequence_of_their_event(workshop: Event) -> None:
    move(workshop, starts_at=STARTS + timedelta(days=1), by=None, at=NOW + timedelta(minutes=1))

    found = Calendar.from_ical(feed("wenqu", Options(is_per_talk=True), at=NOW).body).walk("VEVENT")

    sequence = Publication.objects.get().revision.sequence
    assert sequence == 1
    assert [int(str(each["sequence"])) for each in found] == [1, 1]
    assert [each.decoded("dtstart") for each in found] == [
        STARTS + timedelta(days=1), STARTS + timedelta(days=1) + HALF,
    ]  # fmt: skip


def test_a_withdrawn_talk_stays_cancelled_for_thirty_days(workshop: Event) -> None:
    Talk.objects.filter(position=1).update(state="withdrawn")
    publish(workshop, by=None, at=NOW + timedelta(minutes=1))
    last = datetime(2026, 12, 28, 23, tzinfo=UTC)
    whole = [
        ("06:00", "CONFIRMED", "问渠 #89 · 讲者一 · 第一讲"),
        ("06:30", "CANCELLED", "【已取消】问渠 #89 · 讲者二 · 第二讲"),
    ]

    assert seen() == seen(at=last) == whole
    assert seen(at=last + timedelta(hours=1)) == whole[:1]
    assert seen(has_cancelled=False) == whole[:1]
    assert event_file("wenqu", "89", Options(is_per_talk=True)).body.count(b"STATUS:CANCELLED") == 1


def test_a_cancelled_event_cancels_its_talks(workshop: Event) -> None:
    cancel(workshop, reason="停电", by=None, at=NOW)

    assert [status for _at, status, _title in seen()] == ["CANCELLED", "CANCELLED"]
    assert seen(has_cancelled=False) == []


def test_talks_are_told_by_a_reader_s_clocks_and_ring(workshop: Event) -> None:
    options = Options(is_per_talk=True, zone="America/New_York", alarm=15)

    body = feed("wenqu", options, at=NOW).body

    assert body.count(b"BEGIN:VALARM") == 2
    assert [line for line in body.split(b"\r\n") if line.startswith(b"DTSTART;")] == [
        b"DTSTART;TZID=America/New_York:20261128T010000",
        b"DTSTART;TZID=America/New_York:20261128T013000",
    ]
    assert b"VTIMEZONE" in event_file("wenqu", "89", options).body


def test_a_feed_per_talk_takes_two_queries_and_has_a_tag_of_its_own(
    workshop: Event, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        file = feed("wenqu", Options(is_per_talk=True), at=NOW)

    assert file == feed("wenqu", Options(is_per_talk=True), at=NOW)
    assert file.tag != feed("wenqu", Options(), at=NOW).tag
    move(workshop, starts_at=STARTS + HALF, by=None, at=NOW + HALF)
    assert feed("wenqu", Options(is_per_talk=True), at=NOW).tag != file.tag
