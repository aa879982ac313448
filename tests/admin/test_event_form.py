"""The form of an event's working copy, as a browser sends it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from seminars.models import Event, EventState, Publication, Series, Speaker
from tests.admin.reading import form_with, said, text_of
from tests.factories import a_series, a_speaker, a_venue, an_event, published

ADD = "/en/admin/seminars/event/add/"


def change(event: Event) -> str:
    return f"/en/admin/seminars/event/{event.pk}/change/"


_blank: dict[str, Any] = {}


def new_form(desk: Client, series: Series) -> dict[str, Any]:
    """The empty form of a new event, read from its page once; only the series differs from test to test."""
    if not _blank:
        _blank.update(form_with(desk.get(ADD, {"series": series.pk}), "venue_from"))
    return _blank | {"series": str(series.pk)}


def test_a_new_event_by_hand_holds_all_that_was_typed(desk: Client, wenqu: Series) -> None:
    known = a_speaker(slug="song-wei", name_zh="宋微", name_en="Song Wei")
    typed = new_form(desk, wenqu) | {
        "number": "42", "on": "2026-11-28", "start": "14:00", "end": "",
        "talks-0-title_zh": "表示论与编码", "talks-0-text_en": "We show $E = mc^2$.",
        "talks-0-speakers-0-known": str(known.pk), "talks-0-speakers-0-honorific": "老师",
        "talks-0-links-0-kind": "paper", "talks-0-links-0-url": "https://papers.example.org/1",
        "talks-1-title_en": "A second talk", "talks-1-speakers-0-name_zh": "林知远",
        "talks-1-speakers-0-affiliation_zh": "问渠学院", "talks-1-speakers-0-biography_en": "Likes groups.",
    }  # fmt: skip

    response = desk.post(ADD, typed | {"_preview": "1"})

    event = Event.objects.get(number=42)
    first, second = event.talks.all()
    assert response.headers["Location"] == f"/en/admin/seminars/event/{event.pk}/preview/"
    assert (event.starts_at, event.ends_at) == (
        datetime(2026, 11, 28, 6, tzinfo=UTC),
        datetime(2026, 11, 28, 8, tzinfo=UTC),
    )
    assert (event.state, event.series, event.created_by and event.created_by.username) == (
        "draft",
        wenqu,
        "mei",
    )
    assert [(each.language, each.title, each.text) for each in first.abstracts.all()] == [
        ("zh", "表示论与编码", ""),
        ("en", "", "We show $E = mc^2$."),
    ]
    assert [(each.speaker, each.honorific) for each in first.appearances.all()] == [(known, "老师")]
    assert [(each.kind, each.url) for each in first.links.all()] == [
        ("paper", "https://papers.example.org/1")
    ]
    (newcomer,) = second.appearances.all()
    assert (newcomer.speaker.slug, newcomer.affiliation_zh, newcomer.biography_en) == (
        "lin-zhiyuan", "问渠学院", "Likes groups.",
    )  # fmt: skip
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"on": "2026-11-28", "start": "14:00", "end": "13:00"}, "The end must be after the start."),
        ({"zone": "America/New_York", "on": "2027-03-14", "start": "02:30"}, "does not exist"),
        ({"venue_from": "own"}, "Choose the room"),
        ({"talks-0-speakers-0-affiliation_zh": "问渠学院"}, "Who is it?"),
        ({"talks-0-links-0-url": "no address"}, "Enter a valid URL."),
        ({"talks-0-start": "15:00"}, "needs a start and a later end"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    desk: Client, wenqu: Series, typed: dict[str, str], sentence: str
) -> None:
    sent = (
        new_form(desk, wenqu)
        | {"talks-0-text_zh": "写了很久的摘要", "talks-0-speakers-0-name_zh": ""}
        | typed
    )

    response = desk.post(ADD, sent)

    assert response.status_code == 200
    assert sentence in text_of(response)
    kept = form_with(response, "venue_from")
    assert {name: kept[name] for name in typed} | {"talks-0-text_zh": kept["talks-0-text_zh"]} == {
        **typed,
        "talks-0-text_zh": "写了很久的摘要",
    }
    assert not Event.objects.exists()


def test_a_saved_event_shows_what_it_holds_and_saving_it_again_changes_nothing(desk: Client) -> None:
    event = an_event(number=7)
    before = published(event).snapshot

    sent = form_with(desk.get(change(event)), "venue_from")
    response = desk.post(change(event), sent | {"_save": "1"})

    assert response.status_code == 302
    publication = Publication.objects.get(event=event)
    assert publication.snapshot == before
    assert Event.objects.get().talks.get().appearances.count() == 1
    assert "Readers do not see your latest changes yet." not in text_of(desk.get(change(event)))


def test_saving_a_published_event_publishes_nothing(desk: Client) -> None:
    event = an_event()
    before = published(event).snapshot
    sent = form_with(desk.get(change(event)), "venue_from") | {"talks-0-title_zh": "半句话"}

    desk.post(change(event), sent)

    assert event.talks.get().abstracts.get().title == "半句话"
    assert Publication.objects.get(event=event).snapshot == before
    assert "Readers do not see your latest changes yet." in text_of(desk.get(change(event)))


def test_a_published_event_cannot_lose_its_time(desk: Client) -> None:
    event = an_event()
    published(event)
    sent = form_with(desk.get(change(event)), "venue_from") | {"on": "", "start": "", "end": ""}

    response = desk.post(change(event), sent)

    assert "A published event needs a start and an end." in text_of(response)


def test_an_event_changed_meanwhile_is_not_overwritten_until_asked(desk: Client) -> None:
    event = an_event(host="Han")
    sent = form_with(desk.get(change(event)), "venue_from") | {"host": "Mine"}
    Event.objects.filter(pk=event.pk).update(host="Theirs", updated_at=datetime(2026, 11, 24, 5, tzinfo=UTC))

    refused = desk.post(change(event), sent)
    assert "Somebody else changed this event while you were writing." in text_of(refused)
    assert Event.objects.get().host == "Theirs"
    again = form_with(refused, "venue_from")
    assert again["host"] == "Mine"

    desk.post(change(event), again | {"is_overwriting": "on"})
    assert Event.objects.get().host == "Mine"


def test_a_known_name_is_the_known_person(desk: Client, wenqu: Series) -> None:
    known = a_speaker(name_zh="宋微", name_en="")
    sent = new_form(desk, wenqu) | {
        "talks-0-speakers-0-name_zh": "宋微",
        "talks-1-speakers-0-name_zh": "新人",
    }

    desk.post(ADD, sent | {"talks-1-title_zh": "二", "talks-0-title_zh": "一"})

    first, second = Event.objects.get().talks.all()
    assert first.appearances.get().speaker == known
    assert second.appearances.get().speaker == Speaker.objects.get(name_zh="新人")


def test_two_namesakes_are_asked_about(desk: Client, wenqu: Series) -> None:
    a_speaker(name_zh="宋微")
    a_speaker(name_zh="宋微")
    sent = new_form(desk, wenqu) | {"talks-0-speakers-0-name_zh": "宋微"}

    assert "Several known speakers have this name" in text_of(desk.post(ADD, sent))

    desk.post(ADD, sent | {"talks-0-speakers-0-is_namesake": "on"})
    assert Speaker.objects.filter(name_zh="宋微").count() == 3


def test_talks_and_speakers_are_removed_and_ordered(desk: Client, wenqu: Series) -> None:
    sent = new_form(desk, wenqu) | {
        "talks-0-title_en": "First", "talks-0-speakers-0-name_en": "Ada", "talks-1-title_en": "Second",
    }  # fmt: skip
    desk.post(ADD, sent)
    event = Event.objects.get()
    sent = form_with(desk.get(change(event)), "venue_from")

    desk.post(
        change(event), sent | {"talks-0-ORDER": "2", "talks-1-ORDER": "1", "talks-0-speakers-0-DELETE": "on"}
    )
    assert [talk.abstracts.get().title for talk in event.talks.all()] == ["Second", "First"]
    assert not any(talk.appearances.exists() for talk in event.talks.all())

    sent = form_with(desk.get(change(event)), "venue_from")
    desk.post(change(event), sent | {"talks-0-DELETE": "on"})
    assert [talk.abstracts.get().title for talk in event.talks.all()] == ["First"]


def test_a_formula_that_fails_is_named_and_saved_anyway(desk: Client, wenqu: Series) -> None:
    sent = new_form(desk, wenqu) | {
        "talks-0-title_en": "T",
        "talks-0-text_en": r"As $\nosuchthing{x}$ shows.",
    }

    response = desk.post(ADD, sent)

    assert r"Talk 1, Abstract, English: Formula 1 in line 1, $\nosuchthing{x}$: unknown command" in said(
        response
    )
    assert Event.objects.get().talks.get().abstracts.get().text == r"As $\nosuchthing{x}$ shows."


def test_a_room_of_its_own_goes_when_the_usual_one_is_chosen_again(desk: Client) -> None:
    event = an_event(venue=a_venue())
    sent = form_with(desk.get(change(event)), "venue_from")

    desk.post(change(event), sent | {"venue_from": "series"})

    event.refresh_from_db()
    assert (event.venue_from, event.venue) == ("series", None)


def test_what_is_usual_is_written_out(desk: Client, wenqu: Series) -> None:
    page = text_of(desk.get(ADD, {"series": wenqu.pk}))

    assert "as usual in the series: Gezhi Hall 112" in page
    assert "as usual in the series: Tencent Meeting 555-010-021" in page


def test_an_hour_shown_twice_is_left_alone_when_untouched(desk: Client) -> None:
    twice = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    event = an_event(zone="America/New_York", starts_at=twice)
    sent = form_with(desk.get(change(event)), "venue_from")

    response = desk.post(change(event), sent | {"host": "Han"})

    event.refresh_from_db()
    assert (response.status_code, event.starts_at, event.host) == (302, twice, "Han")


def test_a_draft_is_deleted_and_a_public_event_only_withdrawn(desk: Client) -> None:
    draft, public = an_event(), an_event()
    published(public)

    desk.post(f"/en/admin/seminars/event/{draft.pk}/delete/", {"post": "yes"})
    response = desk.get(f"/en/admin/seminars/event/{public.pk}/delete/")

    assert list(Event.objects.all()) == [public]
    assert response.headers["Location"] == f"/en/admin/seminars/event/{public.pk}/withdraw/"
    assert public.state == EventState.PUBLISHED or Event.objects.get().state == EventState.PUBLISHED


def test_a_publication_between_opening_and_saving_is_kept(desk: Client) -> None:
    event = an_event(number=4)
    sent = form_with(desk.get(change(event)), "venue_from") | {"host": "Han"}
    published(event)

    desk.post(change(event), sent)

    event.refresh_from_db()
    assert (event.state, event.path, event.host) == (EventState.PUBLISHED, "4", "Han")


def test_the_speaker_picker_tells_namesakes_apart(ottos_desk: Client) -> None:
    a_speaker(name_zh="宋微", name_en="", affiliation_zh="问渠学院")
    asked = {"app_label": "seminars", "model_name": "appearance", "field_name": "speaker", "term": "宋"}

    found = ottos_desk.get("/admin/autocomplete/", asked).json()["results"]

    assert [each["text"] for each in found] == ["宋微 (问渠学院)"]


def test_an_impossible_year_is_refused_with_a_sentence_and_nothing_is_lost(
    desk: Client, wenqu: Series
) -> None:
    typed = new_form(desk, wenqu) | {"number": "7", "is_all_day": "on", "title_en": "Far away"}

    for day in ("9999-12-31", "0001-01-01"):
        page = text_of(desk.post(ADD, typed | {"on": day}))
        assert f"The year {int(day[:4])} is out of range." in page
        assert "Far away" in page
    assert not Event.objects.exists()


@pytest.mark.parametrize("asked", ["9" * 5000, "9" * 30, "٣", "x", "-1"])
def test_a_new_event_of_no_known_series_asks_which(desk: Client, wenqu: Series, asked: str) -> None:
    a_series(slug="second")

    assert "A new event of which series?" in text_of(desk.get(ADD, {"series": asked}))


def test_an_event_at_the_end_of_the_calendar_is_duplicated_all_the_same(desk: Client, wenqu: Series) -> None:
    far = an_event(wenqu, starts_at=datetime(2999, 12, 30, 14, tzinfo=UTC))

    response = desk.post(f"/en/admin/seminars/event/{far.pk}/duplicate/")

    assert response.status_code == 302
    assert Event.objects.count() == 2
