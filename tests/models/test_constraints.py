"""What the database refuses, each by the name of the fact; the same as form errors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from seminars.models import Event, Meeting, Series, Speaker, Talk, Venue
from tests.factories import NOW, STARTS, a_series, an_event

pytestmark = pytest.mark.django_db


def an_unsaved_event(**fields: Any) -> Event:
    return Event(
        **({"series": a_series(), "starts_at": STARTS, "ends_at": STARTS + timedelta(hours=2)} | fields)
    )


CASES = {
    "event_ends_after_it_starts": lambda: an_unsaved_event(ends_at=STARTS),
    "event_is_not_too_long": lambda: an_unsaved_event(ends_at=STARTS + timedelta(hours=25)),
    "event_has_times_once_published": lambda: an_unsaved_event(
        state="published", path="1", published_at=NOW, starts_at=None, ends_at=None
    ),
    "event_has_a_path_once_published": lambda: an_unsaved_event(state="published", published_at=NOW),
    "event_is_cancelled_at_a_time": lambda: an_unsaved_event(state="cancelled", path="1", published_at=NOW),
    "series_has_a_name": lambda: Series(slug="x"),
    "speaker_has_a_name": lambda: Speaker(slug="x"),
    "venue_has_both_coordinates_or_none": lambda: Venue(slug="x", name_zh="x", latitude=40),
    "meeting_code_is_digits": lambda: Meeting(code="12-34"),
    "talk_ends_after_it_starts": lambda: Talk(event=an_event(), starts_at=STARTS, ends_at=STARTS),
}


@pytest.mark.parametrize("name", CASES)
def test_the_database_refuses_by_name(name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CASES[name]().save()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("name", CASES)
def test_forms_refuse_the_same(name: str) -> None:
    with pytest.raises(ValidationError):
        CASES[name]().full_clean()  # type: ignore[no-untyped-call]


def test_a_number_is_used_once_in_a_series() -> None:
    series = a_series()
    an_event(series, number=7)

    with pytest.raises(IntegrityError), transaction.atomic():
        an_event(series, number=7)
    assert an_event(a_series(), number=7).number == 7


def test_whole_days_may_be_fourteen() -> None:
    assert an_event(is_all_day=True, ends_at=STARTS + timedelta(days=14)).pk
