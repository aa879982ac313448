"""Whatever an event says, the short post fits, and no post breaks a time or a link."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.announcements.saying.items import Item, when_words
from seminars.announcements.wechat.long import long
from seminars.announcements.wechat.short import LONGEST, short
from seminars.models import Moment
from seminars.presenting.links import event_url
from seminars.programme.changes import compare
from seminars.programme.snapshots import AbstractPart, Snapshot
from seminars.text.bilingual import Bilingual
from tests.announcements.wechat.cases import LANGUAGES, OTHER_ROOM, SATURDAY_NOON, TUESDAY
from tests.announcements.wechat.strategies import times

LINK = "https://example.org/a_b?c=d&e=(f)"
TOUCHED = re.compile(r"[^\s!-~]https?://|https?://[!-~]+[^\s!-~…]")
pieces = st.one_of(
    st.text("谱隙。，（）”、 ab$.)", min_size=1, max_size=200), st.just(LINK), st.just(f"（{LINK}）。")
)
texts = st.lists(pieces, max_size=8).map("".join)
pairs = st.builds(Bilingual, texts, texts)


@st.composite
def long_winded(draw: st.DrawFn) -> Snapshot:
    talks = []
    for talk in SATURDAY_NOON.talks:
        parts = tuple(AbstractPart(language, draw(texts)[:290], draw(texts)) for language in ("zh", "en"))
        people = tuple(replace(each, affiliation=draw(pairs)) for each in talk.speakers)
        talks.append(replace(talk, abstracts=parts, speakers=people * draw(st.integers(1, 5))))
    return replace(
        SATURDAY_NOON,
        **draw(times()),
        title=draw(pairs),
        venue=replace(OTHER_ROOM, name=Bilingual(draw(texts) or "室", draw(texts) or "room")),
        cancel_reason=draw(texts),
        talks=tuple(talks[: draw(st.integers(1, 2))]),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_the_short_post_fits_and_keeps_its_time_and_its_link(language: str, data: st.DataObject) -> None:
    snapshot, known = data.draw(long_winded()), data.draw(st.one_of(st.none(), long_winded()))
    item = Item(snapshot, known, compare(known, snapshot) if known else ())
    moment = data.draw(st.sampled_from(Moment))

    text = short(item, moment, language, on=TUESDAY)

    assert len(text) <= LONGEST
    assert event_url("wenqu", "42", "zh" if language == "both" else language) in text
    for spoken in ("zh", "en") if language == "both" else (language,):
        assert when_words(snapshot, spoken) in text
    assert not TOUCHED.search(text)


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_no_link_of_a_long_post_touches_what_is_not_its_own(language: str, data: Any) -> None:
    text = long(Item(data.draw(long_winded())), data.draw(st.sampled_from(Moment)), language, on=TUESDAY)

    assert not TOUCHED.search(text)
