"""Where to go."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from seminars.presenting.links import to_venue
from seminars.presenting.prose import Prose, prose
from seminars.presenting.said import Said, said, said_besides
from seminars.programme.snapshots import VenuePart


@dataclass(frozen=True, slots=True)
class Map:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """A room, how to get in, and where it is on maps."""

    name: Said
    other_name: Said | None
    address: Said | None
    access: Prose | None
    maps: tuple[Map, ...]
    href: str


def place(part: VenuePart | None, language: str) -> Place | None:
    if part is None:
        return None
    name = said(part.name, language) or Said(part.slug, "en")
    return Place(
        name=name,
        other_name=said_besides(part.name, language),
        address=said(part.address, language),
        access=prose(part.access, language, prefix="access"),
        maps=maps(part.latitude, part.longitude, name.text),
        href=to_venue(part.slug, language),
    )


def maps(latitude: str, longitude: str, name: str) -> tuple[Map, ...]:
    """Links to maps for a point in degrees (WGS-84); none without coordinates."""
    if not latitude or not longitude:
        return ()
    amap = urlencode({"position": f"{longitude},{latitude}", "name": name, "coordinate": "wgs84"})
    osm = f"?{urlencode({'mlat': latitude, 'mlon': longitude})}#map=18/{latitude}/{longitude}"
    return (
        Map(_("Amap"), f"https://uri.amap.com/marker?{amap}"),
        Map("OpenStreetMap", f"https://www.openstreetmap.org/{osm}"),
    )
