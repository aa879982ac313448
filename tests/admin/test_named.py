"""Rooms, meetings, people, topics and series at the desk."""

from __future__ import annotations

import pytest
from django.db.models import Model
from django.test import Client

from seminars.models import Announcement, Meeting, Publication, Series, Speaker, Venue
from tests.admin.reading import form_with, said, text_of
from tests.factories import (
    a_meeting,
    a_series,
    a_speaker,
    a_tag,
    a_talk,
    a_venue,
    an_event,
    published,
)

DESK = "/en/admin/seminars"


def test_a_room_makes_its_own_address(desk: Client) -> None:
    sent = form_with(desk.get(f"{DESK}/venue/add/"), "name_zh")

    desk.post(f"{DESK}/venue/add/", sent | {"name_zh": "格致堂201"})

    assert Venue.objects.get().slug.startswith("ge")


def test_a_room_without_a_name_is_refused_with_a_sentence(desk: Client) -> None:
    sent = form_with(desk.get(f"{DESK}/venue/add/"), "name_zh")

    page = text_of(desk.post(f"{DESK}/venue/add/", sent | {"address_zh": "东区"}))

    assert "Give the name in Chinese or in English, or both." in page
    assert "东区" in page
    assert not Venue.objects.exists()


def test_renaming_a_room_reaches_coming_events_and_says_how_many(desk: Client) -> None:
    room = a_venue()
    event = an_event(venue=room)
    published(event)
    event.talks.get().abstracts.update(title="半句")
    sent = form_with(desk.get(f"{DESK}/venue/{room.pk}/change/"), "name_zh")

    page = said(desk.post(f"{DESK}/venue/{room.pk}/change/", sent | {"name_zh": "格致堂113"}))

    snapshot = Publication.objects.get(event=event).snapshot
    assert "1 coming event now says so" in page
    assert snapshot["venue"]["name"]["zh"] == "格致堂113"
    assert "半句" not in str(snapshot)


def test_what_an_event_names_is_not_deleted_and_a_sentence_says_why(desk: Client) -> None:
    speaker = a_speaker()
    a_talk(an_event(has_talk=False), speakers=[speaker])

    page = said(desk.post(f"{DESK}/speaker/{speaker.pk}/delete/", {"post": "yes"}))

    assert "is named by a series or an event, so it cannot be deleted." in page
    assert Speaker.objects.filter(pk=speaker.pk).exists()


@pytest.fixture
def shown(db: None) -> dict[str, Model]:
    """A room, a person and a topic that a page names."""
    room, speaker, tag = a_venue(slug="shown"), a_speaker(slug="shown"), a_tag(slug="shown")
    event = an_event(venue=room, has_talk=False)
    a_talk(event, speakers=[speaker], tags=[tag])
    published(event)
    return {"venue": room, "speaker": speaker, "tag": tag}


@pytest.mark.parametrize("kind", ["venue", "speaker", "tag"])
def test_the_address_of_what_a_page_names_stays(desk: Client, shown: dict[str, Model], kind: str) -> None:
    path = f"{DESK}/{kind}/{shown[kind].pk}/change/"
    page = desk.get(path)
    sent = form_with(page, "name_zh")

    desk.post(path, sent | {"slug": "another", "name_zh": "新名"})

    shown[kind].refresh_from_db()
    assert "slug" not in sent
    assert "The address stays as it is, because published pages link to it." in text_of(page)
    assert (getattr(shown[kind], "slug"), getattr(shown[kind], "name_zh")) == ("shown", "新名")  # noqa: B009


def test_the_address_of_what_only_a_draft_names_may_change(desk: Client) -> None:
    speaker = a_speaker(slug="draft")
    a_talk(an_event(has_talk=False), speakers=[speaker])
    path = f"{DESK}/speaker/{speaker.pk}/change/"

    desk.post(path, form_with(desk.get(path), "name_zh") | {"slug": "another"})

    speaker.refresh_from_db()
    assert speaker.slug == "another"


