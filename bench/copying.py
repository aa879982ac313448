"""Published events → many more: the same rows with another number, time and UID, also inside stored bytes.

Straight into SQLite: through models, 10,000 events would take longer than all that is measured on them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from seminars.models import Event
from seminars.programme.snapshots import to_json

Row = dict[str, Any]
_FOLD = b"\r\n "


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one copy from another; in calendar bytes as long in every copy."""

    uid: UUID
    talk_uid: UUID
    number: int
    starts_at: datetime
    ends_at: datetime

    @property
    def marks(self) -> list[bytes]:
        """How it stands in a VEVENT: UID, start, end, number."""
        instants = [f"{moment:%Y%m%dT%H%M%SZ}" for moment in (self.starts_at, self.ends_at)]
        return [text.encode() for text in (f"UID:{self.uid}", *instants, str(self.number))]

    def snapshot(self, text: str) -> str:
        """A stored snapshot, made to be that of this event."""
        data = json.loads(text)
        data["uid"], data["path"], data["number"] = str(self.uid), str(self.number), self.number
        data["starts_at"], data["ends_at"] = to_json(self.starts_at), to_json(self.ends_at)
        data["talks"][0]["uid"] = str(self.talk_uid)
        return json.dumps(data)


class Mould:
    """Calendar bytes cut up at the marks of the event that they were written for."""

    def __init__(self, body: bytes, identity: Identity) -> None:
        # A line may be folded in the middle of a mark (RFC 5545 §3.1).
        patterns = [
            b"(?:\r\n )?".join(re.escape(mark[at : at + 1]) for at in range(len(mark)))
            for mark in identity.marks
        ]
        self._parts: list[tuple[bytes, int, int]] = []
        end = 0
        for found in re.finditer(b"|".join(b"(%s)" % pattern for pattern in patterns), body):
            kind = (found.lastindex or 1) - 1
            self._parts.append((body[end : found.start()], kind, found[0].find(_FOLD)))
            end = found.end()
        self._rest = body[end:]

    def cast(self, identity: Identity) -> bytes:
        """The bytes for another event; every line stays as long as it was."""
        marks, pieces = identity.marks, []
        for before, kind, fold in self._parts:
            mark = marks[kind]
            pieces += [before, mark if fold < 0 else mark[:fold] + _FOLD + mark[fold:]]
        return b"".join([*pieces, self._rest])


class Original:
    """A published event with one talk, and all its rows in hand."""

    def __init__(self, event: Event) -> None:
        talk = event.talks.get()
        assert event.starts_at is not None, "a published event has times"
        assert event.ends_at is not None, "a published event has times"
        self.event = event
        self.length: timedelta = event.ends_at - event.starts_at
        (self.event_row,) = _rows("seminars_event", "id", event.pk)
        (self.talk_row,) = _rows("seminars_talk", "id", talk.pk)
        (self.revision_row,) = _rows("seminars_revision", "event_id", event.pk)
        (self.publication_row,) = _rows("seminars_publication", "event_id", event.pk)
        self.parts_of_talk = {
            table: _rows(table, "talk_id", talk.pk) for table in ("seminars_abstract", "seminars_appearance")
        }
        publication = self.publication_row["id"]
        self.joins = {
            table: _rows(table, "publication_id", publication)
            for table in ("seminars_publicationspeaker", "seminars_publicationvenue")
        }
        identity = Identity(event.uid, talk.uid, event.number or 0, event.starts_at, event.ends_at)
        self.moulds = [
            (row, Mould(row["body"], identity))
            for row in _rows("seminars_calendarcomponent", "publication_id", publication)
        ]


class Copier:
    """Writes copies of published events, taking the events in turn."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._originals = [Original(event) for event in events]
        self._random = Random(13)

    def write(self, places: Sequence[tuple[int, datetime]]) -> None:
        """One published event for each (number, start); the number is also its key in every table."""
        tables: dict[str, list[Row]] = {}
        for number, starts_at in places:
            original = self._originals[number % len(self._originals)]
            uid, talk_uid = (UUID(int=self._random.getrandbits(128), version=4) for _ in range(2))
            identity = Identity(uid, talk_uid, number, starts_at, starts_at + original.length)
            _copy(original, identity, tables)
        with transaction.atomic():
            for table, rows in tables.items():
                _insert(table, rows)


def _copy(original: Original, identity: Identity, tables: dict[str, list[Row]]) -> None:
    key = identity.number
    times = {"starts_at": _stored(identity.starts_at), "ends_at": _stored(identity.ends_at)}
    named = {"uid": identity.uid.hex, "number": key, "path": str(key)} | times
    snapshot = identity.snapshot(original.revision_row["snapshot"])

    def add(table: str, row: Row, **changes: Any) -> None:
        tables.setdefault(table, []).append(row | changes)

    add("seminars_event", original.event_row, id=key, **named)
    add("seminars_talk", original.talk_row, id=key, event_id=key, uid=identity.talk_uid.hex)
    for table, rows in original.parts_of_talk.items():
        for row in rows:
            add(table, row, id=None, talk_id=key)
    add("seminars_revision", original.revision_row, id=key, event_id=key, snapshot=snapshot)
    add(
        "seminars_publication", original.publication_row,
        id=key, event_id=key, revision_id=key, snapshot=snapshot, **named,
    )  # fmt: skip
    for table, rows in original.joins.items():
        for row in rows:
            add(table, row, id=None, publication_id=key)
    for row, mould in original.moulds:
        body = mould.cast(identity)
        digest = hashlib.sha256(body).hexdigest()
        add("seminars_calendarcomponent", row, id=None, publication_id=key, body=body, digest=digest)


def _stored(moment: datetime) -> str:
    """An instant as Django writes it into SQLite."""
    return str(moment.replace(tzinfo=None))


def _rows(table: str, column: str, key: int) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {column} = %s", [key])
        names = [each[0] for each in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _insert(table: str, rows: Sequence[Row]) -> None:
    names = list(rows[0])
    places = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})",
            [tuple(row[name] for name in names) for row in rows],
        )
