"""Notices on the command line: an event that is off, moved, put off for now, and back with a date."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import icalendar
import pytest
import time_machine

from seminars.models import (
    AnnouncementKind,
    CalendarComponent,
    Delivery,
    Event,
    Publication,
    Revision,
    Series,
    Speaker,
    Talk,
    Venue,
)
from tests.factories import NOW, a_speaker, a_subscriber
from tests.intake.proposing.texts import CANCELLED, LATER, MOVED, POSTPONED, TEXT
from tests.management.command import Done

Command = Callable[..., Done]
Intake = Callable[..., Done]


@pytest.fixture
def intake(command: Command) -> Iterator[Intake]:
    """`intake(text)` publishes a text of Tuesday, 24 November 2026, in the series wenqu."""
    with time_machine.travel(NOW, tick=False):
        command("series", "wenqu", "--name-zh", "问渠班研讨会", "--minutes", "120")

        def call(text: str, how: str = "--publish") -> Done:
            return command("intake", "-", "--series", "wenqu", "--on", "2026-11-24", how, text=text)

        yield call


def calendar_entry() -> tuple[str, int, str, str]:
    """UID, SEQUENCE, STATUS and start of the one event in the feed."""
    body = CalendarComponent.objects.get(language="zh", has_link=False).body
    entry = icalendar.Event.from_ical(bytes(body).decode())
    return str(entry["UID"]), int(entry["SEQUENCE"]), str(entry["STATUS"]), f"{entry.start:%Y-%m-%dT%H:%MZ}"


def test_put_off_without_a_date_and_back_with_one_it_is_the_same_event(intake: Intake) -> None:
    assert intake(TEXT).out.splitlines()[-1] == "/wenqu/42/"
    uid, *first = calendar_entry()
    talks = set(Talk.objects.values_list("uid", flat=True))

    assert intake(POSTPONED).out.splitlines()[-1] == "/wenqu/42/"
    off_uid, *off = calendar_entry()
    assert Event.objects.get().cancel_reason == "延期，时间另行通知（讲者身体不适）"

    assert intake(LATER).out.splitlines()[-1] == "/wenqu/42/"
    back_uid, *back = calendar_entry()
    assert [first, off, back] == [
        [0, "CONFIRMED", "2026-12-05T06:00Z"],
        [1, "CANCELLED", "2026-12-05T06:00Z"],
        [2, "CONFIRMED", "2026-12-12T06:00Z"],
    ]
    assert uid == off_uid == back_uid
    assert set(Talk.objects.values_list("uid", flat=True)) == talks
    assert (Event.objects.count(), Revision.objects.count()) == (1, 3)
    assert Publication.objects.get().path == "42"
    event = Event.objects.get()
    assert (event.state, event.cancel_reason, event.cancelled_at) == ("published", "", None)


def test_readers_hear_once_that_it_is_off_and_once_that_it_is_back(intake: Intake, command: Command) -> None:
    a_subscriber(Series.objects.get())
    for text in (TEXT, POSTPONED, POSTPONED, LATER, LATER):
        assert intake(text).status == 0
        command("drain")

    kinds = list(Delivery.objects.order_by("pk").values_list("announcement__kind", flat=True))

    assert kinds == [AnnouncementKind.PUBLISHED, AnnouncementKind.CANCELLED, AnnouncementKind.RESTORED]


def test_without_its_number_it_comes_back_by_its_speakers(intake: Intake) -> None:
    for text in (TEXT, POSTPONED, LATER.replace(" 第42期", "")):
        assert intake(text).status == 0

    event = Event.objects.get()
    assert (event.number, event.path, event.state) == (42, "42", "published")


def test_a_notice_moves_cancels_and_may_be_sent_twice(intake: Intake) -> None:
    intake(TEXT)

    moved, again = intake(MOVED), intake(MOVED)
    assert calendar_entry()[1:] == (1, "CONFIRMED", "2026-12-12T06:00Z")
    off = intake(CANCELLED.replace("12月5日", "12月12日"))
    off_again = intake(CANCELLED.replace("12月5日", "12月12日"))

    assert calendar_entry()[1:] == (2, "CANCELLED", "2026-12-12T06:00Z")
    assert Event.objects.get().cancel_reason == "场地检修"
    nothing = "Nothing to publish: the public copy says the same.\n/wenqu/42/\n"
    assert [done.out for done in (moved, again, off, off_again)] == [
        "/wenqu/42/\n",
        nothing,
        "/wenqu/42/\n",
        nothing,
    ]


def test_an_old_text_does_not_bring_back_what_is_off(intake: Intake) -> None:
    for text in (TEXT, CANCELLED, TEXT):
        assert intake(text).status == 0

    assert Publication.objects.get().state == "cancelled"


def test_a_notice_that_is_only_saved_does_nothing_and_says_so(intake: Intake) -> None:
    intake(TEXT)

    done = intake(CANCELLED, "--save")

    assert (done.status, done.out) == (0, "/wenqu/42/\n")
    assert "Nothing saved: this text would cancel the event; --publish does it." in done.err
    assert Publication.objects.get().state == "published"


@pytest.mark.parametrize("how", ["--save", "--publish"])
def test_a_notice_about_nothing_known_is_refused(intake: Intake, how: str) -> None:
    done = intake(CANCELLED, how)

    assert (done.status, Event.objects.count()) == (1, 0)
    assert done.err.endswith("This text calls an event off or moves it, but it is not clear which one.\n")


def test_a_refused_text_saves_nothing(intake: Intake) -> None:
    done = intake(TEXT.replace("（周六）", "（周五）"))

    assert (done.status, "Not published" in done.err) == (1, True)
    assert not Event.objects.exists()
    assert not Venue.objects.exists()


def test_homonyms_are_never_merged_in_silence(intake: Intake) -> None:
    for affiliation in ("东望大学", "北辰大学"):
        a_speaker(name_zh="林知远", name_en="", affiliation_zh=affiliation)

    done = intake(TEXT)
    intake(TEXT)

    assert (
        "林知远 (文曲大学): taken for new. Known already: 林知远 (东望大学); 林知远 (北辰大学)." in done.err
    )
    assert Speaker.objects.filter(name_zh="林知远").count() == 3
