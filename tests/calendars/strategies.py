"""Arbitrary events, for properties that hold of all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

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
from seminars.timekeeping.zones import picker_zones

# What breaks calendars in practice, beside whatever hypothesis thinks of.
NASTY = [
    "\r\nATTENDEE:mailto:x@example.org",
    "a\rb", "a\r\nb", "\u2028\u2029\x85", "\x00\x0b\x1f\x7f\ufeff\ud800",
    "\\nabla \\n \\N \\\\", "a;b,c:d\"e'f^g", "BEGIN:VALARM", "【】（）—…", "👩‍👩‍👧‍👦🏽‍🎓", "é" * 90, "长" * 300,
    "<b>&amp;</b>", "$\\frac{a}{b", "$x^2$", "\\begin{equation}", "# * _a_ `b` [c](d) | - 1.", " ", "\t",
]  # fmt: skip

text = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=40),
    st.text(alphabet='\\\r\n;,:"^ nN长é👩\u200d\u0301\u2028$', max_size=120),
)
pairs = st.builds(Bilingual, text, text)
zones = st.sampled_from(picker_zones())
# From 1990 to 2040.
instants = st.integers(631152000, 2240524800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
lengths = st.integers(1, 24 * 60).map(lambda minutes: timedelta(minutes=minutes))

speakers = st.builds(
    SpeakerPart, slug=st.uuids().map(str), name=pairs, honorific=text, affiliation=pairs, biography=pairs
)
abstracts = st.builds(AbstractPart, language=st.sampled_from(["zh", "en"]), title=text, text=text)
talks = st.builds(
    TalkPart,
    uid=st.uuids().map(str),
    state=st.sampled_from(["planned", "planned", "withdrawn", "removed"]),
    abstracts=st.lists(abstracts, max_size=2).map(tuple),
    speakers=st.lists(speakers, max_size=5).map(tuple),
    tags=st.lists(st.builds(TagPart, slug=st.just("t"), name=pairs), max_size=2).map(tuple),
)
venues = st.builds(
    VenuePart,
    slug=st.just("v"),
    name=pairs,
    address=pairs,
    latitude=st.sampled_from(["", "40.001200", "-0.000001", "nan"]),
    longitude=st.sampled_from(["", "116.326000", "0.000001", "1e9"]),
)
meetings = st.builds(
    MeetingPart,
    provider=st.sampled_from(["tencent", "zoom", "other"]),
    label=text,
    code=st.sampled_from(["", "555010042"]),
    url=st.one_of(st.just(""), text, text.map(lambda tail: "https://meeting.example.org/" + tail)),
    passcode=text,
    visibility=st.sampled_from(["public", "subscribers", "members", "request"]),
)
series = st.builds(
    SeriesPart,
    slug=st.just("wenqu"),
    name=pairs,
    short=pairs,
    language=st.sampled_from(["zh", "en", "both"]),
    colour=st.sampled_from(["steelblue", "", "#fff\r\nX:1"]),
)


@st.composite
def snapshots(draw: Any) -> Snapshot:
    """Any event at all; of some, all talks have times of their own."""
    starts_at = draw(instants)
    programme = draw(st.lists(talks, max_size=3))
    if draw(st.booleans()):
        minutes = st.integers(0, 300).map(lambda number: timedelta(minutes=number))
        begins = [starts_at + draw(minutes) for _talk in programme]
        programme = [
            replace(talk, starts_at=at, ends_at=at + draw(lengths))
            for talk, at in zip(programme, begins, strict=True)
        ]
    return Snapshot(
        uid=str(draw(st.uuids())),
        series=draw(series),
        path="42",
        state=draw(st.sampled_from(["published", "cancelled"])),
        starts_at=starts_at,
        ends_at=starts_at + draw(lengths),
        zone=draw(zones),
        is_all_day=draw(st.booleans()),
        number=draw(st.none() | st.integers(1, 999999)),
        title=draw(pairs),
        signup_url=draw(text),
        cancel_reason=draw(text),
        venue=draw(st.none() | venues),
        meeting=draw(st.none() | meetings),
        talks=tuple(programme),
    )


asked = st.fixed_dictionaries(
    {},
    optional={
        "lang": st.sampled_from(["zh", "en", "both"]),
        "tz": zones,
        "all": st.sampled_from(["0", "1"]),
        "cancelled": st.sampled_from(["0", "1"]),
        "per": st.sampled_from(["event", "talk"]),
        "alarm": st.integers(0, 10080).map(str),
    },
)
