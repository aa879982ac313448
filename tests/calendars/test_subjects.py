from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings

from seminars.calendars.feed import NoSuchCalendar
from seminars.calendars.options import Options
from seminars.calendars.subjects import Subject, found_feed, subject_feed
from seminars.models import Event, Speaker
from seminars.publishing.rename import rename_speaker
from seminars.publishing.withdraw import withdraw
from seminars.search.asking import asked_in
from seminars.search.find import find
from tests.calendars.readers import with_icalendar
from tests.factories import NOW, STARTS, a_series, a_speaker, a_tag, a_talk, a_venue, an_event, published

pytestmark = pytest.mark.django_db

SUBJECTS: list[tuple[Subject, str]] = [
    ("speakers", "lin-zhiyuan"),
    ("tags", "probability"),
    ("venues", "gezhi-112"),
]


@pytest.fixture
def event(db: None) -> Event:
    """Published: who, what about and where are known by the slugs above."""
    event = an_event(
        a_series(slug="wenqu"),
        number=89,
        venue=a_venue(slug="gezhi-112", name_zh="格致堂112"),
        has_talk=False,
    )
    tag = a_tag(slug="probability", name_zh="概率论", name_en="Probability")
    a_talk(event, speakers=[a_speaker(slug="lin-zhiyuan")], tags=[tag])
    published(event)
    return event


def uids(body: bytes) -> list[str]:
    return [each.uid for each in with_icalendar(body)]


@pytest.mark.parametrize(
    ("subject", "slug", "name"),
    [(*SUBJECTS[0], "林知远"), (*SUBJECTS[1], "概率论"), (*SUBJECTS[2], "格致堂112")],
)
def test_a_subject_has_a_feed_of_its_events_only(
    subject: Subject, slug: str, name: str, event: Event, settings: LazySettings
) -> None:
    settings.SITE_URL = "https://seminars.example.org"
    published(an_event(starts_at=STARTS + timedelta(days=7)))

    body = subject_feed(subject, slug, Options(), at=NOW).body

    assert uids(body) == [str(event.uid)]
    lines = body.decode().replace("\r\n ", "").split("\r\n")
    assert f"X-WR-CALNAME:{name}" in lines
    assert f"URL:https://seminars.example.org/{subject}/{slug}/" in lines
    assert f"SOURCE;VALUE=URI:https://seminars.example.org/calendar/{subject}/{slug}.ics" in lines


@pytest.mark.parametrize(("subject", "slug"), SUBJECTS)
def test_what_only_unlisted_or_withdrawn_events_name_has_no_feed(
    subject: Subject, slug: str, event: Event
) -> None:
    withdraw(event, by=None, at=NOW)

    with pytest.raises(NoSuchCalendar):
        subject_feed(subject, slug, Options(), at=NOW)


def test_an_unlisted_event_is_in_no_feed_across_series(event: Event) -> None:
    quiet = an_event(a_series(slug="quiet", visibility="unlisted"), has_talk=False, venue=event.venue)
    a_talk(quiet, speakers=[Speaker.objects.get(slug="lin-zhiyuan")], title="秘密报告")
    published(quiet)

    assert uids(subject_feed("speakers", "lin-zhiyuan", Options(), at=NOW).body) == [str(event.uid)]
    assert (
        uids(
            found_feed(
                asked_in("秘密报告").name, asked_in("秘密报告").fields, find("秘密报告"), Options(), at=NOW
            ).body
        )
        == []
    )


def test_a_new_name_is_in_the_feed_at_once(event: Event) -> None:
    speaker = Speaker.objects.get(slug="lin-zhiyuan")
    before = subject_feed("speakers", "lin-zhiyuan", Options(), at=NOW)
    speaker.name_zh = "林致远"
    rename_speaker(speaker, by=None, at=NOW + timedelta(minutes=1))

    after = subject_feed("speakers", "lin-zhiyuan", Options(), at=NOW)

    assert "X-WR-CALNAME:林致远\r\n".encode() in after.body
    assert after.tag != before.tag


def test_what_is_published_elsewhere_leaves_the_tag_and_the_last_change_never_falls(event: Event) -> None:
    later = NOW + timedelta(minutes=5)
    other = an_event(venue=event.venue, starts_at=STARTS + timedelta(days=7))
    before = subject_feed("speakers", "lin-zhiyuan", Options(), at=NOW)
    published(other, at=later)
    both = subject_feed("venues", "gezhi-112", Options(), at=NOW)
    withdraw(other, by=None, at=later)

    assert subject_feed("speakers", "lin-zhiyuan", Options(), at=NOW).tag == before.tag
    assert both.changed_at == subject_feed("venues", "gezhi-112", Options(), at=NOW).changed_at == later


def test_a_search_is_a_feed_of_what_it_finds(event: Event, settings: LazySettings) -> None:
    settings.SITE_URL = "https://seminars.example.org"
    published(an_event(starts_at=STARTS + timedelta(days=7), has_talk=True))

    body = found_feed(
        asked_in("概率论 林").name,
        asked_in("概率论 林").fields,
        find("概率论 林"),
        Options(language="en"),
        at=NOW,
    ).body

    assert uids(body) == [str(event.uid)]
    unfolded = body.decode().replace("\r\n ", "")
    assert "NAME:Search: 概率论 林\r\n" in unfolded
    address = "q=%E6%A6%82%E7%8E%87%E8%AE%BA+%E6%9E%97"
    assert f"URL:https://seminars.example.org/en/search/?{address}\r\n" in unfolded
    assert f"URI:https://seminars.example.org/calendar/search.ics?{address}&lang=en\r\n" in unfolded


def test_a_search_that_finds_nothing_is_a_whole_calendar() -> None:
    body = found_feed(asked_in("无").name, asked_in("无").fields, find("无"), Options(), at=NOW).body

    assert uids(body) == []
    assert body.endswith(b"END:VCALENDAR\r\n")
