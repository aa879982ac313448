"""Ten thousand events of one series."""

from __future__ import annotations

import copy
import gzip
import hashlib
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from seminars.calendars.feed import feed
from seminars.calendars.lint import faults
from seminars.calendars.options import Options
from seminars.models import Publication
from seminars.publishing.change import move
from tests.calendars.readers import Seen, alike, with_icaljs
from tests.factories import NOW, a_series, an_event, published

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

Row = TypeVar("Row", bound=Model)
MANY, COMING = 10_000, 1_000
LATER = NOW + timedelta(hours=1)


def day(number: int) -> datetime:
    """The start of an event: one a day, the last thousand to come."""
    return NOW + timedelta(days=number - MANY + COMING)


@pytest.fixture
def first(db: None) -> Publication:
    """The first of ten thousand, #1 to #10000."""
    first = published(an_event(a_series(slug="wenqu"), number=1, starts_at=day(1)))
    first.components.exclude(language="zh", has_link=False).delete()
    component = first.components.get()
    for start in range(2, MANY + 1, 1000):
        numbers = range(start, min(start + 1000, MANY + 1))
        named = [{"uid": UUID(int=number), "path": str(number), "number": number} for number in numbers]
        timed = [
            {"starts_at": day(number), "ends_at": day(number) + timedelta(hours=2)} for number in numbers
        ]
        events = copies(first.event, [name | time for name, time in zip(named, timed, strict=True)])
        revisions = copies(first.revision, [{"event": event} for event in events])
        publications = copies(
            first,
            [
                {"event": event, "revision": revision} | name | time
                for event, revision, name, time in zip(events, revisions, named, timed, strict=True)
            ],
        )
        bodies = [written_like(bytes(component.body), first, each) for each in publications]
        copies(
            component,
            [
                {"publication": each, "body": body, "digest": hashlib.sha256(body).hexdigest()}
                for each, body in zip(publications, bodies, strict=True)
            ],
        )
    return first


def copies(row: Row, changes: list[dict[str, Any]]) -> list[Row]:
    """Rows like this one, each with its changes."""
    made = []
    for each in changes:
        other = copy.copy(row)
        other._state = copy.copy(row._state)
        other._state.fields_cache = {}
        other.pk, other._state.adding = None, True
        for name, value in each.items():
            setattr(other, name, value)
        made.append(other)
    return type(row)._base_manager.bulk_create(made)


def written_like(body: bytes, first: Publication, other: Publication) -> bytes:
    for name in ("starts_at", "ends_at"):
        old, new = (f":{getattr(each, name):%Y%m%dT%H%M%SZ}".encode() for each in (first, other))
        body = body.replace(old, new)
    return body.replace(str(first.uid).encode(), str(other.uid).encode())


@pytest.mark.usefixtures("ical_js")
def test_ten_thousand_events_are_served(first: Publication) -> None:
    the_newest_three_hundred_are_in_the_window()
    all_of_them_are_in_the_whole_history()
    a_move_changes_one_of_them(first)


def the_newest_three_hundred_are_in_the_window() -> None:
    body = feed("wenqu", Options(), at=NOW).body

    assert faults(body, at=LATER) == []
    assert len(body) < 900_000
    assert [each.starts for each in alike(body)] == [day(number) for number in range(MANY - 299, MANY + 1)]


def all_of_them_are_in_the_whole_history() -> None:
    with CaptureQueriesContext(connection) as asked:
        file = feed("wenqu", Options(is_whole_history=True), at=NOW)

    assert len(asked) == 2
    # Who asks for all gets all, also what is too large for Google.
    assert [each.code for each in faults(file.body, at=LATER)] == ["large"]
    assert gzip.decompress(file.zipped) == file.body
    assert [each.starts for each in with_icaljs(file.body)] == [day(number) for number in range(1, MANY + 1)]


def a_move_changes_one_of_them(first: Publication) -> None:
    before = everything()

    move(first.event, starts_at=day(MANY) + timedelta(hours=3), by=None, at=NOW)

    after, uid = everything(), str(first.uid)
    assert after.keys() == before.keys()
    assert [each for name, each in after.items() if before[name] != each] == [after[uid]]
    assert (after[uid].starts, after[uid].sequence) == (day(MANY) + timedelta(hours=3), 1)


def everything() -> dict[str, Seen]:
    body = feed("wenqu", Options(is_whole_history=True), at=NOW).body
    return {each.uid: each for each in with_icaljs(body)}
