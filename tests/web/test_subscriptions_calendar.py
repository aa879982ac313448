"""The choice of calendar by mail, and the calendar address of one's own: shown once, replaced, revoked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from seminars.announcements.sending.links import confirm_url, preferences_url
from seminars.calendars.personal import personal_stamp
from seminars.models import FeedToken, Series, Subscriber
from seminars.sealing.random_tokens import digest_of
from tests.factories import NOW, a_series, a_speaker, a_subscriber, a_tag

SITE = "https://seminars.example.org"
WECHAT = "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50"
TWICE = "every event is in your calendar twice"


@pytest.fixture
def reader(db: None, settings: LazySettings) -> Subscriber:
    """Follows one series."""
    settings.SITE_URL = SITE
    return a_subscriber(a_series(slug="wenqu"))


@pytest.fixture
def visitor() -> Client:
    """A browser whose forms carry no CSRF token."""
    return Client(enforce_csrf_checks=True)


def path_of(reader: Subscriber, language: str = "en") -> str:
    return "/" + preferences_url(reader, language).split("/", 3)[3]


def made(visitor: Client, reader: Subscriber, **fields: object) -> Any:
    """The answer to the button, pressed on the page as it stands unless `fields` say otherwise."""
    held = re.search(r'name="held" value="(\d+)"', visitor.get(path_of(reader)).content.decode())
    form = {"act": "make-address", "held": held[1] if held else ""} | fields
    return visitor.post(path_of(reader), form)


def token_in(response: Any) -> str:
    found = re.search(r"/calendar/my/([\w-]+)\.ics", response.content.decode())
    assert found
    return found[1]


def opens(token: str) -> str:
    stamp = personal_stamp(digest_of(token), at=NOW)
    return "unknown" if stamp is None else "revoked" if stamp.is_revoked else "open"


def test_an_address_is_made_by_post_and_shown_with_every_way_of_subscribing(
    reader: Subscriber, visitor: Client
) -> None:
    response = made(visitor, reader)
    token, text = token_in(response), response.content.decode()

    assert (response.status_code, opens(token)) == (200, "open")
    assert f'href="webcal://seminars.example.org/calendar/my/{token}.ics"' in text
    assert f'data-copy="{SITE}/calendar/my/{token}.ics"' in text
    for service in ("calendar.google.com", "outlook.live.com", "outlook.office.com"):
        assert re.search(rf'href="https://{service}/[^"]+my%2F{token}\.ics', text)
    assert 'class="qr"' in text
    assert "It is shown only now." in text


def test_the_answer_is_kept_by_nobody_and_the_token_is_in_no_address_of_a_page_or_cookie(
    reader: Subscriber, visitor: Client
) -> None:
    response = made(visitor, reader)
    token, text = token_in(response), response.content.decode()

    assert "no-store" in response["Cache-Control"]
    assert 'content="noindex"' in text
    assert not response.cookies
    assert not visitor.cookies
    assert [name for name, value in response.headers.items() if token in value] == []
    pages = re.findall(r'(?:action|href)="(/[^"]*)"', text)
    assert path_of(reader) in pages
    assert [page for page in pages if token in page] == []


def test_later_visits_tell_since_when_there_is_one_and_not_which(reader: Subscriber, visitor: Client) -> None:
    token = token_in(made(visitor, reader))

    english = visitor.get(path_of(reader)).content.decode()
    chinese = visitor.get(path_of(reader, "zh")).content.decode()

    assert "You made one on Tue, 24 November 2026." in english
    assert "2026年11月24日（周二）" in chinese
    assert token not in english + chinese
    assert FeedToken.objects.filter(revoked_at=None).count() == 1


def test_a_new_address_ends_the_old_one(reader: Subscriber, visitor: Client) -> None:
    first, second = token_in(made(visitor, reader)), token_in(made(visitor, reader))

    assert (opens(first), opens(second)) == ("revoked", "open")


@pytest.mark.parametrize("held", ["", "0", "x", "-1", "٣", "9" * 30])
def test_reloading_the_answer_does_not_end_the_address_it_showed(
    held: str, reader: Subscriber, visitor: Client
) -> None:
    token = token_in(made(visitor, reader))

    again = made(visitor, reader, held=held)

    assert (again.status_code, again["Location"]) == (302, f"{path_of(reader)}?outdated=1#calendar")
    assert opens(token) == "open"
    assert b"Nothing was changed" in visitor.get(again["Location"]).content


def test_an_address_is_revoked_for_good(reader: Subscriber, visitor: Client) -> None:
    token = token_in(made(visitor, reader))
    stale = made(visitor, reader, act="revoke-address", held="")

    response = made(visitor, reader, act="revoke-address")

    assert [each["Location"].split("?")[1] for each in (stale, response)] == [
        "outdated=1#calendar",
        "revoked=1#calendar",
    ]
    text = visitor.get(response["Location"]).content.decode()
    assert (opens(token), "is revoked" in text, "Make my calendar address" in text) == ("revoked", True, True)


def test_looking_changes_nothing(reader: Subscriber, visitor: Client) -> None:
    path = path_of(reader)

    answers = [visitor.get(f"{path}?act=make-address&held="), visitor.head(path)]

    assert [each.status_code for each in answers] == [200, 200]
    assert not FeedToken.objects.exists()


@pytest.mark.django_db
def test_a_false_token_makes_nothing(visitor: Client) -> None:
    answers = [
        visitor.post("/subscriptions/1-0-x/", {"act": act}) for act in ("make-address", "revoke-address")
    ]

    assert [each.status_code for each in answers] == [404, 404]
    assert not FeedToken.objects.exists()


def test_calendar_by_mail_is_chosen_and_kept(reader: Subscriber, visitor: Client) -> None:
    fields = {"series": "wenqu", "language": "en", "zone": "Asia/Shanghai"}
    chosen = []

    for value in ("invite", "none", "nonsense", None):
        response = visitor.post(path_of(reader), fields | ({"calendar_by_mail": value} if value else {}))
        reader.refresh_from_db()
        chosen.append((response.status_code, reader.calendar_by_mail))

    assert chosen == [(302, "invite"), (302, "none"), (400, "none"), (302, "none")]
    text = visitor.get(path_of(reader)).content.decode()
    radios = re.findall(r'name="calendar_by_mail" value="(\w+)"( checked)?', text)
    assert radios == [("attachment", ""), ("invite", ""), ("none", " checked")]


@pytest.mark.parametrize(("by_mail", "is_warned"), [("invite", True), ("attachment", False), ("none", False)])
def test_who_uses_both_invitations_and_the_address_is_warned(
    by_mail: str, is_warned: bool, reader: Subscriber, visitor: Client
) -> None:
    Subscriber.objects.update(calendar_by_mail=by_mail)
    before = visitor.get(path_of(reader)).content.decode()
    answer = made(visitor, reader).content.decode()
    after = visitor.get(path_of(reader)).content.decode()

    assert [TWICE in text for text in (before, answer, after)] == [False, is_warned, is_warned]


def test_who_has_just_confirmed_is_led_to_the_address(reader: Subscriber, visitor: Client) -> None:
    Subscriber.objects.update(confirmed_at=None)
    reader.refresh_from_db()

    done = visitor.post("/" + confirm_url(reader, "en", at=NOW).split("/", 3)[3]).content.decode()

    (href,) = re.findall(r'href="([^"]+#calendar)"', done)
    assert 'id="calendar"' in visitor.get(href.removeprefix(SITE)).content.decode()


def test_who_has_unsubscribed_may_still_end_the_address(reader: Subscriber, visitor: Client) -> None:
    token = token_in(made(visitor, reader))
    Subscriber.objects.update(unsubscribed_at=NOW)

    response = made(visitor, reader, act="revoke-address")

    assert (response["Location"], opens(token)) == (f"{path_of(reader)}?revoked=1#calendar", "revoked")


def test_inside_a_chat_app_the_way_out_is_shown(reader: Subscriber, visitor: Client) -> None:
    inside = visitor.get(path_of(reader), headers={"user-agent": WECHAT})
    outside = visitor.get(path_of(reader))

    words = "Tap ··· at the top right"
    assert [words in each.content.decode() for each in (inside, outside)] == [True, False]
    assert "User-Agent" in inside["Vary"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_and_its_buttons_take_the_same_queries_however_much_is_followed(
    count: int, reader: Subscriber, visitor: Client, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        for subject in (
            {"series": a_series()},
            {"speaker": a_speaker()},
            {"tag": a_tag()},
            {"query": f"{number}"},
        ):
            reader.subscriptions.create(**subject)
    path = path_of(reader)
    assert Series.objects.count() == count + 1

    # Whose page it is, what is followed, the public series, the calendar address, what stands against mail.
    with django_assert_num_queries(5):
        visitor.get(path)
    # Whose page it is; a savepoint, the reader locked, what is held, the new one, the end of the savepoint.
    with django_assert_num_queries(6):
        visitor.post(path, {"act": "make-address", "held": ""})
