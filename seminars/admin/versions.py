"""All that was ever published of an event, version by version."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from seminars.models import Event
from seminars.presenting.differences import Line, differences
from seminars.programme.snapshots import Snapshot, from_json
from seminars.text.bilingual import short_language
from seminars.timekeeping.spans import moment_words


@dataclass(frozen=True, slots=True)
class Version:
    """A revision as the history shows it."""

    number: int
    when: str
    by: str
    is_cancelled: bool
    note: str
    lines: tuple[Line, ...]


def versions(event: Event) -> list[Version]:
    """All that was ever published of an event, newest first, each with what it changed."""
    found: list[Version] = []
    before: Snapshot | None = None
    for revision in event.revisions.select_related("by").order_by("number"):
        snapshot = from_json(revision.snapshot)
        found.append(
            Version(
                number=revision.number,
                when=moment_words(revision.at, event.zone, short_language(get_language() or "")),
                by=str(revision.by) if revision.by else gettext("command line"),
                is_cancelled=snapshot.is_cancelled,
                note=revision.note,
                lines=tuple(differences(before, snapshot)) if before else (),
            )
        )
        before = snapshot
    return found[::-1]
