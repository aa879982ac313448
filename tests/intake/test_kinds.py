"""What kind of text it is: words that call off, move or put right, and the same words where they do not."""

from __future__ import annotations

from datetime import date

import pytest

from seminars.intake.reader import read

TEXTS = {
    "postponement": (
        "时间、地点变更：原定12月9日14:00在理科楼 201 的报告改为12月11日10:00，地点改为致远楼 107。",
        "【时间及地点变更】新时间：12月11日（周五）10:00；新地点：致远楼 107。",
        "New time and place: Friday, Dec 11, 10 am, Room 107, Harper Hall.",
        "讨论班改期通知：12月11日的讨论班改期至12月18日15:00。",
        "因雪天，本周讨论班顺延一周，至12月16日（周三）14:00。",
        "原定今晚的报告推迟到明晚七点。",
        "本周五的组会提前到周四（12月10日）晚上7点。",
        "报告时间由14:00改至15:30，日期仍为12月11日。",
        "报告时间调整为12月11日（周五）16:00-17:00，地点不变。",
        "因主讲人签证问题，12月11日的报告改至明年1月15日（周五）同一时间。",
        "上次因台风取消的报告改于12月16日（周三）19:00举行，地点三教 3105。",
        "原定12月11日的报告取消，改为12月18日15:00，地点不变。",
        "The talk is postponed until further notice; it was scheduled for December 11.",
        "Reminder: the talk originally scheduled for Dec 10 will now take place on Dec 17 at 2 pm.",
        "学術演講延期公告：原訂12月11日之演講延至12月18日（五）下午2時。",
        "注意：本周讲座换时间了！从周四晚上换到周五（12月11日）下午三点。",
        "The colloquium has been moved from Dec 10 to Dec 11, 4 pm.",
        "Change of date! The workshop now starts on December 14 at 9:00 (not December 10).",
        "时间有变！！周五的报告改成下午四点（12月11日），还是致远楼 107",
        "Update: tomorrow's talk (Dec 10) starts at 3 pm instead of 2 pm.",
    ),
    "cancellation": (
        "原定12月11日（周五）14:00的报告因故取消。",
        "12月11日的讨论班暂停，望周知。",
        "由于期末考试，12月11日（周五）的读书会停办一次。",
        "各位，明天（12月10日）的组会不开了，大家好好休息。",
        "抱歉，讲者生病，今天下午的 seminar 取消，择日再约。",
        "The seminar on Friday, December 11 has been cancelled.",
        "There will be no seminar: the talk on December 11 will not take place due to illness.",
        "No seminar this week (Dec 11); we resume on December 18.",
        "【取消】12月11日 AI 沙龙",
        "CANCELLED: Topology Seminar, Friday, December 11, 3pm",
        "We regret to inform you that Friday's colloquium (Dec 11, 4 pm) had to be called off.",
        "學術演講取消公告：12月11日（五）下午2時之演講因故取消。",
        "本次活动因疫情暂停举办，后续时间另行通知。原时间：12月11日14:00",
        "Update: unfortunately tomorrow's talk (Dec 10, 2 pm) is cancelled.",
    ),
    "correction": (
        "【更正】上一封邮件中的教室有误，应为致远楼 107。报告时间：12月11日（周五）14:00。",
        "勘误：海报中报告人单位应为“东篱大学”，特此更正。时间：12月11日14:00，地点：致远楼 107",
        "地点变更通知：12月11日（周五）14:00的报告改在致远楼 107。",
        "Correction: the talk on December 11 starts at 14:00 as announced, but the room is Harper Hall 107.",
        "[UPDATED] Room change for Friday's seminar: Dec 11, 3 pm, now in Harper Hall 12",
        "12月11日14:00的报告教室更换为致远楼 107，请互相转告。",
        "因线下教室维修，12月11日（周五）14:00的报告改为线上进行，腾讯会议 555-017-001。",
        "更正啟事：演講地點應為浮雲館 R302，時間12月11日下午2時。",
        "更新：明天（12月10日14:00）报告的腾讯会议号换了，新号 555-017-002。",
    ),
    "announcement": (
        "12月11日（周五）14:00，致远楼 107，照常举行，欢迎参加。",
        "The seminar is NOT cancelled: Friday, December 11, 3 pm, Harper Hall 12.",
        "提醒：明天（12月10日）14:00 的报告如期举行，地点致远楼 107。",
        "时间：12月11日14:00。报名后如需取消请提前一天告知。",
        "时间：12月11日14:00，地点：致远楼 107。若遇雨天，活动取消或改期另行通知。",
        "时间：12月11日14:00。本次报告将讨论航班取消与延误的经济学。",
        "时间：12月11日14:00。12月18日讨论班停一次，12月25日恢复。",
        "Friday, December 11, 3 pm, Harper Hall 12. Note the unusual time and place!",
        "Friday, December 11, 3 pm, Harper Hall 12. Please note there is no seminar next week (Dec 18).",
        "Friday, December 11, 3 pm, Harper Hall 12. Registration can be cancelled until December 9.",
        "时间：12月11日14:00。上周因台风取消的报告将另行安排。",
        "时间：12月11日14:00（请提前10分钟入场）。会议室已更新设备。",
        "讨论班从本学期起时间调整：每周五14:00。本周五（12月11日）14:00 第一次活动，地点致远楼 107。",
        "12月11日14:00，致远楼 107。本周活动安排如有调整，以官网为准。",
        "时间：12月11日14:00。题目：论推迟满足。",
        "时间：12月11日14:00，地点：致远楼 107。注：会后原有的茶歇取消。",
        "时间：12月11日14:00，地点：致远楼 107。本期取消线上直播，敬请到场。",
        "Dec 11, 3 pm, Harper Hall 12: the rescheduled talk of Ada Moore, which was cancelled in "
        "October, finally happens.",
    ),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_is_of_its_kind(kind: str) -> None:
    read_as = {text: read(text, date(2026, 12, 9), "Asia/Shanghai").kind for text in TEXTS[kind]}

    assert read_as == dict.fromkeys(TEXTS[kind], kind)


@pytest.mark.parametrize("plea", ["敬请谅解。", "敬请周知！", "请谅解。", "请见谅。"])
def test_who_is_asked_to_bear_with_it_is_no_speaker(plea: str) -> None:
    reading = read(
        f"原定于12月5日（周六）15:30 的 Seminar #46 延期举行，{plea}", date(2026, 12, 1), "Asia/Shanghai"
    )

    assert [speaker.name for talk in reading.talks for speaker in talk.speakers] == []
