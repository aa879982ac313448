"""Reserving the online meeting at the desk: ticked, refused in words, published without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from seminars.models import Event, MeetingAccount, Publication, Reservation, Series
from tests.admin.reading import form_with, said, text_of
from tests.admin.test_acts import at, press
from tests.calling.robots import certificate_in, running
from tests.factories import NOW, an_event
from tests.meetings.tencent.provider import APP_ID, HOST, SECRET_ID, SECRET_KEY, USER, Provider, refusal

TICK = "Reserve a Tencent Meeting first"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_in(tmp_path_factory.mktemp("tls"), HOST)


@pytest.fixture
def provider(certificate: Path, settings: Any) -> Iterator[Provider]:
    settings.CALLING_DOOR = "tests.calling.robots.door"
    provider = Provider(NOW.timestamp())
    with running(certificate, {HOST: provider}):
        yield provider


@pytest.fixture
def event(wenqu: Series) -> Event:
    assert wenqu.meeting is not None
    wenqu.meeting.code = ""
    wenqu.meeting.save()
    MeetingAccount.objects.create(
        series=wenqu, is_on=True, app_id=APP_ID, secret_id=SECRET_ID, secret_key=SECRET_KEY, user_id=USER
    )
    return an_event(wenqu, number=42, meeting_from="series")


def test_a_meeting_is_reserved_and_published(desk: Client, event: Event, provider: Provider) -> None:
    assert TICK in text_of(desk.get(at(event, "publish")))
    answer = press(desk, event, "publish", tell="never")

    assert "Tencent Meeting reserved" in answer
    assert "Published: the page" in answer
    assert Publication.objects.get().snapshot["meeting"]["code"] == "555010001"
    assert TICK not in text_of(desk.get(at(event, "publish")))


def test_a_refusal_publishes_nothing_and_leaves_the_choice(
    desk: Client, event: Event, provider: Provider
) -> None:
    provider.refuses = [refusal(9008, "LIMIT")]
    answer = desk.post(at(event, "publish"), form_with(desk.get(at(event, "publish")), "seen"))
    assert "has reserved as many meetings as its contract allows" in said(answer)
    assert not Publication.objects.exists()

    fields = form_with(answer, "seen")
    assert fields.pop("reserves") == "on"
    assert "Published: the page" in said(desk.post(at(event, "publish"), fields | {"tell": "never"}))
    assert Publication.objects.get().snapshot["meeting"].get("code") is None
    assert len(provider.calls) == 1


def test_what_cannot_be_published_reserves_nothing(desk: Client, event: Event, provider: Provider) -> None:
    fields = form_with(desk.get(at(event, "publish")), "seen")
    event.talks.all().delete()
    desk.post(at(event, "publish"), fields)

    assert provider.calls == []


def test_the_organizers_hear_what_the_provider_does_not_know(
    desk: Client, event: Event, provider: Provider
) -> None:
    press(desk, event, "publish", tell="never")
    Reservation.objects.update(fault="13602", due_at=None)

    assert "put the meeting right in its app" in text_of(desk.get(at(event, "change")))


def test_the_key_is_typed_and_never_shown(desk: Client, wenqu: Series) -> None:
    address = f"/en/admin/seminars/series/{wenqu.pk}/change/"

    def save(**typed: str) -> Any:
        fields = form_with(desk.get(address), "slug")
        own = {f"meeting_account-0-{name}": value for name, value in typed.items()}
        return desk.post(address, fields | own)

    assert text_of(save(is_on="on")).count("Tencent Meeting asks for this.") == 4
    save(is_on="on", app_id=APP_ID, secret_id=SECRET_ID, user_id=USER, new_key=SECRET_KEY)
    assert MeetingAccount.objects.get().secret_key == SECRET_KEY
    assert SECRET_KEY not in text_of(desk.get(address))
    save(user_id="u2")
    account = MeetingAccount.objects.get()
    assert (account.secret_key, account.user_id) == (SECRET_KEY, "u2")
