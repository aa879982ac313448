"""The buttons of an event, from the page that asks to what readers see and hear."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from seminars.models import Announcement, AnnouncementKind, Event, EventState, Publication, Series
from tests.admin.reading import form_with, said, text_of
from tests.factories import NOW, STARTS, a_subscriber, an_event, published


def at(event: Event, act: str) -> str:
    return f"/en/admin/seminars/event/{event.pk}/{act}/"


def press(desk: Client, event: Event, act: str, **typed: Any) -> str:
    """Open the page of an act, type, press its button; returns what it says."""
    field = {"publish": "seen", "move": "on"}.get(act, "csrfmiddlewaretoken")
    forms = form_with(desk.get(at(event, act)), field)
    return said(desk.post(at(event, act), forms | typed))


def test_publishing_by_hand_shows_the_page_and_waits_a_minute_with_the_mail(
    desk: Client, visitor: Client, wenqu: Series
) -> None:
    a_subscriber(wenqu)
    event = an_event(wenqu, number=42)

    assert "Published: the page and every calendar say it now." in press(desk, event, "publish", tell="now")

    page = text_of(desk.get(at(event, "change")))
    assert 'data-countdown="60"' in page
    assert "to 1 person, in 1 language" in page
    assert "再看旋转位置编码" in text_of(visitor.get("/wenqu/42/"))
    announcement = Announcement.objects.get()
    assert (announcement.kind, announcement.due_at) == (
        AnnouncementKind.PUBLISHED,
        NOW + timedelta(seconds=60),
    )


@pytest.mark.parametrize(
    ("typed", "due_at"),
    [
        ({"tell": "day", "tell_on": "2026-11-26"}, datetime(2026, 11, 26, 4, tzinfo=UTC)),
        ({"tell": "never"}, None),
    ],
)
def test_the_first_publication_is_told_on_a_day_or_never(
    desk: Client, wenqu: Series, typed: dict[str, str], due_at: datetime | None
) -> None:
    event = an_event(wenqu)

    press(desk, event, "publish", **typed)

    assert [each.due_at for each in Announcement.objects.all()] == ([due_at] if due_at else [])


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-12-24", "This day is after the event."),
        ("9999-12-31", "This day is after the event."),
        ("0001-01-01", "Give a date between the years 1970 and 2999."),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(desk: Client, wenqu: Series, day: str, sentence: str) -> None:
    event = an_event(wenqu)

    page = press(desk, event, "publish", tell="day", tell_on=day)

    assert sentence in page
    assert not Publication.objects.exists()


def test_what_cannot_be_published_says_what_lacks_and_offers_no_button(desk: Client, wenqu: Series) -> None:
    event = an_event(
        wenqu, starts_at=None, ends_at=None, venue_from="none", meeting_from="none", has_talk=False
    )

    page = text_of(desk.get(at(event, "publish")))
    answer = said(desk.post(at(event, "publish"), {"tell": "now"}))

    for sentence in (
        "Say when it starts.",
        "Say where it takes place",
        "Name a speaker, a title or a headline.",
    ):
        assert sentence in page
        assert sentence in answer
    assert "Publish now</" not in page
    assert not Publication.objects.exists()


def test_publishing_changes_shows_them_first(desk: Client) -> None:
    event = an_event()
    published(event)
    event.talks.get().abstracts.update(title="新的题目")

    page = text_of(desk.get(at(event, "publish")))

    assert "<del>再看旋转位置编码</del>" in page
    assert "<ins>新的题目</ins>" in page
    assert "Published: the page" in press(desk, event, "publish")
    assert "there is nothing to publish" in text_of(desk.get(at(event, "publish")))


def test_publishing_what_somebody_changed_meanwhile_is_refused(desk: Client, wenqu: Series) -> None:
    event = an_event(wenqu)
    sent = form_with(desk.get(at(event, "publish")), "seen") | {"tell": "now"}
    Event.objects.filter(pk=event.pk).update(host="Han", updated_at=NOW + timedelta(minutes=1))

    page = said(desk.post(at(event, "publish"), sent))

    assert "Somebody changed this event since you opened this page." in page
    assert not Publication.objects.exists()


def test_moving_changes_the_time_and_no_half_typed_text(desk: Client, visitor: Client) -> None:
    event = an_event(number=5)
    published(event)
    event.talks.get().abstracts.update(title="半句")

    press(desk, event, "move", on="2026-11-29", start="09:30", end="")

    event.refresh_from_db()
    assert (event.starts_at, event.ends_at) == (
        datetime(2026, 11, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 11, 29, 3, 30, tzinfo=UTC),
    )
    page = text_of(visitor.get(f"/{event.series.slug}/5/"))
    assert "09:30" in page
    assert "半句" not in page


def test_moving_into_the_past_asks_and_then_tells_nobody(desk: Client, wenqu: Series) -> None:
    a_subscriber(wenqu)
    event = an_event(wenqu, tell="never")
    published(event)
    before = desk.get(at(event, "move"))
    typed = form_with(before, "on") | {"on": "2025-11-29", "start": "14:00", "end": ""}

    asked = desk.post(at(event, "move"), typed)

    assert "is_past_meant" not in text_of(before)
    assert "This time is over already: nobody would be told." in text_of(asked)
    assert "Nobody is told: it is over already." in text_of(asked)
    assert form_with(asked, "on")["on"] == "2025-11-29"
    assert event.revisions.count() == 1

    answer = said(desk.post(at(event, "move"), typed | {"is_past_meant": "on"}))

    assert "The event has its new time" in answer
    assert event.revisions.count() == 2
    assert not Announcement.objects.exists()


@pytest.mark.parametrize("is_first", [True, False])
def test_publishing_a_time_that_is_over_asks_once(desk: Client, wenqu: Series, is_first: bool) -> None:
    event = an_event(wenqu)
    if not is_first:
        published(event)
    Event.objects.filter(pk=event.pk).update(
        starts_at=STARTS - timedelta(days=365), ends_at=STARTS - timedelta(days=365) + timedelta(hours=2)
    )
    tell = {"tell": "now"} if is_first else {}

    refused = press(desk, event, "publish", **tell)
    done = press(desk, event, "publish", is_past_meant="on", **tell)
    event.talks.get().abstracts.update(title="新的题目")
    again = press(desk, event, "publish")

    assert "This time is over already: nobody would be told." in refused
    assert "Published: the page" in done
    assert "Published: the page" in again


def test_moving_to_a_skipped_hour_keeps_what_was_typed(desk: Client) -> None:
    event = an_event()
    published(event)
    sent = form_with(desk.get(at(event, "move")), "on") | {
        "zone": "America/New_York", "on": "2027-03-14", "start": "02:30", "end": "",
    }  # fmt: skip

    response = desk.post(at(event, "move"), sent)

    assert "does not exist" in text_of(response)
    assert form_with(response, "on")["start"] == "02:30"


def test_cancelling_and_restoring(desk: Client, visitor: Client) -> None:
    event = an_event(number=6)
    published(event)

    assert "The event is cancelled" in press(desk, event, "cancel", reason="Speaker is ill")
    assert "Speaker is ill" in text_of(visitor.get(f"/en/{event.series.slug}/6/"))
    assert "This event is already cancelled." in said(desk.get(at(event, "cancel")))

    # A day later, and not yet public: what is restored is what readers know.
    Event.objects.update(
        starts_at=event.starts_at + timedelta(days=1), ends_at=event.ends_at + timedelta(days=1)
    )
    assert "Sat, 28 November 2026" in text_of(desk.get(at(event, "restore")))
    assert "takes place after all" in press(desk, event, "restore")
    event.refresh_from_db()
    assert event.state == EventState.PUBLISHED


def test_a_silent_change_queues_nothing(desk: Client, wenqu: Series) -> None:
    a_subscriber(wenqu)
    event = an_event(wenqu, tell="never")
    published(event)

    press(desk, event, "cancel", how="silent")

    assert not Announcement.objects.exists()


def test_a_text_to_readers_hints_at_both_languages_and_cancelling_asks_for_one(
    desk: Client, wenqu: Series
) -> None:
    hint = "also to readers of the other language: write one sentence in each."
    a_subscriber(wenqu)
    event = an_event(wenqu)
    published(event)

    cancelling, alone = (text_of(desk.get(at(event, act))) for act in ("cancel", "move"))
    a_subscriber(wenqu, email="sam@example.org", language="en")
    both = text_of(desk.get(at(event, "move")))

    assert "tell nobody (readers may come in vain)" in cancelling
    assert "fix silently" not in cancelling
    assert 'name="note"' not in cancelling
    assert "tell nobody (readers may come in vain)" in alone
    assert (alone.count(hint), both.count(hint)) == (0, 1)


def test_withdrawing_answers_gone(desk: Client, visitor: Client) -> None:
    event = an_event(number=8)
    published(event)

    page = press(desk, event, "withdraw")

    assert "The event is withdrawn" in page
    assert visitor.get(f"/{event.series.slug}/8/").status_code == 410
    assert "nothing more can be done with it" in said(desk.get(at(event, "change")))


def test_duplicating_makes_a_draft_a_week_later(desk: Client, wenqu: Series) -> None:
    event = an_event(wenqu, number=41, venue_from="series", venue=None, host="Han")
    published(event)

    response = desk.post(f"/en/admin/seminars/event/duplicate-last/{wenqu.pk}/")

    draft = Event.objects.get(state=EventState.DRAFT)
    assert response.headers["Location"] == f"/en/admin/seminars/event/{draft.pk}/change/"
    assert (draft.number, draft.starts_at, draft.venue_from, draft.host) == (
        42,
        event.starts_at + timedelta(days=7) if event.starts_at else None,
        "series",
        "Han",
    )
    assert not draft.talks.exists()


def test_stop_and_send_now(desk: Client, wenqu: Series) -> None:
    a_subscriber(wenqu)
    event = an_event(wenqu)
    press(desk, event, "publish", tell="now")
    waiting = Announcement.objects.get()

    ledger = "/en/admin/seminars/announcement"
    assert "It leaves now." in said(desk.post(f"{ledger}/{waiting.pk}/send-now/"))
    waiting.refresh_from_db()
    assert waiting.due_at == NOW

    assert "Stopped: nobody was told." in said(desk.post(f"{ledger}/{waiting.pk}/stop/"))
    waiting.refresh_from_db()
    assert waiting.withdrawn_at == NOW
    assert Publication.objects.get(event=event).state == "published"


def test_the_history_shows_what_each_version_changed(desk: Client) -> None:
    event = an_event()
    published(event)
    press(desk, event, "move", on="2026-11-30", start="10:00", end="")

    page = text_of(desk.get(at(event, "history")))

    assert "Version 2" in page
    assert "<ins>Mon, 30 November 2026, 10:00–12:00 (Beijing time)</ins>" in page
