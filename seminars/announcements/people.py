"""The people of an event: who speaks at it with a known address, and who holds an invitation to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Lower

from seminars.announcements.channels.base import MAIL
from seminars.models import (
    Audience,
    Delivery,
    DeliveryState,
    Event,
    Publication,
    PublicationSpeaker,
    Speaker,
    Subscriber,
    Told,
)
from seminars.programme.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who hears of their own events: as a speaker, or as one who no longer is (`speaker` may be gone)."""

    address: str
    speaker: Speaker | None
    zone: str


def speaking(publications: Iterable[Publication]) -> dict[int, dict[str, Speaker]]:
    """By event pk: who is named in its public copy and has an address, by that address in small letters."""
    events = {publication.pk: publication.event_id for publication in publications}
    found: dict[int, dict[str, Speaker]] = {}
    rows = PublicationSpeaker.objects.filter(publication__in=events).exclude(speaker__email="")
    for row in rows.select_related("speaker").order_by("publication_id", "position"):
        found.setdefault(events[row.publication_id], {})[row.speaker.email.lower()] = row.speaker
    return found


def people_of(publications: Sequence[Publication]) -> list[Person]:
    """Everybody who hears of these events as one of their speakers, past ones with an invitation included."""
    found: dict[str, Person] = {}
    here = speaking(publications)
    for publication in publications:
        zone = str(publication.revision.snapshot["zone"])
        for address, speaker in here.get(publication.event_id, {}).items():
            found.setdefault(address, Person(speaker.email, speaker, zone))
        for delivery in invited_as_speakers(publication.event_id):
            found.setdefault(delivery.address.lower(), Person(delivery.address, delivery.speaker, zone))
    return _as_subscribed(found)


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


def invited_as_speakers(event: int) -> list[Delivery]:
    """For each address that was mailed as a speaker of the event and holds an invitation: its last delivery."""
    rows = Delivery.objects.filter(
        holds_one("address", [event]),
        announcement__audience=Audience.PEOPLE,
        announcement__revisions__event=event,
    )
    latest = {row.address: row for row in rows.select_related("speaker").order_by("pk")}
    return list(latest.values())


def named(snapshot: Snapshot) -> list[Speaker]:
    """The speakers of `snapshot` whose address is known."""
    slugs = [person.slug for person in snapshot.speakers]
    return list(Speaker.objects.filter(slug__in=slugs).exclude(email=""))


def takes_back_invitations(event: Event, before: Snapshot | None, after: Snapshot) -> bool:
    """Whether somebody who is no longer named holds an invitation: their CANCEL needs a higher SEQUENCE.

    RFC 5546 §3.2.5. The event's own number rises, so that whoever is named again is not invited with a lower one.
    """
    if before is None or {each.slug for each in before.speakers} <= {each.slug for each in after.speakers}:
        return False
    addresses = {each.email.lower() for each in named(before)} - {each.email.lower() for each in named(after)}
    return bool(addresses and addresses & {each.address.lower() for each in invited_as_speakers(event.pk)})


def _as_subscribed(people: dict[str, Person]) -> list[Person]:
    """The same people; who reads a series under another spelling of the address is written to under that one."""
    lower = Subscriber.objects.active().annotate(lower=Lower("email")).filter(lower__in=people)
    spelled = dict(lower.values_list("lower", "email"))
    return [
        Person(spelled.get(address, person.address), person.speaker, person.zone)
        for address, person in people.items()
    ]
