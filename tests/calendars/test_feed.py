from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from icalendar import Calendar

from seminars.calendars import joining
from seminars.calendars.feed import NoSuchCalendar, feed
from seminars.calendars.options import Options
from seminars.models import CalendarComponent, Event, FormerSlug, Publication, Series
from seminars.publishing.change import cancel, move, restore
from seminars.publishing.series import save_series
from seminars.publishing.withdraw import withdraw
from tests.calendars.readers import alike, with_icalendar
from tests.calendars.samples import golden
from tests.factories import NOW, STARTS, a_series, an_event, published

pytestmark = pytest.mark.django_db


def an_event_in(series: Series, **fields: Any) -> Event:
    """A published event of `series`."""
    event = an_event(series, **fields)
    published(event)
    return event


def days_shown(series: Series, *, at: datetime = NOW, **options: Any) -> list[str]:
    """The dates of the events in the feed of `series`, in order."""
    seen = with_icalendar(feed(series.slug, Options(**options), at=at).body)
    return [f"{each.starts:%Y-%m-%d}" for each in seen]


def test_a_feed_holds_its_events_soonest_first() -> None:
    series = a_series()
    an_event_in(series, starts_at=STARTS + timedelta(days=7))
    an_event_in(series, starts_at=STARTS)
    an_event_in(a_series())

    assert days_shown(series) == ["2026-11-28", "2026-12-05"]


def test_a_feed_is_written_as_known(settings: LazySettings) -> None:
    settings.SITE_URL = "https://seminars.example.org"
    series = a_series(slug="wenqu", about_zh="每周六，谈 **模型**。", short_zh="问渠")
    event = an_event_in(series)
    Publication.objects.filter(event=event).update(uid="5d3ab65e-7f2b-4d0e-9a5b-0a1b2c3d4e5f")

    body = feed("wenqu", Options(), at=NOW).body.replace(
        str(event.uid).encode(), b"5d3ab65e-7f2b-4d0e-9a5b-0a1b2c3d4e5f"
    )

    assert body == golden("feed-zh.ics", body)


def test_all_readers_understand_a_feed_the_same() -> None:
    series = a_series()
    an_event_in(series)
    cancel(an_event_in(series, starts_at=STARTS + timedelta(days=7)), reason="生病", by=None, at=NOW)

    body = feed(series.slug, Options(), at=NOW).body

    assert [(each.status, each.sequence) for each in alike(body)] == [("CONFIRMED", 0), ("CANCELLED", 1)]


def test_an_empty_feed_is_a_whole_calendar() -> None:
    body = feed(a_series().slug, Options(), at=NOW).body

    assert body.startswith(b"BEGIN:VCALENDAR\r\n")
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert alike(body) == []


def test_the_window_shows_what_ended_within_sixty_days() -> None:
    series = a_series()
    for days in (59, 61):
        an_event_in(series, starts_at=NOW - timedelta(days=days))
    an_event_in(series, starts_at=NOW + timedelta(days=3000))

    assert days_shown(series) == ["2026-09-26", "2035-02-10"]
    assert days_shown(series, is_whole_history=True) == ["2026-09-24", "2026-09-26", "2035-02-10"]


def test_the_window_and_the_tag_move_with_the_day_in_utc() -> None:
    series = a_series()
    # Sixty days after the 26th of September is the 25th of November, and that day is still whole.
    an_event_in(series, starts_at=datetime(2026, 9, 26, 12, tzinfo=UTC))
    late, later = datetime(2026, 11, 25, 23, 59, 59, tzinfo=UTC), datetime(2026, 11, 26, tzinfo=UTC)
    edge = datetime(2026, 11, 25, 0, 0, 1, tzinfo=UTC)

    tags = [feed(series.slug, Options(), at=at).tag for at in (edge, late, later)]

    assert tags[0] == tags[1] != tags[2]
    assert days_shown(series, at=late) == ["2026-09-26"]
    assert days_shown(series, at=later) == []


def test_a_cancelled_event_leaves_thirty_days_after_its_end() -> None:
    series = a_series()
    cancel(an_event_in(series), reason="", by=None, at=NOW)
    last = datetime(2026, 12, 28, 23, tzinfo=UTC)

    assert days_shown(series, at=last) == ["2026-11-28"]
    assert days_shown(series, at=last + timedelta(hours=1)) == []
    assert days_shown(series, at=last + timedelta(hours=1), is_whole_history=True) == []
    assert days_shown(series, has_cancelled=False) == []


def test_a_withdrawn_event_leaves_at_once_and_the_last_change_does_not_fall() -> None:
    series = a_series()
    an_event_in(series)
    event = an_event_in(series, starts_at=STARTS + timedelta(days=7))
    before = feed(series.slug, Options(), at=NOW)

    withdraw(event, by=None, at=NOW + timedelta(minutes=5))

    after = feed(series.slug, Options(), at=NOW)
    assert days_shown(series) == ["2026-11-28"]
    assert after.tag != before.tag
    assert after.changed_at == NOW + timedelta(minutes=5)


