"""Only who confirms is mailed; nobody can sign up somebody else; leaving is instant."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from seminars.announcements import outbox
from seminars.announcements.hearers.interests import Interests
from seminars.announcements.sending import suppression
from seminars.announcements.sending.links import confirm_url, preferences_url, unsubscribe_url
from seminars.models import Announcement, Series, Subscriber, SubscriptionRequest, SuppressionReason
from seminars.subscriptions import preferences, unsubscribe
from seminars.subscriptions.following import interests_of
from seminars.subscriptions.subscribe import (
    AskedTooOften,
    Choices,
    WrongAddress,
    add_confirmed,
    confirm,
    request,
)
from tests.factories import NOW, a_series, a_speaker, a_subscriber, a_tag

pytestmark = pytest.mark.django_db


def asked(
    email: str = "lan@example.org", *, interests: Interests | None = None, at: datetime = NOW, **choices: Any
) -> None:
    wanted = Interests(series=(a_series(),)) if interests is None else interests
    request(email, wanted, Choices(**({"language": "zh"} | choices)), at=at)
    outbox.drain(clock=lambda: at)


def token_in(body: str) -> str:
    found = re.search(r"/(?:subscribe|subscriptions)/([^/\s]+)/", body)
    assert found, body
    return found[1]


def test_an_address_is_mailed_only_after_it_confirmed() -> None:
    asked()
    assert not Subscriber.objects.active().exists()

    subscriber = confirm(token_in(str(mail.outbox[0].body)), at=NOW + timedelta(hours=1))

    assert subscriber == Subscriber.objects.active().get()


def test_a_confirmation_works_once_and_for_72_hours() -> None:
    asked()
    token = token_in(str(mail.outbox[0].body))

    assert confirm(token, at=NOW + timedelta(hours=73)) is None
    assert confirm(token, at=NOW + timedelta(hours=71)) is not None
    assert confirm(token, at=NOW + timedelta(hours=71)) is None


def test_asking_again_is_answered_at_most_three_times_a_day() -> None:
    for minute in range(6):
        asked(at=NOW + timedelta(minutes=minute))

    assert len(mail.outbox) == 3


def test_nobody_can_make_a_confirmed_address_follow_more() -> None:
    subscriber = a_subscriber(a_series(), email="lan@example.org")

    asked("LAN@example.org")

    assert subscriber.subscriptions.count() == 1
    assert "/subscriptions/" in str(mail.outbox[0].body)
    assert f"/?series={Series.objects.latest('pk').slug}\n" in str(mail.outbox[0].body)


def test_a_wrong_address_is_refused_with_its_name() -> None:
    with pytest.raises(WrongAddress, match="lan@"):
        asked("lan@")
    assert not Announcement.objects.exists()


def test_leaving_is_instant_and_repeatable_and_coming_back_takes_a_confirmation() -> None:
    subscriber = a_subscriber(a_series(), email="lan@example.org")
    token = unsubscribe_url(subscriber).split("/")[-2]

    assert unsubscribe.by_token(token, at=NOW)
    assert unsubscribe.by_token(token, at=NOW + timedelta(days=1))
    assert not Subscriber.objects.active().exists()

    asked()
    assert not Subscriber.objects.active().exists()
    assert confirm(token_in(str(mail.outbox[0].body)), at=NOW) == subscriber


@pytest.mark.parametrize("token", ["", "x", "1-0-", "1-0-AAAA", "999-0-AAAA", "1-99999999999999-x", "٣-0-x"])
def test_a_false_link_opens_nothing(token: str) -> None:
    a_subscriber()

    assert not unsubscribe.by_token(token, at=NOW)
    assert preferences.by_token(token, at=NOW) is None
    assert confirm(token, at=NOW) is None


def test_preferences_are_changed_through_their_link() -> None:
    first, second = a_series(), a_series()
    subscriber = a_subscriber(first)
    opened = preferences.by_token(preferences_url(subscriber).split("/")[-2], at=NOW)
    assert opened is not None

    wishes = {"language": "en", "zone": "Europe/Lisbon", "calendar_by_mail": "invite"}
    preferences.change(opened, wishes, interests=Interests(series=(second,)), at=NOW)

    opened.refresh_from_db()
    assert (opened.language, opened.zone, opened.calendar_by_mail) == ("en", "Europe/Lisbon", "invite")
    assert [each.series for each in opened.subscriptions.all()] == [second]


def test_who_unsubscribes_while_saving_stays_unsubscribed() -> None:
    series = a_series()
    opened = a_subscriber(series)
    unsubscribe.by_token(unsubscribe_url(opened).split("/")[-2], at=NOW)

    preferences.change(opened, {"language": "en"}, interests=Interests(series=(series,)), at=NOW)

    assert not Subscriber.objects.active().exists()


def test_adding_by_command_sends_nothing() -> None:
    add_confirmed("lan@example.org", series=[a_series()], language="zh", zone="Asia/Shanghai", at=NOW)

    outbox.drain(clock=lambda: NOW)

    assert (mail.outbox, Subscriber.objects.active().count()) == ([], 1)


def test_confirming_means_what_the_mail_named_and_nothing_else() -> None:
    asked()
    first = token_in(str(mail.outbox[0].body))
    wanted = a_series(name_zh="想听的讨论班")
    asked(interests=Interests(series=(wanted,)), at=NOW + timedelta(days=2))

    assert confirm(first, at=NOW + timedelta(days=2)) is None
    subscriber = confirm(token_in(str(mail.outbox[1].body)), at=NOW + timedelta(days=2))

    assert subscriber is not None
    assert "想听的讨论班" in str(mail.outbox[1].body)
    assert [each.series for each in subscriber.subscriptions.all()] == [wanted]


@pytest.mark.parametrize(
    "email", ["a@\u00ad.org", "lan@example.org\nBcc: x@example.org", "x" * 300 + "@example.org"]
)
def test_an_address_that_no_mail_can_name_is_refused_at_once(email: str) -> None:
    with pytest.raises(WrongAddress):
        asked(email)


def test_nobody_but_its_owner_changes_what_an_address_that_left_still_has() -> None:
    followed, wanted = a_series(), a_series()
    reader = a_subscriber(followed, email="lan@example.org", unsubscribed_at=NOW)

    asked(interests=Interests(series=(wanted,)), language="en", zone="Asia/Tokyo", reminds_hour=True)

    reader.refresh_from_db()
    assert reader.confirmed_at
    assert [each.series for each in reader.subscriptions.all()] == [followed]
    confirmed = confirm(token_in(str(mail.outbox[0].body)), at=NOW)
    assert confirmed == reader
    assert (confirmed.unsubscribed_at, [each.series for each in confirmed.subscriptions.all()]) == (
        None,
        [wanted],
    )
    assert (confirmed.language, confirmed.zone, confirmed.reminds_hour) == ("en", "Asia/Tokyo", True)


def test_everything_that_was_asked_for_is_followed_once_it_is_confirmed() -> None:
    wanted = Interests((a_series(),), (a_speaker(),), (a_tag(),), ("graphs",))
    asked(interests=wanted, language="en", zone="Asia/Tokyo", reminds_evening=True)
    assert not Subscriber.objects.get().subscriptions.exists()

    subscriber = confirm(token_in(str(mail.outbox[0].body)), at=NOW)

    assert subscriber
    assert interests_of(subscriber) == wanted
    chosen = subscriber.language, subscriber.zone, subscriber.reminds_evening, subscriber.reminds_hour
    assert chosen == ("en", "Asia/Tokyo", True, False)


def test_confirming_ends_a_pause_and_whatever_stood_against_mail() -> None:
    reader = a_subscriber(email="lan@example.org", unsubscribed_at=NOW, paused_until=NOW + timedelta(days=9))
    suppression.suppress(reader.email, reason=SuppressionReason.RETURNED, source="550", at=NOW)
    asked()

    subscriber = confirm(token_in(str(mail.outbox[0].body)), at=NOW)

    assert subscriber
    assert (subscriber.paused_until, suppression.reason_for(reader.email, at=NOW)) == (None, None)


def test_from_one_place_ten_may_be_asked_for_in_an_hour() -> None:
    for number in range(10):
        ask_from("192.0.2.1", f"reader{number}@example.org")

    with pytest.raises(AskedTooOften):
        ask_from("192.0.2.1", "reader0@example.org")
    ask_from("192.0.2.2", "another@example.org")
    ask_from("192.0.2.1", "later@example.org", at=NOW + timedelta(hours=1))
    assert Subscriber.objects.count() == 12


def test_asking_for_an_address_that_had_enough_counts_too_and_says_nothing() -> None:
    for _each in range(10):
        ask_from("192.0.2.1", "lan@example.org")

    with pytest.raises(AskedTooOften):
        ask_from("192.0.2.1", "lan@example.org")
    assert Announcement.objects.count() == 3


def test_where_it_was_asked_is_kept_for_an_hour_and_never_in_clear() -> None:
    for _each in range(4):
        ask_from("192.0.2.1", "lan@example.org")
    rows = SubscriptionRequest.objects.all()
    assert {len(each.asked_from) for each in rows} == {32}
    assert "192.0.2" not in str(list(rows.values()))

    ask_from("", "otto@example.org", at=NOW + timedelta(hours=1))

    # What no mail came of is gone; of the rest nobody knows any more from where.
    assert list(rows.values_list("asked_from", flat=True)) == [""] * 4


def ask_from(place: str, email: str, *, at: datetime = NOW) -> None:
    request(email, Interests(queries=("graphs",)), Choices("zh"), asked_from=place, at=at)


def test_a_link_never_comes_to_mean_what_a_later_mail_asks() -> None:
    ours, theirs = a_series(slug="aaa"), a_series(slug="bbb")
    lan = a_subscriber(ours, email="lan@example.org", unsubscribed_at=NOW - timedelta(days=1))
    request("lan@example.org", Interests(series=(ours,)), Choices("zh"), at=NOW)
    lan.refresh_from_db()
    link = confirm_url(lan, "zh", at=NOW).rstrip("/").rpartition("/")[2]
    request("lan@example.org", Interests(series=(theirs,)), Choices("en"), at=NOW)

    assert confirm(link, at=NOW) is None
    lan.refresh_from_db()
    assert (lan.language, lan.unsubscribed_at) == ("zh", NOW - timedelta(days=1))
