"""A plan as an organizer would have typed it: names of form fields → values, as a browser sends them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from seminars.admin.pasting.event_form import COMPLETED, NEW, NEW_MEETING, NewMeetingForm
from seminars.admin.speaker_rows import SAID
from seminars.admin.talk_form import LANGUAGES
from seminars.intake.proposing.proposal import Plan, PlannedTalk, Proposal
from seminars.models import Abstract, Event, Link, LinkKind, Meeting, Source, Talk

Typed = dict[str, list[str]]
# A row more than there is to say, for browsers without scripts.
SPARE = 1
IN_ONE_LANGUAGE = ("host", "host_email", "contact", "signup_url")
OF_MEETING = NewMeetingForm.Meta.fields
IN_BOTH = ("title", "intro", "notes", "audience")
OF_TALK = (
    "state", "language", "level", "prerequisites_zh", "prerequisites_en", "why_zh", "why_en",
    "joint_biography_zh", "joint_biography_en",
)  # fmt: skip


def typed(proposal: Proposal) -> Typed:
    """All fields of the event form and of its talks, filled with what the plan says; nothing while there is none."""
    found: Typed = {}
    if proposal.plan is not None:
        # Who is said to be new although the name is known: the form asks for a tick then.
        namesakes = {question.name for question in proposal.questions if question.chosen == NEW}
        known = proposal.event.meeting if proposal.event else None
        fields = chain(_fields(proposal.plan, namesakes), _places(proposal.plan.event, known))
        for name, value in fields:
            found.setdefault(name, []).append(_written(value))
    return found


def talks_in_order(plan: Plan) -> list[PlannedTalk]:
    """The talks as the form has them: those that are saved already come first."""
    return sorted(plan.talks, key=lambda planned: planned.talk.pk is None)


def _fields(plan: Plan, namesakes: set[str]) -> Iterator[tuple[str, Any]]:
    event = plan.event
    yield "series", event.series_id
    yield "number", event.number
    for name in IN_ONE_LANGUAGE:
        yield name, getattr(event, name)
    for name in IN_BOTH:
        for language in LANGUAGES:
            yield f"{name}_{language}", getattr(event, f"{name}_{language}")
    yield from _times(event)
    if event.pk:
        yield "seen", event.updated_at.isoformat()
    else:
        yield "key", event.uid
    yield from _talks(plan, namesakes)


def _times(event: Event) -> Iterator[tuple[str, Any]]:
    yield "zone", event.zone
    starts, ends, until = (
        _local(each, event.zone) for each in (event.starts_at, event.ends_at, event.signup_until)
    )
    if event.is_all_day:
        yield "is_all_day", "on"
    if starts:
        yield "on", starts.date()
        yield "start", None if event.is_all_day else _clock(starts)
    if starts and ends:
        # The last of whole days ends at the midnight after it.
        last = (ends - (ends - starts) / 1000).date() if event.is_all_day else ends.date()
        yield "end", None if event.is_all_day else _clock(ends)
        yield "last", last if last != starts.date() else None
    if until:
        yield "signup_on", until.date()
        yield "signup_at", _clock(until)


def _places(event: Event, known: Meeting | None) -> Iterator[tuple[str, Any]]:
    venue, meeting = event.venue, event.meeting
    is_new_venue = event.venue_from == Source.OWN and venue is not None and venue.pk is None
    yield "venue_from", NEW if is_new_venue else event.venue_from
    yield "venue", venue.pk if venue else None
    yield "new_venue_zh", venue.name_zh if venue and is_new_venue else ""
    yield "new_venue_en", venue.name_en if venue and is_new_venue else ""
    is_told = meeting is not None and (meeting.pk is None or _differs(meeting, known))
    yield "meeting_from", NEW if is_told else event.meeting_from
    yield "meeting", meeting.pk if meeting and not is_told else None
    yield COMPLETED, meeting.pk if meeting and is_told else None
    told = meeting if meeting and is_told else Meeting()
    for name in OF_MEETING:
        yield f"{NEW_MEETING}-{name}", getattr(told, name)


def _differs(meeting: Meeting, known: Meeting | None) -> bool:
    """Whether the text tells more of a meeting that is known."""
    return known is None or any(getattr(meeting, name) != getattr(known, name) for name in OF_MEETING)


def _talks(plan: Plan, namesakes: set[str]) -> Iterator[tuple[str, Any]]:
    planned = talks_in_order(plan)
    yield from _management(
        "talks", total=len(planned) + SPARE, initial=sum(bool(each.talk.pk) for each in planned)
    )
    for index, each in enumerate((*planned, PlannedTalk(Talk()))):
        yield f"talks-{index}-id", each.talk.pk
        yield f"talks-{index}-event", plan.event.pk
        if each in plan.talks:
            yield f"talks-{index}-ORDER", plan.talks.index(each) + 1
        for name, value in _talk(each, plan.event, namesakes):
            yield f"talks-{index}-{name}", value


def _talk(planned: PlannedTalk, event: Event, namesakes: set[str]) -> Iterator[tuple[str, Any]]:
    talk = planned.talk
    for name in OF_TALK:
        yield name, getattr(talk, name)
    for tag in planned.tags:
        yield "tags", tag.pk
    abstracts = {abstract.language: abstract for abstract in planned.abstracts}
    for language in LANGUAGES:
        abstract = abstracts.get(language, Abstract())
        yield f"title_{language}", abstract.title
        yield f"text_{language}", abstract.text
        yield f"source_{language}", abstract.source
    starts, ends, first = (
        _local(each, event.zone) for each in (talk.starts_at, talk.ends_at, event.starts_at)
    )
    if starts and ends:
        yield "on", None if first and starts.date() == first.date() else starts.date()
        yield "start", _clock(starts)
        yield "end", _clock(ends)
    rows = list(_speakers(planned, namesakes))
    known = (talk.appearances.count(), talk.links.count()) if talk.pk else (0, 0)
    yield from _management("speakers", total=len(rows) + SPARE, initial=known[0])
    for index, row in enumerate(rows):
        for name, value in row.items():
            yield f"speakers-{index}-{name}", value
    yield from _management("links", total=len(planned.links) + SPARE, initial=known[1])
    for index, link in enumerate((*planned.links, Link(kind=LinkKind.PAPER))):
        for name in ("kind", "url", "label"):
            yield f"links-{index}-{name}", getattr(link, name)


def _speakers(planned: PlannedTalk, namesakes: set[str]) -> Iterator[dict[str, Any]]:
    kept = set()
    for index, each in enumerate(planned.appearances):
        said = {"ORDER": index + 1} | {name: getattr(each, name) for name in SAID}
        if each.speaker.pk:
            kept.add(each.speaker.pk)
            yield {"known": each.speaker.pk, **said}
            continue
        is_namesake = f"{planned.said}.speakers.{index}" in namesakes
        names = {"name_zh": each.speaker.name_zh, "name_en": each.speaker.name_en}
        yield names | ({"is_namesake": "on"} if is_namesake else {}) | said
    if planned.talk.pk:
        for former in planned.talk.appearances.all():
            if former.speaker_id not in kept:
                yield {"known": former.speaker_id, "DELETE": "on"}


def _management(prefix: str, *, total: int, initial: int = 0) -> Iterator[tuple[str, Any]]:
    yield f"{prefix}-TOTAL_FORMS", total
    yield f"{prefix}-INITIAL_FORMS", initial


def _local(moment: datetime | None, zone: str) -> datetime | None:
    return moment.astimezone(ZoneInfo(zone)) if moment else None


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def _written(value: Any) -> str:
    return "" if value is None else str(value)
