"""Photographs and logos as pages show them; what they show is said by whoever knows the name."""

from __future__ import annotations

from dataclasses import dataclass

from seminars.models import Picture
from seminars.presenting.links import to_picture
from seminars.programme.snapshots import PicturePart


@dataclass(frozen=True, slots=True)
class Shown:
    """What an `<img>` needs: its address, and its size, so that nothing moves while it loads."""

    src: str
    width: int
    height: int


def photo(part: PicturePart | None) -> Shown | None:
    """The photograph that a snapshot names."""
    if part is None:
        return None
    return Shown(to_picture(part.digest, part.kind), part.width, part.height)


def logo(picture: Picture | None) -> Shown | None:
    """The logo that a series has today."""
    if picture is None:
        return None
    return Shown(to_picture(picture.digest, picture.kind), picture.width, picture.height)
