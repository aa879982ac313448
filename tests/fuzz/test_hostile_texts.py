"""Texts made to be slow are read in time that grows with their length, never with its square."""

from __future__ import annotations

import subprocess
import sys

import pytest

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
