"""Where to go, and how to join from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from seminars.meetings.audiences import Audience, may_show
from seminars.meetings.codes import shown_code
from seminars.meetings.words import provider_name, words_for
from seminars.presenting.links import to_venue
from seminars.presenting.prose import Prose, prose
from seminars.presenting.said import Said, said, said_besides
from seminars.programme.snapshots import MeetingPart, VenuePart


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


@dataclass(frozen=True, slots=True)
class Joining:
    """An online meeting as this reader may see it: everything but `provider` and `words` may be ''."""

    provider: str
    words: str
    shown_code: str
    code: str
    url: str
    passcode: str

    @property
    def can_join(self) -> bool:
        """Whether there is something to click on or to type."""
        return bool(self.code or self.url)


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


def joining(part: MeetingPart | None, language: str, audience: Audience) -> Joining | None:
    """The meeting, reduced to what `audience` may see."""
    if part is None:
        return None
    is_open = may_show(part, audience)
    return Joining(
        provider=provider_name(part, language),
        words=words_for(audience, part, language),
        shown_code=shown_code(part.code) if is_open else "",
        code=part.code if is_open else "",
        url=part.url if is_open else "",
        passcode=part.passcode if is_open else "",
    )
