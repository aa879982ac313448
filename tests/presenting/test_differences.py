"""What differs between two versions of an event, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from seminars.presenting.differences import Line, differences
from seminars.programme.snapshots import AbstractPart, SeriesPart, Snapshot, SpeakerPart, TalkPart, VenuePart
from seminars.text.bilingual import Bilingual

NAME = Bilingual("问渠班", "Wenqu")
TALK = TalkPart(
    uid="a",
    abstracts=(AbstractPart("zh", "题目", "摘要"),),
    speakers=(SpeakerPart("lin", Bilingual("林知远", "Lin Zhiyuan")),),
)
BEFORE = Snapshot(
    uid="1",
    series=SeriesPart("wenqu", NAME, NAME, "zh"),
    path="1",
    state="published",
    starts_at=datetime(2026, 11, 28, 6, tzinfo=UTC),
    ends_at=datetime(2026, 11, 28, 8, tzinfo=UTC),
    zone="Asia/Shanghai",
    venue=VenuePart("hall", Bilingual("格致堂112", "Gezhi Hall 112")),
    talks=(TALK,),
)


@pytest.mark.parametrize(
    ("after", "lines"),
    [
        (BEFORE, []),
        (replace(BEFORE, host="Han"), [Line("Host", "", "Han")]),
        (replace(BEFORE, venue=None), [Line("Place", "格致堂112\nGezhi Hall 112", "")]),
        (
            replace(BEFORE, ends_at=datetime(2026, 11, 28, 9, tzinfo=UTC)),
            [
                Line(
                    "Time",
                    "Sat, 28 November 2026, 14:00–16:00 (Beijing time)",
                    "Sat, 28 November 2026, 14:00–17:00 (Beijing time)",
                )
            ],
        ),
        (
            replace(BEFORE, talks=(replace(TALK, abstracts=(AbstractPart("zh", "新题目", "摘要"),)),)),
            [Line("Talk 1: title (Chinese)", "题目", "新题目")],
        ),
        (
            replace(
                BEFORE, talks=(TALK, TalkPart(uid="b", speakers=(SpeakerPart("shen", Bilingual("沈栖")),)))
            ),
            [
                Line("Talk 2: takes place", "", "planned"),
                Line("Talk 2: speakers", "", "沈栖"),
                Line("Order of the talks", "1", "1, 2"),
            ],
        ),
    ],
)
def test_each_difference_is_one_line(after: Snapshot, lines: list[Line]) -> None:
    with translation.override("en"):
        assert differences(BEFORE, after) == lines


@given(st.text(), st.text(), st.text())
def test_a_difference_is_never_hidden(host: str, title: str, text: str) -> None:
    after = replace(BEFORE, host=host, talks=(replace(TALK, abstracts=(AbstractPart("zh", title, text),)),))

    assert bool(differences(BEFORE, after)) == (after != BEFORE)
