"""Properties of every component whatever: lines, characters, instants, all readers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from seminars.calendars.envelope import wrapped
from seminars.programme.snapshots import Snapshot, TalkPart
from seminars.text.bilingual import Bilingual
from seminars.text.typography import clean_line
from tests.calendars.readers import alike
from tests.calendars.samples import TALK, a_snapshot, read, written
from tests.calendars.strategies import instants, lengths, snapshots, text, zones

languages = st.sampled_from(["zh", "en", "both"])


@given(snapshots(), languages, st.booleans())
def test_every_component_is_well_formed(snapshot: Snapshot, language: str, has_link: bool) -> None:
    body = written(snapshot, language=language, has_link=has_link)

    lines = body.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    assert not re.search(rb"[\r\n]", body.replace(b"\r\n", b""))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]", "".join(map(bytes.decode, lines)))
    event = read(body)
    assert not event.subcomponents
    assert len(str(event["summary"])) <= 255
    assert len(str(event["description"])) <= 2000
    assert "" not in str(event["description"]).split("\n")
    assert all(str(value) for value in event.values())


@given(snapshots(), languages)
def test_all_readers_understand_every_file_the_same(snapshot: Snapshot, language: str) -> None:
    (seen,) = alike(wrapped([written(snapshot, language=language)], language=language))

    assert (seen.uid, seen.status == "CANCELLED") == (snapshot.uid, snapshot.is_cancelled)


@given(text.filter(lambda name: len(name) < 200))
def test_any_name_survives_the_feed(name: str) -> None:
    speaker = replace(TALK.speakers[0], name=Bilingual(name, ""), honorific="", affiliation=Bilingual())
    snapshot = a_snapshot(talks=(TalkPart("u", speakers=(speaker,)),), venue=None, meeting=None)
    kept = clean_line(name)

    summary = str(read(written(snapshot))["summary"])

    assert summary == ("问渠 #42 · " + kept if kept else "问渠 #42")


@given(instants, lengths, zones)
def test_an_instant_survives_the_feed_in_every_zone(
    starts_at: datetime, length: timedelta, zone: str
) -> None:
    ends_at = starts_at + length
    file = wrapped([written(a_snapshot(starts_at=starts_at, ends_at=ends_at, zone=zone))], language="zh")

    (seen,) = alike(file)
    assert (seen.starts, seen.ends) == (starts_at, ends_at)


def test_line_ends_of_every_system_become_one_space_in_a_title() -> None:
    talk = replace(TALK, abstracts=(replace(TALK.abstracts[0], title="一\r二\r\n三\u2028四\n五"),))

    assert str(read(written(a_snapshot(talks=(talk,))))["summary"]).endswith(" · 一 二 三 四 五")


def test_a_backslash_in_tex_is_read_back_as_one_backslash() -> None:
    talk = replace(TALK, abstracts=(replace(TALK.abstracts[0], text=r"path C:\new;a,b"),))

    (seen,) = alike(wrapped([written(a_snapshot(talks=(talk,)))], language="zh"))

    assert r"path C:\new;a,b" in seen.description
