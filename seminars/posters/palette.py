"""One CSS colour → all colours of a poster, each readable on its ground. Pure.

Lightness, chroma and hue are those of OKLCH, in which equal steps look equal (https://bottosson.github.io/posts/oklab/).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, hypot, radians, sin

from PIL import ImageColor

USUAL = "steelblue"
# A little above what WCAG asks of text (1.4.3).
LEAST_CONTRAST = 4.8
# Greys have no hue of their own.
_WARM = 55.0
_LEAST_CHROMA = 0.02
_LIGHT_GROUND = 0.70

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """Hexadecimal colours: `ink` is read on `ground`; `deep` and `muted` on `paper`; the others are shapes."""

    ground: str
    ink: str
    paper: str
    deep: str
    muted: str
    lighter: str
    darker: str
    accent: str


def palette(name: str) -> Palette:
    """The colours of a poster whose series has the colour `name`; an unknown name is the usual one."""
    lightness, chroma, hue = _lch(_rgb(name))
    if chroma < _LEAST_CHROMA:
        hue, chroma = _WARM, min(chroma, 0.01)
    ground, ink = _legible(lightness, chroma, hue)
    # What is nearly black has nothing darker beside it.
    is_bright = ground[0] > 0.33
    return Palette(
        ground=_hex(ground),
        ink=_hex(ink),
        paper=_hex((0.975, min(chroma, 0.012), hue)),
        deep=_hex((0.29, min(chroma, 0.085), hue)),
        muted=_hex((0.47, min(chroma, 0.04), hue)),
        lighter=_hex((min(ground[0] + (0.13 if is_bright else 0.4), 0.93), chroma * 0.75, hue)),
        darker=_hex((ground[0] + (-0.13 if is_bright else 0.14), chroma * 0.9, hue)),
        accent=_hex((0.82, 0.145, (hue + 168) % 360 if chroma >= _LEAST_CHROMA else _WARM)),
    )


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, 1 to 21 (WCAG 2.1, relative luminance)."""
    lighter, darker = sorted((_luminance(each) for each in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _legible(lightness: float, chroma: float, hue: float) -> tuple[Colour, Colour]:
    """The ground as near to the series' colour as its ink can be read on it."""
    is_light = lightness >= _LIGHT_GROUND
    ink = (0.24, min(chroma, 0.07), hue) if is_light else (0.985, min(chroma, 0.008), hue)
    while contrast(_hex((lightness, chroma, hue)), _hex(ink)) < LEAST_CONTRAST:
        lightness += 0.01 if is_light else -0.01
    return (lightness, chroma, hue), ink


def _rgb(name: str) -> Colour:
    try:
        red, green, blue = ImageColor.getrgb(name)[:3]
    except ValueError:
        red, green, blue = ImageColor.getrgb(USUAL)[:3]
    return red / 255, green / 255, blue / 255


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _lch(rgb: Colour) -> Colour:
    red, green, blue = map(_linear, rgb)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, hypot(a, b), atan2(b, a) * 57.29577951308232 % 360


def _linear_rgb(lightness: float, chroma: float, hue: float) -> Colour:
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _hex(colour: Colour) -> str:
    """The colour as #rrggbb; what no screen shows loses chroma until one does."""
    lightness, chroma, hue = colour
    channels = _linear_rgb(lightness, chroma, hue)
    while chroma > 0 and not all(-0.0005 <= each <= 1.0005 for each in channels):
        chroma = max(chroma - 0.004, 0)
        channels = _linear_rgb(lightness, chroma, hue)
    octets = (round(255 * _gamma(min(max(each, 0), 1))) for each in channels)
    return "#" + "".join(f"{octet:02x}" for octet in octets)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
