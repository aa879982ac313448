"""The organizer sees who is told before it is published, and may say it otherwise and with a line of their own."""

from __future__ import annotations

import pytest
from django.test import Client

from seminars.models import Announcement, AnnouncementKind, Audience, Event, Publication, Series
from tests.admin.reading import form_with, said, text_of
from tests.admin.test_acts import at, press
from tests.announcements.channels.telling import a_channel
from tests.factories import NOW, a_subscriber, a_talk, an_event, published

LONG = "很" * 201


@pytest.fixture
def event(wenqu: Series) -> Event:
    """Followed by Lan in Chinese, by Kun in English and by a group; without an abstract yet."""
    a_subscriber(wenqu, email="lan@example.org")
    a_subscriber(wenqu, email="kun@example.org", language="en")
    event = an_event(wenqu, number=42, has_talk=False)
    a_talk(event, abstract="")
    a_channel(event)
    return event


def test_the_first_publication_says_who_will_hear(desk: Client, event: Event) -> None:
    assert "It goes to: 2 people, 1 group, in 2 languages." in text_of(desk.get(at(event, "publish")))


@pytest.mark.parametrize(
    ("change", "sentence", "offers_now"),
    [
        (
            {"venue_from": "none", "venue": None, "meeting_from": "series"},
            "It is told at once, after a minute in which you can stop it.",
            False,
        ),
        ({"host": "Han"}, "Nobody is told: no time, place, meeting, talk, speaker or title changes.", True),
    ],
)
def test_the_page_of_a_change_says_how_soon_it_is_told(
    desk: Client, event: Event, change: dict[str, object], sentence: str, offers_now: bool
) -> None:
    published(event)
    Announcement.objects.update(fanned_out_at=NOW)
    Event.objects.filter(pk=event.pk).update(**change)

    page = text_of(desk.get(at(event, "publish")))

    assert sentence in page
    assert ('value="now"' in page) is offers_now
    assert ("tell them now: 2 people, 1 group, in 2 languages" in page) is offers_now


def test_an_addition_waits_unless_the_organizer_says_now(desk: Client, event: Event) -> None:
    published(event)
    Announcement.objects.update(fanned_out_at=NOW)
    event.talks.get().abstracts.update(text="关于对偶。")

    assert "It goes with the next reminder or digest" in text_of(desk.get(at(event, "publish")))
    press(desk, event, "publish", how="now", note="摘要来了")

    told = Announcement.objects.latest("pk")
    assert (told.kind, told.note, told.tells_all) == (AnnouncementKind.ADDED, "摘要来了", True)
    page = text_of(desk.get(at(event, "change")))
    assert "<q>摘要来了</q>" in page
    assert 'data-countdown="60"' in page


def test_what_is_fixed_silently_tells_nobody(desk: Client, event: Event) -> None:
    published(event)
    Announcement.objects.all().delete()

    press(desk, event, "move", on="2026-11-29", start="09:30", end="", how="silent")

    assert not Announcement.objects.exists()
    assert event.revisions.latest("number").is_silent


@pytest.mark.parametrize("act", ["move", "restore", "publish"])
def test_a_line_that_is_too_long_is_refused_and_kept(desk: Client, event: Event, act: str) -> None:
    published(event)
    if act == "restore":
        press(desk, event, "cancel")
    Event.objects.filter(pk=event.pk).update(host="Han")
    before = event.revisions.count()
    sent = form_with(desk.get(at(event, act)), "note") | {"note": LONG, "how": "silent"}

    response = desk.post(at(event, act), sent)

    assert "This line has 201 characters; at most 200 fit." in text_of(response)
    kept = form_with(response, "note")
    assert (kept["note"], kept["how"]) == (LONG, "silent")
    assert event.revisions.count() == before


def test_a_line_is_not_lost_when_somebody_changed_the_event_meanwhile(desk: Client, event: Event) -> None:
    published(event)
    Event.objects.filter(pk=event.pk).update(host="Han")
    sent = form_with(desk.get(at(event, "publish")), "seen") | {"note": "请见谅"}
    Event.objects.filter(pk=event.pk).update(host="Li", updated_at=NOW.replace(minute=1))

    response = desk.post(at(event, "publish"), sent)

    assert "Somebody changed this event since you opened this page." in text_of(response)
    assert form_with(response, "seen")["note"] == "请见谅"
    assert "Published" in said(desk.post(at(event, "publish"), form_with(response, "seen")))
    assert Publication.objects.get().snapshot["host"] == "Li"


def test_a_reason_is_not_lost_when_the_move_makes_no_difference(desk: Client, event: Event) -> None:
    published(event)
    sent = form_with(desk.get(at(event, "move")), "on") | {"note": "请见谅"}

    response = desk.post(at(event, "move"), sent)

    assert "The event already has this time." in text_of(response)
    assert form_with(response, "on")["note"] == "请见谅"


# Notes


def test_a_note_goes_to_all_after_a_minute(desk: Client, event: Event) -> None:
    event.host_email = "shen@example.org"
    event.save()
    published(event)

    page = text_of(desk.get(at(event, "note")))
    answer = said(
        desk.post(
            at(event, "note"), form_with(desk.get(at(event, "note")), "text") | {"text": "晚10分钟开始"}
        )
    )

    assert "It goes to: 3 people, 1 group, in 2 languages." in page
    assert answer == "The note leaves in a minute; until then you can stop it."
    notes = Announcement.objects.filter(kind=AnnouncementKind.NOTE).order_by("pk")
    assert [(each.audience, each.note) for each in notes] == [
        (Audience.PEOPLE, "晚10分钟开始"),
        (Audience.SUBSCRIBERS, "晚10分钟开始"),
    ]
    assert "<q>晚10分钟开始</q>" in text_of(desk.get(at(event, "change")))
    history = text_of(desk.get(at(event, "history")))
    assert "<q>晚10分钟开始</q>" in history
    assert "Sent a note: 晚10分钟开始" in history


def test_a_note_sent_twice_is_sent_once(desk: Client, event: Event) -> None:
    published(event)
    sent = form_with(desk.get(at(event, "note")), "text") | {"text": "晚10分钟开始"}

    desk.post(at(event, "note"), sent)

    assert "This note is on its way already." in said(desk.post(at(event, "note"), sent))
    assert Announcement.objects.filter(kind=AnnouncementKind.NOTE).count() == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write what they are to read."),
        (" \n", "Write what they are to read."),
        (LONG, "at most 200 fit."),
    ],
)
def test_a_note_that_cannot_be_sent_says_why_and_keeps_it(
    desk: Client, event: Event, text: str, sentence: str
) -> None:
    published(event)
    sent = form_with(desk.get(at(event, "note")), "text") | {"text": text}

    response = desk.post(at(event, "note"), sent)

    assert sentence in text_of(response)
    assert form_with(response, "text")["text"] == text
    assert not Announcement.objects.filter(kind=AnnouncementKind.NOTE).exists()


def test_a_cancelled_event_takes_no_note(desk: Client, event: Event) -> None:
    published(event)
    press(desk, event, "cancel")

    assert "It is cancelled: nobody comes." in said(desk.get(at(event, "note")))
    assert "Send a note…" not in text_of(desk.get(at(event, "change")))
