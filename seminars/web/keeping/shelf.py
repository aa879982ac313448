"""Pages that one process remembers, for as long as nothing is published and no clock turns."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from isal import igzip

from seminars.calendars.stamps import Stamp

MOST_PAGES = 2000
MOST_BYTES = 48_000_000
LARGEST = 2_000_000

_LEVEL = 2


class Page(NamedTuple):
    """A page as it was sent, plain and compressed; `headers` are those that both forms share."""

    headers: tuple[tuple[str, str], ...]
    plain: bytes
    zipped: bytes
    tag: str

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.zipped)


def page(headers: tuple[tuple[str, str], ...], body: bytes) -> Page:
    """The page with its compressed form, named by what it holds."""
    return Page(headers, body, igzip.compress(body, _LEVEL, mtime=0), hashlib.sha256(body).hexdigest()[:32])


class _Kept(NamedTuple):
    stamp: Stamp
    valid_until: datetime
    page: Page


class PageShelf:
    """Pages by what was asked; one is given out under the stamp it was put in with, until its time is over."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable, stamp: Stamp, at: datetime) -> Page | None:
        with self._lock:
            found = self._pages.get(key)
            if found is None or found.stamp != stamp or at >= found.valid_until:
                return None
            self._pages.move_to_end(key)
            return found.page

    def put(self, key: Hashable, stamp: Stamp, valid_until: datetime, made: Page) -> None:
        with self._lock:
            self._drop(key)
            if made.size > LARGEST:
                return
            self._pages[key] = _Kept(stamp, valid_until, made)
            self._bytes += made.size
            while self._bytes > MOST_BYTES or len(self._pages) > MOST_PAGES:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: Hashable) -> None:
        old = self._pages.pop(key, None)
        if old:
            self._bytes -= old.page.size
