from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.timekeeping.spans import AllDaySpan, EndsBeforeItStarts, Span, TooManyDays, moment_words
from seminars.timekeeping.zones import picker_zones, use_packaged_zone_data

use_packaged_zone_data()
BEIJING = ZoneInfo("Asia/Shanghai")


def beijing_span(start: tuple[int, ...], minutes: int) -> Span:
    starts_at = datetime(*start, tzinfo=BEIJING)  # type: ignore[arg-type,misc]  # mypy cannot count the parts
    return Span(starts_at, starts_at + timedelta(minutes=minutes), "Asia/Shanghai")


def test_a_span_in_words() -> None:
    span = beijing_span((2025, 11, 1, 15, 0), 120)

    assert span.in_words("zh") == "2025年11月1日（周六）15:00–17:00（北京时间）"
    assert span.in_words("en") == "Sat, 1 November 2025, 15:00–17:00 (Beijing time)"


def test_a_span_in_words_of_another_zone() -> None:
    span = beijing_span((2025, 11, 1, 9, 0), 120)

    assert span.in_words("zh", "America/New_York") == "2025年10月31日（周五）21:00–23:00（纽约时间）"
    assert span.in_words("en", "America/New_York") == "Fri, 31 October 2025, 21:00–23:00 (New York time)"
    assert span.day_difference("America/New_York") == -1
    assert span.day_difference("Asia/Tokyo") == 0


def test_a_span_across_midnight_shows_both_dates() -> None:
    span = beijing_span((2026, 12, 4, 22, 30), 120)

    assert span.in_words("zh") == "2026年12月4日（周五）22:30–12月5日（周六）00:30（北京时间）"
    assert span.in_words("en") == "Fri, 4 December 2026, 22:30 – Sat, 5 December 2026, 00:30 (Beijing time)"


def test_a_span_across_new_year_shows_both_years() -> None:
    span = beijing_span((2026, 12, 31, 23, 0), 120)

    assert span.in_words("zh") == "2026年12月31日（周四）23:00–2027年1月1日（周五）01:00（北京时间）"


def test_a_span_in_a_repeated_hour_says_which() -> None:
    starts_at = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    span = Span(starts_at, starts_at + timedelta(hours=1), "America/New_York")

    assert span.in_words("en") == "Sun, 1 November 2026, 01:30–02:30 (New York time, UTC−5)"


def test_a_span_across_a_clock_change_lasts_as_long_as_it_does() -> None:
    zone = ZoneInfo("America/New_York")
    span = Span(
        datetime(2026, 11, 1, 0, 30, tzinfo=zone), datetime(2026, 11, 1, 2, 30, tzinfo=zone), str(zone)
    )

    assert span.duration == timedelta(hours=3)


def test_touching_spans_do_not_overlap() -> None:
    first, second = beijing_span((2026, 1, 5, 14, 0), 60), beijing_span((2026, 1, 5, 15, 0), 60)

    assert not first.overlaps(second)
    assert first.overlaps(beijing_span((2026, 1, 5, 14, 59), 60))


def test_a_span_must_end_after_it_starts() -> None:
    with pytest.raises(EndsBeforeItStarts):
        beijing_span((2026, 1, 5, 14, 0), 0)


def test_all_day_spans_in_words() -> None:
    one = AllDaySpan(date(2026, 5, 8), date(2026, 5, 8), "Asia/Shanghai")
    three = AllDaySpan(date(2026, 5, 8), date(2026, 5, 10), "Asia/Shanghai")

    assert one.in_words("zh") == "2026年5月8日（周五）（北京时间）"
    assert one.in_words("en") == "Fri, 8 May 2026 (Beijing time)"
    assert three.in_words("zh") == "2026年5月8日（周五）至5月10日（周日）（北京时间）"
    assert three.in_words("en") == "Fri, 8 May – Sun, 10 May 2026 (Beijing time)"


def test_all_day_spans_last_two_weeks_at_most() -> None:
    assert AllDaySpan(date(2026, 5, 1), date(2026, 5, 14), "UTC").days == 14
    with pytest.raises(TooManyDays):
        AllDaySpan(date(2026, 5, 1), date(2026, 5, 15), "UTC")


def test_moment_words() -> None:
    at = datetime(2025, 11, 1, 7, tzinfo=UTC)

    assert moment_words(at, "Asia/Shanghai", "zh") == "2025年11月1日（周六）15:00（北京时间）"
    assert moment_words(at, "America/New_York", "en") == "Sat, 1 November 2025, 03:00 (New York time)"


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
    st.integers(1, 3000),
    st.sampled_from(picker_zones()),
    st.sampled_from(["zh", "en"]),
)
def test_a_span_survives_every_zone(start: datetime, minutes: int, zone: str, language: str) -> None:
    span = Span(start, start + timedelta(minutes=minutes), "Asia/Shanghai")

    local = span.local(zone)

    assert Span(*local, zone).duration == span.duration
    assert str(local[0].year) in span.in_words(language, zone)
    assert span.day_difference(zone) in (-1, 0, 1)
