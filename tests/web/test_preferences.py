"""The preferences page: what is followed and how it is told, the pause, and one's own data."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client

from seminars.announcements.sending import suppression
from seminars.announcements.sending.links import confirm_url, preferences_url
from seminars.models import Delivery, Series, Subscriber, SuppressionReason
from seminars.subscriptions.following import interests_of, rhythms_of
from tests.factories import NOW, a_series, a_speaker, a_subscriber, a_tag, a_talk, an_event, published

WISHES = {
    "language": "en",
    "zone": "Europe/Berlin",
    "calendar_by_mail": "none",
    "reminds_evening": "on",
    "wants_recordings": "on",
    "alarm": "30",
    "digest_at": "07:30",
    "digest_weekday": "4",
    "quiet_from": "22:00",
    "quiet_until": "08:00",
}


@pytest.fixture
def wenqu(db: None) -> Series:
    """A series whose event names a speaker and a topic."""
    series = a_series(slug="wenqu")
    event = an_event(series, has_talk=False)
    a_talk(event, speakers=[a_speaker(slug="lin")], tags=[a_tag(slug="ml")])
    published(event)
    return series


@pytest.fixture
def reader(wenqu: Series) -> Subscriber:
    return a_subscriber(wenqu, email="lan@example.org")


@pytest.fixture
def visitor() -> Client:
    """A browser whose forms carry no CSRF token."""
    return Client(enforce_csrf_checks=True)


def path_of(reader: Subscriber, language: str = "en") -> str:
    return "/" + preferences_url(reader, language).split("/", 3)[3]


def wishes_of(reader: Subscriber) -> dict[str, Any]:
    return Subscriber.objects.values(*WISHES, "reminds_hour").get(pk=reader.pk)


def test_every_wish_is_saved_and_shown(reader: Subscriber, visitor: Client) -> None:
    response = visitor.post(path_of(reader), WISHES | {"series": "wenqu"})

    assert response["Location"] == f"{path_of(reader)}?saved=1"
    assert wishes_of(reader) == {
        "language": "en",
        "zone": "Europe/Berlin",
        "calendar_by_mail": "none",
        "reminds_evening": True,
        "reminds_hour": False,
        "wants_recordings": True,
        "alarm": 30,
        "digest_at": time(7, 30),
        "digest_weekday": 4,
        "quiet_from": time(22),
        "quiet_until": time(8),
    }
    text = visitor.get(path_of(reader)).content.decode()
    assert re.findall(r'type="time" name="\w+" value="([\d:]+)"', text) == ["07:30", "22:00", "08:00"]
    assert [f'value="{each}" selected' in text for each in ("Europe/Berlin", "4", "30")] == [True] * 3


def test_all_kinds_are_followed_each_in_its_rhythm(reader: Subscriber, visitor: Client) -> None:
    asked = visitor.get(f"{path_of(reader)}?speaker=lin&tag=ml&q=graphs").content.decode()
    kinds = {"series": "wenqu", "speaker": "lin", "tag": "ml", "q": ["graphs", ""]}
    rhythms = {"rhythm-speaker-lin": "daily", "rhythm-q-graphs": "weekly", "rhythm-tag-ml": "hourly"}

    visitor.post(path_of(reader), kinds | rhythms)

    assert "is ticked below, but not saved yet" in asked
    assert rhythms_of(reader) == {
        ("series", "wenqu"): "instant",
        ("speaker", "lin"): "daily",
        ("tag", "ml"): "instant",
        ("q", "graphs"): "weekly",
    }
    text = visitor.get(path_of(reader)).content.decode()
    ticked = re.findall(r'name="(series|speaker|tag|q)" value="([^"]+)" checked', text)
    assert ticked == list(rhythms_of(reader))
    assert re.findall(r'name="(rhythm-[^"]+)" aria-label=.*?value="(\w+)" selected', text) == [
        ("rhythm-series-wenqu", "instant"),
        ("rhythm-speaker-lin", "daily"),
        ("rhythm-tag-ml", "instant"),
        ("rhythm-q-graphs", "weekly"),
    ]


def test_what_is_unticked_ends_and_what_can_no_longer_be_found_stays(
    reader: Subscriber, visitor: Client
) -> None:
    unheard = a_speaker(slug="unheard")
    reader.subscriptions.create(speaker=unheard)
    reader.subscriptions.create(query="graphs")

    visitor.post(path_of(reader), {"speaker": ["unheard", "nobody"]})

    left = interests_of(reader)
    assert (left.series, left.speakers, left.queries) == ((), (unheard,), ())


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"zone": "Mars/Olympus"}, "Mars/Olympus"),
        ({"quiet_from": "22:00", "quiet_until": ""}, "Quiet hours need a beginning and an end."),
        ({"quiet_from": "", "quiet_until": "08:00"}, "Quiet hours need a beginning and an end."),
        ({"quiet_from": "08:00", "quiet_until": "08:00"}, "Quiet hours that end when they begin are none."),
        ({"quiet_from": "25:00"}, "Enter a valid time."),
        ({"digest_at": "noon"}, "Enter a valid time."),
        ({"digest_at": ""}, "This field is required."),
        ({"digest_weekday": "7"}, "Select a valid choice."),
        ({"alarm": "-5"}, "Select a valid choice."),
        ({"alarm": "99999999999"}, "Select a valid choice."),
        ({"calendar_by_mail": "pigeon"}, "Select a valid choice."),
        ({"language": "fr"}, "Select a valid choice."),
    ],
)
def test_a_wrong_wish_is_refused_and_nothing_typed_is_lost(
    wrong: dict[str, str], sentence: str, reader: Subscriber, visitor: Client
) -> None:
    before = wishes_of(reader)
    typed = WISHES | {"speaker": "lin", "rhythm-speaker-lin": "daily", "q": "trees"} | wrong

    response = visitor.post(path_of(reader), typed)

    text = response.content.decode()
    assert (response.status_code, sentence in text) == (400, True), text
    assert "Nothing was saved yet" in text
    assert (wishes_of(reader), list(rhythms_of(reader))) == (before, [("series", "wenqu")])
    for kept in (
        'name="speaker" value="lin" checked',
        'value="daily" selected',
        'name="q" value="trees" checked',
    ):
        assert kept in text
    for name in {"digest_at", "quiet_from", "quiet_until"} & {each for each in typed if typed[each]}:
        assert re.search(rf'name="{name}" value="{typed[name]}"', text), name


def test_a_sentence_comes_in_the_language_of_the_page(reader: Subscriber, visitor: Client) -> None:
    response = visitor.post(path_of(reader, "zh"), WISHES | {"digest_at": "noon"})

    assert "输入一个有效的时间。" in response.content.decode()


def test_mail_is_paused_until_a_day_by_the_readers_clocks_and_resumed(
    reader: Subscriber, visitor: Client
) -> None:
    Subscriber.objects.update(zone="America/New_York")

    paused = visitor.post(path_of(reader), {"act": "pause", "until": "2026-12-07"})
    reader.refresh_from_db()
    until, text = reader.paused_until, visitor.get(paused["Location"]).content.decode()
    resumed = visitor.post(path_of(reader), {"act": "resume"})
    reader.refresh_from_db()

    assert until == datetime(2026, 12, 7, 5, tzinfo=UTC)
    assert "Mail is paused until Mon, 7 December 2026." in text
    assert (resumed["Location"], reader.paused_until) == (f"{path_of(reader)}?resumed=1", None)
    assert "Mail is paused" not in visitor.get(path_of(reader)).content.decode()


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("", "is not a date"),
        ("next week", "“next week” is not a date. Write it as 2026-12-31."),
        ("2026-11-24", "Choose a day after today and within one year."),
        ("2027-12-01", "Choose a day after today and within one year."),
        ("9999-12-31", "Choose a day after today and within one year."),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    until: str, sentence: str, reader: Subscriber, visitor: Client
) -> None:
    response = visitor.post(path_of(reader), {"act": "pause", "until": until})

    text = response.content.decode()
    assert (response.status_code, sentence in text, f'value="{until}"' in text) == (400, True, True)
    assert not Subscriber.objects.exclude(paused_until=None).exists()


def test_a_pause_that_is_over_is_not_mentioned(reader: Subscriber, visitor: Client) -> None:
    Subscriber.objects.update(paused_until=NOW - timedelta(hours=1))

    assert b"Mail is paused" not in visitor.get(path_of(reader)).content


def test_why_no_mail_comes_is_said_and_can_be_undone(reader: Subscriber, visitor: Client) -> None:
    suppression.suppress(reader.email, reason=SuppressionReason.RETURNED, source="550", at=NOW)

    before = visitor.get(path_of(reader)).content.decode()
    visitor.post(path_of(reader), {"act": "lift"})

    assert "Mail to you is off, because mails to this address came back." in before
    assert suppression.reason_for(reader.email, at=NOW) is None
    assert "Mail to you is off" not in visitor.get(path_of(reader)).content.decode()


def test_ones_own_data_are_a_file_that_nobody_keeps(reader: Subscriber, visitor: Client) -> None:
    (path,) = re.findall(r'href="([^"]+/data/)"', visitor.get(path_of(reader)).content.decode())

    response = visitor.get(path)

    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == 'attachment; filename="seminars-my-data.json"'
    assert "no-store" in response["Cache-Control"]
    assert json.loads(response.content)["address"] == "lan@example.org"


def test_erasing_asks_once_more_and_leaves_links_that_answer_kindly(
    reader: Subscriber, visitor: Client
) -> None:
    path, confirmation = path_of(reader), "/" + confirm_url(reader, "en", at=NOW).split("/", 3)[3]

    asked = visitor.post(path, {"act": "erase"})
    still = Subscriber.objects.filter(pk=reader.pk).exists()
    done = visitor.post(path, {"act": "erase-now"})

    assert ("Erase everything now" in asked.content.decode(), still) == (True, True)
    assert "Your data are erased" in done.content.decode()
    assert "lan@example.org" not in done.content.decode()
    assert not Subscriber.objects.exists()
    again = [visitor.get(path), visitor.post(path, {"act": "erase-now"}), visitor.get(f"{path}data/")]
    assert [each.status_code for each in again] == [404, 404, 404]
    assert all(
        "If you had your data erased, everything is in order" in each.content.decode() for each in again
    )
    assert visitor.post(confirmation).status_code == 410
    assert not Delivery.objects.filter(address="lan@example.org").exists()


@pytest.mark.parametrize("act", ["erase-now", "pause", "lift", "resume"])
def test_looking_does_none_of_it(act: str, reader: Subscriber, visitor: Client) -> None:
    before = Subscriber.objects.values().get()

    visitor.get(f"{path_of(reader)}?act={act}&until=2026-12-07")

    assert Subscriber.objects.values().get() == before


@pytest.mark.parametrize("count", [1, 3])
def test_saving_takes_the_same_queries_however_much_is_followed(
    count: int, reader: Subscriber, visitor: Client, django_assert_num_queries: Any
) -> None:
    fields: dict[str, Any] = WISHES | {"series": [], "speaker": ["lin"], "tag": ["ml"], "q": []}
    for number in range(count):
        fields["series"].append(a_series().slug)
        fields["q"].append(f"graphs {number}")
        fields[f"rhythm-q-graphs {number}"] = "weekly"

    with django_assert_num_queries(28):
        response = visitor.post(path_of(reader), fields)

    assert (response.status_code, reader.subscriptions.count()) == (302, 2 * count + 2)
