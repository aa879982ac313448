"""Reading → the working copy of an event: a new draft, or the known one brought up to date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from seminars.intake.matching import in_its_language, known_event, speaker_of, venue_of
from seminars.intake.reading import MeetingReading, Reading, SpeakerReading, TalkReading
from seminars.models import (
    Abstract,
    Appearance,
    Event,
    EventState,
    Link,
    LinkKind,
    Meeting,
    Provider,
    Series,
    Source,
    Talk,
    TalkState,
)
from seminars.timekeeping.zones import zone

_HOSTS = {
    "arxiv.org": LinkKind.PAPER,
    "doi.org": LinkKind.PAPER,
    "openreview.net": LinkKind.PAPER,
    "github.com": LinkKind.CODE,
    "gitlab.com": LinkKind.CODE,
    "huggingface.co": LinkKind.MODEL,
    "modelscope.cn": LinkKind.MODEL,
    "bilibili.com": LinkKind.RECORDING,
    "youtube.com": LinkKind.RECORDING,
    "youtu.be": LinkKind.RECORDING,
}


def save_draft(reading: Reading, *, text: str, series: Series, by: User | None) -> Event:
    """The event that `reading` describes, saved as working copy with `text` kept beside it; nothing is published.

    What the text does not say stays as it was. Talks are recognized by their speakers, then by position, so
    that they keep their identity; talks that the text no longer has are withdrawn.
    """
    with transaction.atomic():
        # The same text pasted twice at once is one event: the second waits here, and then finds the first.
        Series.objects.select_for_update(no_key=True).get(pk=series.pk)
        event = known_event(reading, series) or Event(series=series, zone=reading.zone, created_by=by)
        _fill(event, reading, series)
        event.source_text = text
        event.full_clean(exclude=["created_by"])
        event.save()
        _fill_talks(event, reading)
    return Event.objects.with_programme().get(pk=event.pk)


def _fill(event: Event, reading: Reading, series: Series) -> None:
    if reading.number is not None:
        event.number = reading.number
    for name, said in (
        ("title", reading.title),
        ("intro", reading.intro),
        ("audience", reading.audience),
        ("notes", _notes(reading)),
    ):
        if said:
            side = in_its_language(said)
            setattr(event, f"{name}_zh", side.zh)
            setattr(event, f"{name}_en", side.en)
    event.host = reading.host or event.host
    event.contact = reading.contact or event.contact
    event.signup_url = reading.signup_url or event.signup_url
    event.signup_until = _utc(reading.signup_until) or event.signup_until
    if reading.starts_at:
        event.zone = reading.zone
        event.starts_at = _utc(reading.starts_at)
        event.is_all_day = reading.is_all_day
        event.ends_at = _utc(reading.ends_at) or _usual_end(event, series)
    _fill_places(event, reading, series)


def _usual_end(event: Event, series: Series) -> datetime | None:
    if event.starts_at is None or series.minutes is None:
        return None
    return event.starts_at + timedelta(minutes=series.minutes)


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
    if reading.inviter:
        lines.append(f"{'邀请人：' if is_zh else 'Invited by '}{reading.inviter}")
    return "\n".join(line for line in lines if line)


def _fill_places(event: Event, reading: Reading, series: Series) -> None:
    if not reading.places and not reading.meetings:
        return
    if reading.places:
        venue = venue_of(reading.places[0], series)
        event.venue_from = Source.SERIES if venue == series.venue else Source.OWN
        event.venue = None if event.venue_from == Source.SERIES else venue
    else:
        event.venue_from, event.venue = Source.NONE, None
    if not reading.meetings:
        event.meeting_from, event.meeting = Source.NONE, None
        return
    said = reading.meetings[0]
    if series.meeting and _adds_nothing(said, series.meeting):
        event.meeting_from, event.meeting = Source.SERIES, None
    else:
        event.meeting = _own_meeting(event, said)
        event.meeting_from = Source.OWN


def _adds_nothing(said: MeetingReading, meeting: Meeting) -> bool:
    """Whether the words fit a meeting that is known: same provider, and all they say is known already."""
    pairs = ((said.code, meeting.code), (said.url, meeting.url), (said.passcode, meeting.passcode))
    return said.provider == meeting.provider and all(not new or new == old for new, old in pairs)


def _only_adds(said: MeetingReading, meeting: Meeting) -> bool:
    """Whether the words contradict nothing that is known: same provider, and gaps filled at most."""
    pairs = ((said.code, meeting.code), (said.url, meeting.url), (said.passcode, meeting.passcode))
    return said.provider == meeting.provider and all(not new or not old or new == old for new, old in pairs)


def _own_meeting(event: Event, said: MeetingReading) -> Meeting:
    """The event's own meeting if the words only add to it and no other event uses it; else a new one."""
    known = event.meeting
    is_shared = known is not None and Event.objects.filter(meeting=known).exclude(pk=event.pk).exists()
    provider = said.provider if said.provider in Provider.values else Provider.OTHER
    if known is not None and _adds_nothing(said, known):
        return known
    meeting = known if known is not None and not is_shared and _only_adds(said, known) else Meeting()
    meeting.provider = provider
    meeting.label = said.label or meeting.label
    meeting.code = said.code or meeting.code
    meeting.url = said.url or meeting.url
    meeting.passcode = said.passcode or meeting.passcode
    meeting.full_clean()
    meeting.save()
    return meeting


