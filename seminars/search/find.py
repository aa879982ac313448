"""Events by words: every word must occur somewhere in what an event is indexed by."""

from __future__ import annotations

from seminars.models import Publication
from seminars.models.querysets import PublicationQuerySet
from seminars.text.typography import clean_line, folded

MOST_WORDS = 8
LONGEST_QUERY = 200


def words_of(query: str) -> tuple[str, ...]:
    """The different words of a query as they are looked for: folded, at most eight."""
    words = folded(clean_line(query)[:LONGEST_QUERY]).split()
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def is_found(query: str, search_text: str) -> bool:
    """Whether `query` finds an event with this index text; False for an empty query."""
    words = words_of(query)
    return bool(words) and all(word in search_text for word in words)


def find(query: str) -> PublicationQuerySet:
    """The listed events in which every word of `query` occurs, newest first; none for an empty query."""
    found = Publication.objects.listed()
    words = words_of(query)
    if not words:
        return found.none()
    for word in words:
        found = found.filter(search_text__contains=word)
    return found.order_by("-starts_at", "-pk")
