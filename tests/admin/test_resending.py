"""Forms sent twice, and numbers and addresses that somebody else was quicker with."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from seminars.models import Event, Series, Speaker
from tests.admin.reading import form_with, said, text_of
from tests.factories import a_speaker, an_event

ADD = "/en/admin/seminars/event/add/"


def a_form(desk: Client, series: Series, **typed: str) -> dict[str, Any]:
    """The form of a new event with something typed into it."""
    filled = {"on": "2026-11-28", "start": "14:00", "talks-0-title_zh": "表示论"}
    return form_with(desk.get(ADD, {"series": series.pk}), "venue_from") | filled | typed


def test_a_form_sent_twice_makes_one_event(desk: Client, wenqu: Series) -> None:
    sent = a_form(desk, wenqu, **{"talks-0-speakers-0-name_zh": "林知远"})

    places = [desk.post(ADD, sent | button)["Location"] for button in ({}, {"_save": "1"}, {"_publish": "1"})]

    event = Event.objects.get()
    path = f"/en/admin/seminars/event/{event.pk}"
    assert places == [f"{path}/change/", f"{path}/change/", f"{path}/publish/"]
    assert (str(event.uid), event.talks.count(), Speaker.objects.count()) == (sent["key"], 1, 1)


def test_another_form_makes_another_event(desk: Client, wenqu: Series) -> None:
    for _each in range(2):
        desk.post(ADD, a_form(desk, wenqu))

    assert Event.objects.count() == 2


def test_what_was_typed_after_going_back_is_not_lost_and_no_second_event_made_unasked(
    desk: Client, wenqu: Series
) -> None:
    sent = a_form(desk, wenqu, number="42")
    desk.post(ADD, sent)

    back = desk.post(ADD, sent | {"number": "43", "talks-0-title_zh": "表示论与编码"})

    assert "This form was saved before, as Wenqu Class Seminar #42." in text_of(back)
    assert Event.objects.get().talks.get().abstracts.get().title == "表示论"
    kept = form_with(back, "venue_from")
    assert (kept["talks-0-title_zh"], kept["number"]) == ("表示论与编码", "43")
    assert kept["key"] != sent["key"]

    desk.post(ADD, kept)
    assert sorted(Event.objects.values_list("number", flat=True)) == [42, 43]


def test_saving_changes_twice_is_no_change_by_somebody_else(desk: Client) -> None:
    event = an_event()
    path = f"/en/admin/seminars/event/{event.pk}/change/"
    sent = form_with(desk.get(path), "venue_from") | {"talks-1-title_zh": "第二讲"}

    answers = [desk.post(path, sent) for _each in range(2)]

    assert [each.status_code for each in answers] == [302, 302]
    assert "This form was saved already" in said(answers[1])
    assert event.talks.count() == 2


@pytest.mark.parametrize("key", ["", "no uuid", str(uuid.UUID(int=7))])
def test_a_form_without_a_key_of_ours_is_no_danger(ottos_desk: Client, key: str) -> None:
    foreign = an_event(uid=uuid.UUID(int=7))
    otto = Series.objects.get(slug="otto")

    response = ottos_desk.post(ADD, a_form(ottos_desk, otto, key=key))

    assert response.status_code == 302
    assert Event.objects.filter(series=otto).count() == 1
    assert Event.objects.get(pk=foreign.pk).talks.count() == 1


def test_the_mail_address_of_another_speaker_is_refused_at_the_field(desk: Client) -> None:
    a_speaker(email="Lin@example.org")
    path = "/en/admin/seminars/speaker/add/"
    sent = form_with(desk.get(path), "name_zh") | {"name_zh": "宋微", "email": "lin@EXAMPLE.org"}

    page = text_of(desk.post(path, sent))

    assert page.count("Another speaker has this mail address.") == 1
    assert page.index("Another speaker has") < page.index('name="email"') < page.index('name="slug"')
