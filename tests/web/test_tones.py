"""The accent of a series: legible on every ground that it stands on, by day and by night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

RULE = re.compile(
    r"^\s*(\.tone-[^{]+)\{ --tone: #([0-9a-f]{6}); --tone-night: #([0-9a-f]{6}); \}$", re.MULTILINE
)
# Paper, card, and a card washed with a tenth of the accent at its darkest (by night: at its lightest).
DAY, NIGHT = ("faf8f3", "fffefb", "efe9e2"), ("151218", "1e1a23", "332c38")
ON_DAY, ON_NIGHT = "ffffff", "1b1320"
LEAST = 4.5  # WCAG 2.1, 1.4.3


def rules() -> list[tuple[str, str, str]]:
    text = Path(settings.BASE_DIR, "static", "css", "tones.css").read_text(encoding="utf-8")
    return [(names, day, night) for names, day, night in RULE.findall(text)]


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_tone_is_legible_by_day_and_by_night() -> None:
    found = [
        (names, ground)
        for names, day, night in rules()
        for accent, grounds in ((day, (*DAY, ON_DAY)), (night, (*NIGHT, ON_NIGHT)))
        for ground in grounds
        if contrast(accent, ground) < LEAST
    ]

    assert found == []


@pytest.mark.parametrize("name", ["steelblue", "seagreen", "rebeccapurple", "gold", "white", "black", "grey"])
def test_the_colours_of_css_have_a_tone(name: str) -> None:
    known = {each.strip() for names, _day, _night in rules() for each in names.split(",")}

    assert len(known) == 148
    assert f".tone-{name}" in known
