"""The calendar of one subscriber: what they follow, in their language, with what is kept for subscribers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from seminars.calendars.feed import feed
from seminars.calendars.histories import Earlier
from seminars.calendars.options import Options
from seminars.calendars.personal import PersonalStamp, personal_feed, personal_stamp
from seminars.models import Event, Series, Subscriber, Subscription
from seminars.publishing.series import save_series
from seminars.publishing.withdraw import withdraw
from seminars.sealing.random_tokens import digest_of
from seminars.search.find import find
from seminars.subscriptions import feed_tokens
from tests.calendars.readers import with_icalendar
from tests.factories import (
    NOW,
    STARTS,
    a_meeting,
    a_series,
    a_speaker,
    a_subscriber,
    a_tag,
    a_talk,
    an_event,
    published,
)

pytestmark = pytest.mark.django_db
JOIN = "https://meeting.example.org/dm/Qw3"


def an_event_in(series: Series, **fields: Any) -> Event:
    event = an_event(series, **fields)
    published(event)
    return event


def unfolded(subscriber: Subscriber, **options: Any) -> str:
    asked = Options(**({"language": subscriber.language} | options))
    return personal_feed(subscriber.pk, asked, find=find, at=NOW).body.replace(b"\r\n ", b"").decode()


def uids(subscriber: Subscriber) -> list[str]:
    body = personal_feed(subscriber.pk, Options(), find=find, at=NOW).body
    return [each.uid for each in with_icalendar(body)]


def stamped(token: str) -> PersonalStamp:
    found = personal_stamp(digest_of(token), at=NOW)
    assert found
    return found


def test_it_holds_what_is_followed_public_or_unlisted_and_nothing_else() -> None:
    public, quiet, other = a_series(), a_series(visibility="unlisted"), a_series()
    hidden = a_series()
    later = STARTS + timedelta(days=1)
    followed = [an_event_in(public), an_event_in(quiet, starts_at=later)]
    an_event_in(other), an_event_in(hidden)
    gone = an_event_in(public, starts_at=later)
    withdraw(gone, by=None, at=NOW)
    hidden.visibility = "hidden"
    save_series(hidden, by=None, at=NOW)

    assert uids(a_subscriber(public, quiet, hidden)) == [str(each.uid) for each in followed]
    assert uids(a_subscriber()) == []


def test_its_heading_names_no_address_of_its_own(settings: LazySettings) -> None:
    settings.SITE_URL = "https://seminars.example.org"
    series = a_series(colour="steelblue")
    an_event_in(series)

    heading = unfolded(a_subscriber(series, language="en")).split("BEGIN:VEVENT")[0]

    assert set(heading.split("\r\n")) == {
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Seminars//Seminars 1.0//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:My seminars",
        "X-WR-CALNAME:My seminars",
        "X-WR-TIMEZONE:Asia/Shanghai",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "URL:https://seminars.example.org/en/",
        "LAST-MODIFIED:20261124T040000Z",
        "",
    }


def test_it_speaks_the_language_of_its_reader_unless_asked_otherwise() -> None:
    series = a_series(language="both")
    an_event_in(series)
    reader = a_subscriber(series, language="en", zone="Europe/Berlin")

    names = [
        unfolded(reader, **({"language": each} if each else {})).split("\nNAME:")[1].split("\r")[0]
        for each in (None, "zh", "both")
    ]

    assert names == ["My seminars", "我的讨论班", "我的讨论班 / My seminars"]
    assert "BEGIN:VTIMEZONE" not in unfolded(reader)
    assert "DTSTART;TZID=Europe/Berlin:20261128T070000" in unfolded(reader, zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("visibility", "shown_in"),
    [
        ("public", {"series", "reader", "left"}),
        ("subscribers", {"reader"}),
        ("members", set()),
        ("request", set()),
    ],
)
def test_who_is_shown_how_to_join(visibility: str, shown_in: set[str]) -> None:
    series = a_series()
    an_event_in(series, meeting=a_meeting(url=JOIN, visibility=visibility))
    reader, left = a_subscriber(series), a_subscriber(series, unsubscribed_at=NOW)

    bodies = {
        "series": feed(series.slug, Options(), at=NOW).body.replace(b"\r\n ", b"").decode(),
        "reader": unfolded(reader),
        "left": unfolded(left),
    }

    assert {name for name, body in bodies.items() if JOIN in body} == shown_in
    assert {name for name, body in bodies.items() if "555-010-021" in body} == shown_in


def test_who_asked_anew_and_has_not_confirmed_follows_nothing() -> None:
    series = a_series()
    an_event_in(series)

    assert uids(a_subscriber(series, confirmed_at=None)) == []


def test_a_stamp_changes_with_all_that_the_file_depends_on() -> None:
    series, other = a_series(), a_series()
    reader = a_subscriber(series)
    token = feed_tokens.make(reader, instead_of=None, at=NOW)
    stamps = [stamped(token)]
    for change in (
        lambda: published(an_event(series)),
        lambda: Subscriber.objects.update(language="en"),
        lambda: Subscription.objects.create(subscriber=reader, series=other),
        lambda: Subscription.objects.filter(series=series).delete(),
        lambda: Subscriber.objects.update(unsubscribed_at=NOW),
        lambda: Subscriber.objects.update(confirmed_at=None),
        lambda: feed_tokens.revoke(reader, reader.feed_tokens.get().pk, at=NOW),
    ):
        change()
        stamps.append(stamped(token))

    assert len(set(stamps)) == len(stamps)
    assert [each.is_revoked for each in stamps] == [False] * 7 + [True]
    assert {each.subscriber_pk for each in stamps} == {reader.pk}


def test_a_stamp_holds_for_a_day() -> None:
    token = feed_tokens.make(a_subscriber(a_series()), instead_of=None, at=NOW)

    days = [personal_stamp(digest_of(token), at=NOW + timedelta(hours=hours)) for hours in (0, 19, 20)]

    assert (days[0] == days[1], days[1] == days[2]) == (True, False)


def test_a_stamp_stands_while_nothing_changes_for_its_reader() -> None:
    reader = a_subscriber(a_series())
    token = feed_tokens.make(reader, instead_of=None, at=NOW)
    before = stamped(token)
    a_subscriber(Series.objects.get())

    assert stamped(token) == before


@pytest.mark.parametrize("token", ["", "x", "A" * 27, "A" * 5000, "令牌", "\0", "\udc80", "' OR 1=1 --"])
def test_every_token_costs_one_query_whatever_its_form(token: str, django_assert_num_queries: Any) -> None:
    held = feed_tokens.make(a_subscriber(a_series()), instead_of=None, at=NOW)

    with django_assert_num_queries(1) as unknown:
        assert personal_stamp(digest_of(token), at=NOW) is None
    with django_assert_num_queries(1) as known:
        assert personal_stamp(digest_of(held), at=NOW)

    shapes = [
        query["sql"].replace(digest_of(each), "…")
        for queries, each in ((unknown, token), (known, held))
        for query in queries
    ]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_queries_for_any_number_of_series_and_events(
    count: int, django_assert_num_queries: Any
) -> None:
    series = [a_series() for _each in range(count)]
    for each in series:
        an_event_in(each), an_event_in(each, starts_at=STARTS + timedelta(days=7))
    reader = a_subscriber(*series)

    with django_assert_num_queries(3):
        file = personal_feed(reader.pk, Options(), find=find, at=NOW)

    assert len(with_icalendar(file.body)) == 2 * count


def test_a_whole_history_may_take_from_the_one_before() -> None:
    series = a_series()
    an_event_in(series)
    reader = a_subscriber(series)
    token = feed_tokens.make(reader, instead_of=None, at=NOW)
    whole = Options(is_whole_history=True)
    before = personal_feed(reader.pk, whole, find=find, at=NOW)
    earlier = Earlier(stamped(token).stamp.cursor, before.chunks)
    an_event_in(
        series, starts_at=STARTS + timedelta(days=7), meeting=a_meeting(url=JOIN, visibility="subscribers")
    )

    after = personal_feed(reader.pk, whole, find=find, at=NOW, earlier=earlier)

    assert after.body == personal_feed(reader.pk, whole, find=find, at=NOW).body
    assert len(with_icalendar(after.body)) == 2
    assert JOIN.encode() in after.body.replace(b"\r\n ", b"")


def test_speakers_topics_and_searches_are_followed_where_everybody_finds_them() -> None:
    speaker, tag = a_speaker(), a_tag()
    shown, quiet = a_series(), a_series(visibility="unlisted")
    events = [an_event(shown, has_talk=False), an_event(quiet, has_talk=False)]
    for event in events:
        a_talk(event, title="Bipartite graphs", speakers=[speaker], tags=[tag])
        published(event)
    an_event_in(shown, starts_at=STARTS + timedelta(days=1))

    found = []
    for subject in ({"speaker": speaker}, {"tag": tag}, {"query": "GRAPHS bipartite"}, {"series": quiet}):
        reader = a_subscriber()
        reader.subscriptions.create(**subject)
        found.append(uids(reader))

    assert found == [[str(events[0].uid)]] * 3 + [[str(events[1].uid)]]


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_queries_for_any_number_of_speakers_topics_and_searches(
    count: int, django_assert_num_queries: Any
) -> None:
    reader, series = a_subscriber(), a_series()
    for number in range(count):
        speaker, tag = a_speaker(), a_tag()
        event = an_event(series, has_talk=False)
        a_talk(event, title=f"Graphs {number}", speakers=[speaker], tags=[tag])
        published(event)
        for subject in ({"speaker": speaker}, {"tag": tag}, {"query": f"graphs {number}"}):
            reader.subscriptions.create(**subject)

    with django_assert_num_queries(3):
        file = personal_feed(reader.pk, Options(), find=find, at=NOW)

    assert len(with_icalendar(file.body)) == count


@pytest.mark.parametrize(
    ("chosen", "asked", "heard"),
    [(None, None, None), (15, None, 15), (15, 60, 60), (None, 60, 60), (0, None, 0)],
)
def test_the_alarm_is_that_of_the_address_else_that_of_its_reader(
    chosen: int | None, asked: int | None, heard: int | None
) -> None:
    token = feed_tokens.make(a_subscriber(alarm=chosen), instead_of=None, at=NOW)

    wishes = stamped(token).wishes(Options(alarm=asked))

    assert (wishes.alarm, wishes.language) == (heard, "zh")
