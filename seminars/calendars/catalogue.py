"""The feeds that most readers ask for, written after a publication and kept in the database for every process.

A file is served only under the stamp it was written with: one that is late is passed over, never wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.db import connection, transaction

from seminars.calendars.feed import JOINT, NoSuchCalendar, feed
from seminars.calendars.histories import NOTHING, Earlier
from seminars.calendars.options import Options
from seminars.calendars.packing import CalendarFile, Chunk, Member, packed
from seminars.calendars.stamps import CHANGES, LISTS, Stamp, stamp_at
from seminars.models import CalendarChunk, Publication, Series, SeriesVisibility
from seminars.models import CalendarFile as Written

_OPTIONS = (Options(), Options(is_whole_history=True))

# The change cursor and, where the file was written under it, the file: an outer join, so that one read tells both.
_READ = """
    SELECT changes.value, lists.value, file.tag, file.modified, file.opening,
           chunk.members, chunk.zipped, chunk.size, chunk.checksum
    FROM seminars_counter AS changes
    LEFT JOIN seminars_counter AS lists ON lists.name = %s
    LEFT JOIN seminars_calendarfile AS file ON file.address = %s AND file.day = %s
        AND file.cursor = changes.value AND file.lists = COALESCE(lists.value, 0)
    LEFT JOIN seminars_calendarchunk AS chunk ON chunk.file_id = file.id
    WHERE changes.name = %s
    ORDER BY chunk.position
"""


def is_catalogued(options: Options) -> bool:
    """Whether feeds with these options are written in advance."""
    return options in _OPTIONS


def written(slug: str, options: Options, *, at: datetime) -> tuple[Stamp, CalendarFile | None]:
    """The stamp of now and, if it was written under it, the file; in one query."""
    day = at.astimezone(UTC).date()
    with connection.cursor() as cursor:
        cursor.execute(_READ, (LISTS, _address(slug, options), day.isoformat(), CHANGES))
        rows = cursor.fetchall()
    if not rows:
        return Stamp(0, (0,), day), None
    value, lists, tag, modified, opening = rows[0][:5]
    stamp = Stamp(value, (lists or 0,), day)
    if tag is None:
        return stamp, None
    chunks = tuple(_chunk(*row[5:]) for row in rows if row[5] is not None)
    changed_at = datetime.fromtimestamp(modified, UTC)
    return stamp, packed(bytes(opening), chunks, tag=tag, changed_at=changed_at)


def write_all(*, at: datetime) -> int:
    """Bring every file of the catalogue up to date; returns how many have other content than before."""
    stamp = stamp_at(at)
    found = {each.address: each for each in Written.objects.defer("opening")}
    changed, unchanged = 0, []
    addresses = set()
    touched = _touched([each for each in found.values() if _is_same_list(each, stamp)])
    for slug, options in _catalogue():
        address = _address(slug, options)
        addresses.add(address)
        before = found.get(address)
        if before is not None and _stamp(before) == stamp:
            continue
        if before is not None and _is_same_list(before, stamp) and slug not in touched:
            unchanged.append(before.pk)
            continue
        earlier = _earlier(before, stamp)
        try:
            file = feed(slug, options, at=at, earlier=earlier)
        except NoSuchCalendar:
            # Hidden a moment ago.
            continue
        # Where the list was void, the same octets may be those of other rows.
        if before is not None and before.tag == file.tag and earlier.cursor is not None:
            unchanged.append(before.pk)
        else:
            _write(address, stamp, file)
            changed += 1
    Written.objects.filter(pk__in=unchanged, cursor__lte=stamp.cursor).update(
        cursor=stamp.cursor, lists=stamp.lists[0], day=stamp.day.isoformat()
    )
    Written.objects.exclude(address__in=addresses).delete()
    return changed


def _catalogue() -> Iterator[tuple[str, Options]]:
    shown = Series.objects.exclude(visibility=SeriesVisibility.HIDDEN).order_by("pk")
    for slug in (JOINT, *shown.values_list("slug", flat=True)):
        for options in _OPTIONS:
            yield slug, options


def _touched(files: Sequence[Written]) -> set[str]:
    """The slugs of the feeds in which something may have changed since these files were written."""
    if not files:
        return set()
    changed = Publication.objects.filter(cursor__gt=min(each.cursor for each in files))
    # What went over to another series has left this one.
    here = changed.values_list("series__slug", flat=True)
    left = changed.exclude(event__former_paths=None).values_list(
        "event__former_paths__series__slug", flat=True
    )
    slugs = {*here.distinct(), *left.distinct()}
    return slugs | {JOINT} if slugs else slugs


def _is_same_list(file: Written, stamp: Stamp) -> bool:
    before = _stamp(file)
    return (before.lists, before.day) == (stamp.lists, stamp.day)


def _address(slug: str, options: Options) -> str:
    return f"{slug}?{options.query}"


def _stamp(file: Written) -> Stamp:
    return Stamp(file.cursor, (file.lists,), datetime.fromisoformat(file.day).date())


def _earlier(file: Written | None, stamp: Stamp) -> Earlier:
    if file is None:
        return NOTHING
    rows = file.chunks.values_list("members", "zipped", "size", "checksum")
    cursor = file.cursor if _is_same_list(file, stamp) else None
    return Earlier(cursor, tuple(_chunk(*row) for row in rows))


def _write(address: str, stamp: Stamp, file: CalendarFile) -> None:
    """Only the chunks that are new are written."""
    fields = {
        "cursor": stamp.cursor,
        "lists": stamp.lists[0],
        "day": stamp.day.isoformat(),
        "tag": file.tag,
        "modified": int(file.changed_at.timestamp()),
        "opening": file.opening,
    }
    with transaction.atomic():
        row, is_new = Written.objects.get_or_create(address=address, defaults=fields)
        if not is_new:
            # Another worker may have been quicker, and with more.
            row = Written.objects.select_for_update().get(pk=row.pk)
            if row.cursor > stamp.cursor:
                return
            Written.objects.filter(pk=row.pk).update(**fields)
        _write_chunks(row, file.chunks)


def _write_chunks(row: Written, chunks: Sequence[Chunk]) -> None:
    stored = {
        members: (pk, position)
        for pk, members, position in row.chunks.values_list("pk", "members", "position")
    }
    new, moved, kept = [], [], set()
    for position, chunk in enumerate(chunks):
        members = _listed(chunk.members)
        pk, old = stored.get(members, (None, None)) if members else (None, None)
        if pk is None:
            new.append(
                CalendarChunk(
                    file=row,
                    position=position,
                    members=members,
                    zipped=bytes(chunk.zipped),
                    size=chunk.size,
                    checksum=chunk.checksum,
                )
            )
            continue
        kept.add(pk)
        if old != position:
            moved.append(CalendarChunk(pk=pk, position=position))
    row.chunks.exclude(pk__in=kept).delete()
    CalendarChunk.objects.bulk_update(moved, ["position"], batch_size=200)
    CalendarChunk.objects.bulk_create(new)


def _listed(members: Sequence[Member]) -> str:
    return "\n".join(f"{each.starts_at.isoformat()} {each.pk} {each.digest} {each.size}" for each in members)


def _chunk(members: str, zipped: bytes | memoryview, size: int, checksum: int) -> Chunk:
    listed = (line.split(" ") for line in members.splitlines())
    return Chunk(
        tuple(
            Member(datetime.fromisoformat(starts_at), int(pk), digest, int(length))
            for starts_at, pk, digest, length in listed
        ),
        bytes(zipped),
        size,
        checksum,
    )
