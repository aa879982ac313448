from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from seminars.calendars.feed import NoSuchCalendar
from seminars.calendars.files import WithdrawnEvent, event_file, mail_calendar
from seminars.calendars.options import Options
from seminars.models import FormerPath
from seminars.publishing.series import save_series
from seminars.publishing.withdraw import withdraw
from tests.calendars.readers import with_icalendar
from tests.factories import NOW, STARTS, a_meeting, a_series, an_event, published

pytestmark = pytest.mark.django_db


def test_an_event_has_a_file_of_its_own() -> None:
    event = an_event(a_series(slug="wenqu"), number=89)
    published(event)

    file = event_file("wenqu", "89", Options())

    (seen,) = with_icalendar(file.body)
    assert (seen.uid, seen.starts) == (str(event.uid), STARTS)
    assert str(Calendar.from_ical(file.body)["method"]) == "PUBLISH"
    assert file.changed_at == NOW


def test_an_event_without_a_number_has_its_date_for_a_name() -> None:
    published(an_event(a_series(slug="wenqu")))

    assert with_icalendar(event_file("wenqu", "2026-11-28", Options(language="en")).body)[
        0
    ].summary.startswith("Wenqu")


def test_former_addresses_give_the_same_file() -> None:
    series = a_series(slug="wenqu")
    event = an_event(series)
    published(event)
    FormerPath.objects.create(series=series, path="2026-11-27", event=event)
    series.slug = "wenqu-new"
    save_series(series, by=None, at=NOW)

    present = event_file("wenqu-new", "2026-11-28", Options())

    assert event_file("wenqu", "2026-11-28", Options()) == present
    assert event_file("wenqu", "2026-11-27", Options()) == present
    assert event_file("wenqu-new", "2026-11-27", Options()) == present


@pytest.mark.parametrize(("slug", "path"), [("wenqu", "90"), ("gezhi", "89"), ("nobody", "89")])
def test_an_unknown_event_has_no_file(slug: str, path: str) -> None:
    published(an_event(a_series(slug="wenqu"), number=89))
    an_event(a_series(slug="gezhi"), number=89)

    with pytest.raises(NoSuchCalendar):
        event_file(slug, path, Options())


def test_a_withdrawn_event_is_said_to_be_withdrawn() -> None:
    event = an_event(a_series(slug="wenqu"), number=89)
    published(event)
    withdraw(event, by=None, at=NOW)

    with pytest.raises(WithdrawnEvent):
        event_file("wenqu", "89", Options())


def test_a_mail_carries_its_events_in_order_and_what_is_kept_for_subscribers(
    django_assert_num_queries: Any,
) -> None:
    series = a_series()
    meeting = a_meeting(visibility="subscribers")
    later, sooner = (
        published(an_event(series, meeting=meeting, starts_at=STARTS + timedelta(days=days)))
        for days in (7, 0)
    )

    with django_assert_num_queries(1):
        body = mail_calendar([later, sooner], language="zh")

    assert [each.starts for each in with_icalendar(body)] == [later.starts_at, sooner.starts_at]
    assert all("腾讯会议 555-010-021" in each.description for each in with_icalendar(body))
    assert b"555-010-021" not in event_file(series.slug, later.path, Options()).body
