"""No text that anybody types keeps a poster from being drawn, or becomes more than text."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from seminars.posters import drawing
from seminars.posters.sign import Occasion, sign
from seminars.text.bilingual import Bilingual
from tests.posters.samples import EDITION, SERIES, SITE, a_person, a_snapshot, a_talk, said

texts = st.text(max_size=40) | st.text(alphabet='#$*_`[](){}\\/"@<>=~-"', max_size=30)


@given(title=texts, name=texts, room=texts, motto=texts, form=st.sampled_from(["tall", "wide"]))
@settings(max_examples=8)
def test_whatever_is_typed_is_drawn(title: str, name: str, room: str, motto: str, form: str) -> None:
    talk = a_talk(title, name, a_person(name, title))
    venue = a_snapshot().venue
    assert venue is not None
    snapshot = a_snapshot(
        talk,
        venue=replace(venue, name=Bilingual(room, title)),
        title=Bilingual(motto, ""),
        series=replace(SERIES, name=Bilingual(name, motto), colour=room),
        cancel_reason=motto,
    )

    assert drawing.png(form, said(snapshot), {}).startswith(b"\x89PNG")
    assert drawing.pdf("sign", sign(snapshot, EDITION, Occasion.BOTH, site_url=SITE)).startswith(b"%PDF")
