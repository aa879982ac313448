"""Snapshot against snapshot, line by line, as organizers read it: nobody changes what they did not mean to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext

from seminars.models import LinkKind, MeetingVisibility, SpokenLanguage, TalkState
from seminars.programme.snapshots import MeetingPart, Snapshot, SpeakerPart, TalkPart, VenuePart
from seminars.text.bilingual import Bilingual, short_language
from seminars.timekeeping.spans import AllDaySpan, Span


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that differs: what it is, as published and as it is written now; '' where it is missing."""

    label: str
    before: str
    after: str


def differences(before: Snapshot, after: Snapshot) -> list[Line]:
    """What a reader would see differently, in the order of the page."""
    order = _talk_order(before, after)
    old, new = dict(_lines(before, order)), dict(_lines(after, order))
    labels = [*new, *(label for label in old if label not in new)]
    return [
        Line(label, old.get(label, ""), new.get(label, ""))
        for label in labels
        if old.get(label, "") != new.get(label, "")
    ]


def all_lines(after: Snapshot) -> list[Line]:
    """All that a reader would see of something new, in the order of the page."""
    # That each of its talks takes place, in the order in which they stand, goes without saying.
    goes_without = {gettext("Order of the talks"), *_labels(after, gettext("takes place"))}
    order = _talk_order(after, after)
    return [
        Line(label, "", text) for label, text in _lines(after, order) if text and label not in goes_without
    ]


def when_words(snapshot: Snapshot) -> str:
    """When it takes place, in the desk's language."""
    language = short_language(get_language() or "")
    if not snapshot.is_all_day:
        return Span(snapshot.starts_at, snapshot.ends_at, snapshot.zone).in_words(language)
    there = ZoneInfo(snapshot.zone)
    first = snapshot.starts_at.astimezone(there).date()
    last = (snapshot.ends_at.astimezone(there) - timedelta(hours=1)).date()
    return AllDaySpan(first, max(first, last), snapshot.zone).in_words(language)


def _talk_order(before: Snapshot, after: Snapshot) -> dict[str, int]:
    """A number for each talk that both sides use: one added at the front does not change all others."""
    uids = dict.fromkeys(talk.uid for talk in (*after.shown_talks, *before.shown_talks))
    return {uid: number for number, uid in enumerate(uids, 1)}


def _lines(snapshot: Snapshot, order: dict[str, int]) -> Iterator[tuple[str, str]]:
    yield gettext("Series"), snapshot.series.name.best(short_language(get_language() or ""))
    yield gettext("Address"), f"/{snapshot.series.slug}/{snapshot.path}/" if snapshot.path else ""
    yield gettext("Time"), when_words(snapshot)
    yield gettext("Place"), venue_lines(snapshot.venue)
    yield gettext("Online meeting"), meeting_lines(snapshot.meeting)
    yield gettext("Number"), f"#{snapshot.number}" if snapshot.number else ""
    yield from _pair(gettext("Headline"), snapshot.title)
    yield from _pair(gettext("Theme"), snapshot.intro)
    yield from _pair(gettext("Notes"), snapshot.notes)
    yield from _pair(gettext("Who is invited"), snapshot.audience)
    yield gettext("Host"), snapshot.host
    yield gettext("Contact"), snapshot.contact
    yield gettext("Sign-up"), " ".join(part for part in (snapshot.signup_url, _moment(snapshot)) if part)
    for talk in snapshot.shown_talks:
        for label, text in _talk(talk, snapshot.zone):
            yield _of_talk(order[talk.uid], label), text
    yield gettext("Order of the talks"), ", ".join(str(order[talk.uid]) for talk in snapshot.shown_talks)


def _labels(snapshot: Snapshot, what: str) -> list[str]:
    return [_of_talk(number, what) for number, _each in enumerate(snapshot.shown_talks, 1)]


def _of_talk(number: int, what: str) -> str:
    return gettext("Talk %(number)d: %(what)s") % {"number": number, "what": what}


def _talk(talk: TalkPart, zone: str) -> Iterator[tuple[str, str]]:
    language = short_language(get_language() or "")
    yield gettext("takes place"), str(TalkState(talk.state).label)
    yield from _pair(gettext("title"), talk.title)
    yield gettext("speakers"), "; ".join(_person(person, language) for person in talk.speakers)
    abstract_label, biography_label = gettext("abstract"), gettext("biography")
    for abstract in talk.abstracts:
        yield _in_language(abstract_label, abstract.language), abstract.text
    for person in talk.speakers:
        yield from _pair(f"{biography_label}, {person.name.best(language)}", person.biography)
    yield from _pair(gettext("joint biography"), talk.joint_biography)
    yield from _pair(gettext("why come"), talk.why)
    yield from _pair(gettext("prerequisites"), talk.prerequisites)
    yield gettext("level"), talk.level
    yield gettext("spoken in"), str(SpokenLanguage(talk.language).label) if talk.language else ""
    if talk.starts_at and talk.ends_at:
        yield gettext("time"), Span(talk.starts_at, talk.ends_at, zone).in_words(language)
    yield (
        gettext("links"),
        "\n".join(f"{LinkKind(link.kind).label}: {link.label} {link.url}" for link in talk.links),
    )
    yield gettext("topics"), ", ".join(tag.name.best(language) for tag in talk.tags)


def _pair(label: str, text: Bilingual) -> Iterator[tuple[str, str]]:
    for language in ("zh", "en"):
        yield _in_language(label, language), getattr(text, language)


def _in_language(label: str, language: str) -> str:
    said = gettext("%(what)s (Chinese)") if language == "zh" else gettext("%(what)s (English)")
    return said % {"what": label}


def _person(person: SpeakerPart, language: str) -> str:
    name = f"{person.name.best(language)} {person.honorific}".strip()
    affiliation = person.affiliation.best(language)
    return f"{name} ({affiliation})" if affiliation else name


def venue_lines(venue: VenuePart | None) -> str:
    """A room in both languages, a line each; '' for none."""
    if venue is None:
        return ""
    return "\n".join(
        part for part in (venue.name.zh, venue.name.en, venue.address.zh, venue.address.en) if part
    )


def meeting_lines(meeting: MeetingPart | None) -> str:
    """An online meeting with all that is known of it, and who sees that, and when; '' for none."""
    if meeting is None:
        return ""
    parts = (meeting.provider, meeting.label, meeting.code, meeting.url, meeting.passcode)
    level, before, after = meeting.visibility, meeting.opens_before, meeting.closes_after
    shown = (
        str(MeetingVisibility(level).label)
        if level in MeetingVisibility.values and level != "public"
        else "",
        "" if before is None else gettext("minutes before the start: %(count)d") % {"count": before},
        "" if after is None else gettext("minutes after the end: %(count)d") % {"count": after},
    )
    return "\n".join(line for line in (" ".join(part for part in parts if part), *shown) if line)


def _moment(snapshot: Snapshot) -> str:
    if snapshot.signup_until is None:
        return ""
    return f"{snapshot.signup_until.astimezone(ZoneInfo(snapshot.zone)):%Y-%m-%d %H:%M} ({snapshot.zone})"
