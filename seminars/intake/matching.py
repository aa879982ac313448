"""Read names → the rooms, persons and events that are known already, or new ones."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

from django.db.models import Model, Q

from seminars.intake.reading import PlaceReading, Reading, SpeakerReading
from seminars.models import Event, EventState, Series, Speaker, Venue
from seminars.text.bilingual import Bilingual
from seminars.text.slugs import slug

_HAN = re.compile(r"[㐀-鿿豈-﫿]")


def is_chinese(text: str) -> bool:
    """Whether at least an eighth of the letters of `text` are Chinese characters."""
    letters = [each for each in text if each.isalpha()]
    return bool(letters) and 8 * sum(bool(_HAN.match(each)) for each in letters) >= len(letters)


def in_its_language(text: str | None) -> Bilingual:
    """`text` on the side of the language it is written in."""
    text = text or ""
    return Bilingual(zh=text) if is_chinese(text) else Bilingual(en=text)


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def free_slug(model: type[Model], name: str) -> str:
    """An address for `name` that no other row of `model` has."""
    base = slug(name) or model._meta.model_name or "x"
    candidate, count = base, 1
    manager = model._default_manager
    while manager.filter(slug=candidate).exists():
        count += 1
        candidate = f"{base}-{count}"
    return candidate


def venue_of(place: PlaceReading, series: Series) -> Venue:
    """The known room that `place` means, by name or alias; else a new one, with the text's spelling."""
    name = f"{place.venue}{place.room or ''}"
    wanted = {_folded(name), _folded(place.text)} - {""}
    for venue in Venue.objects.order_by("pk"):
        spellings = [venue.name_zh, venue.name_en, *venue.aliases.splitlines()]
        if wanted & {_folded(each) for each in spellings if each}:
            return venue
    # The announcement's own way to write it reads better than building and room glued together.
    shown = name if is_chinese(name) else " ".join(part for part in (place.venue, place.room) if part)
    said = in_its_language(shown)
    return Venue.objects.create(
        slug=free_slug(Venue, shown), name_zh=said.zh, name_en=said.en, zone=series.zone, aliases=place.text
    )


def speaker_of(person: SpeakerReading) -> Speaker:
    """The known person of this name and affiliation; else a new one.

    Two persons of one name are told apart by affiliations that both are known and differ.
    """
    names = [name for name in (person.name, person.other_name) if name]
    query = Q()
    for name in names:
        query |= Q(name_zh__iexact=name) | Q(name_en__iexact=name)
    for known in Speaker.objects.filter(query).order_by("pk"):
        affiliations = [_folded(each) for each in (known.affiliation_zh, known.affiliation_en) if each]
        told = _folded(person.affiliation or "")
        if not affiliations or not told or any(told in each or each in told for each in affiliations):
            _complete_names(known, names)
            return known
    affiliation = in_its_language(person.affiliation)
    speaker = Speaker(
        slug=free_slug(Speaker, person.name), affiliation_zh=affiliation.zh, affiliation_en=affiliation.en
    )
    _complete_names(speaker, names)
    speaker.save()
    return speaker


def _complete_names(speaker: Speaker, names: list[str]) -> None:
    """Fill a name that was missing; a name that is there is changed by renaming only."""
    changed = []
    for name in names:
        side = "name_zh" if _HAN.search(name) else "name_en"
        if not getattr(speaker, side):
            setattr(speaker, side, name)
            changed.append(side)
    if changed and speaker.pk:
        speaker.save(update_fields=changed)


def known_event(reading: Reading, series: Series) -> Event | None:
    """The event of `series` that `reading` is about: same number, or same start and a shared speaker."""
    events = Event.objects.filter(series=series).exclude(state=EventState.WITHDRAWN).with_programme()
    if reading.number is not None and (found := events.filter(number=reading.number).first()):
        return found
    starts_at = reading.previous_start or reading.starts_at
    if starts_at is None:
        return None
    names = {_folded(each.name) for talk in reading.talks for each in talk.speakers}
    for event in events.filter(starts_at=starts_at):
        known = {_folded(name) for name in _speaker_names(event)}
        # An event without a word about who speaks is the one that is now filled in.
        if names & known or not known or not names:
            return event
    return None


def meant_event(reading: Reading, series: Series) -> Event | None:
    """The published event that a cancellation or postponement is about.

    Beyond `known_event`: on the same day with a shared speaker or title, where the text names only the day.
    """
    if event := known_event(reading, series):
        return event
    starts_at = reading.previous_start or reading.starts_at
    if starts_at is None:
        return None
    day = timedelta(hours=12)
    near = Event.objects.filter(series=series, starts_at__gte=starts_at - day, starts_at__lte=starts_at + day)
    candidates = list(near.public().with_programme())
    return candidates[0] if len(candidates) == 1 else None


def _speaker_names(event: Event) -> set[str]:
    people = [each.speaker for talk in event.talks.all() for each in talk.appearances.all()]
    return {name for person in people for name in (person.name_zh, person.name_en) if name}
