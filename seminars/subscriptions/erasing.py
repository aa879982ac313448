"""How an address is forgotten: its person leaves no trace, and the ledger still adds up."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from seminars.announcements.channels.base import MAIL
from seminars.models import Audience, Delivery, DeliveryState, Subscriber, Told
from seminars.sealing.pseudonyms import ERASED, pseudonym


def erase(subscriber: Subscriber) -> None:
    """Delete `subscriber` with all it follows, asked for and holds; in what was told, a keyed hash takes the
    place of the address, so that whoever subscribes with it later begins anew.

    What is still to be sent, or is being sent, ends suppressed. What the address was told as one of the people of
    an event belongs to that event and stays.
    """
    with transaction.atomic():
        # Who saves or erases at the same time waits here; whoever comes second finds nobody.
        held = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
        if held is None:
            return
        deliveries = Delivery.objects.filter(
            channel=MAIL, announcement__audience=Audience.SUBSCRIBERS
        ).filter(Q(subscriber=held) | Q(address__iexact=held.email))
        as_people = Delivery.objects.filter(
            announcement__audience=Audience.PEOPLE,
            announcement__revisions__isnull=False,
            address__iexact=held.email,
        )
        told = Told.objects.filter(channel=MAIL, address__iexact=held.email).exclude(
            event__in=as_people.values("announcement__revisions__event")
        )
        _redact(held, list(deliveries.values_list("pk", "address")), list(told.values_list("pk", "address")))
        held.delete()


def _redact(subscriber: Subscriber, deliveries: list[tuple[int, str]], told: list[tuple[int, str]]) -> None:
    for address in {address for _pk, address in (*deliveries, *told)}:
        # With the number of the subscriber, which never comes again: one address may be erased twice.
        hidden = ERASED + pseudonym(settings.SECRET_KEY, "erased", str(subscriber.pk), address)
        rows = Delivery.objects.filter(pk__in=[pk for pk, each in deliveries if each == address])
        rows.filter(state__in=(DeliveryState.WAITING, DeliveryState.SENDING)).update(
            state=DeliveryState.SUPPRESSED, claim=None, leased_until=None
        )
        # Mail servers name the address in their answers.
        rows.update(address=hidden, error="")
        Told.objects.filter(pk__in=[pk for pk, each in told if each == address]).update(address=hidden)
