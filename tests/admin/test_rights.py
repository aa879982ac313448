"""Every page and every button of the desk, asked by somebody who may not."""

from __future__ import annotations

import pytest
from django.test import Client

from seminars.models import Announcement, Event, EventState, Series, Subscriber
from tests.admin.reading import form_with, text_of
from tests.factories import NOW, a_meeting, a_series, a_speaker, a_subscriber, a_venue, an_event, published

ACTS = ("preview", "page", "publish", "cancel", "move", "restore", "withdraw", "duplicate")


@pytest.fixture
def theirs(db: None) -> Event:
    event = an_event(a_series(slug="wenqu"), number=1)
    published(event)
    return event


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_otto_presses_no_button_of_another_series(
    ottos_desk: Client, theirs: Event, act: str, method: str
) -> None:
    response = getattr(ottos_desk, method)(f"/admin/seminars/event/{theirs.pk}/{act}/", {"tell": "now"})

    theirs.refresh_from_db()
    assert response.status_code == (405 if (act, method) == ("duplicate", "get") else 403)
    assert (theirs.state, Event.objects.count()) == (EventState.PUBLISHED, 1)


@pytest.mark.parametrize(
    "path",
    ["event/{event}/change/", "event/{event}/delete/", "event/{event}/history/", "series/{series}/change/"],
)
def test_otto_opens_no_form_of_another_series(ottos_desk: Client, theirs: Event, path: str) -> None:
    address = f"/admin/seminars/{path.format(event=theirs.pk, series=theirs.series_id)}"

    # Django sends whoever asks for a row outside their list back to the desk's first page.
    assert ottos_desk.get(address).status_code in (302, 403)
    assert ottos_desk.post(address, {"name_zh": "x"}).status_code in (302, 403)
    assert Series.objects.get(pk=theirs.series_id).name_zh == "问渠班研讨会"


def test_otto_makes_events_of_his_series_only(ottos_desk: Client, theirs: Event) -> None:
    sent = form_with(ottos_desk.get("/admin/seminars/event/add/"), "venue_from")

    refused = ottos_desk.post("/en/admin/seminars/event/add/", sent | {"series": str(theirs.series_id)})
    ottos_desk.post("/en/admin/seminars/event/add/", sent)

    assert "Select a valid choice" in text_of(refused)
    assert [event.series.slug for event in Event.objects.exclude(pk=theirs.pk)] == ["otto"]


def test_otto_sees_only_what_is_his(ottos_desk: Client, theirs: Event) -> None:
    his = an_event(Series.objects.get(slug="otto"), number=77)

    for path in ("", "seminars/event/", "seminars/series/", "seminars/announcement/", "seminars/delivery/"):
        page = text_of(ottos_desk.get(f"/en/admin/{path}"))
        assert "Wenqu" not in page
        assert "问渠" not in page
    assert f"#{his.number}" in text_of(ottos_desk.get("/en/admin/seminars/event/"))


def test_otto_neither_sends_nor_stops_what_others_tell(ottos_desk: Client, theirs: Event) -> None:
    waiting = Announcement.objects.get()

    for act in ("send-now", "stop"):
        assert ottos_desk.post(f"/admin/seminars/announcement/{waiting.pk}/{act}/").status_code == 403
    waiting.refresh_from_db()
    assert waiting.withdrawn_at is None


def test_buttons_that_act_refuse_get(desk: Client, theirs: Event) -> None:
    waiting = Announcement.objects.get()

    assert desk.get(f"/admin/seminars/announcement/{waiting.pk}/stop/").status_code == 405
    assert desk.get(f"/admin/seminars/event/{theirs.pk}/duplicate/").status_code == 405


def test_visitors_are_asked_to_log_in(visitor: Client, theirs: Event) -> None:
    for act in ACTS:
        response = visitor.post(f"/admin/seminars/event/{theirs.pk}/{act}/")
        assert response.headers["Location"].startswith("/admin/login/")


def test_organizers_see_masked_addresses_and_no_page_of_one_reader(ottos_desk: Client, otto: object) -> None:
    reader = a_subscriber(Series.objects.get(slug="otto"), email="wen.lan@example.org")
    event = an_event(Series.objects.get(slug="otto"))
    published(event)

    page = text_of(ottos_desk.get("/en/admin/seminars/subscriber/"))

    assert "w•••@example.org" in page
    assert "wen.lan" not in page
    assert ottos_desk.get(f"/en/admin/seminars/subscriber/{reader.pk}/change/").status_code in (302, 403)
    assert "w•••@" in text_of(ottos_desk.get("/en/admin/seminars/subscriber/?q=nobody.of.this.name"))
    assert Subscriber.objects.filter(confirmed_at__lt=NOW).count() == 1


def test_superusers_see_addresses(desk: Client) -> None:
    a_subscriber(a_series(), email="wen.lan@example.org")

    assert "wen.lan@example.org" in text_of(desk.get("/en/admin/seminars/subscriber/"))


def test_otto_looks_at_shared_rooms_but_changes_only_his(ottos_desk: Client, theirs: Event) -> None:
    shared, own = a_venue(slug="shared"), a_venue(slug="own")
    a_series(venue=shared)

    assert ottos_desk.post(f"/admin/seminars/venue/{shared.pk}/change/", {"name_zh": "x"}).status_code == 403
    sent = form_with(ottos_desk.get(f"/admin/seminars/venue/{own.pk}/change/"), "name_zh")
    ottos_desk.post(f"/admin/seminars/venue/{own.pk}/change/", sent | {"name_zh": "新楼 101"})

    own.refresh_from_db()
    shared.refresh_from_db()
    assert (own.name_zh, shared.name_zh) == ("新楼 101", "格致堂112")


def test_meetings_of_others_are_neither_listed_nor_offered(ottos_desk: Client, theirs: Event) -> None:
    a_series(meeting=a_meeting(label="secret room", host_key="123456"))

    assert "secret room" not in text_of(ottos_desk.get("/en/admin/seminars/meeting/"))
    assert "secret room" not in text_of(ottos_desk.get("/en/admin/seminars/event/add/"))


def test_an_administrator_sees_all_that_a_reader_follows_and_saves_the_page(desk: Client) -> None:
    reader = a_subscriber(a_series(name_en="Wenqu Seminar"), email="wen.lan@example.org")
    reader.subscriptions.create(speaker=a_speaker(name_en="Ada Brook"))
    reader.subscriptions.create(query="graphs")
    path = f"/en/admin/seminars/subscriber/{reader.pk}/change/"

    listed = text_of(desk.get("/en/admin/seminars/subscriber/"))
    form = form_with(desk.get(path), "zone")
    saved = desk.post(path, form | {"zone": "Europe/Berlin", "subscriptions-1-rhythm": "weekly"})

    assert [each in listed for each in ("Wenqu Seminar", "Ada Brook", "“graphs”")] == [True] * 3
    assert saved.status_code == 302
    reader.refresh_from_db()
    rhythms = reader.subscriptions.order_by("pk").values_list("rhythm", flat=True)
    assert (reader.zone, list(rhythms)) == ("Europe/Berlin", ["instant", "weekly", "instant"])
