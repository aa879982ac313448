"""The people of an event: who speaks at it, hosts it and runs its series, and who holds an invitation to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower

from seminars.announcements.channels.base import MAIL
from seminars.models import (
    Audience,
    Delivery,
    DeliveryState,
    Event,
    Publication,
    PublicationSpeaker,
    Series,
    Speaker,
    Subscriber,
    Told,
)
from seminars.programme.snapshots import Snapshot
from seminars.text.bilingual import Bilingual


class Role(StrEnum):
    """Why somebody is one of an event's people; '' for who no longer is."""

    SPEAKER = "speaker"
    HOST = "host"
    ORGANIZER = "organizer"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who hears of an event as one of its people, in their language and zone (IANA)."""

    address: str
    name: Bilingual
    role: Role
    language: str
    zone: str
    speaker: Speaker | None = None


def attending(publications: Iterable[Publication]) -> dict[int, dict[str, Person]]:
    """By event pk: the people of its public copy whose address is known, by that address in small letters."""
    events = {publication.pk: publication for publication in publications}
    speaking: dict[int, list[Speaker]] = {}
    rows = PublicationSpeaker.objects.filter(publication__in=events).exclude(speaker__email="")
    for row in rows.select_related("speaker").order_by("publication_id", "position"):
        speaking.setdefault(row.publication_id, []).append(row.speaker)
    running = _organizers({publication.series_id for publication in events.values()})
    return {
        publication.event_id: _by_address(
            publication.event,
            speaking.get(pk, []),
            running.get(publication.series_id, []),
            zone=str(publication.revision.snapshot["zone"]),
            series=publication.series,
        )
        for pk, publication in events.items()
    }


def attending_as(event: Event, snapshot: Snapshot) -> list[Person]:
    """The same for one event as `snapshot` says it, before that is public."""
    slugs = [person.slug for person in snapshot.speakers]
    speakers = Speaker.objects.filter(slug__in=slugs).exclude(email="")
    organizers = _organizers({event.series_id}).get(event.series_id, [])
    return list(
        _by_address(event, list(speakers), organizers, zone=snapshot.zone, series=event.series).values()
    )


def people_of(publications: Sequence[Publication]) -> list[Person]:
    """Everybody who hears of these events as one of their people, past ones with an invitation included."""
    found: dict[str, Person] = {}
    here = attending(publications)
    for publication in publications:
        for address, person in here.get(publication.event_id, {}).items():
            found.setdefault(address, person)
    _add_invited(found, [publication.event_id for publication in publications])
    return _as_subscribed(found)


def people_as(event: Event, snapshot: Snapshot) -> list[Person]:
    """The same for one event as `snapshot` says it, before that is public."""
    found = {person.address.lower(): person for person in attending_as(event, snapshot)}
    _add_invited(found, [event.pk])
    return _as_subscribed(found)


def _add_invited(found: dict[str, Person], events: Sequence[int]) -> None:
    """Whoever holds an invitation as one of the people of these events, and is none of those found."""
    for delivery in invited_as_people(events):
        name = delivery.speaker.name if delivery.speaker else Bilingual()
        found.setdefault(
            delivery.address.lower(),
            Person(delivery.address, name, Role.NONE, delivery.language, delivery.zone, delivery.speaker),
        )


def holds_one(field: str, events: Iterable[int]) -> Q:
    """That the address in `field` holds an invitation to one of these events, or is being sent something now."""
    return _is_among(field, events, invited_as__isnull=False)


def has_heard(field: str, events: Iterable[int]) -> Q:
    """That the address in `field` was told of one of these events, or is being sent something now."""
    return _is_among(field, events)


def _is_among(field: str, events: Iterable[int], **more: bool) -> Q:
    events = list(events)
    told = Told.objects.filter(event__in=events, channel=MAIL, **more)
    leaving = Delivery.objects.filter(state=DeliveryState.SENDING, announcement__revisions__event__in=events)
    return Q(**{f"{field}__in": told.values("address")}) | Q(**{f"{field}__in": leaving.values("address")})


def invited_as_people(events: Sequence[int]) -> list[Delivery]:
    """For each address that was mailed as one of an event's people and holds an invitation to it: its last delivery."""
    held = Told.objects.filter(
        event=OuterRef("event"), address=OuterRef("address"), channel=MAIL, invited_as__isnull=False
    )
    leaving = Delivery.objects.filter(
        state=DeliveryState.SENDING,
        address=OuterRef("address"),
        announcement__revisions__event=OuterRef("event"),
    )
    of_people = Delivery.objects.filter(announcement__audience=Audience.PEOPLE)
    mailed = of_people.annotate(event=F("announcement__revisions__event")).filter(event__in=events)
    rows = mailed.filter(Exists(held) | Exists(leaving))
    latest = {row.address: row for row in rows.select_related("speaker").order_by("pk")}
    return list(latest.values())


def takes_back_invitations(event: Event, before: Snapshot | None, after: Snapshot) -> bool:
    """Whether somebody who is no longer one of its people holds an invitation: their CANCEL needs a higher SEQUENCE.

    RFC 5546 §3.2.5. The event's own number rises, so that whoever is named again is not invited with a lower one.
    """
    if before is None:
        return False
    holding = {each.address.lower() for each in invited_as_people([event.pk])}
    return bool(holding - {each.address.lower() for each in attending_as(event, after)})


def _by_address(
    event: Event, speakers: Iterable[Speaker], organizers: Iterable[User], *, zone: str, series: Series
) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for person in _people(event, speakers, organizers, zone=zone, series=series):
        # Who speaks and organizes hears as a speaker.
        found.setdefault(person.address.lower(), person)
    return found


def _people(
    event: Event, speakers: Iterable[Speaker], organizers: Iterable[User], *, zone: str, series: Series
) -> Iterator[Person]:
    language = "en" if series.language == "en" else "zh"
    for speaker in speakers:
        yield Person(
            speaker.email,
            speaker.name,
            Role.SPEAKER,
            speaker.language or language,
            speaker.zone or zone,
            speaker,
        )
    if event.host_email:
        yield Person(event.host_email, Bilingual(event.host, event.host), Role.HOST, language, zone)
    for user in organizers:
        name = user.get_full_name() or user.get_username()
        yield Person(user.email, Bilingual(name, name), Role.ORGANIZER, language, zone)


def _organizers(series: Iterable[int]) -> dict[int, list[User]]:
    """By series pk: its active organizers with an address."""
    rows = Series.organizers.through.objects.filter(series__in=set(series), user__is_active=True)
    found: dict[int, list[User]] = {}
    for row in rows.exclude(user__email="").select_related("user").order_by("user__pk"):
        found.setdefault(row.series_id, []).append(row.user)
    return found


def _as_subscribed(people: dict[str, Person]) -> list[Person]:
    """The same people; who reads by mail is written to under the spelling, language and zone chosen for that."""
    lower = Subscriber.objects.active().annotate(lower=Lower("email")).filter(lower__in=people)
    chosen = {str(row.email).lower(): row for row in lower}
    return [
        replace(person, address=row.email, language=row.language, zone=row.zone)
        if (row := chosen.get(address))
        else person
        for address, person in people.items()
    ]
