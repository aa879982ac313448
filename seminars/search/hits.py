"""All hits of a search in the order in which readers want them, and how many there are under each facet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, F, Q, Value, When

from seminars.search.asking import SINGLE, Asked, Facet
from seminars.search.find import series_called, with_words

SERIES = "series"


@dataclass(frozen=True, slots=True)
class Hits:
    """The keys of the public copies, best first; `counts` of each facet that would narrow or change the search.

    A series is counted under its key, as text.
    """

    pks: tuple[int, ...] = ()
    counts: Counter[Facet] = field(default_factory=Counter)


def hits(asked: Asked, *, at: datetime) -> Hits:
    """What a search finds: named so before mentioned, coming before over, the nearest in time first.

    One question to the database, which narrows by words alone: what other facets would find is counted too.
    """
    chosen = _chosen(asked)
    counts: Counter[Facet] = Counter()
    pks = []
    for pk, series_pk, facets in _ranked(asked, at=at):
        has = {(SERIES, str(series_pk)), *_read(facets)}
        failing = {kind for kind, wanted in chosen if not wanted & has}
        if not failing:
            pks.append(pk)
            counts.update(has)
        elif len(failing) == 1 and (kind := next(iter(failing))) in SINGLE:
            # What would be found with another choice of this kind.
            counts.update(each for each in has if each[0] == kind)
    return Hits(tuple(pks), counts)


def _chosen(asked: Asked) -> list[tuple[str, set[Facet]]]:
    """For each facet its kind, and what an event must have one of."""
    called = series_called(asked.chosen(SERIES))
    return [
        (kind, {(kind, str(pk)) for pk in called[value]} if kind == SERIES else {(kind, value)})
        for kind, value in asked.facets
    ]


def _ranked(asked: Asked, *, at: datetime) -> Iterator[tuple[int, int, str]]:
    found = with_words(asked)
    order = []
    if asked.words:
        named = Q()
        for word in asked.words:
            named &= Q(search_names__contains=word)
        order.append(Case(When(named, then=0), default=1))
    is_coming = Q(ends_at__gt=at)
    found = found.order_by(
        *order,
        Case(When(is_coming, then=0), default=1),
        Case(When(is_coming, then=F("starts_at")), default=Value(None)),
        "-starts_at",
        "-pk",
    )
    return found.values_list("pk", "series", "search_facets").iterator(chunk_size=2000)


def _read(facets: str) -> Iterator[Facet]:
    for token in facets.split():
        kind, _colon, value = token.partition(":")
        yield kind, value
