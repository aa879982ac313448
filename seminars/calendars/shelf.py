"""What one process remembers of the files it served, for as long as nothing is published."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from seminars.calendars.histories import NOTHING, Earlier
from seminars.calendars.packing import CalendarFile
from seminars.calendars.stamps import Stamp

MOST_FILES = 1000
MOST_BYTES = 64_000_000
LARGEST = 16_000_000


class Shelf:
    """Files by address and options; a file is given out only under the stamp it was put in with."""

    def __init__(self) -> None:
        self._files: OrderedDict[Hashable, tuple[Stamp, CalendarFile]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._files

    def get(self, key: Hashable, stamp: Stamp) -> CalendarFile | None:
        with self._lock:
            found = self._files.get(key)
            if found is None or found[0] != stamp:
                return None
            self._files.move_to_end(key)
            return found[1]

    def earlier(self, key: Hashable, stamp: Stamp) -> Earlier:
        """What the file that was put in under another stamp spares the one that is made now."""
        with self._lock:
            found = self._files.get(key)
        if found is None:
            return NOTHING
        before, file = found
        is_same_list = (before.lists, before.day) == (stamp.lists, stamp.day)
        return Earlier(before.cursor if is_same_list else None, file.chunks)

    def put(self, key: Hashable, stamp: Stamp, file: CalendarFile) -> None:
        with self._lock:
            self._drop(key)
            if _kept_bytes(file) > LARGEST:
                return
            self._files[key] = (stamp, file)
            self._bytes += _kept_bytes(file)
            while self._bytes > MOST_BYTES or len(self._files) > MOST_FILES:
                self._drop(next(iter(self._files)))

    def _drop(self, key: Hashable) -> None:
        old = self._files.pop(key, None)
        if old:
            self._bytes -= _kept_bytes(old[1])


def _kept_bytes(file: CalendarFile) -> int:
    return len(file.zipped) or file.size
