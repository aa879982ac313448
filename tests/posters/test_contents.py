"""What a poster says, and what it keeps to itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.posters.samples import (
    MEETING,
    STARTS,
    a_person,
    a_snapshot,
    a_talk,
    said,
    three_talks,
)


def test_the_facts_in_both_languages() -> None:
    snapshot = a_snapshot()
    names = ("series", "number", "when", "place", "online", "stamp", "url", "address", "motto", "cancelled")

    assert {name: said(snapshot)[name] for name in names} == {
        "series": "问渠班研讨会",
        "number": "第 42 期",
        "when": {
            "day": "11月28日",
            "weekday": "周六",
            "year": "2026",
            "clock": "14:00–16:00",
            "zone": "北京时间",
        },
        "place": {"label": "地点", "name": "格致堂 112", "address": "东校区"},
        "online": {"label": "线上", "name": "腾讯会议", "code": "555-010-021", "passcode": ""},
        "stamp": "第 3 版 · 2026-11-20 12:00 更新",
        "url": "https://seminars.example.org/wenqu/42/",
        "address": "seminars.example.org/wenqu/42",
        "motto": "为有源头活水来",
        "cancelled": "",
    }
    assert said(snapshot, "en")["when"] == {
        "day": "28 November",
        "weekday": "Sat",
        "year": "2026",
        "clock": "14:00–16:00",
        "zone": "Beijing time",
    }
    assert said(snapshot, "en")["url"] == "https://seminars.example.org/en/wenqu/42/"


def test_a_number_is_said_where_everybody_may_know_it_at_any_time_and_nowhere_else() -> None:
    secret = replace(MEETING, passcode="1984", url="https://meet.example.org/secret")
    found = {}
    for name, fields in {
        "subscribers": {"visibility": "subscribers"},
        "members": {"visibility": "members"},
        "request": {"visibility": "request"},
        "clock": {"opens_before": 10},
        "public": {},
    }.items():
        shown = said(a_snapshot(meeting=replace(secret, **fields)))  # type: ignore[arg-type]
        found[name] = (shown["online"]["name"], shown["online"]["code"], "1984" in str(shown))
        assert "secret" not in str(shown)

    assert found == {
        "subscribers": ("腾讯会议（会议号仅发给订阅者）", "", False),
        "members": ("腾讯会议（会议号仅对成员显示）", "", False),
        "request": ("腾讯会议（会议号请向组织者索取）", "", False),
        "clock": ("腾讯会议（会议号于开始前 10 分钟在入会页公布）", "", False),
        "public": ("腾讯会议", "555-010-021", True),
    }


def test_formulas_are_read_and_talks_without_a_title_are_called_by_their_speakers() -> None:
    shown = said(three_talks())

    assert shown["heading"] == "理论专场"
    assert [(talk["title"], talk["clock"]) for talk in shown["talks"]] == [
        ("稀疏注意力的下界", "14:00–14:40"),
        ("用 O(n log n) 时间计算 ℝⁿ 上的距离", ""),
        ("", ""),
    ]
    assert [person["name"] for talk in shown["talks"] for person in talk["people"]] == [
        "林知远",
        "沈栖",
        "Ada Lovelace",
    ]


def test_withdrawn_talks_are_not_on_it_and_too_many_are_counted() -> None:
    talks = [a_talk(f"第 {each} 讲", "", state="withdrawn" if each == 1 else "planned") for each in range(9)]

    shown = said(a_snapshot(*talks))

    assert [talk["title"] for talk in shown["talks"]] == [f"第 {each} 讲" for each in (0, 2, 3, 4, 5, 6)]
    assert shown["more"] == "另有 2 场报告"


def test_several_days_a_night_and_the_end_of_the_calendar() -> None:
    days = a_snapshot(
        is_all_day=True, starts_at=STARTS - timedelta(hours=14), ends_at=STARTS + timedelta(days=2)
    )
    night = a_snapshot(ends_at=STARTS + timedelta(hours=12))
    last = STARTS.replace(year=9999, month=12, day=31, hour=22)

    assert said(days)["when"]["clock"] == "– 11月30日"
    assert said(night, "en")["when"]["clock"] == "14:00 – 29 November 02:00"
    assert said(a_snapshot(starts_at=last, ends_at=last))["when"]["day"] == "12月31日"


def test_endless_words_may_break_and_honorifics_stay() -> None:
    talk = a_talk("", "x" * 30, a_person(honorific="同学"))

    shown = said(a_snapshot(talk), "zh")["talks"][0]

    assert shown["title"] == "xxxxxxxx\u00adxxxxxxxx\u00adxxxxxxxx\u00adxxxxxx"
    assert shown["people"][0]["name"] == "林知远同学"
