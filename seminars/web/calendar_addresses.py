"""What an address under /calendar/ asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from django.http import QueryDict

from seminars.calendars.feed import NoSuchCalendar
from seminars.calendars.options import BadOption, Options, read_options
from seminars.calendars.subjects import Subject
from seminars.search.asking import Asked, asked_by

PATH = re.compile(
    r"/calendar/(?:(?P<subject>speakers|tags|venues)/(?P<named>[-\w]{1,80})"
    r"|(?P<slug>[-\w]{1,50})(?:/(?P<path>[-\w]{1,20}))?)\.ics",
    re.ASCII,
)
SEARCH = "search"
# No more fields fit in than Django reads.
LONGEST_QUERY_STRING = 1500
_PERSONAL, _SUFFIX = "/calendar/my/", ".ics"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address names: a series or `all`, one event of it, a person, topic or room, or a search."""

    slug: str
    path: str = ""
    subject: Subject | None = None
    search: Asked = Asked()

    @property
    def is_feed(self) -> bool:
        """Whether it is `all` or a series."""
        return not (self.path or self.subject or self.search)


def is_calendar(path: str) -> bool:
    """Whether the address is that of a calendar file, existing or not."""
    return path.startswith("/calendar/") and path.endswith(_SUFFIX)


def token_in(path: str) -> str:
    """What stands in the place of a subscriber's token, whatever its form; '' for other calendars."""
    return path.removeprefix(_PERSONAL).removesuffix(_SUFFIX) if path.startswith(_PERSONAL) else ""


@lru_cache(maxsize=2000)  # the same few addresses are asked for again and again
def read_address(path: str, query: str) -> tuple[Wanted, Options]:
    """What is asked for; raises `NoSuchCalendar` and `BadOption`."""
    address = PATH.fullmatch(path)
    if address is None:
        raise NoSuchCalendar
    asked = fields_of(query)
    wanted = _read_path(address, asked)
    return wanted, read_options(asked)


def fields_of(query: str) -> QueryDict:
    """What the address asks for besides; raises `BadOption` for one that nobody means."""
    if len(query) > LONGEST_QUERY_STRING:
        raise BadOption(
            "",
            f"地址过长：问号之后最多 {LONGEST_QUERY_STRING} 个字符。",
            f"The address is too long: at most {LONGEST_QUERY_STRING} characters after the question mark.",
        )
    return QueryDict(query)


def _read_path(address: re.Match[str], asked: QueryDict) -> Wanted:
    if address["subject"]:
        return Wanted(slug=address["named"], subject=cast(Subject, address["subject"]))
    if address["slug"] != SEARCH or address["path"]:
        return Wanted(slug=address["slug"], path=address["path"] or "")
    search = asked_by(asked)
    if not search:
        raise BadOption("q", "请在 q 中给出要搜索的词。", "q must hold the words to look for.")
    return Wanted(slug=SEARCH, search=search)
