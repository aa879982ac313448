"""Long lists in pages: `?page=2`, with links to the newer and the older ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

# A page further back is asked for by no reader, and costs the more the further back it is.
LAST_PAGE = 1000
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Pager:
    """Where the reader stands; '' where there is no further page on that side."""

    number: int
    newer: str
    older: str

    def __bool__(self) -> bool:
        return bool(self.newer or self.older)


def page_number(request: HttpRequest) -> int:
    """The page asked for, the first unless told; raises Http404 for what is no number of a page."""
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:5]) <= LAST_PAGE and len(asked) <= 4):
        raise Http404
    return int(asked)


def paged(request: HttpRequest, found: QuerySet[Row], size: int) -> tuple[list[Row], Pager]:
    """The rows of the requested page and its pager, in one query; raises Http404 beyond the last page."""
    number = page_number(request)
    rows = list(found[(number - 1) * size : number * size + 1])
    if number > 1 and not rows:
        raise Http404
    return rows[:size], pager(request, number, has_more=len(rows) > size)


def part_of(request: HttpRequest, keys: Sequence[int], size: int) -> tuple[Sequence[int], Pager]:
    """The same of a list that is at hand."""
    number = page_number(request)
    if number > 1 and (number - 1) * size >= len(keys):
        raise Http404
    return keys[(number - 1) * size : number * size], pager(
        request, number, has_more=number * size < len(keys)
    )


def pager(request: HttpRequest, number: int, *, has_more: bool) -> Pager:
    return Pager(
        number,
        _address(request, number - 1) if number > 1 else "",
        _address(request, number + 1) if has_more else "",
    )


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    if number > 1:
        query["page"] = str(number)
    return f"?{query.urlencode()}" if query else request.path
