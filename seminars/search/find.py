"""The one door to what is listed: events in which every word occurs and that every facet fits."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from django.db.models import Q

from seminars.models import FormerSlug, Publication, Series
from seminars.models.querysets import PublicationQuerySet
from seminars.search.asking import Asked, asked_in


class Found(Protocol):
    """What a search can be tried on without asking the database: a public copy, or one to come."""

    @property
    def series_id(self) -> int: ...
    @property
    def search_text(self) -> str: ...
    @property
    def search_facets(self) -> str: ...


def find(query: str) -> PublicationQuerySet:
    """The listed events that fit a search as `str(Asked)` writes it, newest first; none where it asks for nothing."""
    asked = asked_in(query)
    found = with_words(asked) if asked else Publication.objects.none()
    for slug in asked.chosen("series"):
        found = found.filter(series__in=_called(slug))
    for token in tokens_of(asked):
        found = found.filter(search_facets__contains=token)
    return found.order_by("-starts_at", "-pk")


def with_words(asked: Asked) -> PublicationQuerySet:
    """The listed events in which every word occurs, whatever the facets."""
    found = Publication.objects.listed()
    for word in asked.words:
        found = found.filter(search_text__contains=word)
    return found


def tokens_of(asked: Asked) -> tuple[str, ...]:
    """What the index says of the events that fit the facets, but for their series, with the spaces around."""
    return tuple(f" {kind}:{value} " for kind, value in asked.facets if kind != "series")


def series_called(slugs: Collection[str]) -> dict[str, set[int]]:
    """The keys of the series that have each of these names, or once had it."""
    found: dict[str, set[int]] = {slug: set() for slug in slugs}
    if slugs:
        named = Series.objects.filter(slug__in=slugs).order_by().values_list("slug", "pk")
        formerly = FormerSlug.objects.filter(slug__in=slugs).values_list("slug", "series")
        for slug, pk in named.union(formerly):
            found[slug].add(pk)
    return found


class Searches:
    """Searches that somebody saved, ready to be tried on one public copy after the other."""

    def __init__(self, queries: Iterable[str]) -> None:
        self._asked = {query: asked_in(query) for query in queries}
        self._series = series_called(
            {slug for asked in self._asked.values() for slug in asked.chosen("series")}
        )

    def finding(self, copies: Collection[Found]) -> list[str]:
        """Those that find at least one of `copies`."""
        return [query for query in self._asked if any(self.finds(query, each) for each in copies)]

    def finds(self, query: str, copy: Found) -> bool:
        """Whether `query`, one of them, finds this copy once it is listed."""
        asked = self._asked[query]
        return (
            bool(asked)
            and all(copy.series_id in self._series[slug] for slug in asked.chosen("series"))
            and all(token in copy.search_facets for token in tokens_of(asked))
            and all(word in copy.search_text for word in asked.words)
        )


def _called(slug: str) -> PublicationQuerySet:
    return Series.objects.filter(Q(slug=slug) | Q(former_slugs__slug=slug)).values("pk")  # type: ignore[return-value]  # a subquery
