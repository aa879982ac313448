from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from seminars.announcements import outbox
from seminars.announcements.sending.links import confirm_url, preferences_url, unsubscribe_url
from seminars.models import Announcement, Series, Subscriber
from tests.factories import NOW, a_series, a_subscriber


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
    statuses.append(visitor.post(path).status_code)
    again = visitor.post(path)
    statuses.append(again.status_code)

    assert "If you have confirmed already, nothing more is to do." in again.content.decode()
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
