"""Calendar files → HTTP answers: validators, compression, caching (RFC 9110, 9111); knows no framework."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from typing import NamedTuple

from django.utils.http import http_date

from seminars.calendars.packing import CalendarFile
from seminars.web.negotiating import accepts_gzip, known_tag

# Longer files are unpacked while they are sent.
_LONGEST_WHOLE = 1_000_000

# Calendar programs send no cookies and negotiate nothing but compression; pages of others may read what is public.
_COMMON = [
    ("Access-Control-Allow-Origin", "*"),
    ("X-Robots-Tag", "noindex"),
    ("X-Content-Type-Options", "nosniff"),
]


class Asked(NamedTuple):
    """A request as far as calendars look at it; `known` is If-None-Match, `encodings` Accept-Encoding."""

    method: str
    path: str
    query: str = ""
    known: str = ""
    encodings: str = ""


class Answer(NamedTuple):
    """What goes out. The body is a list, which servers send at once, or, where that would fill memory, an iterator."""

    status: HTTPStatus
    headers: list[tuple[str, str]]
    body: Iterable[bytes]


def sentence(status: HTTPStatus, zh: str, en: str, *headers: tuple[str, str]) -> Answer:
    """An answer in words, for people who open the address."""
    body = f"{zh}\n{en}\n".encode()
    return Answer(
        status,
        [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-cache"),
            *headers,
            *_COMMON,
        ],
        [body],
    )


def answer(asked: Asked, file: CalendarFile, *, disposition: str, caching: str) -> Answer:
    """The file, or 304 for who has it, in whichever form."""
    is_zipped = bool(file.zipped) and accepts_gzip(asked.encodings)
    tags = (f"{file.tag}-gz", file.tag) if is_zipped else (file.tag, f"{file.tag}-gz")
    known = known_tag(asked.known, tags) if asked.known else ""
    validators = [
        ("ETag", f'"{known or tags[0]}"'),
        ("Last-Modified", _http_date(file.changed_at)),
        ("Cache-Control", caching),
        ("Vary", "Accept-Encoding"),
        *_COMMON,
    ]
    if known:
        return Answer(HTTPStatus.NOT_MODIFIED, validators, [])
    headers = [
        ("Content-Type", "text/calendar; charset=utf-8"),
        ("Content-Length", str(len(file.zipped) if is_zipped else file.size)),
        ("Content-Disposition", disposition),
    ]
    if is_zipped:
        headers.append(("Content-Encoding", "gzip"))
    if is_zipped:
        return Answer(HTTPStatus.OK, headers + validators, [file.zipped])
    is_long = file.size > _LONGEST_WHOLE
    return Answer(HTTPStatus.OK, headers + validators, file.pieces() if is_long else [file.body])


@lru_cache(maxsize=2000)  # of the files that stand on the shelf
def _http_date(moment: datetime) -> str:
    return http_date(moment.timestamp())
