"""Invented events as snapshots, and short ways to write and read them."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from icalendar import Event

from seminars.calendars.component import component
from seminars.programme.snapshots import (
    AbstractPart,
    MeetingPart,
    SeriesPart,
    Snapshot,
    SpeakerPart,
    TagPart,
    TalkPart,
    VenuePart,
)
from seminars.text.bilingual import Bilingual

SITE = "https://seminars.example.org"
CREATED = datetime(2026, 11, 1, 2, 3, 4, tzinfo=UTC)
CHANGED = datetime(2026, 11, 20, 8, 0, 0, tzinfo=UTC)
GOLDEN = Path(__file__).parent / "golden"

ROOM = VenuePart(
    slug="mingli-201",
    name=Bilingual("明理楼 201", "Mingli Hall 201"),
    address=Bilingual("北辰路 5 号", "5 Beichen Road"),
    latitude="40.001200",
    longitude="116.326000",
)
MEETING = MeetingPart(
    provider="tencent", code="555010042", url="https://meeting.example.org/dm/aBc", passcode="0420"
)
LIN = SpeakerPart(
    "lin-zhiyuan", Bilingual("林知远", "Lin Zhiyuan"), "同学", Bilingual("北辰大学", "Beichen University")
)
ROE = SpeakerPart("jane-roe", Bilingual(en="Jane Roe"), "Prof.", Bilingual(en="Harbour Institute"))
TALK = TalkPart(
    uid="0b9ff5a2-5ce5-4c7e-9d6c-2f6f0a3d1c11",
    abstracts=(
        AbstractPart(
            "zh",
            "再看 $\\sqrt{2\\log n}$ 的界",
            "设 $X_1,\\dots,X_n$ 独立。\n\n我们给出 **更短** 的证明；常数最优。",
        ),
        AbstractPart(
            "en", "The $\\sqrt{2\\log n}$ bound revisited", "A shorter proof, with the best constant."
        ),
    ),
    speakers=(LIN,),
    tags=(TagPart("probability", Bilingual("概率论", "Probability")),),
)
UNTITLED = TalkPart(uid="3f0c8a5e-8d8e-4a55-8a67-a1c6f7b1d022", speakers=(ROE,))


def a_snapshot(**fields: Any) -> Snapshot:
    """Event #42 of a series: Friday 15:00–17:00 in Beijing, a room and a meeting, one talk."""
    whole = Snapshot(
        uid="5d3ab65e-7f2b-4d0e-9a5b-0a1b2c3d4e5f",
        series=SeriesPart(
            slug="wenqu",
            name=Bilingual("问渠班研讨会", "Wenqu Class Seminar"),
            short=Bilingual("问渠", "Wenqu"),
            language="zh",
            colour="steelblue",
        ),
        path="42",
        state="published",
        starts_at=datetime(2026, 11, 27, 7, tzinfo=UTC),
        ends_at=datetime(2026, 11, 27, 9, tzinfo=UTC),
        zone="Asia/Shanghai",
        number=42,
        venue=ROOM,
        meeting=MEETING,
        talks=(TALK,),
    )
    return replace(whole, **fields)


def written(snapshot: Snapshot, **options: Any) -> bytes:
    """The component in Chinese for everybody, unless `options` say otherwise."""
    defaults: dict[str, Any] = {
        "language": "zh",
        "has_link": False,
        "sequence": 0,
        "created_at": CREATED,
        "changed_at": CHANGED,
        "site_url": SITE,
    }
    return component(snapshot, **(defaults | options))


def read(body: bytes) -> Event:
    """The component read back."""
    event = Event.from_ical(body)
    assert isinstance(event, Event)
    assert not event.errors
    return event


def description(snapshot: Snapshot, **options: Any) -> list[str]:
    """The lines of the component's description."""
    return str(read(written(snapshot, **options))["description"]).split("\n")


def golden(name: str, body: bytes) -> bytes:
    """What `name` is known to be; run with UPDATE_GOLDEN=1 to make it `body`."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(body)
    return path.read_bytes()
