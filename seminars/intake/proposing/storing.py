"""A plan → rows."""

from __future__ import annotations

from django.contrib.auth.models import User

from seminars.intake.matching import free_slug
from seminars.intake.proposing.places import save_venue
from seminars.intake.proposing.proposal import Plan, PlannedTalk
from seminars.models import Event, Meeting, Speaker


def store(plan: Plan, *, by: User | None) -> Event:
    """Write a plan as it stands. Raises `ValidationError`."""
    event = plan.event
    if event.pk is None:
        event.created_by = by
    if event.venue is not None and event.venue.pk is None:
        event.venue = save_venue(event.venue)
    if event.meeting is not None:
        event.meeting = _saved_meeting(event.meeting)
    event.full_clean(exclude=["created_by"])
    event.save()
    for talk in plan.removed:
        talk.delete()
    for planned in plan.talks:
        _store_talk(planned, event)
    return event


def _saved_meeting(meeting: Meeting) -> Meeting:
    meeting.full_clean()
    meeting.save()
    return meeting


def _saved_speaker(speaker: Speaker) -> Speaker:
    if speaker.pk is None:
        speaker.slug = free_slug(Speaker, speaker.name_zh or speaker.name_en)
        speaker.save()
    else:
        # Only a name that was missing may come: whatever somebody typed meanwhile stays.
        for name in ("name_zh", "name_en"):
            if said := getattr(speaker, name):
                Speaker.objects.filter(pk=speaker.pk, **{name: ""}).update(**{name: said})
    return speaker


def _store_talk(planned: PlannedTalk, event: Event) -> None:
    talk = planned.talk
    talk.event = event
    talk.save()
    kept = [each.pk for each in planned.appearances if each.pk]
    talk.appearances.exclude(pk__in=kept).delete()
    for appearance in planned.appearances:
        appearance.talk, appearance.speaker = talk, _saved_speaker(appearance.speaker)
        appearance.save()
    for abstract in planned.abstracts:
        abstract.talk = talk
        abstract.save()
    for link in planned.links:
        link.talk = talk
        link.save()
