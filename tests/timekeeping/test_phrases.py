from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.timekeeping.days import Disagreement
from seminars.timekeeping.numerals import folded, number
from seminars.timekeeping.phrases import TimePhrase, instant, read_phrases
from seminars.timekeeping.zones import SkippedTime, use_packaged_zone_data

use_packaged_zone_data()
WEDNESDAY = date(2026, 12, 2)


def phrases(text: str) -> list[TimePhrase]:
    return read_phrases(text, WEDNESDAY, "Asia/Shanghai")


def clock(minutes: int | None) -> str | None:
    return None if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"


@pytest.mark.parametrize(
    ("text", "day", "starts", "ends", "zone"),
    [
        ("本周六下午 15:00-17:00", "2026-12-05", "15:00", "17:00", None),
        ("下周四（10日）下午3:00—4:30", "2026-12-10", "15:00", "16:30", None),
        ("明天", "2026-12-03", None, None, None),
        ("今晚8点", "2026-12-02", "20:00", None, None),
        ("周五(12月4日)晚7点", "2026-12-04", "19:00", None, None),
        ("十二月四日（周五）晚七点半至九点", "2026-12-04", "19:30", "21:00", None),
        ("2026-04-11 14:00-16:00", "2026-04-11", "14:00", "16:00", None),
        (
            "Mon, 4 January 2027, 21:40 – Tue, 5 January 2027, 00:15 (New York time)",
            *("2027-01-04", "21:40", "24:15", "America/New_York"),
        ),
        ("11 月 1 日", "2027-11-01", None, None, None),
        ("11 月 29 日", "2026-11-29", None, None, None),
        ("２０２６年１２月４日 １５：００－１７：００", "2026-12-04", "15:00", "17:00", None),
        ("二〇二六年十二月四日上午十点", "2026-12-04", "10:00", None, None),
        ("12月4日 22:30–次日00:30", "2026-12-04", "22:30", "24:30", None),
        ("12月4日 22:30-00:30", "2026-12-04", "22:30", "24:30", None),
        ("12月4日 23:00–24:00", "2026-12-04", "23:00", "24:00", None),
        ("12月4日中午12:15", "2026-12-04", "12:15", None, None),
        ("12月4日晚11点至12点", "2026-12-04", "23:00", "24:00", None),
        ("12月4日下午3-5点", "2026-12-04", "15:00", "17:00", None),
        ("2027年1月8日 星期五 下午2时30分至4时", "2027-01-08", "14:30", "16:00", None),
        ("12.11 周五 15:30", "2026-12-11", "15:30", None, None),
        ("10:00 AM – 11:30 AM EST, Tue 22 Dec", "2026-12-22", "10:00", "11:30", "America/New_York"),
        ("Tue 22 Dec, 4pm", "2026-12-22", "16:00", None, None),
        ("Friday, December 11, 2026, 3:30 – 4:30 pm", "2026-12-11", "15:30", "16:30", None),
        ("11:30 - 1 pm on Dec 10th", "2026-12-10", "11:30", "13:00", None),
        ("Tonight at 8 pm, New York time", "2026-12-02", "20:00", None, "America/New_York"),
        ("12月4日 20:00-21:00 CST (UTC+8)", "2026-12-04", "20:00", "21:00", "Asia/Shanghai"),
        ("北京时间本周六 12 月 5 日下午 14:00 - 16:00", "2026-12-05", "14:00", "16:00", "Asia/Shanghai"),
        ("2026/12/09 10:00-11:30 (GMT+08:00) 中国标准时间", "2026-12-09", "10:00", "11:30", "Asia/Shanghai"),
        ("2026-12-04 22:00 - 2026-12-05 00:30", "2026-12-04", "22:00", "24:30", None),
        ("12月4日20:00截止", "2026-12-04", "20:00", None, None),
        ("时间：14:00-15:00, Dec 9", "2026-12-09", "14:00", "15:00", None),
        ("时间：12/17 (四) 14:00", "2026-12-17", "14:00", None, None),
        ("9 December 2026, 2.00-3.00 pm", "2026-12-09", "14:00", "15:00", None),
        ("Wed (9 Dec) 5-6.30pm", "2026-12-09", "17:00", "18:30", None),
    ],
)
def test_a_phrase_is_read(
    text: str, day: str, starts: str | None, ends: str | None, zone: str | None
) -> None:
    (phrase,) = phrases(text)

    assert (str(phrase.on), clock(phrase.starts), clock(phrase.ends), phrase.zone) == (
        day,
        starts,
        ends,
        zone,
    )
    assert phrase.disagreements == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("12月4日-6日", "2026-12-04", "2026-12-06"),
        ("12月4日（周五）—6日（周日）", "2026-12-04", "2026-12-06"),
        ("Dec 30 - Jan 2", "2026-12-30", "2027-01-02"),
        ("10-12 Dec 2026", "2026-12-10", "2026-12-12"),
        ("Sun, 6 December – Tue, 8 December 2026", "2026-12-06", "2026-12-08"),
    ],
)
def test_several_days_are_read(text: str, first: str, last: str) -> None:
    (phrase,) = phrases(text)

    assert (str(phrase.on), str(phrase.last_on), phrase.starts) == (first, last, None)


