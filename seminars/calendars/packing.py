"""Calendar files in chunks: each compressed for itself, so that an edit costs one chunk and not the file. Pure.

A chunk is a part of a DEFLATE stream that needs nothing before it (RFC 1951, after a full flush). Envelope and
chunks between one header and one trailer are a gzip file like any other (RFC 1952).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from itertools import accumulate
from typing import NamedTuple

from isal import isal_zlib

from seminars.calendars.envelope import CLOSING

# Shorter files gain nothing from compression.
SHORTEST_ZIPPED = 1000

_LEVEL = 2
_HEADER = b"\x1f\x8b\x08" + bytes(5) + b"\x04\xff"
_RAW = -isal_zlib.MAX_WBITS
# The last block of a stream, and an empty one.
_END = b"\x03\x00"

# A component ends its chunk if its digest begins below this: one in 64, and always the same ones,
# so that one event more or less moves no other border.
_ENDS_BELOW = "04"
_MOST_MEMBERS = 256


class Member(NamedTuple):
    """A stored component in a file: its place in the order, and which octets it is."""

    starts_at: datetime
    pk: int
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Components one after the other; `size` and `checksum` (CRC-32) are those of their octets."""

    members: tuple[Member, ...]
    zipped: bytes | memoryview
    size: int
    checksum: int

    @property
    def plain(self) -> bytes:
        return isal_zlib.decompressobj(_RAW).decompress(self.zipped)

    @property
    def digests(self) -> tuple[str, ...]:
        return tuple(member.digest for member in self.members)

    def bodies(self) -> Iterator[tuple[str, bytes]]:
        """Each component with its digest."""
        plain, start = self.plain, 0
        for member in self.members:
            yield member.digest, plain[start : start + member.size]
            start += member.size


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """Bytes to send, the tag that stands for them, and when their content last changed.

    `zipped` is the file as gzip, the same octets in every process; b"" for one too short to gain by it.
    """

    opening: bytes
    chunks: tuple[Chunk, ...]
    zipped: bytes
    tag: str
    changed_at: datetime

    @property
    def size(self) -> int:
        """Octets of the whole file."""
        return len(self.opening) + sum(chunk.size for chunk in self.chunks) + len(CLOSING)

    def pieces(self) -> Iterator[bytes]:
        """The whole file, in pieces, for as long as it is read."""
        yield self.opening
        for chunk in self.chunks:
            yield chunk.plain
        yield CLOSING

    @property
    def body(self) -> bytes:
        """The whole file."""
        return b"".join(self.pieces())


def packed(opening: bytes, chunks: tuple[Chunk, ...], *, tag: str, changed_at: datetime) -> CalendarFile:
    """The file of these chunks; they are kept as parts of its compressed form, not beside it."""
    first, last = chunk_of([opening]), chunk_of([CLOSING])
    checksum = reduce(
        lambda sofar, each: isal_zlib.crc32_combine(sofar, each.checksum, each.size),
        (first, *chunks, last),
        0,
    )
    size = first.size + sum(chunk.size for chunk in chunks) + last.size
    if size < SHORTEST_ZIPPED:
        return CalendarFile(opening, chunks, b"", tag, changed_at)
    trailer = struct.pack("<LL", checksum, size & 0xFFFFFFFF)
    parts = [_HEADER, first.zipped, *(chunk.zipped for chunk in chunks), last.zipped, _END + trailer]
    zipped = b"".join(parts)
    ends = list(accumulate(len(part) for part in parts))
    view = memoryview(zipped)
    kept = (
        replace(chunk, zipped=view[start:end])
        for chunk, start, end in zip(chunks, ends[1:], ends[2:], strict=False)
    )
    return CalendarFile(opening, tuple(kept), zipped, tag, changed_at)


def chunk_of(bodies: Sequence[bytes], members: tuple[Member, ...] = ()) -> Chunk:
    """These octets as one chunk."""
    plain = b"".join(bodies)
    return Chunk(members, _deflated(plain), len(plain), isal_zlib.crc32(plain))


def chunks_of(
    members: Sequence[Member], bodies: Mapping[str, bytes], known: Iterable[Chunk] = ()
) -> tuple[Chunk, ...]:
    """`members`, in order, in chunks; those among `known` are not compressed again.

    `bodies` holds by digest what is in no known chunk. Raises `KeyError` for a component that is nowhere.
    """
    by_digests = {chunk.digests: chunk for chunk in known}
    found = [(part, by_digests.get(tuple(member.digest for member in part))) for part in _parts(members)]
    missing = {member.digest for part, chunk in found if chunk is None for member in part} - bodies.keys()
    bodies = {**bodies, **_within(by_digests, missing)}
    # The same octets may be those of other rows now, as after a series was hidden and shown again.
    return tuple(
        replace(chunk, members=part) if chunk else chunk_of([bodies[each.digest] for each in part], part)
        for part, chunk in found
    )


def _parts(members: Sequence[Member]) -> Iterator[tuple[Member, ...]]:
    start = 0
    for end, member in enumerate(members, start=1):
        if member.digest < _ENDS_BELOW or end - start == _MOST_MEMBERS:
            yield tuple(members[start:end])
            start = end
    if start < len(members):
        yield tuple(members[start:])


def _within(chunks: Mapping[tuple[str, ...], Chunk], missing: set[str]) -> dict[str, bytes]:
    """The components with these digests, unpacked from the chunks that hold them."""
    holding = (chunk for digests, chunk in chunks.items() if missing and not missing.isdisjoint(digests))
    return {digest: body for chunk in holding for digest, body in chunk.bodies() if digest in missing}


def _deflated(plain: bytes) -> bytes:
    deflate = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _RAW)
    return deflate.compress(plain) + deflate.flush(isal_zlib.Z_FULL_FLUSH)
