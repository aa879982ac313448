"""A reading and the known event → the working copy as it would be."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Model

from seminars.intake.matching import in_its_language
from seminars.intake.proposing.papers import Paper
from seminars.intake.proposing.places import Whereabouts
from seminars.intake.proposing.proposal import Plan, PlannedTalk
from seminars.intake.proposing.speakers import People
from seminars.intake.proposing.talks import known_talks, leave_out, planned_talks, shift
from seminars.intake.reading import Reading
from seminars.models import Event, Series
from seminars.models.fields import LineField, ProseField
from seminars.timekeeping.zones import zone

# What lasts longer lasts whole days.
LONGEST = timedelta(hours=24)


def whole_days(reading: Reading) -> Reading:
    """The reading of a programme of several days, whose talks have their hours, as that of whole days."""
    if reading.starts_at is None or reading.ends_at is None or reading.is_all_day:
        return reading
    if reading.ends_at - reading.starts_at <= LONGEST:
        return reading
    there = zone(reading.zone)
    first, last = (moment.astimezone(there).date() for moment in (reading.starts_at, reading.ends_at))
    starts_at = datetime.combine(first, time(), tzinfo=there)
    ends_at = datetime.combine(last + timedelta(days=1), time(), tzinfo=there)
    return replace(reading, starts_at=starts_at, ends_at=ends_at, is_all_day=True)


def untouched(event: Event) -> Plan:
    """The working copy as it is."""
    return Plan(copy(event), known_talks(event))


def composed(
    reading: Reading,
    *,
    event: Event | None,
    series: Series,
    text: str,
    where: Whereabouts,
    people: People,
    papers: Mapping[int, Paper],
    answers: Mapping[str, str],
) -> tuple[Plan, list[PlannedTalk]]:
    """The working copy after `reading`, and the known talks that the text does not have.

    What the text does not say stays as it was. A postponement says when and where, and nothing else.
    """
    new = copy(event) if event else Event(series=series, zone=reading.zone)
    talks = known_talks(event)
    _fill_times(new, talks, reading, series)
    new.venue_from, new.venue = where.venue_from, where.venue
    new.meeting_from, new.meeting = where.meeting_from, where.meeting
    new.source_text = _kept_text(new.source_text, reading, text)
    plan = Plan(new, talks, alias=where.alias)
    if event is not None and reading.kind == "postponement":
        return plan, []
    if reading.number is not None:
        new.number = reading.number
    _fill_words(new, reading)
    plan.talks, missing = planned_talks(new, talks, reading, people, papers, answers)
    plan.removed = leave_out(plan.talks, missing, new, answers)
    return plan, missing


def tidied(plan: Plan) -> None:
    """Let every row hold its texts as the database keeps them: what is compared is what will be stored."""
    rows: list[Model | None] = [plan.event, plan.event.venue, plan.event.meeting]
    for each in plan.talks:
        rows += [each.talk, *each.appearances, *each.abstracts, *each.links]
        rows += [appearance.speaker for appearance in each.appearances]
    for row in filter(None, rows):
        for field in row._meta.concrete_fields:
            if isinstance(field, LineField | ProseField):
                field.pre_save(row, add=False)


def _fill_words(event: Event, reading: Reading) -> None:
    for name, said in (
        ("title", reading.title),
        ("intro", reading.intro),
        ("audience", reading.audience),
        ("notes", _notes(reading)),
    ):
        if said:
            # What is there in the other language stays.
            setattr(event, f"{name}_{'zh' if in_its_language(said).zh else 'en'}", said)
    event.host = reading.host or event.host
    event.contact = reading.contact or event.contact
    if reading.signup_url and _is_address(reading.signup_url):
        event.signup_url = reading.signup_url
    event.signup_until = _utc(reading.signup_until) or event.signup_until


def _fill_times(event: Event, talks: list[PlannedTalk], reading: Reading, series: Series) -> None:
    """When it takes place; without an end it keeps its length, else it takes the usual one."""
    starts_at = _utc(reading.starts_at)
    if starts_at is None:
        return
    length = event.ends_at - event.starts_at if event.starts_at and event.ends_at else None
    if length is None and series.minutes is not None:
        length = timedelta(minutes=series.minutes)
    if event.starts_at is not None:
        shift(talks, starts_at - event.starts_at)
    event.zone = reading.zone
    event.is_all_day = reading.is_all_day
    event.ends_at = _utc(reading.ends_at) or (starts_at + length if length else None)
    event.starts_at = starts_at


def _notes(reading: Reading) -> str:
    """Snacks and the like, with what else has no field of its own: breaks, inviter, further sessions."""
    is_zh = reading.language == "zh"
    there = zone(reading.zone)
    lines = [reading.notes or ""]
    for row in reading.programme:
        times = [row.starts_at.astimezone(there), row.ends_at.astimezone(there) if row.ends_at else None]
        lines.append("–".join(f"{each:%H:%M}" for each in times if each) + f" {row.title}")
    for starts_at, ends_at in reading.sessions[1:]:
        day = starts_at.astimezone(there)
        until = f"–{ends_at.astimezone(there):%H:%M}" if ends_at else ""
        lines.append(f"{'另一场' if is_zh else 'Also'}{'：' if is_zh else ': '}{day:%Y-%m-%d %H:%M}{until}")
    if reading.signup_url and not _is_address(reading.signup_url):
        lines.append(f"{'报名：' if is_zh else 'Sign up: '}{reading.signup_url}")
    if reading.inviter:
        lines.append(f"{'邀请人：' if is_zh else 'Invited by '}{reading.inviter}")
    return "\n".join(line for line in lines if line)


def _is_address(url: str) -> bool:
    """Whether a sign-up link can be kept as one."""
    try:
        Event._meta.get_field("signup_url").run_validators(url)
    except ValidationError:
        return False
    return True


def _kept_text(before: str, reading: Reading, text: str) -> str:
    """The announcement; notices that followed are kept below it."""
    if reading.kind == "announcement" or not before:
        return text
    # As the database keeps it, so that the same notice again is found.
    return before if text.strip() in before else f"{before}\n\n{text}"


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
