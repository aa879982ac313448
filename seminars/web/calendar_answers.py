"""Calendar files → HTTP answers: validators, compression, caching (RFC 9110, 9111); knows no framework."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from typing import NamedTuple

from django.utils.http import http_date

from seminars.calendars.packing import CalendarFile

_TAG = re.compile(r'(?:W/)?"([^"]*)"|([^\s,"]+)')
_NEVER = re.compile(r"q=0(?:\.0*)?")

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
    is_zipped = bool(file.zipped) and _accepts_gzip(asked.encodings)
    tags = (f"{file.tag}-gz", file.tag) if is_zipped else (file.tag, f"{file.tag}-gz")
    known = _known_tag(asked.known, tags) if asked.known else ""
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


def _known_tag(header: str, tags: tuple[str, str]) -> str:
    """The tag that the reader already has, by weak comparison (RFC 9110 §13.1.2); '' for none."""
    if header.strip() == "*":
        return tags[0]
    sent = [quoted or bare for quoted, bare in _TAG.findall(header)]
    return next((tag for tag in tags if tag in sent), "")


@lru_cache(maxsize=200)  # a handful of programs ask, in their own words each
def _accepts_gzip(header: str) -> bool:
    asked = dict(part.lower().replace(" ", "").partition(";")[::2] for part in header.split(","))
    weight = asked.get("gzip", asked.get("*", "q=0"))
    return _NEVER.fullmatch(weight) is None
