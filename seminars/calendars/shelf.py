"""What one process remembers of the files it served, for as long as nothing is published."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from seminars.calendars.joining import CalendarFile

# Shorter files gain nothing from compression.
SHORTEST_ZIPPED = 1000

MOST_FILES = 1000
MOST_BYTES = 32_000_000
LARGEST = 4_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A served file: as `body` if it is short, else as `zipped`; `plain` gives either."""

    tag: str
    changed_at: datetime
    body: bytes
    zipped: bytes

    @property
    def plain(self) -> bytes:
        return gzip.decompress(self.zipped) if self.zipped else self.body

    @property
    def size(self) -> int:
        return len(self.body) + len(self.zipped)


def packed(file: CalendarFile) -> Kept:
    """The file as it is kept: compressed once (the same bytes in every process), unless it is short."""
    if len(file.body) < SHORTEST_ZIPPED:
        return Kept(file.tag, file.changed_at, file.body, b"")
    return Kept(file.tag, file.changed_at, b"", gzip.compress(file.body, compresslevel=1, mtime=0))


class Shelf:
    """Files by address and options; a file is given out only under the stamp it was put in with."""

    def __init__(self) -> None:
        self._files: OrderedDict[Hashable, tuple[Hashable, Kept]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable, stamp: Hashable) -> Kept | None:
        with self._lock:
            found = self._files.get(key)
            if found is None or found[0] != stamp:
                return None
            self._files.move_to_end(key)
            return found[1]

    def put(self, key: Hashable, stamp: Hashable, file: Kept) -> None:
        with self._lock:
            self._drop(key)
            if file.size > LARGEST:
                return
            self._files[key] = (stamp, file)
            self._bytes += file.size
            while self._bytes > MOST_BYTES or len(self._files) > MOST_FILES:
                self._drop(next(iter(self._files)))

    def _drop(self, key: Hashable) -> None:
        _stamp, old = self._files.pop(key, (None, None))
        self._bytes -= old.size if old else 0
