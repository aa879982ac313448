"""What an organizer may not find out at the desk: who reads, and what other series keep to themselves."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from seminars.admin.readers import masked_answer
from seminars.models import Announcement, Delivery, Event, Meeting, Publication, Series
from tests.admin.reading import form_with, text_of
from tests.factories import NOW, a_meeting, a_series, a_subscriber, a_venue, an_event, published

DESK = "/en/admin/seminars"
ADDRESS = "wen.lan+list@example.org"
ANSWER = f"550 5.1.1 <{ADDRESS}>: no mailbox Wen.Lan here, bounces+wen.lan+list=example.org@relay.example.org"


@pytest.fixture
def ottos(otto: User) -> Series:
    return Series.objects.get(slug="otto")


@pytest.fixture
def refused(ottos: Series) -> Delivery:
    published(an_event(ottos))
    return Delivery.objects.create(
        announcement=Announcement.objects.get(series=ottos, audience="subscribers"),
        address=ADDRESS,
        state="refused",
        error=ANSWER,
        due_at=NOW,
        expires_at=NOW,
        priority=1,
    )


def closed_meeting() -> Meeting:
    return a_meeting(code="555010099", passcode="9876", visibility="members")


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (ANSWER, "550 5.1.1 <w•••@example.org>: no mailbox w••• here, b•••@relay.example.org"),
        (
            f"SMTPRecipientsRefused: {{'{ADDRESS}': (550, b'no')}}",
            "SMTPRecipientsRefused: {'w•••@example.org': (550, b'no')}",
        ),
        ("TimeoutError: timed out", "TimeoutError: timed out"),
        ("", ""),
    ],
)
def test_the_answer_of_a_mail_server_is_shown_without_addresses(answer: str, shown: str) -> None:
    assert masked_answer(answer, ADDRESS) == shown


def test_organizers_read_no_address_in_the_answer_of_a_mail_server(
    ottos_desk: Client, desk: Client, refused: Delivery
) -> None:
    for path in ("delivery/", f"delivery/{refused.pk}/change/"):
        page = text_of(ottos_desk.get(f"{DESK}/{path}"))
        assert "no mailbox w••• here" in page
        assert "wen.lan" not in page.lower()
        assert "no mailbox Wen.Lan here" in text_of(desk.get(f"{DESK}/{path}"))


@pytest.mark.parametrize(
    "asked",
    [
        "delivery/?address__startswith=wen",
        "delivery/?error__contains=wen",
        "delivery/?subscriber__email__startswith=wen",
        "delivery/?announcement__series__contact__startswith=w",
        "delivery/?state__startswith=r",
        "subscriber/?email__startswith=wen",
        "subscriber/?email=wen.lan@example.org",
        "subscriber/?nonce=0",
        "speaker/?email__startswith=wen",
        "event/?series__organizers__email__startswith=m",
    ],
)
def test_lists_are_filtered_by_what_they_offer_only(
    ottos_desk: Client, desk: Client, refused: Delivery, asked: str
) -> None:
    assert ottos_desk.get(f"{DESK}/{asked}").status_code == 400
    assert desk.get(f"{DESK}/{asked}").status_code == 400


@pytest.mark.parametrize(
    "asked",
    [
        "delivery/?announcement__id__exact={announcement}",
        "delivery/?state__exact=refused&channel=mail",
        "event/?state__exact=published",
        "event/?series__id__exact={series}",
        "event/?starts_at__year=2026&starts_at__month=11",
        "subscriber/?language__exact=zh",
        "announcement/?kind__exact=announcement",
    ],
)
def test_what_a_list_offers_filters_it(
    ottos_desk: Client, ottos: Series, refused: Delivery, asked: str
) -> None:
    path = asked.format(announcement=refused.announcement_id, series=ottos.pk)

    assert ottos_desk.get(f"{DESK}/{path}").status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        "starts_at__year=9999",
        "starts_at__year=1",
        "starts_at__year=9999&starts_at__month=12&starts_at__day=31",
        "starts_at__gte=x",
    ],
)
def test_an_impossible_filter_does_no_harm(ottos_desk: Client, refused: Delivery, asked: str) -> None:
    page = ottos_desk.get(f"{DESK}/event/?{asked}", follow=True)

    # PostgreSQL can compare with the year 1, SQLite cannot.
    assert page.redirect_chain in ([(f"{DESK}/event/?e=1", 302)], [])
    assert page.status_code == 200


def test_organizers_do_not_see_which_other_series_their_readers_follow(
    ottos_desk: Client, desk: Client, ottos: Series
) -> None:
    hidden = a_series(name_en="Quiet Committee", visibility="hidden")
    his_second = a_series(name_en="Second Seminar")
    his_second.organizers.set(ottos.organizers.all())
    a_subscriber(ottos, hidden, his_second, email="wen.lan@example.org")
    page = text_of(ottos_desk.get(f"{DESK}/subscriber/"))
    asked = f"{DESK}/subscriber/?subscriptions__series__id__exact="

    assert "Otto Seminar" in page
    assert "Quiet Committee" not in page
    assert f"subscriptions__series__id__exact={his_second.pk}" in page
    assert f"subscriptions__series__id__exact={hidden.pk}" not in page
    assert "w•••@" in text_of(ottos_desk.get(f"{asked}{his_second.pk}"))
    assert "w•••@" not in text_of(ottos_desk.get(f"{asked}{hidden.pk}"))
    assert "Quiet Committee" in text_of(desk.get(f"{DESK}/subscriber/"))


def test_a_meeting_that_a_foreign_page_still_names_stays_foreign(
    ottos_desk: Client, desk: Client, ottos: Series
) -> None:
    meeting = closed_meeting()
    event = an_event(venue=a_venue(), meeting=meeting)
    published(event)
    Event.objects.filter(pk=event.pk).update(meeting=None, meeting_from="none")

    page = ottos_desk.get(f"{DESK}/meeting/{meeting.pk}/change/")
    for each in (ottos_desk, desk):
        each.post(f"{DESK}/meeting/{meeting.pk}/delete/", {"post": "yes"})

    assert page.status_code in (302, 403)
    assert "555010099" not in text_of(ottos_desk.get(f"{DESK}/meeting/"))
    assert Meeting.objects.get() == meeting
    assert Publication.objects.get().snapshot["meeting"]["code"] == "555010099"


def test_a_meeting_of_a_deleted_draft_is_nobodys(ottos_desk: Client, desk: Client, ottos: Series) -> None:
    meeting = closed_meeting()
    an_event(meeting=meeting, has_talk=False).delete()

    assert ottos_desk.get(f"{DESK}/meeting/{meeting.pk}/change/").status_code in (302, 403)
    assert desk.get(f"{DESK}/meeting/{meeting.pk}/change/").status_code == 200


def test_a_meeting_that_otto_has_just_made_is_his(ottos_desk: Client) -> None:
    sent = form_with(ottos_desk.get(f"{DESK}/meeting/add/"), "provider")

    ottos_desk.post(f"{DESK}/meeting/add/", sent | {"label": "his new room", "code": "555-010-077"})

    meeting = Meeting.objects.get(label="his new room")
    assert ottos_desk.get(f"{DESK}/meeting/{meeting.pk}/change/").status_code == 200
    assert "his new room" in text_of(ottos_desk.get(f"{DESK}/event/add/"))
