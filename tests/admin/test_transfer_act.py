"""An event gets its number for an address, or goes over to another series, by the buttons of the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from seminars.models import Announcement, Event, Publication, Series
from tests.admin.reading import form_with, said, text_of
from tests.factories import a_series, a_subscriber, a_venue, an_event, published


def at(event: Event, act: str) -> str:
    return f"/en/admin/seminars/event/{event.pk}/{act}/"


def press(desk: Client, event: Event, act: str, **typed: Any) -> Any:
    """Open the page of an act, type, press its button."""
    return desk.post(at(event, act), form_with(desk.get(at(event, act)), "csrfmiddlewaretoken") | typed)


@pytest.fixture
def theory(db: None) -> Series:
    """Another series of the same organizers."""
    return a_series(
        slug="theory", name_zh="理论组会", name_en="Theory Lunch", venue=a_venue(name_en="Hall 7")
    )


@pytest.fixture
def event(wenqu: Series) -> Event:
    """Published under its date, in the usual room."""
    event = an_event(wenqu, venue_from="series")
    published(event)
    return event


def test_a_number_that_came_later_becomes_the_address(desk: Client, visitor: Client, event: Event) -> None:
    assert at(event, "readdress") not in text_of(desk.get(at(event, "change")))
    Event.objects.update(number=89)

    assert at(event, "readdress") in text_of(desk.get(at(event, "change")))
    assert "/wenqu/2026-11-28/ becomes /wenqu/89/." in text_of(desk.get(at(event, "readdress")))
    assert "The event has its new address" in said(press(desk, event, "readdress"))
    assert visitor.get("/wenqu/2026-11-28/")["Location"] == "/wenqu/89/"
    assert at(event, "readdress") not in text_of(desk.get(at(event, "change")))
    assert "is its address already" in said(desk.get(at(event, "readdress")))


def test_an_address_that_is_taken_is_not_offered_and_refused_with_a_sentence(
    desk: Client, event: Event
) -> None:
    published(an_event(event.series, number=7))
    Event.objects.filter(number=7).update(number=8)
    Event.objects.filter(pk=event.pk).update(number=7)

    assert at(event, "readdress") not in text_of(desk.get(at(event, "change")))
    assert "Another event has or had the address /wenqu/7" in said(desk.post(at(event, "readdress")))


def test_an_event_goes_over_to_another_series(
    desk: Client, visitor: Client, event: Event, theory: Series
) -> None:
    a_subscriber(theory)
    Announcement.objects.all().delete()

    answer = said(press(desk, event, "transfer", series=str(theory.pk), number="12"))

    assert "The event is now Theory Lunch #12" in answer
    assert visitor.get("/wenqu/2026-11-28/")["Location"] == "/theory/12/"
    assert "Hall 7" in text_of(visitor.get("/en/theory/12/"))
    assert not Announcement.objects.exists()
    history = text_of(desk.get(at(event, "history")))
    assert "<del>/wenqu/2026-11-28/</del> <ins>/theory/12/</ins>" in history


def test_another_place_is_told_when_asked(desk: Client, event: Event, theory: Series) -> None:
    Announcement.objects.all().delete()

    press(desk, event, "transfer", series=str(theory.pk), is_told="on")

    assert Announcement.objects.get().series == theory


def test_a_refusal_stands_beside_its_field_and_nothing_is_lost(
    desk: Client, event: Event, theory: Series
) -> None:
    published(an_event(theory, number=12))
    hidden = a_series(visibility="hidden", venue=a_venue())

    taken = press(desk, event, "transfer", series=str(theory.pk), number="12")
    vanishing = press(desk, event, "transfer", series=str(hidden.pk), number="13")

    assert "Another event of that series has the number 12." in text_of(taken)
    assert "is hidden: the event would vanish" in text_of(vanishing)
    assert form_with(taken, "number")["series"] == str(theory.pk)
    assert form_with(taken, "number")["number"] == "12"
    assert Publication.objects.get(event=event).series == event.series


def test_only_who_runs_both_series_may_move_an_event(ottos_desk: Client, theory: Series) -> None:
    own = an_event(Series.objects.get(slug="otto"))
    published(own)
    assert at(own, "transfer") not in text_of(ottos_desk.get(at(own, "change")))

    answer = press(ottos_desk, own, "transfer", series=str(theory.pk))

    assert "Select a valid choice" in text_of(answer)
    assert Event.objects.get(pk=own.pk).series.slug == "otto"
    foreign = an_event(theory)
    published(foreign)
    assert ottos_desk.get(at(foreign, "transfer")).status_code == 403


def test_a_draft_chooses_another_series_in_its_form(desk: Client, wenqu: Series, theory: Series) -> None:
    draft = an_event(wenqu)

    assert at(draft, "transfer") not in text_of(desk.get(at(draft, "change")))
    assert "choose another series in its form" in said(desk.get(at(draft, "transfer")))
