"""Announcements of one event, and the ways from them to proposals and events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from seminars.intake.proposing.proposal import Proposal
from seminars.intake.proposing.propose import propose
from seminars.intake.proposing.take import take
from seminars.intake.reader import read
from seminars.models import Event, Series
from seminars.publishing.carrying_out import carry_out
from tests.factories import NOW

FIRST = """报告 1
题目：再看旋转位置编码
报告人：林知远（文曲大学）
摘要：从群表示的角度重新整理旋转类编码。
"""
SECOND = """
报告 2
题目：门控注意力
报告人：杜若溪（海砚实验室）
摘要：对照实验。
"""
THIRD = """
报告 3
题目：慢变量的快算法
报告人：方时雨（鹿鸣研究院）
"""
HEAD = """问渠班研讨会 第42期
时间：2026年12月5日（周六）14:00-16:00
地点：格致堂112
腾讯会议：555-010-021

"""
TEXT = HEAD + FIRST + SECOND
LATER = TEXT.replace("12月5日", "12月12日")
POSTPONED = "通知：问渠班研讨会第42期因讲者身体不适延期，时间另行通知。\n"
MOVED = (
    "【延期通知】原定12月5日（周六）14:00在格致堂112举行的研讨会延期至12月12日（周六）14:00-16:00，地点不变。"
)
CANCELLED = "【取消通知】由于场地检修，原定12月5日（周六）14:00的问渠班研讨会取消。"
DECEMBER_5 = "Sat, 5 December 2026, 14:00–16:00 (Beijing time)"
DECEMBER_12 = "Sat, 12 December 2026, 14:00–16:00 (Beijing time)"


def proposed(
    text: str,
    series: Series | None,
    answers: Mapping[str, str] | None = None,
    *,
    open_to: Sequence[Series] = (),
    uid: str = "",
) -> Proposal:
    reading = read(text, date(2026, 11, 24), "Asia/Shanghai")
    return propose(reading, text=text, series=series, open_to=open_to, answers=answers, at=NOW, uid=uid)


def taken(text: str, series: Series, answers: Mapping[str, str] | None = None) -> Event:
    return take(proposed(text, series, answers), by=None, at=NOW)


def done(text: str, series: Series, answers: Mapping[str, str] | None = None) -> Event:
    """Taken and carried out: what the public then sees."""
    proposal = proposed(text, series, answers)
    event = take(proposal, by=None, at=NOW)
    carry_out(event, proposal.intent, by=None, at=NOW)
    return event
