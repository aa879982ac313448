"""Whom the desk asks to invite: the host's address, and a speaker's language and clocks."""

from __future__ import annotations

from django.test import Client

from seminars.models import Channel, Event, EventState, Series, Speaker
from tests.admin.reading import form_with, said, text_of
from tests.announcements.channels.telling import a_channel
from tests.factories import a_speaker, an_event, published

DESK = "/en/admin/seminars"


def test_the_hosts_address_is_kept_to_the_desk(desk: Client, visitor: Client, wenqu: Series) -> None:
    event = an_event(wenqu, number=42)
    path = f"{DESK}/event/{event.pk}/change/"

    desk.post(
        path, form_with(desk.get(path), "host_email") | {"host": "Shen", "host_email": "shen@example.org"}
    )
    published(Event.objects.get(pk=event.pk))

    event.refresh_from_db()
    assert event.host_email == "shen@example.org"
    assert "shen@example.org" not in str(event.revisions.get().snapshot)
    assert "shen@example.org" not in text_of(visitor.get("/wenqu/42/"))


def test_a_duplicate_has_the_same_host(desk: Client, wenqu: Series) -> None:
    event = an_event(wenqu, number=41, host="Shen", host_email="shen@example.org")
    published(event)

    desk.post(f"{DESK}/event/{event.pk}/duplicate/")

    draft = Event.objects.get(state=EventState.DRAFT)
    assert (draft.host, draft.host_email) == ("Shen", "shen@example.org")


def test_another_host_of_a_public_event_is_told_with_the_next_change(desk: Client, wenqu: Series) -> None:
    event = an_event(wenqu, number=42)
    published(event)
    path = f"{DESK}/event/{event.pk}/change/"

    answer = said(
        desk.post(path, form_with(desk.get(path), "host_email") | {"host_email": "shen@example.org"})
    )

    assert "The host’s new address is invited, and the former one told, with the next change." in answer


def test_a_speaker_has_a_language_and_clocks_of_their_own(desk: Client) -> None:
    speaker = a_speaker(email="lin@example.org")
    path = f"{DESK}/speaker/{speaker.pk}/change/"
    sent = form_with(desk.get(path), "email")

    assert (sent["language"], sent["zone"]) == ("", "")
    desk.post(path, sent | {"language": "en", "zone": "America/New_York"})
    speaker.refresh_from_db()
    assert (speaker.language, speaker.zone) == ("en", "America/New_York")
    desk.post(path, form_with(desk.get(path), "email") | {"zone": ""})
    assert Speaker.objects.get(pk=speaker.pk).zone == ""


def test_a_channel_may_be_spared_reminders_and_asked_for_recordings(desk: Client, wenqu: Series) -> None:
    channel = a_channel(an_event(wenqu))
    path = f"{DESK}/channel/{channel.pk}/change/"
    sent = form_with(desk.get(path), "name")

    assert (sent["reminds"], "wants_recordings" in sent) == ("on", False)
    del sent["reminds"]
    desk.post(path, sent | {"wants_recordings": "on"})
    channel = Channel.objects.get(pk=channel.pk)
    assert (channel.reminds, channel.wants_recordings) == (False, True)
