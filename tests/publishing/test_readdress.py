"""A number that came later becomes the address, and what was linked before goes on to work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from seminars.models import Announcement, Event, FormerPath, Publication
from seminars.programme.snapshots import from_json
from seminars.programme.states import NotPossible
from seminars.publishing.change import NothingToDo, cancel
from seminars.publishing.publish import publish
from seminars.publishing.readdress import TakenAddress, readdress
from seminars.publishing.withdraw import withdraw
from tests.factories import NOW, a_series, a_subscriber, an_event, published

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def event() -> Event:
    """Published under its date; then it got the number 89, and somebody began to write a theme."""
    event = an_event(a_series(slug="yao"))
    published(event)
    event.number, event.intro_zh = 89, "还没写完的"
    event.save()
    return event


def test_the_number_becomes_the_address_of_the_same_event(event: Event) -> None:
    revision = readdress(event, by=None, at=LATER)

    shown = Publication.objects.get()
    snapshot = from_json(shown.snapshot)
    assert (event.path, shown.path, shown.number, snapshot.path, snapshot.number) == (
        "89",
        "89",
        89,
        "89",
        89,
    )
    assert (shown.uid, revision.number, revision.sequence) == (event.uid, 2, 0)
    assert snapshot.intro.zh == ""
    assert list(FormerPath.objects.values_list("series__slug", "path", "event")) == [
        ("yao", "2026-11-28", event.pk)
    ]


def test_nobody_is_told(event: Event) -> None:
    a_subscriber(event.series)
    Announcement.objects.all().delete()

    readdress(event, by=None, at=LATER)

    assert not Announcement.objects.exists()


def test_pages_redirect_for_good_and_the_file_answers_as_under_the_new_name(
    event: Event, client: Client
) -> None:
    readdress(event, by=None, at=LATER)

    pages = ("/yao/2026-11-28/", "/en/yao/2026-11-28/time/?tz=UTC")
    found = [(response.status_code, response["Location"]) for response in map(client.get, pages)]
    old, new = client.get("/calendar/yao/2026-11-28.ics"), client.get("/calendar/yao/89.ics")

    assert found == [(301, "/yao/89/"), (301, "/en/yao/89/time/?tz=UTC")]
    assert (old.status_code, new.status_code, old.content) == (200, 200, new.content)
    assert b"URL:http://127.0.0.1:8000/yao/89/" in new.content


def test_a_cancelled_event_may_get_its_number_too(event: Event) -> None:
    cancel(event, reason="", by=None, at=NOW)

    assert readdress(event, by=None, at=LATER).sequence == 1
    assert Publication.objects.get().state == "cancelled"


def test_a_second_number_leaves_both_old_addresses_and_the_first_may_come_back(event: Event) -> None:
    for number in (90, 91, 90):
        Event.objects.filter(pk=event.pk).update(number=number)
        readdress(event, by=None, at=LATER)

    assert Publication.objects.get().path == "90"
    assert set(FormerPath.objects.values_list("path", flat=True)) == {"2026-11-28", "91"}


@pytest.mark.parametrize("number", [None, 89])
def test_without_another_number_there_is_nothing_to_do(event: Event, number: int | None) -> None:
    readdress(event, by=None, at=LATER)
    Event.objects.update(number=number)

    with pytest.raises(NothingToDo):
        readdress(event, by=None, at=LATER)

    assert Publication.objects.get().path == "89"


def test_an_address_that_another_event_has_is_refused(event: Event) -> None:
    other = an_event(event.series, number=7)
    published(other)
    withdraw(other, by=None, at=NOW)
    Event.objects.filter(pk=event.pk).update(number=7)

    with pytest.raises(TakenAddress, match="/yao/7"):
        readdress(event, by=None, at=LATER)

    assert Event.objects.get(pk=event.pk).path == "2026-11-28"
    assert not FormerPath.objects.exists()


def test_an_address_that_another_event_had_is_refused(event: Event) -> None:
    readdress(event, by=None, at=LATER)
    Event.objects.filter(pk=event.pk).update(number=90)
    readdress(event, by=None, at=LATER)
    other = an_event(event.series)
    publish(other, by=None, at=LATER)
    Event.objects.filter(pk=other.pk).update(number=89)

    with pytest.raises(TakenAddress):
        readdress(other, by=None, at=LATER)


def test_a_draft_and_a_withdrawn_event_have_no_address_to_change(event: Event) -> None:
    withdraw(event, by=None, at=LATER)

    for each in (an_event(number=5), event):
        with pytest.raises(NotPossible):
            readdress(each, by=None, at=LATER)