@pytest.mark.parametrize(
    ("text", "code", "candidates"),
    [
        ("12月11日（周四）16:00", "weekday_mismatch", ("2026-12-11", "2026-12-10")),
        ("本周六 12月12日", "date_conflict", ("2026-12-12", "2026-12-05")),
        ("下周四（11日）下午3点", "weekday_mismatch", ("2026-12-11", "2026-12-10")),
        ("明天（12月4日）", "date_conflict", ("2026-12-04", "2026-12-03")),
        ("12/11/2026", "ambiguous_date", ("2026-12-11", "2026-11-12")),
        ("3:30-4:30", "ambiguous_hour", ("15:30", "03:30")),
        ("20:00-21:00 CST", "timezone_from_context", ("Asia/Shanghai", "America/Chicago")),
        ("next Friday 3pm", "ambiguous_date", ("2026-12-11", "2026-12-04")),
    ],
)
def test_disagreements_list_their_readings(text: str, code: str, candidates: tuple[str, ...]) -> None:
    (phrase,) = phrases(text)

    assert phrase.disagreements == (Disagreement(code, candidates),)


@pytest.mark.parametrize(
    "text",
    [
        "以下三点结论",
        "一点点",
        "arXiv 2505.06708",
        "555-010-021",
        "周一鸣 教授",
        "1.2.3",
        "13月40日",
        "等待时间",
        "25:00",
    ],
)
def test_what_is_no_time_is_not_read(text: str) -> None:
    assert phrases(text) == []


def test_days_named_one_by_one_share_their_clock() -> None:
    (phrase,) = phrases("12月4日、11日（周五）和1月8日 14:00-15:00")

    assert (str(phrase.on), [str(day) for day in phrase.further], clock(phrase.starts)) == (
        "2026-12-04",
        ["2026-12-11", "2027-01-08"],
        "14:00",
    )


def test_two_zones_make_two_phrases() -> None:
    first, second = phrases("12月4日 23:00–24:00（CET 16:00–17:00）")

    assert (first.zone, clock(first.starts)) == (None, "23:00")
    assert (second.zone, clock(second.starts)) == ("Europe/Berlin", "16:00")


def test_a_recurring_weekday_is_no_date() -> None:
    (phrase,) = phrases("每周五下午")

    assert (phrase.is_recurring, phrase.on) == (True, None)


def test_a_year_is_confirmed_by_its_weekday() -> None:
    (phrase,) = read_phrases("1月8日（周五）", date(2026, 12, 20), "Asia/Shanghai")

    assert (str(phrase.on), phrase.disagreements) == ("2027-01-08", ())


def test_spans_point_at_the_words() -> None:
    text = "时间：12月4日（周五）15:00-16:00 北京时间，欢迎"

    (phrase,) = phrases(text)

    spans = [phrase.day_span, phrase.clock_span, phrase.zone_span, (phrase.start, phrase.end)]
    assert [text[span[0] : span[1]] for span in spans if span] == [
        "12月4日（周五",
        "15:00-16:00",
        "北京时间",
        "12月4日（周五）15:00-16:00 北京时间",
    ]


def test_instants_of_a_phrase_go_past_midnight() -> None:
    assert instant(date(2026, 12, 4), 24 * 60 + 30, "Asia/Shanghai").astimezone(UTC) == datetime(
        2026, 12, 4, 16, 30, tzinfo=UTC
    )
    with pytest.raises(SkippedTime):
        instant(date(2026, 3, 8), 150, "America/New_York")


@given(st.integers(0, 99))
def test_chinese_numbers_are_read(value: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    words = (
        digits[value]
        if value < 10
        else (digits[tens] if tens > 1 else "") + "十" + (digits[ones] if ones else "")
    )

    assert number(words) == value


PIECES = [
    *[
        "12月",
        "4日",
        "（周五）",
        "下午",
        "3",
        ":",
        "30",
        "-",
        "至",
        "次日",
        " ",
        "EST",
        "UTC+8",
        "2026",
        "年",
        "十",
        "一",
    ],
    *[
        "pm",
        "Dec ",
        "29 Feb",
        "next ",
        "Thu",
        "二月三十日",
        "24:00",
        "/",
        "２",
        "：",
        "\n",
        "9999-12-31",
        "北京时间",
        "半",
    ],
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(), st.dates())
def test_any_text_is_read_without_an_error(text: str, on: date) -> None:
    for phrase in read_phrases(text, on, "Asia/Shanghai"):
        assert 0 <= phrase.start < phrase.end <= len(text)
        assert phrase.starts is None or phrase.ends is None or phrase.starts < phrase.ends


@given(st.text())
def test_folding_keeps_every_position(text: str) -> None:
    assert len(folded(text)) == len(text)
