from __future__ import annotations

import gzip
import hashlib
import subprocess
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.calendars.envelope import CLOSING
from seminars.calendars.packing import CalendarFile, Chunk, Member, chunk_of, chunks_of, packed
from tests.calendars.samples import CHANGED

bodies = st.binary(max_size=300).map(lambda body: body or b"\0")


def members_of(contents: Sequence[bytes]) -> list[Member]:
    """One component for each, an hour apart."""
    return [
        Member(
            datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number),
            number,
            hashlib.sha256(body).hexdigest(),
            len(body),
        )
        for number, body in enumerate(contents)
    ]


def chunked(contents: Sequence[bytes], known: Sequence[Chunk] = ()) -> tuple[Chunk, ...]:
    members = members_of(contents)
    new = {member.digest: body for member, body in zip(members, contents, strict=True)}
    return chunks_of(members, new, known)


def file_of(chunks: tuple[Chunk, ...], opening: bytes = b"BEGIN:VCALENDAR\r\n") -> CalendarFile:
    return packed(opening, chunks, tag="tag", changed_at=CHANGED)


def many(count: int) -> list[bytes]:
    return [f"event {number}\r\n".encode() * 40 for number in range(count)]


def test_a_short_file_is_not_compressed() -> None:
    file = file_of((chunk_of([b"short"]),))

    assert (file.zipped, file.body) == (b"", b"BEGIN:VCALENDAR\r\nshort" + CLOSING)


def test_a_long_file_is_one_member_of_gzip_that_every_program_reads() -> None:
    contents = many(400)
    file = file_of(chunked(contents))

    whole = b"BEGIN:VCALENDAR\r\n" + b"".join(contents) + CLOSING
    alone = zlib.decompressobj(16 + zlib.MAX_WBITS)
    assert alone.decompress(file.zipped) == whole
    assert (alone.eof, alone.unused_data) == (True, b"")
    assert gzip.decompress(file.zipped) == file.body == whole
    assert subprocess.run(["gzip", "-dc"], input=file.zipped, capture_output=True, check=True).stdout == whole
    assert file.size == len(whole)
    assert len(file.chunks) > 3


@given(st.lists(bodies, max_size=40), st.binary(max_size=3000))
def test_whatever_is_packed_comes_out_again(contents: list[bytes], opening: bytes) -> None:
    file = file_of(chunked(contents), opening)

    whole = opening + b"".join(contents) + CLOSING
    assert file.body == whole
    assert (gzip.decompress(file.zipped) if file.zipped else whole) == whole


@given(
    st.lists(bodies, min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), bodies | st.none()), max_size=5),
)
def test_an_edited_file_is_the_one_made_anew(
    contents: list[bytes], edits: list[tuple[int, bytes | None]]
) -> None:
    known = file_of(chunked(contents)).chunks
    after = list(contents)
    for place, body in edits:
        if body is None:
            del after[place % len(after) : place % len(after) + 1]
        else:
            after[place % (len(after) + 1) : place % (len(after) + 1) + 1] = [body]
        after = after or [b"\0"]

    assert file_of(chunked(after, known)) == file_of(chunked(after))


def test_an_edit_makes_at_most_two_chunks_anew() -> None:
    contents = many(2000)
    known = file_of(chunked(contents)).chunks
    zipped = {bytes(chunk.zipped) for chunk in known}

    for place in range(0, 2000, 97):
        after = [*contents[:place], b"another", *contents[place + 1 :]]
        new = [chunk for chunk in chunked(after, known) if bytes(chunk.zipped) not in zipped]
        assert 1 <= len(new) <= 2


def test_unchanged_components_need_not_be_at_hand() -> None:
    contents = many(300)
    known = chunked(contents)
    members = members_of(contents)

    shorter = chunks_of([*members[:100], *members[101:]], {}, known)

    assert b"".join(chunk.plain for chunk in shorter) == b"".join([*contents[:100], *contents[101:]])
    with pytest.raises(KeyError):
        chunks_of(members, {})


def test_chunks_of_a_file_are_parts_of_its_compressed_form() -> None:
    file = file_of(chunked(many(300)))

    assert all(isinstance(chunk.zipped, memoryview) for chunk in file.chunks)
    assert all(
        chunk.zipped.obj is file.zipped for chunk in file.chunks if isinstance(chunk.zipped, memoryview)
    )
