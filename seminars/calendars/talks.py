"""One event → one VEVENT for each of its talks, where every talk has a time of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from seminars.calendars.component import ComponentLanguage, component
from seminars.programme.snapshots import Snapshot, TalkPart
from seminars.text.bilingual import Bilingual


def is_split(snapshot: Snapshot) -> bool:
    """Whether every talk that takes place has start and end of its own."""
    talks = snapshot.planned_talks
    return bool(talks) and not snapshot.is_all_day and all(_is_timed(talk) for talk in talks)


def timed_talks(snapshot: Snapshot) -> list[Snapshot]:
    """Each talk as if it were an event, soonest first: its UID, time, speakers and title, the event's place.

    A talk that was withdrawn or removed is among them, as cancelled.
    """
    timed = [talk for talk in snapshot.talks if _is_timed(talk)]
    return sorted((_alone(snapshot, talk) for talk in timed), key=lambda each: each.starts_at)


@lru_cache(maxsize=1500)  # written on demand, and again only after a new revision; some three kilobytes each
def talk_component(
    talk: Snapshot,
    *,
    language: ComponentLanguage,
    has_link: bool,
    sequence: int,
    created_at: datetime,
    changed_at: datetime,
    site_url: str,
) -> bytes:
    """One of `timed_talks` as VEVENT; `sequence` is that of its event."""
    return component(
        talk,
        language=language,
        has_link=has_link,
        sequence=sequence,
        created_at=created_at,
        changed_at=changed_at,
        site_url=site_url,
    )


def _is_timed(talk: TalkPart) -> bool:
    return talk.starts_at is not None and talk.ends_at is not None


def _alone(snapshot: Snapshot, talk: TalkPart) -> Snapshot:
    assert talk.starts_at is not None
    assert talk.ends_at is not None
    return replace(
        snapshot,
        uid=talk.uid,
        title=Bilingual(),
        state=snapshot.state if talk.is_planned else "cancelled",
        starts_at=talk.starts_at,
        ends_at=talk.ends_at,
        talks=(replace(talk, state="planned"),),
    )
