"""Which known persons a text names; whom nobody but a human can tell apart is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q
from django.utils.translation import get_language, gettext

from seminars.intake.matching import folded, has_chinese, in_its_language, overlap, same_name, spellings
from seminars.intake.proposing.proposal import NEW, Choice, Question
from seminars.intake.reading import Reading, SpeakerReading
from seminars.models import Appearance, Event, Picture, Speaker
from seminars.timekeeping.zones import zone


@dataclass(slots=True)
class People:
    """Who is meant, by the path of the name in the evidence; new persons are rows that are not saved."""

    speakers: dict[str, Speaker] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)


def names_of(person: SpeakerReading) -> list[str]:
    """The name, and the one in the other script where the text gives both."""
    return [name for name in (person.name, person.other_name) if name]


def named(names: Iterable[str], prefix: str = "") -> Q:
    """Condition for persons with one of these names, in either script."""
    query = Q(pk__in=())
    for spelling in {each for name in names for each in spellings(name)}:
        query |= Q(**{f"{prefix}name_zh__iexact": spelling}) | Q(**{f"{prefix}name_en__iexact": spelling})
    return query


def match_speakers(reading: Reading, event: Event | None, answers: Mapping[str, str]) -> People:
    """Each person of the text: a known one, or a new one; with a question wherever the name is known."""
    said = [
        (f"talks.{place}.speakers.{number}", person)
        for place, talk in enumerate(reading.talks)
        for number, person in enumerate(talk.speakers)
    ]
    known = _known([person for _path, person in said])
    present = _present(event)
    people, met = People(), list[tuple[SpeakerReading, Speaker]]()
    for path, person in said:
        speaker = next((one for other, one in met if _is_the_same(person, other)), None)
        if speaker is None:
            candidates = [each for each in known if _has_name(each, person)]
            chosen = _chosen(person, candidates, present, answers.get(path, ""))
            if candidates:
                people.questions.append(_question(path, person, candidates, chosen))
            speaker = next((each for each in candidates if str(each.pk) == chosen), None) or _new(person)
            met.append((person, speaker))
        _complete_names(speaker, person)
        people.speakers[path] = speaker
    return people


def _known(people: list[SpeakerReading]) -> list[Speaker]:
    names = [name for person in people for name in names_of(person)]
    last = Appearance.objects.select_related("talk__event__series").order_by("-talk__event__starts_at", "-pk")
    photo = Prefetch("photo", Picture.objects.without_octets())
    found = Speaker.objects.filter(named(names)).order_by("pk")
    return list(found.prefetch_related(photo, Prefetch("appearances", last)))


def _present(event: Event | None) -> set[int]:
    """Who speaks at the event already: there, a name means them."""
    if event is None:
        return set()
    return {each.speaker_id for talk in event.talks.all() for each in talk.appearances.all()}


def _has_name(speaker: Speaker, person: SpeakerReading) -> bool:
    known = [name for name in (speaker.name_zh, speaker.name_en) if name]
    return any(same_name(one, other) for one in names_of(person) for other in known)


def _contradicts(speaker: Speaker, person: SpeakerReading) -> bool:
    """Whether what the text says of the person, in the script in which it is known, is something else."""
    for name in names_of(person):
        known = speaker.name_zh if has_chinese(name) else speaker.name_en
        if known and not same_name(name, known):
            return True
    if not person.affiliation:
        return False
    side = "zh" if in_its_language(person.affiliation).zh else "en"
    comparable = [each for each in _affiliations(speaker, side) if each]
    return bool(comparable) and not any(overlap(person.affiliation, each) for each in comparable)


def _agrees(speaker: Speaker, person: SpeakerReading) -> bool:
    """Whether the affiliations are both known, and one."""
    if not person.affiliation or _contradicts(speaker, person):
        return False
    both = [*_affiliations(speaker, "zh"), *_affiliations(speaker, "en")]
    return any(overlap(person.affiliation, each) for each in both if each)


def _affiliations(speaker: Speaker, side: str) -> list[str]:
    name = f"affiliation_{side}"
    return [getattr(speaker, name), *(getattr(each, name) for each in speaker.appearances.all())]


def _chosen(person: SpeakerReading, candidates: list[Speaker], present: set[int], answer: str) -> str:
    """The primary key of the likely one, `new`, or '' where only a human knows."""
    if answer == NEW or answer in {str(each.pk) for each in candidates}:
        return answer
    if not candidates:
        return NEW
    at_hand = [each for each in candidates if each.pk in present]
    agreeing = [each for each in candidates if _agrees(each, person)]
    likely = [each for each in candidates if not _contradicts(each, person)]
    for group in (at_hand, agreeing):
        if len(group) == 1:
            return str(group[0].pk)
    return str(likely[0].pk) if len(candidates) == len(likely) == 1 else ""


def _question(path: str, person: SpeakerReading, candidates: list[Speaker], chosen: str) -> Question:
    said = f"{person.name} ({person.affiliation})" if person.affiliation else person.name
    known = (Choice(str(each.pk), str(each), _hint(each)) for each in candidates)
    return Question(path, said, (*known, Choice(NEW, gettext("a new person"))), chosen)


def _hint(speaker: Speaker) -> str:
    """What tells persons of one name apart: the affiliation, and the last talk."""
    last = next(iter(speaker.appearances.all()), None)
    named_here = last.affiliation if last and last.affiliation else speaker.affiliation
    parts = [named_here.best(get_language() or "")]
    if last and last.talk.event.starts_at:
        day = last.talk.event.starts_at.astimezone(zone(last.talk.event.zone))
        parts.append(f"{last.talk.event.series} {day:%Y-%m-%d}")
    return " · ".join(part for part in parts if part)


def _is_the_same(person: SpeakerReading, other: SpeakerReading) -> bool:
    """Whether a text speaks of one person twice."""
    if folded(person.name) != folded(other.name):
        return False
    return not person.affiliation or not other.affiliation or overlap(person.affiliation, other.affiliation)


def _new(person: SpeakerReading) -> Speaker:
    affiliation = in_its_language(person.affiliation)
    return Speaker(affiliation_zh=affiliation.zh, affiliation_en=affiliation.en)


def _complete_names(speaker: Speaker, person: SpeakerReading) -> None:
    """Fill a name that was missing; a name that is there is changed by renaming only."""
    for name in names_of(person):
        side = "name_zh" if has_chinese(name) else "name_en"
        if not getattr(speaker, side):
            setattr(speaker, side, name)
