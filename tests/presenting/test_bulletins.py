from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from seminars.presenting.bulletins import bulletin, bulletin_of
from seminars.programme.snapshots import AbstractPart, LinkPart, MeetingPart, VenuePart
from seminars.text.bilingual import Bilingual
from tests.presenting.samples import BEFORE, BROOK, LIN, STARTS, a_snapshot, a_talk

WHOLE = """\
Wenqu Class Seminar #89
An afternoon of two

Time: Sat, 1 November 15:00–17:00 (Beijing time)
Place: Gezhi Hall 112 (East Campus)
Access: Register at the gate.
Online: Tencent Meeting 555-010-021
Passcode: 2468
Sign-up: https://wj.example.org/1 (until Fri, 31 October 2025, 20:00 (Beijing time))
For whom: Everybody
Host: 周一鸣
Contact: seminar@example.org

Two talks.

1. 15:00–16:00 Sorting in O(n log n)
Prof. Ada Brook (Northmere)

Come and see.

It is 𝒪(n) for short lists.

https://arxiv.org/abs/1

2. [Withdrawn] 再看旋转位置编码
Lin Zhiyuan

Snacks.

http://127.0.0.1:8000/en/wenqu/89/
Calendar file: http://127.0.0.1:8000/calendar/wenqu/89.ics
"""

LIST = """\
问渠班研讨会

11月1日 周六 15:00–17:00（北京时间）
再看旋转位置编码
林知远 · 问渠 第 89 期 · 格致堂112
http://127.0.0.1:8000/wenqu/89/

11月8日 周六 15:00–17:00（北京时间）
【已取消】林知远
问渠 第 90 期
http://127.0.0.1:8000/wenqu/90/

http://127.0.0.1:8000/wenqu/
"""


def test_the_whole_programme_as_plain_text() -> None:
    sorting = a_talk(
        abstracts=(
            AbstractPart("en", "Sorting in $O(n \\log n)$", "It is $\\mathcal{O}(n)$ for **short** lists."),
        ),
        speakers=(replace(BROOK, affiliation=Bilingual("", "Northmere")),),
        links=(LinkPart("paper", "https://arxiv.org/abs/1"),),
        why=Bilingual("", "Come and see."),
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=1),
    )
    snapshot = a_snapshot(
        title=Bilingual("", "An afternoon of two"),
        intro=Bilingual("", "Two *talks*."),
        notes=Bilingual("有零食。", "Snacks."),
        audience=Bilingual("", "Everybody"),
        host="周一鸣",
        contact="seminar@example.org",
        signup_url="https://wj.example.org/1",
        signup_until=STARTS - timedelta(hours=19),
        venue=VenuePart(
            "gezhi-112",
            Bilingual("格致堂112", "Gezhi Hall 112"),
            address=Bilingual("", "East Campus"),
            access=Bilingual("", "Register at the gate."),
        ),
        meeting=MeetingPart("tencent", code="555010021", passcode="2468"),
        talks=(sorting, a_talk(uid="two", state="withdrawn", speakers=(LIN,))),
    )

    assert bulletin(snapshot, "en", at=BEFORE) == WHOLE


def test_a_closed_meeting_stays_closed_in_plain_text() -> None:
    meeting = MeetingPart("tencent", code="555010021", passcode="2468", visibility="subscribers")

    text = bulletin(a_snapshot(meeting=meeting), "zh", at=BEFORE)

    assert [words for words in ("555", "2468") if words in text] == []
    assert "腾讯会议" in text


def test_a_list_tells_each_event_in_a_few_lines() -> None:
    week = timedelta(days=7)
    first = a_snapshot()
    second = replace(
        first, number=90, path="90", starts_at=first.starts_at + week, ends_at=first.ends_at + week,
        state="cancelled", venue=None, talks=(a_talk(title=""),),
    )  # fmt: skip
    address = "http://127.0.0.1:8000/wenqu/"

    shown = bulletin_of("问渠班研讨会", [first, second], "zh", at=BEFORE, address=address)
    empty = bulletin_of("Wenqu", [], "en", at=BEFORE, address=address, nothing="Nothing is announced yet.")

    assert shown == LIST
    assert empty == f"Wenqu\n\nNothing is announced yet.\n\n{address}\n"
