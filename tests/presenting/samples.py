"""Snapshots as they lie in revisions, made without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from seminars.programme.snapshots import (
    AbstractPart,
    LinkPart,
    MeetingPart,
    SeriesPart,
    Snapshot,
    SpeakerPart,
    TalkPart,
    VenuePart,
)
from seminars.text.bilingual import Bilingual

# 15:00 in Beijing, 03:00 in New York on the same day; New York's clocks go back a day later.
STARTS = datetime(2025, 11, 1, 7, 0, tzinfo=UTC)
BEFORE = STARTS - timedelta(days=3)

SERIES = SeriesPart(
    "wenqu", Bilingual("问渠班研讨会", "Wenqu Class Seminar"), Bilingual("问渠", "Wenqu"), "zh"
)
HALL = VenuePart("gezhi-112", Bilingual("格致堂112", "Gezhi Hall 112"))
MEETING = MeetingPart("tencent", code="555010021")
LIN = SpeakerPart("lin", Bilingual("林知远", "Lin Zhiyuan"), honorific="同学")
BROOK = SpeakerPart("brook", Bilingual("", "Ada Brook"), honorific="Prof.")


def a_talk(title: str = "再看旋转位置编码", text: str = "从群表示讲起。", **fields: Any) -> TalkPart:
    defaults: dict[str, Any] = {
        "uid": "talk-one",
        "abstracts": (AbstractPart("zh", title, text),),
        "speakers": (LIN,),
    }
    return TalkPart(**(defaults | fields))


def a_snapshot(**fields: Any) -> Snapshot:
    defaults: dict[str, Any] = {
        "uid": "event-one",
        "series": SERIES,
        "path": "89",
        "number": 89,
        "state": "published",
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(hours=2),
        "zone": "Asia/Shanghai",
        "venue": HALL,
        "meeting": MEETING,
        "talks": (a_talk(),),
    }
    return Snapshot(**(defaults | fields))


def with_link(snapshot: Snapshot, kind: str, url: str = "https://video.example.org/1") -> Snapshot:
    talk = replace(snapshot.talks[0], links=(LinkPart(kind, url),))
    return replace(snapshot, talks=(talk,))
