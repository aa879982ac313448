"""Posters as they look, compared with pictures of how they should; what their codes say; what they never do."""

from __future__ import annotations

import os
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from seminars.posters import drawing
from seminars.posters.sign import Occasion, sign
from tests.posters.samples import (
    EDITION,
    ENDS,
    FACE,
    SERIES,
    SITE,
    STARTS,
    a_person,
    a_snapshot,
    a_talk,
    drawn,
    read_codes,
    said,
    three_talks,
)

GOLDEN = Path(__file__).parent / "golden"
SIZES = {"tall": (1080, 1920), "wide": (1200, 630)}
# Of 255, the mean over all pixels of a picture a quarter as wide: letters may move by a hair, blocks may not.
TOLERANCE = 1.5
LONG = "从群表示的角度重新整理旋转类位置编码：" * 6
CASES = {
    "one": a_snapshot(),
    "three": three_talks(),
    "untitled": a_snapshot(a_talk("", "", a_person(photo=FACE), a_person("沈栖", "Shen Qi")), number=None),
    "long": a_snapshot(
        a_talk(LONG, "Electroencephalographically motivated " * 3), series=replace(SERIES, colour="gold")
    ),
    "cancelled": a_snapshot(
        state="cancelled", cancel_reason="讲者生病", series=replace(SERIES, colour="rebeccapurple")
    ),
}


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean distance of two pictures of one size, 0 to 255."""
    means = ImageStat.Stat(ImageChops.difference(one, other)).mean
    return sum(means) / len(means)


def golden(name: str, image: Image.Image) -> Image.Image:
    """What it should look like, small; UPDATE_GOLDEN=1 writes it anew, to be looked at in the diff."""
    path = GOLDEN / f"{name}.webp"
    if os.environ.get("UPDATE_GOLDEN"):
        image.save(path, lossless=True, method=6)
    return Image.open(path).convert("RGB")


@pytest.mark.parametrize("form", SIZES)
@pytest.mark.parametrize("name", CASES)
def test_it_looks_as_it_should_and_its_code_leads_to_the_page(name: str, form: str) -> None:
    language = "en" if name in ("three", "cancelled") else "zh"

    image = drawn(CASES[name], language, form)

    small = image.resize(tuple(side // 4 for side in SIZES[form]), Image.Resampling.LANCZOS)
    assert image.size == SIZES[form]
    assert difference(small, golden(f"{name}-{language}-{form}", small)) < TOLERANCE
    assert read_codes(image) == [f"{SITE}{'/en' if language == 'en' else ''}/wenqu/42/"]


def test_the_comparison_sees_what_a_reader_sees() -> None:
    standing = drawn(CASES["one"])

    moved = drawn(replace(CASES["one"], starts_at=STARTS.replace(day=29), ends_at=ENDS.replace(day=29)))
    cancelled = drawn(replace(CASES["one"], state="cancelled"))

    assert difference(standing, drawn(CASES["one"])) == 0
    assert difference(standing, moved) > 0
    assert difference(standing, cancelled) > 4 * TOLERANCE


def test_a_photograph_is_on_it() -> None:
    colours = drawn(CASES["untitled"]).getcolors(1 << 24) or []

    big = {colour for count, colour in colours if count > 10_000}
    assert {(255, 0, 255), (0, 255, 0)} <= big


@pytest.mark.parametrize("form", SIZES)
def test_what_looks_like_markup_is_shown_as_it_was_typed(form: str) -> None:
    title = '#import "x.typ" #read("/etc/passwd") #panic("no") ] ) } \\u{41} // @x <y> = z'
    talk = a_talk(title, title, a_person('#eval("1")', "[x](y) `z`"))

    shown = said(a_snapshot(talk))

    assert shown["talks"][0]["people"][0]["name"] == '#eval("1")'
    assert '#import "x.typ" #read("/etc/passwd")' in shown["talks"][0]["title"]
    assert read_codes(drawn(a_snapshot(talk), form=form)) == [f"{SITE}/wenqu/42/"]


def test_the_same_contents_give_the_same_octets() -> None:
    words = said(three_talks())

    assert drawing.png("wide", words, {}) == drawing.png("wide", words, {})


@pytest.mark.parametrize("occasion", Occasion)
def test_a_sign_is_one_sheet_and_its_code_leads_to_the_page(occasion: Occasion) -> None:
    for snapshot in (CASES["one"], replace(CASES["long"], talks=CASES["long"].talks * 3)):
        words = sign(snapshot, EDITION, occasion, site_url=SITE)

        octets = drawing.pdf("sign", words)
        image = drawing.png("sign", words, {})

        assert octets.startswith(b"%PDF-")
        assert read_codes(_opened(image)) == [f"{SITE}/wenqu/42/"]


def _opened(octets: bytes) -> Image.Image:
    return Image.open(BytesIO(octets)).resize((1190, 1684))
