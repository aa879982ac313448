"""The event's people hear first: who speaks, hosts and organizes."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from seminars.models import (
    Event,
    Series,
    Telling,
)
from seminars.publishing.change import cancel, move
from seminars.publishing.publish import publish
from tests.announcements.mailbox import outgoing, text_of
from tests.announcements.telling import DAY, HOUR, MINUTE, drained, titled, told, untitled, wenqu
from tests.factories import (
    NOW,
    STARTS,
    a_subscriber,
)

pytestmark = pytest.mark.django_db
SETTLED = 10 * MINUTE


@pytest.fixture
def series() -> Series:
    return wenqu()


@pytest.fixture
def event(series: Series) -> Event:
    return untitled(series)


# Its people


@pytest.fixture
def people(event: Event, series: Series) -> Event:
    """Lin speaks, Shen hosts, Mei organizes and reads English in London."""
    event.talks.get().appearances.get().speaker.__class__.objects.update(email="lin@example.org")
    event.host, event.host_email = "沈栖", "shen@example.org"
    event.save()
    series.organizers.add(User.objects.create_user("mei", "mei@example.org", first_name="Mei"))
    a_subscriber(email="mei@example.org", language="en", zone="Europe/London")
    return event


def test_speakers_host_and_organizers_hear_first_in_their_language(people: Event) -> None:
    publish(titled(people), by=None, at=NOW)
    drained(NOW)
    cancel(people, reason="", by=None, at=NOW + HOUR)
    drained(NOW + HOUR)

    assert [(str(each["To"]), str(each["Subject"])[:4]) for each in outgoing()] == [
        ("lin@example.org", "【预告】"),
        ("shen@example.org", "【预告】"),
        ("mei@example.org", "[Sem"),
        ("lan@example.org", "【预告】"),
        ("lin@example.org", "【取消】"),
        ("shen@example.org", "【取消】"),
        ("mei@example.org", "[Can"),
        ("lan@example.org", "【取消】"),
    ]
    speaker, host, organizer = (text_of(each) for each in outgoing()[:3])
    assert speaker.startswith("您是本期的讲者，所以收到这封信。")
    assert host.startswith("您是本期的主持人，所以收到这封信。")
    assert organizer.startswith("You get this mail because you organize this event.")
    assert "where you are: Sat, 28 November 2026, 06:00–08:00" in organizer
    assert all(each.get_content_type() == "multipart/mixed" for each in outgoing()[:3])
    methods = [
        part.get_param("method")
        for each in outgoing()
        for part in each.walk()
        if part.get_content_type() == "text/calendar" and not part.is_attachment()
    ]
    assert methods == ["REQUEST"] * 3 + ["CANCEL"] * 3


def test_a_speaker_is_written_to_in_their_own_language_and_zone(people: Event) -> None:
    people.talks.get().appearances.get().speaker.__class__.objects.update(
        language="en", zone="America/New_York"
    )
    publish(titled(people), by=None, at=NOW)
    drained(NOW)
    assert "where you are: Sat, 28 November 2026, 01:00–03:00" in text_of(outgoing()[0])


def test_who_no_longer_organizes_has_the_invitation_taken_back(people: Event, series: Series) -> None:
    publish(titled(people), by=None, at=NOW)
    drained(NOW)
    series.organizers.clear()
    move(people, starts_at=STARTS + HOUR, by=None, at=NOW + HOUR)
    drained(NOW + HOUR)
    last = {str(each["To"]): str(each["Subject"]) for each in outgoing()}
    assert last["mei@example.org"] == "[Your part] Wenqu #42: you are no longer listed for it"


def test_nothing_public_names_the_hosts_address(people: Event) -> None:
    publish(people, by=None, at=NOW)
    assert "shen@example.org" not in str(people.revisions.get().snapshot)


def test_an_event_of_which_nobody_is_told_tells_no_people_either(people: Event) -> None:
    people.tell = Telling.NEVER
    people.save()
    publish(people, by=None, at=NOW)
    drained(NOW + DAY)
    assert told() == []
