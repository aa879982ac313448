"""A talk deleted from a published event: gone from pages, search and mail, cancelled in calendars of talks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from seminars.admin import standing
from seminars.announcements import outbox
from seminars.calendars.feed import feed
from seminars.calendars.options import Options
from seminars.models import Event, Publication, Revision
from seminars.publishing.publish import publish
from seminars.search.find import find
from seminars.text.plain import one_line
from tests.calendars.readers import with_icalendar
from tests.factories import NOW, STARTS, a_series, a_speaker, a_subscriber, a_tag, a_talk, an_event, published

pytestmark = pytest.mark.django_db
HALF = timedelta(minutes=30)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def workshop() -> Event:
    """Two talks of half an hour each, published and told to one reader; then the second is deleted."""
    series = a_series(slug="wenqu", short_zh="问渠")
    a_subscriber(series)
    event = an_event(series, number=89, has_talk=False)
    for place, (title, name) in enumerate((("第一讲", "叶知秋"), ("第二讲", "杜若溪"))):
        a_talk(
            event, title=title, speakers=[a_speaker(slug=f"s{place}", name_zh=name, name_en="")],
            tags=[a_tag(slug=f"t{place}")],
            starts_at=STARTS + place * HALF, ends_at=STARTS + (place + 1) * HALF,
        )  # fmt: skip
    published(event)
    outbox.drain(clock=lambda: NOW)
    mail.outbox.clear()
    event.talks.get(position=1).delete()
    return Event.objects.with_programme().get(pk=event.pk)


def entries(at: datetime = LATER) -> list[tuple[str, str, str]]:
    """What a calendar with an entry for each talk shows."""
    found = with_icalendar(feed("wenqu", Options(is_per_talk=True), at=at).body)
    return [(f"{each.starts:%H:%M}", each.status, each.summary) for each in found]


def test_its_calendar_entry_is_cancelled_for_thirty_days(workshop: Event) -> None:
    uid = [str(each.uid) for each in with_icalendar(feed("wenqu", Options(is_per_talk=True), at=NOW).body)]
    publish(workshop, by=None, at=LATER)

    both = [
        ("06:00", "CONFIRMED", "问渠 #89 · 叶知秋 · 第一讲"),
        ("06:30", "CANCELLED", "【已取消】问渠 #89 · 杜若溪 · 第二讲"),
    ]
    last = datetime(2026, 12, 28, 23, tzinfo=UTC)
    assert entries() == entries(at=last) == both
    assert entries(at=last + timedelta(hours=1)) == both[:1]
    found = with_icalendar(feed("wenqu", Options(is_per_talk=True), at=LATER).body)
    assert [str(each.uid) for each in found] == uid


def test_pages_search_and_other_calendars_do_not_know_it(workshop: Event, client: Client) -> None:
    publish(workshop, by=None, at=LATER)

    pages = ("/wenqu/89/", "/wenqu/", "/", "/calendar/", "/calendar/wenqu.ics", "/calendar/wenqu/89.ics")
    with time_machine.travel(LATER, tick=False):
        found = {path: client.get(path).content.decode() for path in pages}
    # The history alone names what was taken off.
    assert [text.count("第二讲") for text in found.values()] == [1, 0, 0, 0, 0, 0]
    assert not any("杜若溪" in text for text in found.values())
    assert list(find("第二讲")) == list(find("杜若溪")) == []
    assert list(Publication.objects.get().speakers.values_list("slug", flat=True)) == ["s0"]


def test_it_is_told_once_and_published_once(workshop: Event) -> None:
    assert standing.has_unpublished_changes(workshop)
    publish(workshop, by=None, at=LATER)
    again = publish(workshop, by=None, at=LATER + HALF)
    workshop = Event.objects.with_programme().get(pk=workshop.pk)
    assert (again, standing.has_unpublished_changes(workshop)) == (None, False)
    Event.objects.update(host="Han")
    publish(workshop, by=None, at=LATER + HALF)

    outbox.drain(clock=lambda: LATER + timedelta(hours=2))

    kinds = [[change["kind"] for change in each.changes] for each in Revision.objects.order_by("number")]
    assert kinds == [[], ["talk_withdrawn"], ["text"]]
    assert [one_line(str(each.body)).count("第二讲") for each in mail.outbox] == [1]
