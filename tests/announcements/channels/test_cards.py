"""What a card says, whole: to whom, in which language, and of what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from seminars.announcements.saying.carding import card, trial_card
from seminars.announcements.saying.cards import Card, Line, Link, Mood, Section, fitted
from seminars.announcements.saying.items import Item
from seminars.programme.changes import compare
from seminars.programme.snapshots import Snapshot, VenuePart
from seminars.text.bilingual import Bilingual
from tests.announcements.channels.cards import SNAPSHOT

TIME = "2026年11月28日（周六）14:00–16:00（北京时间）"
PAGE = "https://seminars.example.org/wenqu/90/"
DETAILS, CALENDAR = Link("详情", PAGE), Link("加入日历", "https://seminars.example.org/calendar/wenqu/90.ics")
TALK = (
    Line("再看旋转位置编码", "报告"),
    Line("林知远（云栖湾大学）", "讲者"),
    Line("从 n 维群表示的角度重新整理。", "摘要", is_detail=True),
)


@pytest.fixture(autouse=True)
def _site(settings) -> None:  # type: ignore[no-untyped-def]
    settings.SITE_URL = "https://seminars.example.org"


def changed(after: Snapshot, before: Snapshot = SNAPSHOT) -> Item:
    return Item(after, before, compare(before, after))


def bare(found: Card) -> tuple[str, Mood, tuple[Section, ...]]:
    return found.title, found.mood, found.sections


def test_an_announcement_in_public_keeps_the_number_of_the_meeting() -> None:
    assert bare(card([Item(SNAPSHOT)], language="zh", audience="public")) == (
        "【预告】问渠班 #90｜2026年11月28日周六 14:00（北京时间）｜林知远：再看旋转位置编码",
        Mood.NEWS,
        (
            Section(
                (
                    Line(TIME, "时间"),
                    Line("格致堂112", "地点"),
                    Line("腾讯会议（会议号仅发给订阅者）", "线上会议"),
                    *TALK,
                ),
                (DETAILS, CALENDAR),
            ),
        ),
    )


def test_a_closed_group_is_told_what_subscribers_are() -> None:
    (section,) = card([Item(SNAPSHOT)], language="zh", audience="subscriber").sections

    assert section == Section(
        (
            Line(TIME, "时间"),
            Line("格致堂112", "地点"),
            Line("腾讯会议 555-010-021", "线上会议"),
            Line("4242", "入会密码"),
            *TALK,
        ),
        (DETAILS, Link("入会", "https://meeting.tencent.com/dm/x"), CALENDAR),
    )


def test_a_change_says_old_and_new_first() -> None:
    room = replace(SNAPSHOT, venue=VenuePart("xuetang", Bilingual("学堂112", "Xuetang 112")))

    found = card([changed(room)], language="en", audience="public")

    assert (found.mood, found.sections[0].lines[:2]) == (
        Mood.CHANGED,
        (
            Line("Xuetang 112", "Place", "Gezhi Hall 112"),
            Line("Sat, 28 November 2026, 14:00–16:00 (Beijing time)", "Time"),
        ),
    )


def test_a_new_number_is_no_number_in_public() -> None:
    assert SNAPSHOT.meeting is not None
    other = replace(SNAPSHOT, meeting=replace(SNAPSHOT.meeting, code="555010099", passcode="1"))

    said = {
        audience: card([changed(other)], language="zh", audience=audience).sections[0].lines[0]
        for audience in ("public", "subscriber")
    }

    assert said == {
        "public": Line("腾讯会议（会议号仅发给订阅者），有变更", "线上会议"),
        "subscriber": Line("腾讯会议 555-010-099", "线上会议", "腾讯会议 555-010-021"),
    }


def test_a_cancellation_says_when_it_was_to_be_and_nothing_else() -> None:
    off = replace(SNAPSHOT, state="cancelled", cancel_reason="讲者生病")

    assert bare(card([changed(off)], language="zh", audience="subscriber")) == (
        "【取消】2026年11月28日周六 14:00 问渠班 #90（北京时间）",
        Mood.CANCELLED,
        (Section((Line("本期已取消。"), Line("讲者生病", "原因"), Line(TIME, "原定时间")), (DETAILS,)),),
    )


def test_what_is_back_on_says_so() -> None:
    off = replace(SNAPSHOT, state="cancelled")

    found = card([changed(SNAPSHOT, off)], language="zh", audience="public")

    assert (found.title, found.mood) == (
        "【恢复】问渠班 #90 照常举行：2026年11月28日周六 14:00（北京时间）",
        Mood.RESTORED,
    )
    assert found.sections[0].lines[:2] == (Line("本期照常举行。"), Line(TIME, "时间"))


def test_both_languages_stand_one_below_the_other() -> None:
    both = card([Item(SNAPSHOT)], language="both", audience="public")
    chinese, english = (card([Item(SNAPSHOT)], language=each, audience="public") for each in ("zh", "en"))

    assert both.title == chinese.title
    assert both.sections == (*chinese.sections, replace(english.sections[0], heading=english.title))


def test_several_events_are_named() -> None:
    week = timedelta(days=7)
    next_one = replace(
        SNAPSHOT, number=91, path="91", starts_at=SNAPSHOT.starts_at + week, ends_at=SNAPSHOT.ends_at + week
    )

    found = card([Item(SNAPSHOT), Item(next_one)], language="zh", audience="public")

    assert found.title == "【预告】问渠班：2 场（11月28日周六、12月5日周六）"
    assert [section.heading for section in found.sections] == ["问渠班 #90", "问渠班 #91"]


def test_details_go_first_where_space_is_short() -> None:
    whole = Card("t", Mood.NEWS, (Section((Line("x" * 50), Line("d" * 300, is_detail=True)), (DETAILS,)),))
    sizes = []

    def lengths(smaller: Card) -> list[int]:
        sizes.append([len(line.text) for section in smaller.sections for line in section.lines])
        return sizes[-1]

    fitted(whole, lengths, lambda rendered: not rendered)

    assert sizes == [[50, 300], [50, 120], [50], [50], []]


def test_a_test_says_that_it_is_one() -> None:
    assert bare(trial_card(Bilingual("问渠班", "Wenqu"), language="both")) == (
        "测试消息：问渠班的通知将发到这里。",
        Mood.TEST,
        (Section((Line("A test: announcements of Wenqu will arrive here."),)),),
    )
