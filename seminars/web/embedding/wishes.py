"""What a page of others may ask of the list it embeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from seminars.calendars.options import BadOption
from seminars.text.typography import clean_line
from seminars.timekeeping.zones import is_zone

LANGUAGES = ("zh", "en")
COLUMNS = ("when", "title", "speakers", "place", "calendar")
USUAL_COLUMNS = COLUMNS[:4]
MOST_EVENTS = 50
USUAL_NEXT = 5


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which events are listed and how; no series: all public ones. `zone` '': each event in its own."""

    series: tuple[str, ...] = ()
    language: str = "zh"
    zone: str = ""
    coming: int = USUAL_NEXT
    past: int = 0
    columns: tuple[str, ...] = USUAL_COLUMNS

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The wishes as fields of an address; what is usual is left out, but for the language."""
        asked = [("series", ",".join(self.series)), ("lang", self.language), ("tz", self.zone)]
        if self.coming != USUAL_NEXT:
            asked.append(("next", str(self.coming)))
        if self.past:
            asked.append(("past", str(self.past)))
        if self.columns != USUAL_COLUMNS:
            asked.append(("columns", ",".join(self.columns)))
        return [(name, value) for name, value in asked if value]

    @property
    def query(self) -> str:
        return urlencode(self.fields, safe="/,")


def read_wishes(fields: QueryDict) -> Wishes:
    """The wishes in an address. Raises `BadOption` for a known one with a value it cannot have."""
    language, zone = fields.get("lang") or "zh", fields.get("tz", "")
    if language not in LANGUAGES:
        raise BadOption("lang", "lang 只能是 zh 或 en。", "lang is zh or en.")
    if zone and not is_zone(zone):
        raise BadOption("tz", f"没有“{zone[:60]}”这个时区。", f"There is no time zone {zone[:60]!r}.")
    columns = _listed(fields, "columns") or list(USUAL_COLUMNS)
    if unknown := [each for each in columns if each not in COLUMNS]:
        names = ", ".join(COLUMNS)
        raise BadOption(
            "columns",
            f"没有“{unknown[0][:30]}”这一栏，可选：{names}。",
            f"There is no column {unknown[0][:30]!r}; there are {names}.",
        )
    return Wishes(
        series=tuple(_listed(fields, "series")),
        language=language,
        zone=zone,
        coming=_count(fields, "next", USUAL_NEXT),
        past=_count(fields, "past", 0),
        columns=tuple(each for each in COLUMNS if each in columns),
    )


def _listed(fields: QueryDict, name: str) -> list[str]:
    """The values of a field that may be repeated, or hold several with commas between."""
    found: Sequence[str] = [clean_line(each) for value in fields.getlist(name) for each in value.split(",")]
    return list(dict.fromkeys(each for each in found if each))


def _count(fields: QueryDict, name: str, usual: int) -> int:
    text = fields.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdigit()) or len(text) > 3 or int(text) > MOST_EVENTS:
        raise BadOption(
            name,
            f"{name} 应为 0 至 {MOST_EVENTS} 的整数。",
            f"{name} is a whole number from 0 to {MOST_EVENTS}.",
        )
    return int(text)
