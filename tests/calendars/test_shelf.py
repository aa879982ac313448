from __future__ import annotations

from datetime import date

import pytest

from seminars.calendars import shelf as shelves
from seminars.calendars.histories import NOTHING, Earlier
from seminars.calendars.packing import CalendarFile, chunk_of, packed
from seminars.calendars.shelf import Shelf
from seminars.calendars.stamps import Stamp
from tests.calendars.samples import CHANGED

TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)


def stamp(cursor: int, lists: int = 0, day: date = TODAY) -> Stamp:
    return Stamp(cursor, (lists,), day)


def a_file(body: bytes = b"") -> CalendarFile:
    return packed(b"", (chunk_of([body]),), tag="tag", changed_at=CHANGED)


def test_a_file_is_given_only_under_its_own_stamp() -> None:
    shelf = Shelf()
    shelf.put("wenqu", stamp(1), a_file(b"old"))

    assert shelf.get("wenqu", stamp(1)) == a_file(b"old")
    assert shelf.get("wenqu", stamp(2)) is None
    assert shelf.get("wenqu", stamp(1, lists=1)) is None
    assert shelf.get("wenqu", stamp(1, day=TOMORROW)) is None
    assert shelf.get("other", stamp(1)) is None


def test_a_newer_file_takes_the_place_of_the_older() -> None:
    shelf = Shelf()
    shelf.put("wenqu", stamp(1), a_file(b"old"))
    shelf.put("wenqu", stamp(2), a_file(b"new"))

    assert (shelf.get("wenqu", stamp(1)), shelf.get("wenqu", stamp(2))) == (None, a_file(b"new"))


def test_an_older_file_tells_what_it_spares() -> None:
    shelf, file = Shelf(), a_file(b"old")
    shelf.put("wenqu", stamp(1), file)

    assert shelf.earlier("other", stamp(2)) == NOTHING
    assert shelf.earlier("wenqu", stamp(2)) == Earlier(1, file.chunks)
    assert shelf.earlier("wenqu", stamp(2, lists=1)) == Earlier(None, file.chunks)
    assert shelf.earlier("wenqu", stamp(1, day=TOMORROW)) == Earlier(None, file.chunks)


def test_what_was_asked_longest_ago_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "MOST_BYTES", 2 * a_file().size + 1)
    shelf = Shelf()
    for key in "ab":
        shelf.put(key, stamp(1), a_file())
    assert shelf.get("a", stamp(1))

    shelf.put("c", stamp(1), a_file())

    assert [bool(shelf.get(key, stamp(1))) for key in "abc"] == [True, False, True]


def test_a_file_too_large_to_keep_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "LARGEST", a_file().size)
    shelf = Shelf()
    shelf.put("a", stamp(1), a_file())

    shelf.put("a", stamp(2), a_file(b"larger"))

    assert (shelf.get("a", stamp(1)), shelf.get("a", stamp(2))) == (None, None)
