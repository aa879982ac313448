"""Announcements with labels, made of every way to write each field, are read as what they were made of."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from seminars.intake.reader import read
from seminars.intake.reading import refusals

MONDAY = date(2026, 12, 7)
START = datetime(2026, 12, 17, 15, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
END = datetime(2026, 12, 17, 17, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FIELDS = {
    "title": (
        ("题目", "报告题目", "题　　目", "【题目】", "Title", "题目 / Title"),
        ("慢链上的快采样", "What the Cache Remembers"),
    ),
    "speaker": (
        ("报告人", "主 讲 人", "讲者", "Speaker"),
        ("阮星移（北辰理工大学）", "阮星移 教授，北辰理工大学", "北辰理工大学的阮星移博士"),
    ),
    "time": (
        ("时间", "报告时间", "时　间", "Time"),
        (
            "2026年12月17日（星期四）15:30-17:00",
            "12月17日（周四）下午3:30—5:00",
            "下周四（17日）15:30–17:00",
            "十二月十七日（周四）下午三点半至五点",
            "２０２６年１２月１７日 １５：３０－１７：００",
            "Thu, 17 Dec 2026, 3:30 – 5:00 pm",
            "2026-12-17 15:30-17:00 (UTC+8)",
            "12/17 (四) 15:30~17:00 北京时间",
        ),
    ),
    "place": (
        ("地点", "报告地点", "地　点", "Venue"),
        ("知行楼 4-202", "知行楼4-202", "知行楼 4-202（近东门，限40人）"),
    ),
    "meeting": (
        ("腾讯会议", "腾讯会议号", "线上"),
        ("555-010-038", "腾讯会议 555 010 038", "腾讯会议 ID：555010038（无密码）"),
    ),
    "abstract": (
        ("摘要", "报告摘要", "内容简介", "Abstract"),
        ("我们给出图上热核的随机估计，复杂度与边数近线性。",),
    ),
}
COLONS = ("：", ": ", " ： ")


@st.composite
def announcements(draw: st.DrawFn) -> tuple[str, str]:
    """A text and its title; the abstract stands last, the other fields in any order."""
    colon = draw(st.sampled_from(COLONS))
    lines, title = [], ""
    for name in [*draw(st.permutations([name for name in FIELDS if name != "abstract"])), "abstract"]:
        label, words = (draw(st.sampled_from(choices)) for choices in FIELDS[name])
        lines.append(f"{label}{'' if label.startswith('【') else colon}{words}")
        title = words if name == "title" else title
    bullet = draw(st.sampled_from(["", "• ", "■ ", "📌"]))
    return draw(st.sampled_from(["\n", "\n\n"])).join(bullet + line for line in lines), title


@given(announcements())
def test_a_labelled_announcement_is_read_as_what_it_was_made_of(announcement: tuple[str, str]) -> None:
    text, title = announcement

    reading = read(text, MONDAY, "Asia/Shanghai")

    (talk,) = reading.talks
    assert (talk.title, talk.abstract) == (title, "我们给出图上热核的随机估计，复杂度与边数近线性。")
    assert [(each.name, each.affiliation) for each in talk.speakers] == [("阮星移", "北辰理工大学")]
    assert (reading.starts_at, reading.ends_at, reading.zone) == (START, END, "Asia/Shanghai")
    assert [(place.venue, place.room) for place in reading.places] == [("知行楼", "4-202")]
    assert [(each.provider, each.code) for each in reading.meetings] == [("tencent", "555010038")]
    assert (reading.mode, refusals(reading)) == ("hybrid", ())
    assert set(reading.confidence) == set(reading.evidence)
