"""MathML with only known elements and attributes, and classes where the converter writes `style`.

A strict content security policy blocks `style` attributes; what they say is a closed set, which
`static/css/math.css` says again as classes.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

MAX_DEPTH = 120

ELEMENTS = frozenset({
    "math", "mrow", "mi", "mo", "mn", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup",
    "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mmultiscripts", "mprescripts", "mphantom",
    "mpadded", "mstyle", "menclose", "b", "i", "em", "u", "s", "code", "span", "a",
})  # fmt: skip
ATTRIBUTES = frozenset({
    "display", "displaystyle", "scriptlevel", "mathvariant", "stretchy", "symmetric", "lspace", "rspace",
    "minsize", "maxsize", "form", "accent", "accentunder", "width", "height", "depth", "linethickness",
    "movablelimits", "notation", "fence", "separator", "largeop", "id",
})  # fmt: skip
VALUE = re.compile(r"[A-Za-z0-9 .%#_-]*")
CLASSES = re.compile(r"(?:math-core|menclose)-[a-z-]+")

DECLARATIONS = {
    "width:100%": "math-wide",
    "width:50%": "math-margin",
    "width:7.5%": "math-indent",
    "text-align:left": "math-left",
    "text-align:right": "math-right",
    "padding-left:0": "math-tight-left",
    "padding-right:0": "math-tight-right",
    "padding-top:0": "math-tight-top",
    "padding-bottom:0": "math-tight-bottom",
    "padding-left:1em": "math-gap-left",
    "padding-top:0.1667em": "math-strut",
    "math-shift:compact": "math-cramped",
    "font-variant-caps:small-caps": "math-small-caps",
}
LINES = {"mover": "math-overline", "munder": "math-underline"}
TALL = frozenset(
    {"mfrac", "mtable", "munder", "mover", "munderover", "msqrt", "mroot", "mmultiscripts", "menclose"}
)
TAG = re.compile(r"(?<=^\()hex-((?:[0-9a-f]{2})+)(?=\)$)")
BORDER = re.compile(r"border-(left|right|top|bottom):0\.05em (solid|dashed) currentcolor")
COLOUR = re.compile(r"color:(#[0-9A-Fa-f]{6})")
SIZE = re.compile(r"font-size:(\d{2,3}%)")
BACK = re.compile(r"margin-left:-(\d+(?:\.\d+)?|\.\d+)r?em")
LENGTH = re.compile(r"(-?\d*\.?\d+)(r?em)")


class Unsafe(Exception):
    """An element that no formula needs, or more levels than a page bears."""


def safe(element: Element, prefix: str, depth: int = 0) -> Element:
    """A copy that holds only what is known; ids and links begin with `prefix`."""
    if element.tag not in ELEMENTS or depth > MAX_DEPTH:
        raise Unsafe(element.tag)
    copy = Element(element.tag)
    copy.text, copy.tail = element.text, element.tail
    if element.tag == "mi" and element.text:
        # A variation selector only matters to fonts that draw two script alphabets; others draw a box.
        copy.text = element.text.replace("\ufe00", "").replace("\ufe01", "")
    for name, value in element.items():
        if name == "href" and value.startswith(f"#{prefix}-") and VALUE.fullmatch(value):
            copy.set("href", value)
            copy.set("class", "math-ref")
        elif name == "id":
            if value.startswith(f"{prefix}-") and VALUE.fullmatch(value):
                copy.set("id", value)
        elif name in ATTRIBUTES and VALUE.fullmatch(value):
            copy.set(name, bounded(value) if name == "width" else value)
    if classes := " ".join(classes_of(element, copy)):
        copy.set("class", classes)
    copy.extend([safe(child, prefix, depth + 1) for child in element])
    if line := LINES.get(copy.tag) if len(copy) == 2 and copy[1].text == "\u0332" else None:
        # Math fonts stretch this character only by chance; a border is always as long as what it covers.
        ruled = Element("mrow", {"class": line})
        ruled.append(copy[0])
        return ruled
    if copy.tag == "msqrt" and not any(child.tag in TALL for child in copy.iter() if child is not copy):
        copy.set("class", "math-low")
    if copy.tag == "mtd" and (number := copy.find("mtext")) is not None:
        number.text = TAG.sub(
            lambda match: bytes.fromhex(match[1]).decode(errors="replace"), number.text or ""
        )
    return copy


def bounded(value: str) -> str:
    """A width of at most 10 em, since one formula may not push a page apart."""
    length = LENGTH.fullmatch(value)
    return f"10{length[2]}" if length and float(length[1]) > 10 else value


def classes_of(element: Element, copy: Element) -> list[str]:
    """The classes that say what `style` said; colours and sizes become attributes of `copy`."""
    found = CLASSES.findall(element.get("class", ""))
    for declaration in element.get("style", "").split(";"):
        plain = re.sub(r"\s*:\s*", ":", declaration.strip())
        if name := DECLARATIONS.get(plain):
            found.append(name)
        elif border := BORDER.fullmatch(plain):
            found.append(f"math-{'line' if border[2] == 'solid' else 'dash'}-{border[1]}")
        elif colour := COLOUR.fullmatch(plain):
            copy.set("mathcolor", colour[1])
        elif size := SIZE.fullmatch(plain):
            copy.set("mathsize", size[1])
        elif back := BACK.fullmatch(plain):
            # In steps of 1/12 em; TeX's \! is two of them.
            found.append(f"math-back-{min(24, max(1, round(float(back[1]) * 12)))}")
    return found