def test_a_deleted_series_has_no_calendar(desk: Client) -> None:
    series = a_series(slug="gone")
    assert desk.get("/calendar/gone.ics").status_code == 200

    desk.post(f"{DESK}/series/{series.pk}/delete/", {"post": "yes"})

    assert not Series.objects.exists()
    assert desk.get("/calendar/gone.ics").status_code == 404


def test_what_nobody_names_is_deleted(desk: Client) -> None:
    speaker = a_speaker()

    desk.post(f"{DESK}/speaker/{speaker.pk}/delete/", {"post": "yes"})

    assert not Speaker.objects.exists()


def test_a_meeting_takes_its_number_as_pasted_and_keeps_its_host_key(desk: Client) -> None:
    meeting = a_meeting(host_key="654321")
    page = desk.get(f"{DESK}/meeting/{meeting.pk}/change/")
    sent = form_with(page, "provider")

    desk.post(f"{DESK}/meeting/{meeting.pk}/change/", sent | {"code": "555-010-0222"})

    kept = Meeting.objects.get()
    assert "654321" not in text_of(page)
    assert (kept.code, kept.host_key) == ("5550100222", "654321")


def test_a_meeting_number_of_letters_is_refused(desk: Client) -> None:
    sent = form_with(desk.get(f"{DESK}/meeting/add/"), "provider")

    page = text_of(desk.post(f"{DESK}/meeting/add/", sent | {"code": "room two"}))

    assert "A meeting number has 9 to 15 digits." in page
    assert "room two" in page


def test_a_series_may_not_take_one_of_our_addresses(desk: Client) -> None:
    sent = form_with(desk.get(f"{DESK}/series/add/"), "name_zh")

    page = text_of(desk.post(f"{DESK}/series/add/", sent | {"name_zh": "讨论班", "slug": "calendar"}))

    assert "The address “calendar” is reserved; choose another one." in page
    assert not Series.objects.exists()


def test_another_usual_place_is_published_for_the_chosen_events_and_told_once(
    desk: Client, wenqu: Series
) -> None:
    first, second, third = (
        an_event(wenqu, number=number, tell="never", venue_from="series", meeting_from="series")
        for number in (1, 2, 3)
    )
    for event in (first, second, third):
        published(event)
    room = a_venue(name_zh="新楼 101", name_en="New Hall 101")
    sent = form_with(desk.get(f"{DESK}/series/{wenqu.pk}/change/"), "name_zh")

    page = desk.post(f"{DESK}/series/{wenqu.pk}/change/", sent | {"venue": str(room.pk)}, follow=True)
    chosen = form_with(page, "events")
    assert chosen["events"] == [str(each.pk) for each in (first, second, third)]
    assert "<ins>新楼 101<br>New Hall 101" in text_of(page)

    answer = text_of(
        desk.post(
            f"{DESK}/series/{wenqu.pk}/inherit/", chosen | {"events": [first.pk, second.pk]}, follow=True
        )
    )
    assert "2 events say the new place, and their subscribers are told once." in answer
    assert [each.snapshot["venue"]["name"]["zh"] for each in Publication.objects.order_by("number")] == [
        "新楼 101",
        "新楼 101",
        "格致堂112",
    ]
    assert Announcement.objects.count() == 1


def test_an_organizer_of_one_series_changes_it_but_not_who_organizes_it(ottos_desk: Client) -> None:
    series = Series.objects.get(slug="otto")
    sent = form_with(ottos_desk.get(f"{DESK}/series/{series.pk}/change/"), "name_zh")

    ottos_desk.post(f"{DESK}/series/{series.pk}/change/", sent | {"motto_en": "Slowly", "organizers": []})

    series.refresh_from_db()
    assert series.motto_en == "Slowly"
    assert [user.username for user in series.organizers.all()] == ["otto"]
