"""What a request has already and what it can unpack (RFC 9110 §12.5.3, §13.1.2); knows no framework."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_TAG = re.compile(r'(?:W/)?"([^"]*)"|([^\s,"]+)')
_NEVER = re.compile(r"q=0(?:\.0*)?")


def known_tag(header: str, tags: Iterable[str]) -> str:
    """The first of `tags` that If-None-Match names, by weak comparison; '' for none."""
    if header.strip() == "*":
        return next(iter(tags), "")
    sent = {quoted or bare for quoted, bare in _TAG.findall(header)}
    return next((tag for tag in tags if tag in sent), "")


@lru_cache(maxsize=200)  # a handful of programs ask, in their own words each
def accepts_gzip(header: str) -> bool:
    """Whether Accept-Encoding allows gzip."""
    asked = dict(part.lower().replace(" ", "").partition(";")[::2] for part in header.split(","))
    weight = asked.get("gzip", asked.get("*", "q=0"))
    return _NEVER.fullmatch(weight) is None
