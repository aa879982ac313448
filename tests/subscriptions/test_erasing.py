"""After erasing, no row names the address, and every row of others is as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db.models import Model

from seminars.announcements import outbox
from seminars.announcements.hearers.audience import fan_out
from seminars.announcements.hearers.interests import Interests
from seminars.announcements.sending.claiming import claim
from seminars.models import Announcement, Delivery, Event, Subscriber, Told
from seminars.publishing.change import move
from seminars.publishing.publish import publish
from seminars.sealing.pseudonyms import pseudonym
from seminars.subscriptions import feed_tokens
from seminars.subscriptions.erasing import erase
from seminars.subscriptions.subscribe import Choices, add_confirmed, confirm, request
from tests.factories import NOW, STARTS, a_series, a_speaker, a_subscriber, a_talk, an_event

pytestmark = pytest.mark.django_db
LAN = "lan@example.org"
SOON = NOW + timedelta(minutes=20)


def hidden(reader: Subscriber, pk: int) -> str:
    return "erased:" + pseudonym(settings.SECRET_KEY, "erased", str(pk), reader.email)


def told_event(*readers: str) -> Event:
    series = a_series(slug="wenqu")
    for each in readers:
        a_subscriber(series, email=each)
    event = an_event(series, number=42)
    publish(event, by=None, at=NOW)
    outbox.drain(clock=lambda: SOON)
    return event


def fanned_out() -> None:
    """Whatever is to be told waits as deliveries."""
    for announcement in Announcement.objects.due(at=SOON + timedelta(hours=1)):
        fan_out(announcement, at=SOON)
        Announcement.objects.filter(pk=announcement.pk).update(fanned_out_at=SOON)


def rows(model: type[Model]) -> list[dict[str, Any]]:
    return list(model._default_manager.order_by("pk").values())


def everything() -> str:
    """Every value of every row of ours, as text."""
    return "\n".join(
        str(row) for model in apps.get_app_config("seminars").get_models() for row in rows(model)
    )


def test_what_was_told_stays_without_its_address_and_others_stay_as_they_were() -> None:
    told_event(LAN, "otto@example.org")
    reader = Subscriber.objects.get(email=LAN)
    pk = reader.pk
    deliveries, told, readers = rows(Delivery), rows(Told), rows(Subscriber)

    erase(reader)

    def redacted(row: dict[str, Any]) -> dict[str, Any]:
        if row["address"] != LAN:
            return row
        return (
            row
            | {"address": hidden(reader, pk)}
            | ({"subscriber_id": None} if "subscriber_id" in row else {})
        )

    assert rows(Delivery) == [redacted(row) for row in deliveries] != deliveries
    assert rows(Told) == [redacted(row) for row in told] != told
    assert rows(Subscriber) == [row for row in readers if row["email"] != LAN]
    assert LAN not in everything()


def test_all_that_belongs_to_the_subscriber_goes() -> None:
    request(LAN, Interests((a_series(),), queries=("graphs",)), Choices("zh"), asked_from="192.0.2.1", at=NOW)
    outbox.drain(clock=lambda: NOW)
    reader = Subscriber.objects.get()
    feed_tokens.make(reader, instead_of=None, at=NOW)
    reader.subscriptions.create(query="graphs")

    erase(reader)

    left = {
        model.__name__: rows(model)
        for model in apps.get_app_config("seminars").get_models()
        if rows(model) and model.__name__ not in ("Series", "Pulse", "Counter")
    }
    assert left == {}


def test_what_still_waits_is_not_sent() -> None:
    event = told_event(LAN)
    move(event, starts_at=STARTS + timedelta(hours=1), by=None, at=SOON)
    fanned_out()
    mail.outbox.clear()

    erase(Subscriber.objects.get())
    outbox.drain(clock=lambda: SOON + timedelta(hours=1))

    assert mail.outbox == []
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["sent", "suppressed"]


def test_what_is_being_sent_ends_suppressed() -> None:
    series = a_series()
    a_subscriber(series, email=LAN)
    publish(an_event(series), by=None, at=NOW)
    fanned_out()
    batch = claim(at=SOON)
    assert batch

    erase(Subscriber.objects.get())

    assert batch.still_ours(batch.deliveries, at=SOON) == []
    (row,) = rows(Delivery)
    assert (row["state"], row["claim"], row["leased_until"], row["error"]) == ("suppressed", None, None, "")


def test_a_mail_server_s_answer_that_names_the_address_goes_too() -> None:
    told_event(LAN)
    Delivery.objects.update(state="refused", sent_at=None, error=f"550 <{LAN}> unknown")

    erase(Subscriber.objects.get())

    assert LAN not in everything()


def test_whoever_comes_back_begins_anew_and_may_be_erased_again() -> None:
    event = told_event(LAN)
    first = Subscriber.objects.get().pk
    erase(Subscriber.objects.get())
    again = add_confirmed(LAN, series=[event.series], language="zh", zone="Asia/Shanghai", at=SOON)
    assert (again.pk != first, Told.objects.filter(address=LAN).exists()) == (True, False)
    Delivery.objects.create(
        announcement=Announcement.objects.get(),
        address=LAN,
        subscriber=again,
        language="zh",
        zone="Asia/Shanghai",
        priority=1,
        due_at=SOON,
        expires_at=SOON,
        message_id="<again@example.org>",
    )

    erase(again)

    assert LAN not in everything()
    assert Delivery.objects.filter(address__startswith="erased:").count() == 2


def test_what_a_speaker_was_told_as_a_speaker_stays() -> None:
    series = a_series()
    reader = a_subscriber(series, email=LAN)
    event = an_event(series, has_talk=False)
    a_talk(event, speakers=[a_speaker(email=LAN)])
    publish(event, by=None, at=NOW)
    outbox.drain(clock=lambda: SOON)
    before = list(Told.objects.values_list("address", "revision", "invited_as"))

    erase(reader)

    assert list(Told.objects.values_list("address", "revision", "invited_as")) == before != []
    people = Delivery.objects.filter(announcement__audience="people")
    assert set(people.values_list("address", flat=True)) == {LAN}
    assert not Delivery.objects.filter(announcement__audience="subscribers", address=LAN).exists()


def test_erasing_twice_is_no_fault_and_no_link_opens_anything_afterwards() -> None:
    request(LAN, Interests((a_series(),)), Choices("zh"), at=NOW)
    outbox.drain(clock=lambda: NOW)
    token = str(mail.outbox[0].body).split("/subscribe/")[1].split("/")[0]
    reader = Subscriber.objects.get()
    same = Subscriber.objects.get()

    erase(reader)
    erase(same)

    assert confirm(token, at=NOW) is None
