"""Atom feeds, byte for byte, and read back by another program's XML."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.presenting.atom import Head, Published, atom
from seminars.programme.snapshots import LinkPart, Snapshot
from seminars.text.bilingual import Bilingual
from tests.calendars.samples import CHANGED, CREATED, MEETING, ROE, SITE, TALK, UNTITLED, a_snapshot

GOLDEN = Path(__file__).parent / "golden"
ATOM = "{http://www.w3.org/2005/Atom}"
SLIDES = LinkPart("slides", "https://example.org/s.pdf?a=1&b=2", "讲稿")


def written(*snapshots: Snapshot, language: str | None = None, spoken: str = "zh") -> bytes:
    head = Head(
        title=Bilingual("问渠班研讨会", "Wenqu Class Seminar"),
        page=f"{SITE}/wenqu/",
        source=f"{SITE}/feeds/wenqu.atom",
        language=spoken,
        author=Bilingual("问渠班研讨会", "Wenqu Class Seminar"),
        updated_at=CHANGED,
    )
    return atom(
        head, [Published(each, CREATED, CHANGED) for each in snapshots], language=language, site_url=SITE
    )


def golden(name: str, body: bytes) -> bytes:
    """What `name` is known to be; run with UPDATE_GOLDEN=1 to make it `body`."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(body)
    return path.read_bytes()


def two_events() -> list[Snapshot]:
    """One with all there is to say, and one that is called off."""
    whole = a_snapshot(
        intro=Bilingual("本期主题：**界**。", "About *bounds*."),
        notes=Bilingual("有茶歇。", "Tea is served."),
        audience=Bilingual("欢迎所有人", "All are welcome"),
        host="陈老师",
        contact="a@example.org",
        signup_url="https://example.org/in?x=<1>",
        talks=(replace(TALK, links=(SLIDES,), why=Bilingual("常数最优", "The best constant")), UNTITLED),
    )
    uid = "8a3ab65e-7f2b-4d0e-9a5b-0a1b2c3d4e60"
    off = a_snapshot(uid=uid, path="41", number=41, state="cancelled", cancel_reason="讲者生病 & 休息")
    return [whole, off]


@pytest.mark.parametrize(("language", "spoken"), [("zh", "zh"), ("en", "en"), ("both", "both"), (None, "zh")])
def test_a_feed_is_written_as_it_is_known_to_be(language: str | None, spoken: str) -> None:
    body = written(*two_events(), language=language, spoken=spoken)

    assert body == golden(f"feed-{language or 'own'}.atom", body)


def test_an_empty_feed_is_one_too_and_knows_no_now() -> None:
    body = written()

    root = ElementTree.fromstring(body)
    assert [each.tag for each in root] == [
        f"{ATOM}{name}" for name in ("title", "link", "link", "id", "updated", "author")
    ]
    assert root.findtext(f"{ATOM}updated") == "2026-11-20T08:00:00+00:00"


def test_what_a_meeting_keeps_for_subscribers_is_in_no_feed() -> None:
    kept = a_snapshot(meeting=replace(MEETING, visibility="subscribers"))

    body = written(kept).decode()

    assert [each in body for each in (MEETING.url, "555-010-042", MEETING.passcode)] == [False] * 3
    assert "会议号仅发给订阅者" in body


def test_a_link_that_is_none_is_not_one() -> None:
    body = written(a_snapshot(signup_url="javascript:alert(1)")).decode()

    assert "javascript" not in body


@given(st.text(), st.text(), st.sampled_from(["zh", "en", "both"]))
def test_any_text_makes_a_feed_that_reads_back(title: str, text: str, language: str) -> None:
    talk = replace(TALK, abstracts=(replace(TALK.abstracts[0], title=title, text=text),), speakers=(ROE,))

    root = ElementTree.fromstring(written(a_snapshot(talks=(talk,)), language=language))

    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == "urn:uuid:5d3ab65e-7f2b-4d0e-9a5b-0a1b2c3d4e5f"
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "") == CHANGED
    assert "<script" not in (entry.findtext(f"{ATOM}content") or "").lower()
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}published") or "") == CREATED
