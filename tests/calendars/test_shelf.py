from __future__ import annotations

import gzip

import pytest

from seminars.calendars import shelf as shelves
from seminars.calendars.joining import CalendarFile
from seminars.calendars.shelf import Kept, Shelf, packed
from tests.calendars.samples import CHANGED


def a_file(body: bytes) -> Kept:
    return Kept("tag", CHANGED, body, b"")


def test_a_short_file_is_kept_as_it_is() -> None:
    kept = packed(CalendarFile(b"short", "tag", CHANGED))

    assert (kept.body, kept.zipped, kept.plain) == (b"short", b"", b"short")


def test_a_long_file_is_kept_compressed_and_always_the_same() -> None:
    file = CalendarFile(b"long " * 1000, "tag", CHANGED)

    kept = packed(file)

    assert kept == packed(file)
    assert gzip.decompress(kept.zipped) == kept.plain == file.body
    assert kept.size < 200


def test_a_file_is_given_only_under_its_own_stamp() -> None:
    shelf = Shelf()
    shelf.put("wenqu", 1, a_file(b"old"))

    assert shelf.get("wenqu", 1) == a_file(b"old")
    assert shelf.get("wenqu", 2) is None
    assert shelf.get("other", 1) is None


def test_a_newer_file_takes_the_place_of_the_older() -> None:
    shelf = Shelf()
    shelf.put("wenqu", 1, a_file(b"old"))
    shelf.put("wenqu", 2, a_file(b"new"))

    assert (shelf.get("wenqu", 1), shelf.get("wenqu", 2)) == (None, a_file(b"new"))


def test_what_was_asked_longest_ago_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "MOST_BYTES", 25)
    shelf = Shelf()
    for key in "ab":
        shelf.put(key, 1, a_file(b"ten bytes."))
    assert shelf.get("a", 1)

    shelf.put("c", 1, a_file(b"ten bytes."))

    assert [bool(shelf.get(key, 1)) for key in "abc"] == [True, False, True]


def test_a_file_too_large_to_keep_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "LARGEST", 5)
    shelf = Shelf()
    shelf.put("a", 1, a_file(b"small"))

    shelf.put("a", 2, a_file(b"larger"))

    assert (shelf.get("a", 1), shelf.get("a", 2)) == (None, None)
