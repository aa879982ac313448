"""The form by mail and what follows it: filled in by its address, sent again, refused when it is too much."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from seminars.announcements.sending.links import confirm_url, preferences_url
from seminars.models import Announcement, Series, Speaker, SubscriptionRequest, Tag
from tests.factories import (
    NOW,
    a_meeting,
    a_series,
    a_speaker,
    a_subscriber,
    a_tag,
    a_talk,
    an_event,
    published,
)


@pytest.fixture
def series(db: None) -> Series:
    return a_series(slug="wenqu")


@pytest.fixture
def visitor() -> Client:
    """A browser whose forms carry no CSRF token."""
    return Client(enforce_csrf_checks=True)


def test_the_form_is_filled_in_by_its_address(series: Series, visitor: Client) -> None:
    event = an_event(series, has_talk=False)
    a_talk(event, speakers=[a_speaker(slug="lin")], tags=[a_tag(slug="ml")])
    published(event)
    a_series(slug="other")

    text = visitor.get(
        "/en/subscribe/?series=other&speaker=lin&speaker=nobody&tag=ml&q=graphs"
    ).content.decode()

    chosen = re.findall(r'name="(\w+)" value="([^"]+)" checked', text)
    assert chosen == [
        ("series", "other"),
        ("speaker", "lin"),
        ("tag", "ml"),
        ("q", "graphs"),
        ("evening", "1"),
        ("language", "en"),
    ]


def test_all_that_is_chosen_is_asked_for_and_what_is_chosen_for_mails_kept(
    series: Series, visitor: Client
) -> None:
    fields = {
        "email": "lan@example.org",
        "series": "wenqu",
        "q": ["graphs", ""],
        "zone": "Asia/Tokyo",
        "hour": "1",
    }

    visitor.post("/subscribe/", fields | {"language": "en"})

    assert SubscriptionRequest.objects.get().asked == {
        "interests": {"series": [series.pk], "speakers": [], "tags": [], "queries": ["graphs"]},
        "choices": {
            "language": "en",
            "zone": "Asia/Tokyo",
            "reminds_evening": False,
            "reminds_hour": True,
        },
    }


def test_afterwards_the_page_says_where_to_look_and_sends_again(
    series: Series, visitor: Client, settings: LazySettings
) -> None:
    settings.FROM_NAME, settings.DEFAULT_FROM_EMAIL = "问渠讨论班", "seminars@example.org"
    fields = {
        "email": "lan@example.org",
        "series": "wenqu",
        "q": "graphs",
        "zone": "Asia/Tokyo",
        "evening": "1",
    }

    text = visitor.post("/en/subscribe/", fields).content.decode()
    again = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text)
    second = visitor.post("/en/subscribe/", dict(again))

    assert "问渠讨论班" in text
    assert "&lt;seminars@example.org&gt;" in text
    assert "设置 → 反垃圾 → 设置邮件地址白名单" in text
    assert 'href="/en/calendar/?series=wenqu&amp;q=graphs#feeds"' in text
    assert dict(again) == fields
    assert (second.status_code, Announcement.objects.count()) == (200, 2)


def test_sending_again_ends_at_the_cap_and_looks_the_same(series: Series, visitor: Client) -> None:
    fields = {"email": "lan@example.org", "series": "wenqu"}

    answers = [visitor.post("/subscribe/", fields) for _each in range(5)]

    assert {(each.status_code, each.content) for each in answers} == {(200, answers[0].content)}
    assert Announcement.objects.count() == 3


def test_too_many_from_one_network_are_refused_with_what_was_typed(series: Series, visitor: Client) -> None:
    def ask(number: int, address: str = "2001:db8::1") -> Any:
        fields = {"email": f"reader{number}@example.org", "series": "wenqu"}
        return visitor.post("/en/subscribe/", fields, REMOTE_ADDR=address)

    statuses = [ask(number).status_code for number in range(10)]
    # Another address of the same network, and one elsewhere.
    refused, elsewhere = ask(10, "2001:db8::2"), ask(10, "2001:db8:0:1::1")

    text = refused.content.decode()
    assert (set(statuses), refused.status_code, elsewhere.status_code) == ({200}, 429, 200)
    assert "Too many subscriptions were asked for from your network" in text
    assert 'value="reader10@example.org"' in text


def test_after_confirming_the_page_says_where_mail_goes(series: Series, visitor: Client) -> None:
    subscriber = a_subscriber(series, confirmed_at=None)

    text = visitor.post("/" + confirm_url(subscriber, "zh", at=NOW).split("/", 3)[3]).content.decode()

    assert "设置 → 反垃圾/黑白名单 → 白名单" in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("subject", "is_shown"),
    [({"series": "wenqu"}, True), ({"speaker": "lin"}, True), ({"tag": "ml"}, True), ({"query": "graphs"}, True),
     ({"query": "trees"}, False), ({"series": "other"}, False)],
)  # fmt: skip
def test_whoever_follows_an_event_in_any_way_may_join_it(
    subject: dict[str, str], is_shown: bool, visitor: Client
) -> None:
    a_series(slug="other")
    event = an_event(
        a_series(slug="wenqu"), number=1, meeting=a_meeting(visibility="subscribers"), has_talk=False
    )
    a_talk(event, title="Graphs", speakers=[a_speaker(slug="lin")], tags=[a_tag(slug="ml")])
    published(event)
    reader = a_subscriber()
    models: dict[str, Any] = {"series": Series, "speaker": Speaker, "tag": Tag}
    for name, value in subject.items():
        held = models[name].objects.get(slug=value) if name in models else value
        reader.subscriptions.create(**{name: held})
    token = preferences_url(reader).split("/")[-2]

    text = visitor.get(f"/wenqu/1/join/?token={token}").content.decode()

    assert ("555-010-021" in text) == is_shown
