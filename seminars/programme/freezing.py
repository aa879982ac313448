"""Working copy → snapshot: the only place where the two meet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from seminars.models import Abstract, Appearance, Event, Link, Meeting, Picture, Series, Tag, Talk, Venue
from seminars.programme.snapshots import (
    AbstractPart,
    LinkPart,
    MeetingPart,
    PicturePart,
    SeriesPart,
    Snapshot,
    SpeakerPart,
    TagPart,
    TalkPart,
    VenuePart,
)


class Undated(Exception):
    """An event without start or end has no snapshot."""

    def __str__(self) -> str:
        return "The event has no start or no end yet."


def utc(moment: datetime | None) -> datetime | None:
    """The same instant with UTC for its zone."""
    return moment.astimezone(UTC) if moment else None


def series_part(series: Series) -> SeriesPart:
    """The series as a snapshot names it."""
    return SeriesPart(
        slug=series.slug,
        name=series.name,
        short=series.short,
        language=series.language,
        colour=series.colour,
        contact=series.contact,
    )


def venue_part(venue: Venue) -> VenuePart:
    """The room as a snapshot names it."""
    return VenuePart(
        slug=venue.slug,
        name=venue.name,
        address=venue.address,
        access=venue.access,
        latitude="" if venue.latitude is None else str(venue.latitude),
        longitude="" if venue.longitude is None else str(venue.longitude),
    )


def meeting_part(meeting: Meeting) -> MeetingPart:
    """The online meeting as a snapshot holds it; the host key stays behind."""
    return MeetingPart(
        provider=meeting.provider,
        label=meeting.label,
        code=meeting.code,
        url=meeting.url,
        passcode=meeting.passcode,
        visibility=meeting.visibility,
        opens_before=meeting.opens_before,
        closes_after=meeting.closes_after,
    )


def picture_part(picture: Picture | None) -> PicturePart | None:
    """The picture as a snapshot names it; its octets stay where they are."""
    if picture is None:
        return None
    return PicturePart(digest=picture.digest, kind=picture.kind, width=picture.width, height=picture.height)


def speaker_part(appearance: Appearance) -> SpeakerPart:
    """The person as this talk presents them: what the talk says wins, else what is known of them now."""
    person = appearance.speaker
    affiliation, biography = appearance.affiliation, appearance.biography
    return SpeakerPart(
        slug=person.slug,
        name=person.name,
        honorific=appearance.honorific,
        affiliation=affiliation or person.affiliation,
        biography=biography or person.biography,
        homepage=person.homepage,
        photo=picture_part(person.photo),
    )


def talk_part(talk: Talk) -> TalkPart:
    """The talk with its abstracts, speakers, links and topics, each in order."""
    return talk_of(
        talk,
        appearances=talk.appearances.all(),
        abstracts=talk.abstracts.all(),
        links=talk.links.all(),
        tags=talk.tags.all(),
    )


def talk_of(
    talk: Talk,
    *,
    appearances: Iterable[Appearance],
    abstracts: Iterable[Abstract],
    links: Iterable[Link],
    tags: Iterable[Tag],
) -> TalkPart:
    """The talk with these parts, each in order, saved or not."""
    return TalkPart(
        uid=str(talk.uid),
        state=talk.state,
        language=talk.language,
        level=talk.level,
        prerequisites=talk.prerequisites,
        why=talk.why,
        joint_biography=talk.joint_biography,
        starts_at=utc(talk.starts_at),
        ends_at=utc(talk.ends_at),
        abstracts=tuple(
            AbstractPart(language=each.language, title=each.title, text=each.text, source=each.source)
            for each in abstracts
            if each.title or each.text
        ),
        speakers=tuple(speaker_part(each) for each in appearances),
        links=tuple(LinkPart(kind=each.kind, url=each.url, label=each.label) for each in links),
        tags=tuple(TagPart(slug=each.slug, name=each.name) for each in tags),
    )


def freeze(event: Event, *, path: str = "", state: str = "published") -> Snapshot:
    """The working copy of `event` as a value; raises `Undated`.

    `path` and `state` are what it will have when this is published; for a preview they may be left out.
    """
    return freeze_with(event, (talk_part(talk) for talk in event.talks.all()), path=path, state=state)


def freeze_with(
    event: Event, talks: Iterable[TalkPart], *, path: str = "", state: str = "published"
) -> Snapshot:
    """`event` with these talks, saved or not, as a value; raises `Undated`."""
    starts_at, ends_at = utc(event.starts_at), utc(event.ends_at)
    if starts_at is None or ends_at is None:
        raise Undated
    venue, meeting = event.resolved_venue, event.resolved_meeting
    return Snapshot(
        uid=str(event.uid),
        series=series_part(event.series),
        path=path or event.path,
        state=state,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=event.zone,
        is_all_day=event.is_all_day,
        number=event.number,
        title=event.title,
        intro=event.intro,
        notes=event.notes,
        audience=event.audience or event.series.audience,
        host=event.host,
        contact=event.contact or event.series.contact,
        signup_url=event.signup_url,
        signup_until=utc(event.signup_until),
        cancel_reason=event.cancel_reason if state == "cancelled" else "",
        venue=venue_part(venue) if venue else None,
        meeting=meeting_part(meeting) if meeting else None,
        talks=tuple(talks),
    )
