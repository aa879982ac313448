from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from seminars.announcements import outbox
from seminars.announcements.links import confirm_url, preferences_url, unsubscribe_url
from seminars.models import Announcement, Series, Speaker, Subscriber, SubscriptionRequest, Tag
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


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_a_known_and_an_unknown_address_get_the_same_answer(series: Series, visitor: Client) -> None:
    a_subscriber(series, email="known@example.org")

    answers = [
        visitor.post("/en/subscribe/", {"email": email, "series": "wenqu", "zone": "Asia/Tokyo"})
        for email in ("known@example.org", "fresh@example.org")
    ]

    assert [each.status_code for each in answers] == [200, 200]
    known, fresh = (each.content.decode() for each in answers)
    assert "Please look into your mailbox" in known
    assert known.replace("known@", "fresh@") == fresh
    new = Subscriber.objects.get(email="fresh@example.org")
    assert (new.language, new.zone, new.confirmed_at) == ("en", "Asia/Tokyo", None)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "no address", "series": "wenqu"}, "is not a mail address"),
        ({"email": "a@example.org"}, "Choose at least one series, speaker, topic or search."),
        (
            {"email": "a@example.org", "series": "hidden"},
            "Choose at least one series, speaker, topic or search.",
        ),
    ],
)
def test_a_wrong_form_comes_back_filled_in_with_a_sentence(
    fields: dict[str, str], sentence: str, series: Series, visitor: Client
) -> None:
    a_series(slug="hidden", visibility="hidden")

    response = visitor.post("/en/subscribe/", fields)

    text = response.content.decode()
    assert (response.status_code, sentence in text, f'value="{fields["email"]}"' in text) == (400, True, True)
    assert Announcement.objects.count() == 0


def test_only_a_post_confirms_and_only_once(series: Series, visitor: Client) -> None:
    subscriber = a_subscriber(series, confirmed_at=None)
    path = path_of(confirm_url(subscriber, "en", at=NOW))

    statuses = [visitor.get(path).status_code]
    asked = Subscriber.objects.active().exists()
    statuses += [visitor.post(path).status_code, visitor.post(path).status_code]

    assert (statuses, asked, Subscriber.objects.active().exists()) == ([200, 200, 410], False, True)


def test_a_confirmation_is_too_late_after_three_days(series: Series, visitor: Client) -> None:
    subscriber = a_subscriber(series, confirmed_at=None)
    path = path_of(confirm_url(subscriber, "zh", at=NOW - timedelta(hours=73)))

    assert visitor.post(path).status_code == 410


def test_preferences_change_series_language_and_zone(series: Series, visitor: Client) -> None:
    other, hidden = a_series(slug="other"), a_series(slug="secret", visibility="hidden")
    subscriber = a_subscriber(series, hidden)
    path = path_of(preferences_url(subscriber))

    response = visitor.post(path, {"series": "other", "language": "en", "zone": "Europe/Berlin"})

    assert (response.status_code, response["Location"]) == (302, f"{path}?saved=1")
    subscriber.refresh_from_db()
    followed = {each.series for each in subscriber.subscriptions.all()}
    assert (followed, subscriber.language, subscriber.zone) == ({other, hidden}, "en", "Europe/Berlin")


def ticked(response: object) -> list[str]:
    text = getattr(response, "content", b"").decode()
    return re.findall(r'name="series" value="([^"]+)" checked', text)


def test_a_new_wish_is_filled_in_and_only_saving_makes_it_hold(series: Series, visitor: Client) -> None:
    a_series(slug="other"), a_series(slug="quiet", visibility="unlisted")
    a_series(slug="secret", visibility="hidden"), a_series(slug="unasked")
    subscriber = a_subscriber(series)
    path = f"{path_of(preferences_url(subscriber, 'en'))}?series=other&series=quiet&series=secret&series=nonsense"

    asked = visitor.get(path)
    before = subscriber.subscriptions.count()
    saved = visitor.post(path, {"series": ticked(asked), "language": "en", "zone": "Asia/Shanghai"})

    assert (sorted(ticked(asked)), before) == (["other", "quiet", "wenqu"], 1)
    assert b"is ticked below, but not saved yet" in asked.content
    followed = sorted(each.series.slug for each in subscriber.subscriptions.all())
    assert (saved["Location"], followed) == (f"{path.split('?')[0]}?saved=1", ["other", "quiet", "wenqu"])


@pytest.mark.parametrize("follow", ["wenqu", "secret", "", ",", "\0"])
def test_a_wish_that_adds_nothing_is_not_mentioned(follow: str, series: Series, visitor: Client) -> None:
    a_series(slug="secret", visibility="hidden"), a_series(slug="other")
    path = path_of(preferences_url(a_subscriber(series), "en"))

    response = visitor.get(path, {"follow": follow})

    assert (response.status_code, ticked(response)) == (200, ["wenqu"])
    assert b"not saved yet" not in response.content


def test_the_mail_to_a_confirmed_address_leads_to_its_wish(series: Series, visitor: Client) -> None:
    a_series(slug="other")
    a_subscriber(series, email="known@example.org", language="en")

    visitor.post("/en/subscribe/", {"email": "known@example.org", "series": "other", "zone": "Asia/Tokyo"})
    outbox.drain(clock=lambda: NOW)

    link = re.search(r"https?://\S+\?series=other", str(mail.outbox[0].body))
    assert link
    assert sorted(ticked(visitor.get(path_of(link[0])))) == ["other", "wenqu"]


def test_a_wrong_zone_changes_nothing(series: Series, visitor: Client) -> None:
    subscriber = a_subscriber(series)

    response = visitor.post(
        path_of(preferences_url(subscriber, "en")),
        {"series": "wenqu", "language": "en", "zone": "Mars/Olympus"},
    )

    subscriber.refresh_from_db()
    assert (response.status_code, subscriber.zone) == (400, "Asia/Shanghai")
    assert "Mars/Olympus" in response.content.decode()


def test_one_click_ends_all_mail_with_an_empty_answer(series: Series, visitor: Client) -> None:
    path = path_of(unsubscribe_url(a_subscriber(series)))

    response = visitor.post(path, {"List-Unsubscribe": "One-Click"})

    assert (response.status_code, response.content) == (200, b"")
    assert not Subscriber.objects.active().exists()


def test_looking_at_the_unsubscribe_page_ends_nothing(series: Series, visitor: Client) -> None:
    path = path_of(unsubscribe_url(a_subscriber(series), "en"))

    looked = visitor.get(path)
    still = Subscriber.objects.active().exists()
    done = visitor.post(path)

    assert (looked.status_code, still, done.status_code) == (200, True, 200)
    assert not Subscriber.objects.active().exists()


@pytest.mark.django_db
def test_false_tokens_open_nothing(visitor: Client) -> None:
    answers = [
        visitor.get("/subscriptions/1-0-x/"),
        visitor.post("/unsubscribe/1-0-x/"),
        visitor.post("/unsubscribe/1-0-x/", {"List-Unsubscribe": "One-Click"}),
        visitor.post("/subscribe/1-0-x/"),
    ]

    assert [each.status_code for each in answers] == [404, 404, 404, 410]


def test_personal_pages_are_kept_by_nobody(series: Series, visitor: Client) -> None:
    response = visitor.get(path_of(preferences_url(a_subscriber(series))))

    assert ("no-store" in response["Cache-Control"], b"noindex" in response.content) == (True, True)


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

    text = visitor.post(path_of(confirm_url(subscriber, "zh", at=NOW))).content.decode()

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
