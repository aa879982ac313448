"""Texts made to be slow are read in time that grows with their length, never with its square."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from types import FrameType

import pytest

from seminars.intake.reader import read
from seminars.intake.unreadable import Unreadable
from tests.journeys.service import ROOT

pytestmark = pytest.mark.slow
UNITS = (
    *(
        "1",
        "1:",
        "(",
        ")",
        "（",
        "：",
        "- ",
        "--",
        " ",
        "\n",
        "1\n",
        "一",
        "周",
        "1月",
        "2月3日、",
        "12:00-",
        "12:00 报告\n",
    ),
    *(
        "题目：",
        "题目：甲\n",
        "摘要：甲。\n",
        "报告人：甲乙\n",
        "报告 1\n",
        "1. 甲乙：题目\n",
        "《",
        "“",
        "【线下】",
        "在甲楼",
        "甲楼1 ",
    ),
    *(
        "Aa ",
        "by ",
        "talk by ",
        "in Ab Hall ",
        "https://a",
        "555-010-021 ",
        "腾讯会议：555-010-021\n",
        "密码：",
        "> ",
        "From: a\n",
    ),
    *(
        "取消",
        "改至",
        "邀请",
        "由",
        "教授",
        "。",
        "Prof. ",
        "第1期",
        "下周四（17日）",
        "时间地点：",
        "欢迎",
        "会议主题：",
        "论文：",
    ),
    *(
        "<p>",
        "*a* ",
        "&nbsp;",
        "時間：",
        "原定于",
        "取消。",
        "照常举行，",
        "12月1日取消，",
        "9:00 | 甲乙 | 题目\n",
        "Ann Lee: A Title\n",
        "Ann Lee (MIT)\n",
        "Next talks:\n1月2日 甲\n",
        "11.15-12.15 ",
        "ID：555 010 021 ",
        "导师：甲，",
        "主讲人1：甲乙\n题目1：丙\n",
        "“甲乙丙丁”，",
        "instead of 3 pm ",
    ),
)
READ_ALL = """
import sys
from datetime import date
from seminars.intake.reader import read
from seminars.intake.unreadable import Unreadable
for unit in sys.argv[1:]:
    try:
        read(unit * (10_000 // len(unit)), date(2026, 12, 1), "Asia/Shanghai")
    except Unreadable:
        pass
print("read all")
"""


def test_ten_thousand_of_anything_are_read() -> None:
    # What is linear takes a second or two in all; the limit stops what would take minutes.
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, *UNITS],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("read all\n", "")


def steps(text: str) -> int:
    """How many functions are called to read a text."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read(text, date(2026, 12, 1), "Asia/Shanghai")
    except Unreadable:
        pass
    finally:
        sys.setprofile(None)
    return calls


def test_twice_as_much_takes_twice_the_steps() -> None:
    grown = {unit: (steps(unit * (800 // len(unit))), steps(unit * (1600 // len(unit)))) for unit in UNITS}

    assert {unit: counts for unit, counts in grown.items() if counts[1] > 2.4 * counts[0] + 500} == {}
