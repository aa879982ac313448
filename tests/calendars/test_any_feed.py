"""Any events, asked for in any way: every file is sound, and says to every reader what was published."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seminars.calendars.feed import feed
from seminars.calendars.files import event_file, mail_calendar
from seminars.calendars.invite import Party, cancellation, invitation
from seminars.calendars.lint import faults
from seminars.calendars.options import Options, read_options
from seminars.calendars.personal import personal_feed
from seminars.calendars.store import store
from seminars.models import Publication, Subscriber
from seminars.programme.snapshots import Snapshot, TalkPart, to_json
from seminars.search.find import find
from seminars.text.typography import clean
from tests.calendars.readers import Seen, alike
from tests.calendars.strategies import asked, snapshots
from tests.factories import NOW, a_series, a_subscriber, an_event, published

pytestmark = pytest.mark.django_db

Told = tuple[str, datetime | date, datetime | date, str]


@pytest.fixture
def publications(db: None) -> list[Publication]:
    """Three of one series."""
    series = a_series(slug="wenqu")
    return [published(an_event(series, number=number)) for number in (1, 2, 3)]


@pytest.fixture
def reader(publications: list[Publication]) -> Subscriber:
    """Somebody who follows their series."""
    return a_subscriber(publications[0].series)


def as_stored(value: Any) -> Any:
    """A snapshot's values after the database's fields have cleaned their texts."""
    if isinstance(value, dict):
        return {name: as_stored(each) for name, each in value.items()}
    if isinstance(value, list):
        return [as_stored(each) for each in value]
    return clean(value) if isinstance(value, str) else value


def put(snapshot: Snapshot, publication: Publication) -> None:
    """Let `publication` be of this snapshot."""
    publication.snapshot = as_stored(to_json(snapshot))
    publication.state = snapshot.state
    publication.starts_at, publication.ends_at = snapshot.starts_at, snapshot.ends_at
    publication.save()
    store(publication, publication.revision)


def shown(found: Sequence[Snapshot], options: Options, at: datetime) -> Iterator[Told]:
    """What a feed must tell of these events at `at`, in order."""
    today = datetime.combine(at.astimezone(UTC).date(), time(), UTC)
    for snapshot in sorted(found, key=lambda each: each.starts_at):
        left = today - timedelta(days=30) if snapshot.is_cancelled else None
        if not options.is_whole_history and snapshot.ends_at <= today - timedelta(days=60):
            continue
        if left and (not options.has_cancelled or snapshot.ends_at <= left):
            continue
        yield from told(snapshot, options, today)


def told(snapshot: Snapshot, options: Options, today: datetime) -> Iterator[Told]:
    planned = [talk for talk in snapshot.talks if talk.state == "planned"]
    is_split = planned and all(talk.starts_at for talk in planned) and not snapshot.is_all_day
    if options.is_per_talk and is_split:
        for talk in sorted(filter(starts_of, snapshot.talks), key=starts_of):
            assert talk.ends_at
            is_off = snapshot.is_cancelled or talk.state != "planned"
            if not is_off or (options.has_cancelled and talk.ends_at > today - timedelta(days=30)):
                yield talk.uid, starts_of(talk), talk.ends_at, "CANCELLED" if is_off else "CONFIRMED"
        return
    starts, ends = times(snapshot)
    yield snapshot.uid, starts, ends, "CANCELLED" if snapshot.is_cancelled else "CONFIRMED"


def starts_of(talk: TalkPart) -> datetime:
    return talk.starts_at  # type: ignore[return-value]  # None is filtered out


def times(snapshot: Snapshot) -> tuple[datetime | date, datetime | date]:
    if not snapshot.is_all_day:
        return snapshot.starts_at, snapshot.ends_at
    there = ZoneInfo(snapshot.zone)
    last = (snapshot.ends_at - timedelta(microseconds=1)).astimezone(there).date()
    first = snapshot.starts_at.astimezone(there).date()
    return first, max(first, last) + timedelta(days=1)


def sound(body: bytes) -> list[Told]:
    """What all readers agree that a file without faults says."""
    # Words such as `<b>` that nobody ends, and inequalities, stay as they were typed.
    assert {each.code for each in faults(body, at=NOW + timedelta(hours=1))} <= {"html"}
    seen: list[Seen] = alike(body)
    return [(each.uid, each.starts, each.ends, each.status) for each in seen]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(
        snapshots(), min_size=3, max_size=3, unique_by=(lambda each: each.uid, lambda each: each.starts_at)
    ),
    asked,
    st.timedeltas(timedelta(days=-100), timedelta(days=100)),
)
def test_any_feed_and_file_and_mail_says_what_was_published(
    publications: list[Publication],
    reader: Subscriber,
    found: list[Snapshot],
    query: dict[str, str],
    after: timedelta,
) -> None:
    for snapshot, publication in zip(found, publications, strict=True):
        put(snapshot, publication)
    options, at = read_options(query), found[0].ends_at + after

    file = feed("wenqu", options, at=at)

    assert sound(file.body) == [*shown(found, options, at)]
    assert sound(personal_feed(reader.pk, options, find=find, at=at).body) == [*shown(found, options, at)]
    assert not file.zipped or gzip.decompress(file.zipped) == file.body
    whole = Options(language=options.language, zone=options.zone, alarm=options.alarm)
    assert sound(event_file("wenqu", publications[0].path, whole).body) == [*told(found[0], whole, at)]
    mailed = mail_calendar(publications, language=options.language or "both")
    assert sound(mailed) == [each for snapshot in found for each in told(snapshot, whole, at)]
    invites_and_takes_back(found[0], publications[0])


def invites_and_takes_back(snapshot: Snapshot, publication: Publication) -> None:
    stored = bytes(publication.components.get(language="both", has_link=True).body)
    parties = {"organizer": Party("talks@example.org", "讨论班"), "attendee": Party("li@example.org", "李")}
    (invited,) = alike(invitation(stored, **parties, language="both"))
    (taken_back,) = alike(cancellation(stored, **parties, language="both"))
    assert (invited.starts, invited.ends) == times(snapshot)
    assert taken_back == replace(invited, status="CANCELLED")