def test_sequence_and_status_follow_a_move_a_cancellation_and_a_return() -> None:
    series = a_series()
    event = an_event_in(series)

    def version() -> tuple[int, str, str]:
        (component,) = Calendar.from_ical(feed(series.slug, Options(), at=NOW).body).walk("VEVENT")
        return (
            int(str(component["sequence"])),
            str(component["status"]),
            f"{component.decoded('dtstart'):%H:%M}",
        )

    found = [version()]
    move(event, starts_at=STARTS + timedelta(hours=1), by=None, at=NOW + timedelta(minutes=1))
    found.append(version())
    cancel(event, reason="", by=None, at=NOW + timedelta(minutes=2))
    found.append(version())
    restore(event, by=None, at=NOW + timedelta(minutes=3))
    found.append(version())

    assert found == [
        (0, "CONFIRMED", "06:00"),
        (1, "CONFIRMED", "07:00"),
        (2, "CANCELLED", "07:00"),
        (3, "CONFIRMED", "07:00"),
    ]


def test_only_the_newest_three_hundred_events_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "MOST_EVENTS", 2)
    series = a_series()
    for weeks in (0, 1, 2):
        an_event_in(series, starts_at=STARTS + timedelta(weeks=weeks))

    assert days_shown(series) == ["2026-12-05", "2026-12-12"]
    assert len(days_shown(series, is_whole_history=True)) == 3


def test_a_feed_stays_below_its_size_and_keeps_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    series = a_series()
    for weeks in (0, 1, 2):
        an_event_in(series, starts_at=STARTS + timedelta(weeks=weeks))
    whole = len(feed(series.slug, Options(), at=NOW).body)

    monkeypatch.setattr(joining, "MOST_BYTES", whole - 1)

    assert len(feed(series.slug, Options(), at=NOW).body) < whole
    assert days_shown(series) == ["2026-12-05", "2026-12-12"]


def test_each_language_has_its_own_feed() -> None:
    series = a_series(language="both")
    an_event_in(series)

    bodies = {
        language: feed(series.slug, Options(language=language), at=NOW).body for language in ("zh", "en")
    }
    own = feed(series.slug, Options(), at=NOW).body.decode().replace("\r\n ", "")

    assert b"X-WR-CALNAME:Wenqu Class Seminar\r\n" in bodies["en"]
    assert "X-WR-CALNAME:问渠班研讨会\r\n".encode() in bodies["zh"]
    assert "X-WR-CALNAME:问渠班研讨会 / Wenqu Class Seminar\r\n" in own


def test_the_joint_feed_shows_public_series_each_in_its_language() -> None:
    an_event_in(a_series(slug="gezhi", language="en"))
    an_event_in(a_series(slug="wenqu"), starts_at=STARTS + timedelta(days=1))
    an_event_in(a_series(slug="quiet", visibility="unlisted"))

    seen = with_icalendar(feed("all", Options(), at=NOW).body)

    assert [each.description.split("\n")[0] for each in seen] == [
        "Sat, 28 November 2026, 14:00–16:00 (Beijing time)",
        "2026年11月29日（周日）14:00–16:00（北京时间）",
    ]


def test_an_unlisted_series_has_its_own_feed() -> None:
    series = a_series(visibility="unlisted")
    an_event_in(series)

    assert days_shown(series) == ["2026-11-28"]


@pytest.mark.parametrize("slug", ["quiet", "nobody"])
def test_a_hidden_or_unknown_series_has_no_feed(slug: str) -> None:
    series = a_series(slug="quiet", visibility="hidden")
    event = an_event(series)

    with pytest.raises(Publication.DoesNotExist):
        published(event)
    with pytest.raises(NoSuchCalendar):
        feed(slug, Options(), at=NOW)


def test_a_former_slug_gives_the_same_file() -> None:
    series = a_series(slug="wenqu")
    an_event_in(series)
    series.slug = "wenqu-new"
    save_series(series, by=None, at=NOW)

    assert FormerSlug.objects.get().slug == "wenqu"
    assert feed("wenqu", Options(), at=NOW) == feed("wenqu-new", Options(), at=NOW)


def test_a_changed_heading_changes_the_tag() -> None:
    series = a_series()
    before = feed(series.slug, Options(), at=NOW).tag

    Series.objects.filter(pk=series.pk).update(about_zh="新的介绍")

    assert feed(series.slug, Options(), at=NOW).tag != before


def test_an_alarm_rings_for_what_takes_place_only() -> None:
    series = a_series()
    an_event_in(series)
    cancel(an_event_in(series, starts_at=STARTS + timedelta(days=7)), reason="", by=None, at=NOW)

    file = feed(series.slug, Options(alarm=15), at=NOW)

    first, second = Calendar.from_ical(file.body).walk("VEVENT")
    assert [alarm["trigger"].to_ical() for alarm in first.walk("VALARM")] == [b"-PT15M"]
    assert second.walk("VALARM") == []
    assert file.tag != feed(series.slug, Options(), at=NOW).tag


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("slug", "queries"), [("wenqu", 2), ("all", 2)])
def test_a_feed_takes_the_same_queries_for_any_number_of_events(
    slug: str, queries: int, count: int, django_assert_num_queries: Any
) -> None:
    series = a_series(slug="wenqu")
    for weeks in range(count):
        an_event_in(series, starts_at=STARTS + timedelta(weeks=weeks))

    with django_assert_num_queries(queries):
        file = feed(slug, Options(), at=NOW)

    assert len(with_icalendar(file.body)) == count
    assert CalendarComponent.objects.count() == count * 6


def test_what_is_listed_no_more_does_not_let_the_last_change_fall() -> None:
    an_event_in(a_series(slug="old"))
    series = a_series()
    published(an_event(series), at=NOW + timedelta(minutes=2))
    before = feed("all", Options(), at=NOW).changed_at
    series.visibility = "unlisted"

    save_series(series, by=None, at=NOW + timedelta(minutes=3))

    assert feed("all", Options(), at=NOW).changed_at >= before