def _fill_talks(event: Event, reading: Reading) -> None:
    known = list(event.talks.prefetch_related("appearances").order_by("position", "pk"))
    for position, said in enumerate(reading.talks):
        people = [(speaker_of(each), each) for each in said.speakers]
        talk = _taken(known, {person.pk for person, _each in people}, position)
        talk = talk or Talk(event=event)
        talk.position = position
        talk.state = TalkState.PLANNED
        talk.starts_at, talk.ends_at = _own_times(said)
        if said.joint_biography:
            side = in_its_language(said.joint_biography)
            talk.joint_biography_zh, talk.joint_biography_en = side.zh, side.en
        talk.save()
        _fill_appearances(talk, [(person.pk, each) for person, each in people])
        _fill_abstracts(talk, said)
        _fill_links(talk, (*said.links, *(reading.links if len(reading.talks) == 1 else ())))
    if not reading.talks:
        return
    for leftover in known:
        if event.state == EventState.DRAFT:
            leftover.delete()
        else:
            leftover.state = TalkState.WITHDRAWN
            leftover.save(update_fields=["state"])


def _taken(known: list[Talk], speakers: set[int], position: int) -> Talk | None:
    """The known talk that is meant, taken out of `known`."""
    for talk in known:
        if speakers & {each.speaker_id for each in talk.appearances.all()}:
            known.remove(talk)
            return talk
    for talk in known:
        if talk.position == position and (not speakers or not talk.appearances.all()):
            known.remove(talk)
            return talk
    return None


def _own_times(said: TalkReading) -> tuple[datetime | None, datetime | None]:
    return (_utc(said.starts_at), _utc(said.ends_at)) if said.starts_at and said.ends_at else (None, None)


def _fill_appearances(talk: Talk, people: list[tuple[int, SpeakerReading]]) -> None:
    if not people:
        return
    talk.appearances.exclude(speaker__in=[pk for pk, _said in people]).delete()
    for position, (pk, said) in enumerate(people):
        appearance = talk.appearances.filter(speaker=pk).first() or Appearance(talk=talk, speaker_id=pk)
        appearance.position = position
        # A position that the biography tells anyway needs no other home.
        is_told = (
            said.position is not None
            and said.position in f"{said.biography or ''}{talk.joint_biography_zh}{talk.joint_biography_en}"
        )
        rank = "" if is_told else said.position or ""
        appearance.honorific = said.honorific or rank or appearance.honorific
        affiliation = said.affiliation or ""
        if rank and said.honorific:
            affiliation = f"{affiliation} {rank}".strip()
        if affiliation:
            side = in_its_language(affiliation)
            appearance.affiliation_zh, appearance.affiliation_en = side.zh, side.en
        if said.biography:
            side = in_its_language(said.biography)
            appearance.biography_zh, appearance.biography_en = side.zh, side.en
        appearance.save()


def _fill_abstracts(talk: Talk, said: TalkReading) -> None:
    wordings = {
        (in_its_language(said.abstract or said.title).zh and "zh") or "en": (said.title, said.abstract)
    }
    if said.other:
        wordings[said.other.language] = (said.other.title, said.other.abstract)
    for language, (title, text) in wordings.items():
        if not title and not text:
            continue
        abstract = talk.abstracts.filter(language=language).first() or Abstract(talk=talk, language=language)
        abstract.title = title or abstract.title
        abstract.text = text or abstract.text
        abstract.save()


def _fill_links(talk: Talk, urls: tuple[str, ...]) -> None:
    known = set(talk.links.values_list("url", flat=True))
    for url in dict.fromkeys(urls):
        if url not in known:
            Link.objects.create(talk=talk, url=url, kind=_kind(url), position=talk.links.count())


def _kind(url: str) -> LinkKind:
    host = url.split("/")[2].lower() if url.count("/") >= 2 else ""
    return next(
        (kind for name, kind in _HOSTS.items() if host == name or host.endswith(f".{name}")), LinkKind.SITE
    )


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
