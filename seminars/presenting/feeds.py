"""The ways into a calendar: one feed under the addresses that programs and services take, and its Atom twin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from seminars.calendars.words import cut
from seminars.presenting.links import absolute
from seminars.presenting.said import Said

# Outlook shows no more of a calendar's name, and Chinese triples in an address.
LONGEST_NAME = 60

GOOGLE = "https://calendar.google.com/calendar/r?cid="
OUTLOOK = "https://outlook.live.com/calendar/0/addfromweb?"
OFFICE = "https://outlook.office.com/calendar/0/addfromweb?"

ALL = "all"
_PERSONAL = "/calendar/my/"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a reader asks of every feed: '' and None leave it as it comes."""

    language: str = ""
    zone: str = ""
    alarm: int | None = None

    @property
    def query(self) -> str:
        """The options as they stand in a feed's address; '' when nothing is asked."""
        asked = {"lang": self.language, "tz": self.zone, "alarm": self.alarm}
        return urlencode(
            [(name, value) for name, value in asked.items() if value not in ("", None)], safe="/"
        )


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed to subscribe to; all addresses but `href`, that of its page here, are absolute."""

    name: Said
    href: str
    colour: str
    url: str
    webcal_url: str
    google_url: str
    outlook_url: str
    office_url: str
    atom_url: str = ""


def feed(name: Said, path: str, wishes: Wishes, *, href: str = "", colour: str = "") -> Feed:
    """The feed at `path` (`/calendar/….ics`, of a search with a query) and with the reader's wishes, under each address.

    Google takes nothing but an encoded webcal address; both Outlooks take the plain one.
    """
    url = absolute(path)
    if wishes.query:
        url += ("&" if "?" in path else "?") + wishes.query
    webcal = f"webcal://{url.split('://', 1)[1]}"
    for_outlook = urlencode({"url": url, "name": cut(name.text, LONGEST_NAME)}, safe="", quote_via=quote)
    return Feed(
        name=name,
        href=href,
        colour=colour,
        url=url,
        webcal_url=webcal,
        google_url=GOOGLE + quote(webcal, safe=""),
        outlook_url=OUTLOOK + for_outlook,
        office_url=OFFICE + for_outlook,
        atom_url=_atom_url(path, wishes),
    )


def _atom_url(path: str, wishes: Wishes) -> str:
    """The Atom feed of the same; '' for a subscriber's own."""
    if path.startswith(_PERSONAL):
        return ""
    language = f"lang={wishes.language}" if wishes.language else ""
    url = absolute(atom_path(path))
    return url + ("&" if "?" in path else "?") + language if language else url


def atom_path(path: str) -> str:
    """The Atom feed of what the calendar at `path` holds."""
    name, mark, query = path.partition("?")
    return f"/feeds/{name.removeprefix('/calendar/').removesuffix('.ics')}.atom{mark}{query}"


def series_path(slug: str) -> str:
    """The feed of a series; `ALL` for the joint one."""
    return f"/calendar/{quote(slug)}.ics"


def speaker_path(slug: str) -> str:
    return f"/calendar/speakers/{quote(slug)}.ics"


def tag_path(slug: str) -> str:
    return f"/calendar/tags/{quote(slug)}.ics"


def venue_path(slug: str) -> str:
    return f"/calendar/venues/{quote(slug)}.ics"


def search_path(fields: Sequence[tuple[str, str]]) -> str:
    """The feed of what a search finds, now and later; `fields` are those of the search's address."""
    return f"/calendar/search.ics?{urlencode(fields, quote_via=quote)}"


def personal_path(token: str) -> str:
    """The feed of one subscriber. Whoever has this address has the feed: for its owner's eyes only."""
    return f"{_PERSONAL}{quote(token)}.ics"
