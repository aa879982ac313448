"""The working copy becomes public by publishing, and by nothing else."""

from datetime import date, timedelta

import pytest

from seminars.announcements.planning.deciding import Wish
from seminars.announcements.planning.queueing import Telling as Told
from seminars.announcements.planning.queueing import queue
from seminars.models import (
    Announcement,
    CalendarComponent,
    Counter,
    Event,
    Publication,
    Revision,
    Source,
    Telling,
)
from seminars.models.revisions import FrozenRevision
from seminars.programme.snapshots import from_json
from seminars.programme.states import NotPublishable
from seminars.publishing.publish import publish, publish_all
from tests.factories import NOW, STARTS, a_series, a_talk, a_venue, an_event, published

pytestmark = pytest.mark.django_db


def test_a_draft_becomes_public_with_all_its_parts() -> None:
    event = an_event(number=42)

    revision = publish(event, by=None, at=NOW)

    publication = Publication.objects.get(event=event)
    assert revision is not None
    assert (revision.number, revision.sequence, revision.at) == (1, 0, NOW)
    assert (publication.path, publication.state, publication.starts_at) == ("42", "published", STARTS)
    assert [talk.title.zh for talk in from_json(publication.snapshot).talks] == ["再看旋转位置编码"]
    assert publication.speakers.count() == publication.venues.count() == 1
    assert CalendarComponent.objects.filter(publication=publication).count() == 6


def test_an_event_without_number_has_its_local_date_for_a_path() -> None:
    # 23:30 in Beijing is still the day before in UTC terms of the next date.
    event = an_event(starts_at=STARTS.replace(hour=17))

    assert published(event).path == "2026-11-29"


def test_a_second_event_of_the_day_gets_a_path_of_its_own() -> None:
    series = a_series()

    paths = [published(an_event(series)).path for _each in range(3)]

    assert paths == ["2026-11-28", "2026-11-28-2", "2026-11-28-3"]


def test_the_path_stays_when_a_number_comes_later() -> None:
    event = an_event()
    publish(event, by=None, at=NOW)
    event.number = 42
    event.save()

    publish(event, by=None, at=NOW)

    assert Publication.objects.get(event=event).path == "2026-11-28"


def test_publishing_again_without_a_change_does_nothing() -> None:
    event = an_event()
    publish(event, by=None, at=NOW)
    before = Counter.objects.get(name="changes").value

    assert publish(event, by=None, at=NOW + timedelta(hours=1)) is None
    assert (Revision.objects.count(), Counter.objects.get(name="changes").value) == (1, before)


def test_editing_shows_nothing_until_it_is_published() -> None:
    event = an_event()
    publication = published(event)
    event.intro_zh = "还没写完的"
    event.save()
    a_talk(event, title="半个题目")

    publication.refresh_from_db()

    snapshot = from_json(publication.snapshot)
    assert (snapshot.intro.zh, len(snapshot.talks)) == ("", 1)


@pytest.mark.parametrize(
    ("fields", "lacking"),
    [
        ({"starts_at": None}, ["starts_at", "ends_at"]),
        ({"ends_at": None}, ["ends_at"]),
        ({"venue_from": Source.NONE, "meeting_from": Source.NONE}, ["venue"]),
        ({"has_talk": False}, ["talks"]),
    ],
)
def test_publish_refuses_an_event_that_lacks_something(fields: dict[str, object], lacking: list[str]) -> None:
    event = an_event(**fields)  # type: ignore[arg-type]

    with pytest.raises(NotPublishable) as refusal:
        publish(event, by=None, at=NOW)

    assert [field for field, _sentence in refusal.value.reasons] == lacking
    assert not Revision.objects.exists()
    assert Event.objects.get(pk=event.pk).state == "draft"


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_day_of_telling_that_no_calendar_has_is_refused_and_never_in_the_way(day: date, zone: str) -> None:
    event = an_event(zone=zone, tell=Telling.ON_DAY, tell_on=day)
    with pytest.raises(NotPublishable, match="1970"):
        publish(event, by=None, at=NOW)
    Event.objects.update(tell_on=None)
    revision = publish(event, by=None, at=NOW)
    assert revision is not None
    Announcement.objects.all().delete()
    event.tell_on = day

    # As a row from before may have it.
    (told, *_people) = queue([Told(event, revision, None, ())], at=NOW, wish=Wish(wait=timedelta(0)))

    assert told.due_at == NOW


def test_a_place_may_come_from_the_series() -> None:
    event = an_event(a_series(venue=a_venue(name_zh="信息楼202")), venue_from=Source.SERIES)

    venue = from_json(published(event).snapshot).venue

    assert venue is not None
    assert venue.name.zh == "信息楼202"


def test_publishing_several_is_all_or_nothing() -> None:
    series = a_series()
    events = [an_event(series), an_event(series, ends_at=None)]

    with pytest.raises(NotPublishable):
        publish_all(events, by=None, at=NOW)

    assert not Publication.objects.exists()


def test_a_revision_is_never_changed() -> None:
    revision = publish(an_event(), by=None, at=NOW)
    assert revision is not None

    with pytest.raises(FrozenRevision):
        revision.save()
    with pytest.raises(FrozenRevision):
        revision.delete()
    with pytest.raises(FrozenRevision):
        Revision.objects.all().delete()


def test_a_hidden_series_has_no_public_copies_until_it_is_shown() -> None:
    series = a_series(visibility="hidden")
    publish(an_event(series), by=None, at=NOW)

    assert not Publication.objects.exists()
