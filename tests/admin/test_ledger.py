"""The page of an announcement: how far it is, what fails and why, and what can be done about it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from seminars.models import Announcement, Delivery, MailDomain, Series
from tests.admin.reading import said, text_of
from tests.announcements.channels.telling import a_channel
from tests.factories import NOW, a_series, an_event, published

LEDGER = "/en/admin/seminars/announcement"
DELIVERIES = "/en/admin/seminars/delivery"
HOUR = timedelta(hours=1)


@pytest.fixture
def ottos(otto: User) -> Series:
    series = Series.objects.get(slug="otto")
    # He is not told himself.
    User.objects.filter(pk=otto.pk).update(email="")
    return series


@pytest.fixture
def told(ottos: Series) -> Announcement:
    """On its way: two sent, one of them returned, one refused, one put off, twenty waiting for a slow provider."""
    published(an_event(ottos, number=7))
    Announcement.objects.update(fanned_out_at=NOW)
    announcement = Announcement.objects.get()
    a_row(announcement, "an@example.org", state="sent", sent_at=NOW)
    a_row(announcement, "bo@example.org", state="sent", sent_at=NOW, returned_at=NOW + HOUR, error="5.1.1 bo")
    a_row(announcement, "cai@example.org", state="refused", error="550 <cai@example.org> is full")
    a_row(announcement, "dan@example.org", error="450 later", due_at=NOW + HOUR)
    for number in range(20):
        a_row(announcement, f"r{number}@qq.com", domain="qq.com", is_paced=True)
    MailDomain.objects.update_or_create(name="qq.com", defaults={"per_minute": 10, "rated_at": NOW})
    return announcement


def a_row(announcement: Announcement, address: str, **fields: object) -> None:
    usual = {"announcement": announcement, "due_at": NOW, "expires_at": NOW + 99 * HOUR, "priority": 3}
    Delivery.objects.create(address=address, language="zh", zone="Asia/Shanghai", **(usual | fields))


def page_of(announcement: Announcement) -> str:
    return f"{LEDGER}/{announcement.pk}/change/"


def test_the_page_says_how_far_it_is(ottos_desk: Client, told: Announcement) -> None:
    page = text_of(ottos_desk.get(page_of(told)))

    assert '<progress max="24" value="3"' in page
    assert "3 of 24 settled" in page
    assert "qq.com: 20 wait, about 2 minutes left" in page
    assert f"announcement__id__exact={told.pk}&amp;stage=returned" in page
    assert "Try 1 failure again" in page
    # Who waits for a mail server may paste the text meanwhile.
    event = told.revisions.get().event
    assert f'href="/en/admin/seminars/event/{event.pk}/copy/"' in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page


def test_the_script_of_the_page_asks_for_the_same(ottos_desk: Client, told: Announcement) -> None:
    assert ottos_desk.get(f"{LEDGER}/{told.pk}/progress/").json() == {
        "done": 3,
        "total": 24,
        "is_over": False,
        "words": "3 of 24 settled",
        "stages": [
            {"stage": "waiting", "label": "waiting", "count": 20},
            {"stage": "deferred", "label": "put off", "count": 1},
            {"stage": "sent", "label": "sent", "count": 1},
            {"stage": "returned", "label": "returned", "count": 1},
            {"stage": "refused", "label": "refused", "count": 1},
        ],
        "left": [
            "qq.com: 20 wait, about 2 minutes left",
            "1 mail: 450 later; tried again Tue, 24 November 2026, 13:00 (Beijing time)",
        ],
    }


def test_a_group_that_is_put_off_is_named_with_the_reason(ottos_desk: Client, told: Announcement) -> None:
    group = a_channel(told.revisions.get().event, "wecom", name="21级群")
    a_row(
        told,
        group.key,
        channel="wecom",
        target=group,
        error="The server cannot be reached.",
        due_at=NOW + HOUR / 2,
    )

    left = ottos_desk.get(f"{LEDGER}/{told.pk}/progress/").json()["left"]
    chinese = ottos_desk.get(page_of(told).replace("/en/", "/"))

    assert left[1:] == [
        "21级群 (WeCom group robot): The server cannot be reached; tried again "
        "Tue, 24 November 2026, 12:30 (Beijing time)",
        "1 mail: 450 later; tried again Tue, 24 November 2026, 13:00 (Beijing time)",
    ]
    assert "21级群" in text_of(chinese)


def test_the_list_says_through_what_it_went(ottos_desk: Client, told: Announcement) -> None:
    group = a_channel(told.revisions.get().event, "wecom", name="21级群")
    a_row(told, group.key, channel="wecom", target=group)

    page = text_of(ottos_desk.get(f"{DELIVERIES}/?channel=wecom"))

    assert '<td class="field-shown_channel">WeCom group robot</td>' in page
    assert '<td class="field-shown_channel">mail</td>' not in page


def test_when_all_is_settled_the_page_asks_no_more(ottos_desk: Client, told: Announcement) -> None:
    Delivery.objects.filter(state="waiting").update(state="superseded")

    page = text_of(ottos_desk.get(page_of(told)))

    assert "24 of 24 settled" in page
    assert "http-equiv" not in page
    assert "progress.js" not in page


def test_failures_are_tried_again(ottos_desk: Client, told: Announcement) -> None:
    assert said(ottos_desk.post(f"{LEDGER}/{told.pk}/retry/")) == "1 is tried again."
    assert Delivery.objects.get(address="cai@example.org").state == "waiting"
    assert "There is nothing to try again." in said(ottos_desk.post(f"{LEDGER}/{told.pk}/retry/"))
    assert ottos_desk.get(f"{LEDGER}/{told.pk}/retry/").status_code == 405


def test_what_is_on_its_way_can_be_stopped(ottos_desk: Client, told: Announcement) -> None:
    assert "Stopped. 2 mails had left already" in said(ottos_desk.post(f"{LEDGER}/{told.pk}/stop/"))
    page = text_of(ottos_desk.get(page_of(told)))

    assert "Stopped" in page
    assert ottos_desk.get(f"{LEDGER}/{told.pk}/progress/").json()["is_over"] is True


@pytest.mark.parametrize("verb", ["retry", "stop"])
def test_others_may_not(desk: Client, ottos_desk: Client, wenqu: Series, verb: str) -> None:
    published(an_event(wenqu))
    announcement = Announcement.objects.get()

    assert ottos_desk.post(f"{LEDGER}/{announcement.pk}/{verb}/").status_code == 403
    assert ottos_desk.get(f"{LEDGER}/{announcement.pk}/progress/").status_code == 403
    assert desk.post(f"{LEDGER}/{announcement.pk}/{verb}/").status_code == 302


@pytest.mark.parametrize(
    ("asked", "shown", "left_out"),
    [
        ("stage=deferred", "d•••@example.org", "c•••@example.org"),
        ("stage=returned", "b•••@example.org", "a•••@example.org"),
        ("stage=sent", "a•••@example.org", "b•••@example.org"),
        ("stage=refused", "550 &lt;c•••@example.org&gt; is full", "d•••@example.org"),
    ],
)
def test_deliveries_are_found_by_what_became_of_them(
    ottos_desk: Client, told: Announcement, asked: str, shown: str, left_out: str
) -> None:
    page = text_of(ottos_desk.get(f"{DELIVERIES}/?announcement__id__exact={told.pk}&{asked}"))

    assert shown in page
    assert left_out not in page


def a_digest(number: int) -> None:
    announcement = Announcement.objects.create(
        key=f"digest:{number}", kind="digest", slot="daily", zone="Asia/Shanghai", on=NOW.date(),
        due_at=NOW - HOUR, expires_at=NOW + HOUR, created_at=NOW, fanned_out_at=NOW,
    )  # fmt: skip
    for each in range(3):
        a_row(announcement, f"reader{each}-{number}@example.org", state="sent", sent_at=NOW)


def test_digests_stand_in_one_line_of_the_list(desk: Client, told: Announcement) -> None:
    for number in range(40):
        a_digest(number)

    page = text_of(desk.get(f"{LEDGER}/"))

    assert "Digests of the last 24 hours" in page
    assert "sent 120" in page
    assert page.count('class="field-shown_kind"') == 1
    only = text_of(desk.get(f"{LEDGER}/?kind__exact=digest"))
    assert only.count('class="field-shown_kind"') == 40
    assert "every day · Beijing time · 2026-11-24" in only
    assert text_of(desk.get(f"{LEDGER}/?routine=with")).count('class="field-shown_kind"') == 41


@pytest.mark.parametrize("path", [f"{LEDGER}/?routine=with", f"{DELIVERIES}/?stage=sent"])
def test_the_ledger_needs_as_many_queries_for_three_as_for_one(
    desk: Client, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    a_digest(1)
    published(an_event(a_series()))
    desk.get(path)
    with django_assert_max_num_queries(200) as one:
        desk.get(path)
    for number in (2, 3):
        a_digest(number)
        published(an_event(a_series()))

    with django_assert_max_num_queries(len(one.captured_queries)):
        desk.get(path)
