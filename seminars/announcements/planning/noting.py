"""A short note to all who hear of an event: “晚10分钟开始”."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from seminars.announcements.bell import ring_on_commit
from seminars.announcements.hearers.audience import hearers, hearing_groups
from seminars.announcements.hearers.people import people_of
from seminars.announcements.planning.deciding import NO_WAIT
from seminars.announcements.planning.hearing import Hearing, in_order
from seminars.announcements.sending.suppression import Unwritten
from seminars.models import Announcement, AnnouncementKind, Audience, Event, EventState, Publication
from seminars.text.typography import clean_line

LONGEST_NOTE = 200


class NoteRefused(Exception):
    """A note that cannot be sent; str() says why, in the user's language."""


def send_note(
    event: Event, text: str, *, at: datetime, wait: timedelta = NO_WAIT, key: str = ""
) -> list[Announcement]:
    """Queue a line of at most 200 characters for all who hear of `event`: its people first, then its readers.

    `wait` is how long it can still be stopped. What comes twice with one `key` is sent once, and the second
    time nothing is returned. Raises `NoteRefused`.
    """
    line = clean_line(text)
    if not line:
        raise NoteRefused(_("Write what they are to read."))
    if len(line) > LONGEST_NOTE:
        sentence = _("This line has %(count)d characters; at most %(most)d fit.")
        raise NoteRefused(sentence % {"count": len(line), "most": LONGEST_NOTE})
    with transaction.atomic():
        # Held until it is queued: whoever cancels meanwhile waits, or is seen here.
        event = Event.objects.select_for_update().get(pk=event.pk)
        publication = _noted(event, at=at)
        key = f"{AnnouncementKind.NOTE}:{event.pk}:{key or uuid.uuid4()}"
        if Announcement.objects.filter(key__in=(key, _key_of_people(key))).exists():
            return []
        audiences = {_key_of_people(key): Audience.PEOPLE} if people_of([publication]) else {}
        queued = [
            Announcement.objects.create(
                key=each,
                kind=AnnouncementKind.NOTE,
                audience=audience,
                series=publication.series,
                note=line,
                due_at=at + wait,
                expires_at=publication.ends_at,
                created_at=at,
            )
            for each, audience in (audiences | {key: Audience.SUBSCRIBERS}).items()
        ]
        for announcement in queued:
            announcement.revisions.set([publication.revision])
        ring_on_commit()
    return queued


def hearing_of_note(event: Event, *, at: datetime) -> Hearing:
    """Who would hear of a note about `event` at `at`. Raises `NoteRefused` where none can be sent."""
    publication = _noted(event, at=at)
    note = Announcement(kind=AnnouncementKind.NOTE, series=publication.series)
    unwritten = Unwritten(publication.series, at=at)
    named = (each for each in people_of([publication]) if each.address not in unwritten)
    languages = {each.address.lower(): each.language for each in named}
    people = len(languages)
    for reader in hearers(note, [publication], at=at):
        if reader.email not in unwritten:
            languages.setdefault(reader.email.lower(), reader.language)
    groups = [each.language for each in hearing_groups(note, [publication])]
    return Hearing(len(languages), people, 0, len(groups), in_order([*languages.values(), *groups]))


def _noted(event: Event, *, at: datetime) -> Publication:
    """The public copy of `event`, if people still may come to it."""
    match event.state:
        case EventState.DRAFT:
            raise NoteRefused(_("Publish it first: nobody knows of it yet."))
        case EventState.CANCELLED:
            raise NoteRefused(_("It is cancelled: nobody comes."))
        case EventState.WITHDRAWN:
            raise NoteRefused(_("It is withdrawn: nobody comes."))
    copies = Publication.objects.filter(event=event).select_related("event", "series", "revision__event")
    publication = copies.first()
    if publication is None:
        raise NoteRefused(_("The series is hidden: nobody is told."))
    if publication.ends_at <= at:
        raise NoteRefused(_("It is over already."))
    return publication


def _key_of_people(key: str) -> str:
    return f"{key}:people"
