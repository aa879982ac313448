"""Whatever colour a series has, its poster can be read."""

import pytest
from PIL import ImageColor

from seminars.posters.palette import LEAST_CONTRAST, contrast, palette


def test_all_text_is_legible_on_every_colour_that_css_names() -> None:
    found = {name: palette(name) for name in ImageColor.colormap}

    pairs = {
        name: min(
            contrast(each.ground, each.ink), contrast(each.paper, each.deep), contrast(each.paper, each.muted)
        )
        for name, each in found.items()
    }

    assert [name for name, least in pairs.items() if least < LEAST_CONTRAST] == []


@pytest.mark.parametrize(("name", "ground"), [("white", "#ffffff"), ("navy", "#000080"), ("gold", "#ffd700")])
def test_a_colour_that_can_be_read_on_is_left_as_it_is(name: str, ground: str) -> None:
    assert palette(name).ground == ground


def test_an_unknown_colour_is_the_usual_one() -> None:
    assert palette("nosuchcolour") == palette("steelblue")


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
