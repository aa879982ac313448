"""Which known event a text is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from seminars.intake.matching import folded, has_chinese
from seminars.intake.proposing.speakers import named, names_of
from seminars.intake.reading import Reading
from seminars.models import Appearance, Event, EventState, Series, SeriesVisibility
from seminars.programme.intents import LATER, says_postponed
from seminars.text.typography import clean

NOTICES = frozenset({"cancellation", "postponement"})
_NEAR = timedelta(hours=36)
_DAY = timedelta(hours=12)
# Further apart, two talks of one speaker are two talks.
_SEASON = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Match:
    """The event that a text is about, None if it is new or unclear; the others it might be, likeliest first."""

    event: Event | None = None
    candidates: tuple[Event, ...] = ()


def match_event(reading: Reading, series: Series, *, text: str, uid: str, at: datetime) -> Match:
    """The event of `series` that `reading` is about: the same number, the same start and a shared speaker, or,
    where the text speaks of one that is known, the only one that fits its day or its speakers.
    """
    events = list(_worth_a_look(reading, series, text=text, uid=uid, at=at))
    sure = next(_sure(reading, events, text=text, uid=uid), None)
    fitting = [event for event in events if event != sure and _may_be(reading, event)]
    if sure is not None:
        return Match(sure, _nearest(reading, [each for each in fitting if _is_open(each, at)]))
    if reading.kind in NOTICES or reading.kind == "correction":
        return _announced(reading, fitting, text, at=at)
    back = [event for event in fitting if _comes_back(reading, event)]
    if len(back) == 1:
        return Match(back[0], _nearest(reading, [each for each in fitting if each != back[0]]))
    numbered = [event for event in fitting if reading.number is not None and event.number == reading.number]
    likely = [event for event in fitting if _is_open(event, at) and _is_like(reading, event)]
    return Match(None, _nearest(reading, list(dict.fromkeys([*numbered, *likely]))))


def held_by(uid: str, *, but: Series) -> Series | None:
    """The other series to which the event with this key belongs; None where it is not ours or not public."""
    key = _uuid(uid)
    if key is None:
        return None
    held = Event.objects.public().filter(uid=key).exclude(series=but).select_related("series").first()
    return held.series if held and held.series.visibility == SeriesVisibility.PUBLIC else None


def speakers_of(event: Event) -> set[str]:
    """The folded names of all who speak at `event`, in both scripts."""
    people = [each.speaker for talk in event.talks.all() for each in talk.appearances.all()]
    return {folded(name) for person in people for name in (person.name_zh, person.name_en) if name}


def is_new_date(reading: Reading, event: Event) -> bool:
    """Whether the text gives `event` another start than it has."""
    return reading.starts_at is not None and reading.starts_at != event.starts_at


def shares_speaker(reading: Reading, event: Event) -> bool:
    """Whether somebody speaks in the text and at `event`."""
    return bool(_said_names(reading) & speakers_of(event))


def _worth_a_look(reading: Reading, series: Series, *, text: str, uid: str, at: datetime) -> Iterable[Event]:
    """All that might be meant, in a constant number of queries."""
    moments = [moment for moment in (reading.starts_at, reading.previous_start) if moment]
    wanted = Q(state=EventState.DRAFT, starts_at=None)
    for words in LATER.values():
        wanted |= Q(state=EventState.CANCELLED, cancel_reason__startswith=words)
    if reading.number is not None:
        wanted |= Q(number=reading.number)
    if (key := _uuid(uid)) is not None:
        wanted |= Q(uid=key)
    if reading.starts_at is None:
        wanted |= Q(source_text=clean(text))
    for moment in moments:
        wanted |= Q(starts_at__gte=moment - _NEAR, starts_at__lte=moment + _NEAR)
    if reading.kind != "announcement":
        wanted |= Q(state__in=(EventState.PUBLISHED, EventState.CANCELLED), ends_at__gt=at)
    if said := [name for talk in reading.talks for each in talk.speakers for name in names_of(each)]:
        theirs = Appearance.objects.filter(named(said, "speaker__")).values("talk__event")
        around = min([*moments, at])
        wanted |= Q(pk__in=theirs, starts_at__gte=around - _SEASON, starts_at__lte=at + _SEASON)
    known = Event.objects.filter(wanted, series=series).exclude(state=EventState.WITHDRAWN)
    return known.with_programme().order_by("starts_at", "pk")


def _sure(reading: Reading, events: list[Event], *, text: str, uid: str) -> Iterator[Event]:
    key = _uuid(uid)
    yield from (event for event in events if key is not None and event.uid == key)
    if reading.number is not None:
        yield from (
            each
            for each in events
            if each.number == reading.number and not _is_of_another_year(reading, each)
        )
    # The same words without a date are the same event; with “this Saturday” in them they may be the next one.
    if reading.starts_at is None:
        yield from (event for event in events if event.source_text == clean(text))
    said = _said_names(reading)
    # A notice names the old time first of all; sent once more, it finds the event at its new one.
    for moment in (reading.previous_start, reading.starts_at):
        for event in events:
            known = speakers_of(event)
            # An event without a word about who speaks is the one that is now filled in.
            if moment and event.starts_at == moment and (said & known or not known or not said):
                yield event


def _announced(reading: Reading, fitting: list[Event], text: str, *, at: datetime) -> Match:
    """What a text means that calls off, moves or corrects: an event that readers know, or a draft of that day."""
    back = [event for event in fitting if _comes_back(reading, event)]
    of_day = [event for event in fitting if _is_on_its_day(reading, event)]
    alike = [event for event in fitting if _is_open(event, at) and _is_like(reading, event)]
    alike = alike or [
        event for event in fitting if _is_open(event, at) and _is_mentioned(folded(text), event)
    ]
    public = [event for event in fitting if event.published_at and _is_open(event, at)]
    for group in (back if reading.starts_at else [], [e for e in of_day if e.published_at], of_day, alike):
        if len(group) == 1:
            return Match(group[0], _nearest(reading, [each for each in public if each != group[0]]))
        if group:
            return Match(None, _nearest(reading, group))
    return Match(None, _nearest(reading, public))


def _may_be(reading: Reading, event: Event) -> bool:
    """Whether no number speaks against it."""
    return reading.number is None or event.number is None or reading.number == event.number


def _comes_back(reading: Reading, event: Event) -> bool:
    """Whether `event` waits for a date, and the text gives one to just its speakers."""
    said = _said_names(reading)
    if not (event.state == EventState.CANCELLED and says_postponed(event.cancel_reason)):
        return False
    people = {each.speaker for talk in event.talks.all() for each in talk.appearances.all()}
    is_theirs = bool(people) and all(
        said & {folded(name) for name in (person.name_zh, person.name_en) if name} for person in people
    )
    return is_theirs and is_new_date(reading, event)


def _is_like(reading: Reading, event: Event) -> bool:
    """Whether somebody of its speakers, or the title, is in the text, and no other title of theirs."""
    said, known = _titles(reading), _known_titles(event)
    if said & known:
        return True
    return shares_speaker(reading, event) and not (said and known)


def _is_of_another_year(reading: Reading, event: Event) -> bool:
    """Whether the number only begins anew: far away in time, with nobody and no title in common."""
    moment = reading.previous_start or reading.starts_at
    if moment is None or event.starts_at is None or abs(moment - event.starts_at) < _SEASON / 2:
        return False
    said, known = _said_names(reading), speakers_of(event)
    return bool(said and known) and not said & known and not _titles(reading) & _known_titles(event)


def _is_mentioned(said: str, event: Event) -> bool:
    """Whether a title or a whole name of it stands in the folded text, however it is put."""
    names = {name for name in speakers_of(event) if len(name) > (1 if has_chinese(name) else 5)}
    return any(words in said for words in (*names, *_known_titles(event)))


def _is_on_its_day(reading: Reading, event: Event) -> bool:
    moments = [reading.previous_start] if reading.previous_start else [reading.starts_at]
    return any(moment and event.starts_at and abs(event.starts_at - moment) <= _DAY for moment in moments)


def _is_open(event: Event, at: datetime) -> bool:
    """Whether `event` is still to come, or has no date yet, or waits for another."""
    is_to_come = event.ends_at is None or event.ends_at > at
    return is_to_come or (event.state == EventState.CANCELLED and says_postponed(event.cancel_reason))


def _nearest(reading: Reading, events: list[Event]) -> tuple[Event, ...]:
    moment = reading.previous_start or reading.starts_at

    def distance(event: Event) -> tuple[bool, timedelta, int]:
        known = moment is not None and event.starts_at is not None
        return not known, abs(event.starts_at - moment) if known else timedelta(), event.pk  # type: ignore[operator]  # known

    return tuple(sorted(events, key=distance))


def _said_names(reading: Reading) -> set[str]:
    return {folded(name) for talk in reading.talks for each in talk.speakers for name in names_of(each)}


def _titles(reading: Reading) -> set[str]:
    said = [*(talk.title for talk in reading.talks), *(t.other.title for t in reading.talks if t.other)]
    return {folded(title) for title in (*said, reading.title) if title}


def _known_titles(event: Event) -> set[str]:
    titles = [each.title for talk in event.talks.all() for each in talk.abstracts.all()]
    return {folded(title) for title in (*titles, event.title_zh, event.title_en) if title}


def _uuid(uid: str) -> UUID | None:
    """The key of one of our own calendar entries."""
    try:
        return UUID(uid.partition("@")[0])
    except ValueError:
        return None
