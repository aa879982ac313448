"""The facets of a search as links: each with how many events it would find; chosen ones lead back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from seminars.presenting.links import localized
from seminars.presenting.said import Said, speaking
from seminars.search.asking import SINGLE, Asked, Facet
from seminars.search.hits import SERIES, Hits

MOST_OFFERED = 12

# Kinds that stand under one heading.
_GROUPS = ((SERIES,), ("tag",), ("year",), ("language",), ("has", "where"))


@dataclass(frozen=True, slots=True)
class Choice:
    """One facet: with `count` events; its `href` adds it to the search, or takes it away where it is chosen."""

    name: Said
    count: int
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Facets of one kind, or of two that belong together."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What series (slug and name by key) and tags (name by slug) are called."""

    series: Mapping[str, tuple[str, Said]]
    tags: Mapping[str, Said]


def groups(asked: Asked, hits: Hits, named: Named, language: str) -> tuple[Group, ...]:
    """The facets that would narrow the search or change it, the most frequent first, years from the newest."""
    with speaking(language):
        titles = (_("Series"), _("Topics"), _("Year"), _("Spoken in"), pgettext("facets", "With"))
        found = [
            Group(title, tuple(_choices(kinds, asked, hits, named, language)))
            for title, kinds in zip(titles, _GROUPS, strict=True)
        ]
    return tuple(each for each in found if each.choices)


def to_search(asked: Asked, language: str) -> str:
    """The address of a search."""
    query = urlencode(asked.fields, quote_via=quote)
    return localized("/search/", language) + (f"?{query}" if query else "")


def _choices(kinds: tuple[str, ...], asked: Asked, hits: Hits, named: Named, language: str) -> list[Choice]:
    chosen = {facet for kind in kinds for value in asked.chosen(kind) if (facet := (kind, value))}
    offered: dict[Facet, tuple[Said, int]] = {}
    for facet, count in hits.counts.items():
        if facet[0] in kinds and (told := _told(facet, named, language)):
            offered[told[0]] = (told[1], count)
    for facet in chosen - offered.keys():
        offered[facet] = (Said(facet[1], "en"), 0)
    total = len(hits.pks)
    shown = [
        Choice(
            name=name,
            count=count,
            href=to_search(asked.without(facet) if facet in chosen else asked.along(facet), language),
            is_chosen=facet in chosen,
        )
        for facet, (name, count) in sorted(offered.items(), key=_by_weight)
        # What all hits have narrows nothing.
        if facet in chosen or count != total or (facet[0] in SINGLE and asked.chosen(facet[0]))
    ]
    first = [each for each in shown if each.is_chosen]
    return first + [each for each in shown if not each.is_chosen][: MOST_OFFERED - len(first)]


def _by_weight(item: tuple[Facet, tuple[Said, int]]) -> tuple[int, str]:
    (kind, value), (_name, count) = item
    return (-int(value), "") if kind == "year" else (-count, value)


def _told(facet: Facet, named: Named, language: str) -> tuple[Facet, Said] | None:
    """The facet as addresses name it, and its name; None for what readers are not told of."""
    kind, value = facet
    if kind == SERIES:
        found = named.series.get(value)
        return ((SERIES, found[0]), found[1]) if found else None
    if kind == "tag":
        return (facet, named.tags[value]) if value in named.tags else None
    words = {
        ("language", "zh"): _("Chinese"),
        ("language", "en"): _("English"),
        ("language", "mixed"): _("Chinese and English"),
        ("has", "slides"): _("Slides"),
        ("has", "video"): _("Recording"),
        ("where", "online"): _("Online"),
        ("where", "onsite"): _("On site"),
    }
    return facet, Said(words.get(facet, value), language)
