"""The reader on the texts it was made for, and on anything at all."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.intake.reader import read
from seminars.intake.reading import Doubt, MeetingReading, PlaceReading, Reading, refusals
from seminars.intake.record import as_json
from seminars.intake.unreadable import Unreadable

BEIJING = ZoneInfo("Asia/Shanghai")
TUESDAY = date(2026, 12, 1)
SAMPLES = Path(__file__).parents[1] / "data" / "announcements"


def read_here(text: str) -> Reading:
    return read(text, TUESDAY, "Asia/Shanghai")


def codes(reading: Reading) -> set[str]:
    return {doubt.code for doubt in reading.doubts}


@pytest.mark.parametrize(
    ("text", "previous", "starts"),
    [
        ("【取消通知】原定于2024年3月1日 14:00-15:00 在格致堂112 举行的报告取消。", "2024-03-01 14:00", None),
        (
            "原定2024年3月1日14:00在格致堂112举行的报告改至2024年3月8日15:00，地点不变。",
            "2024-03-01 14:00",
            "2024-03-08 15:00",
        ),
        ("甲某教授将于2024年3月1日（周五）14:00-15:00在格致堂112作学术报告。", None, "2024-03-01 14:00"),
        (
            "2024年3月1日14:00，他曾在此作过报告。今年再来：12月10日15:00，明理楼201。",
            None,
            "2026-12-10 15:00",
        ),
        ("2024年3月1日14:00，他曾在此作过报告。\n今天15:00再来，明理楼201。", None, "2026-12-01 15:00"),
    ],
)
def test_a_year_that_is_said_counts_unless_another_day_is(
    text: str, previous: str | None, starts: str | None
) -> None:
    reading = read_here(text)

    told = [f"{at:%Y-%m-%d %H:%M}" if at else None for at in (reading.previous_start, reading.starts_at)]
    assert told == [previous, starts]


def seed(number: str) -> str:
    folder = os.environ.get("SEED_TEXTS")
    if not folder:
        pytest.skip("SEED_TEXTS names no folder of seed texts")
    return next(Path(folder).glob(f"{number}_*.txt")).read_text(encoding="utf-8")


def test_the_first_seed_is_read_whole() -> None:
    reading = read(seed("000"), date(2025, 10, 28), "Asia/Shanghai")

    first, second = reading.talks
    assert (reading.starts_at, reading.ends_at) == (
        datetime(2025, 11, 1, 15, tzinfo=BEIJING),
        datetime(2025, 11, 1, 17, tzinfo=BEIJING),
    )
    assert [(place.venue, place.room) for place in reading.places] == [("清华学堂", "112")]
    assert (reading.mode, [meeting.code for meeting in reading.meetings]) == ("hybrid", ["819589898"])
    assert first.title == (
        "Functional Scaling Laws in Kernel Regression: Loss Dynamics and Learning Rate Schedules"
    )
    assert [(s.name, s.honorific, s.affiliation) for s in first.speakers] == [("李炳辉", "同学", "北京大学")]
    assert str(first.speakers[0].biography).startswith("李炳辉是北京大学三年级博士生")
    assert (second.title, second.speakers[0].name) == (None, "邱子涵")
    assert [link.split("/")[2] for link in second.links] == ["arxiv.org", "huggingface.co"]
    assert "机器学习理论和模型架构相关" in str(reading.intro)
    assert "零食" in str(reading.notes)
    assert reading.audience == "欢迎全体同学参加~"
    assert (codes(reading), refusals(reading), reading.rest) == ({"missing_talk_title"}, (), ())


def test_the_third_seed_is_read_whole() -> None:
    reading = read(seed("002"), date(2026, 4, 8), "Asia/Shanghai")

    (talk,) = reading.talks
    assert (reading.number, reading.series, reading.motto) == (
        89,
        "清华大学姚班研讨会",
        "Make IIIS Great Again!",
    )
    assert reading.starts_at == datetime(2026, 4, 11, 14, tzinfo=BEIJING)
    assert [(s.name, s.other_name) for s in talk.speakers] == [("Nathan Chen", None), ("张宇", "Yu Zhang")]
    assert str(talk.joint_biography).startswith("Nathan Chen and Yu Zhang are researchers")
    assert (talk.title, [s.biography for s in talk.speakers]) == (None, [None, None])
    assert reading.meetings == (MeetingReading("tencent", label="seminar"),)
    assert reading.places == (PlaceReading("清华学堂", "112", "清华学堂112"),)
    assert reading.intro == "报告和预训练与模型架构相关。"
    assert (codes(reading), refusals(reading)) == ({"missing_talk_title", "missing_meeting_id"}, ())
    assert reading.rest == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *[("", "empty"), (" \n\t", "empty"), ("—— ……", "empty"), ("时间 " * 400_000, "too_large")],
        *[("PK\x03\x04\0\0abc", "binary"), ("\0\0", "binary"), ("\x01\x02\x03时间", "binary")],
    ],
)
def test_what_is_no_announcement_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_here(text)

    assert (refused.value.reason, bool(refused.value.sentence.zh), bool(refused.value.sentence.en)) == (
        reason,
        True,
        True,
    )


def test_a_weekday_that_disagrees_forbids_publishing() -> None:
    reading = read_here("题目：甲乙\n报告人：宋知微\n时间：12月11日（周四）16:00-17:00\n地点：听涛馆 305")

    assert refusals(reading) == (
        Doubt("weekday_mismatch", "starts_at", ("2026-12-11", "2026-12-10"), ((17, 38),)),
    )


@pytest.mark.parametrize(
    ("lead", "again", "code"),
    [
        ("本周六下午 14:00-16:00", "本周日下午 14:00-16:00 听涛馆305 腾讯会议 555-020-150", "date_conflict"),
        ("本周六下午 14:00-16:00", "本周六下午 15:00-16:00 听涛馆305 腾讯会议 555-020-150", "time_conflict"),
        ("本周六下午 14:00-16:00", "本周六下午 14:00-17:00 听涛馆305 腾讯会议 555-020-150", "time_conflict"),
        ("本周六下午 14:00-16:00", "本周六下午 14:00-16:00 听涛馆306 腾讯会议 555-020-150", "place_conflict"),
        (
            "本周六下午 14:00-16:00",
            "本周六下午 14:00-16:00 听涛馆305 腾讯会议 555-020-151",
            "meeting_conflict",
        ),
    ],
)
def test_the_repeated_line_is_checked_against_the_lead(lead: str, again: str, code: str) -> None:
    text = f"{lead},我们将在听涛馆 305【线下】给大家带来宋知微同学的报告,腾讯会议 555-020-150。\n"
    text += f"【重复一遍时间地点】北京时间{again}"

    (refusal,) = refusals(read_here(text))

    assert (refusal.code, len(refusal.candidates), len(refusal.spans)) == (code, 2, 2)


def test_onsite_with_a_meeting_number_is_hybrid_without_a_doubt() -> None:
    text = "本周六下午 14:00-16:00,我们将在听涛馆 305【线下】给大家带来宋知微同学的报告。腾讯会议 555-020-150"

    reading = read_here(text)

    assert (reading.mode, refusals(reading)) == ("hybrid", ())


def test_without_time_and_place_nothing_may_be_published() -> None:
    assert {doubt.code for doubt in refusals(read_here("题目：甲乙\n报告人：宋知微"))} == {
        "missing_start",
        "missing_place",
    }


def test_a_skipped_hour_is_a_doubt() -> None:
    reading = read(
        "Title: Ab\nTime: March 14, 2027, 2:30 am\nLocation: Hall 1", date(2027, 3, 1), "America/New_York"
    )

    assert "impossible_time" in codes(reading)


def test_a_phone_number_is_no_meeting() -> None:
    reading = read_here(
        "题目：甲乙\n时间：12月4日 15:00\n地点：听涛馆 305\n联系电话：13800000000，010-62700000"
    )

    assert reading.meetings == ()


def test_a_time_with_another_zone_is_read_in_it() -> None:
    reading = read_here("Title: On Tides\nTime: Thu, Dec 10, 2026, 10:00 – 11:30 AM EST\nZoom: 555 020 1501")

    assert (reading.starts_at, reading.zone) == (
        datetime(2026, 12, 10, 15, tzinfo=UTC),
        "America/New_York",
    )


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("12月9日 23:00–24:00（CET 16:00–17:00）", "2026-12-09T23:00:00+08:00"),
        ("每周三 19:00（12月9日起）", "2026-12-09T19:00:00+08:00"),
        ("2026-12-09T14:00:00+08:00", "2026-12-09T14:00:00+08:00"),
        ("12月9日 15:00-16:00，16:00-16:30 讨论", "2026-12-09T15:00:00+08:00"),
    ],
)
def test_one_time_among_others_is_the_start(text: str, starts: str) -> None:
    reading = read_here(f"题目：甲乙\n时间：{text}\n地点：听涛馆 305")

    assert (str(reading.starts_at and reading.starts_at.isoformat()), refusals(reading)) == (starts, ())


def test_a_field_says_how_sure_it_is() -> None:
    reading = read_here("谁来检查检查者\n报告人：宋知微\n12月9日 15:00-16:00 听涛馆 305")

    sure = {path: reading.confidence[path] for path in ("talks.0.title", "talks.0.speakers", "starts_at")}
    assert sure == {"talks.0.title": 0.5, "talks.0.speakers": 1.0, "starts_at": 0.8}


PIECES = sorted(
    {line for path in SAMPLES.glob("*.txt") for line in path.read_text(encoding="utf-8").splitlines()}
    | {
        "",
        "摘要",
        "报告 3 摘要",
        "（",
        "）",
        "【",
        "】",
        "题目：",
        "时间: 99:99",
        "地点: ",
        "#腾讯会议：",
        "2月30日",
        "\u2028",
        "|",
    }
)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=25).map("\n".join) | st.text()


@given(
    texts,
    st.dates(),
    st.sampled_from(["Asia/Shanghai", "America/New_York"]),
)
def test_any_text_is_read_or_refused(text: str, on: date, zone: str) -> None:
    try:
        reading = read(text, on, zone)
    except Unreadable:
        return

    spans = [
        *reading.evidence.values(),
        *reading.rest,
        *(span for doubt in reading.doubts for span in doubt.spans),
    ]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert as_json(reading)["kind"] == reading.kind
    assert refusals(reading) == tuple(doubt for doubt in refusals(reading) if doubt in reading.doubts)
