"""Invitations and their ends: one event, one organizer, one attendee, and nothing that a name can add."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import ics
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from seminars.calendars.invite import NoInvitation, Party, cancellation, invitation, sequence_of
from seminars.calendars.lint import faults
from seminars.programme.snapshots import Snapshot
from tests.calendars.readers import with_icalendar, with_vobject
from tests.calendars.samples import a_snapshot, written
from tests.calendars.strategies import snapshots, text

AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
SENDER = Party("seminars@example.org", "问渠")
LAN = Party("lan@example.org", "林岚")
# What is no fault of an invitation, although it would be one of a feed.
MEANT = {"method", "attendee_in_event", "html"}

addresses = st.one_of(
    st.emails(), text, st.builds("{}@{}".format, text, text), st.just('"a b; c"@例子.example')
)
parties = st.builds(Party, addresses, text)


def properties(body: bytes) -> list[str]:
    """The unfolded lines of the event itself."""
    lines = body.replace(b"\r\n ", b"").decode().split("\r\n")
    return lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]


def test_an_invitation_is_the_stored_entry_made_out_to_one_person() -> None:
    stored = written(a_snapshot(), has_link=True, sequence=3)

    body = invitation(stored, organizer=SENDER, attendee=LAN, language="zh")

    kept = properties(b"BEGIN:VCALENDAR\r\n" + stored)
    kept[kept.index("TRANSP:TRANSPARENT")] = "TRANSP:OPAQUE"
    kept[kept.index("X-MICROSOFT-CDO-BUSYSTATUS:FREE")] = "X-MICROSOFT-CDO-BUSYSTATUS:BUSY"
    assert properties(body) == [
        *kept,
        "ATTENDEE;CN=林岚;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=FALSE"
        ":mailto:lan@example.org",
        "ORGANIZER;CN=问渠:mailto:seminars@example.org",
    ]
    assert body.split(b"BEGIN:VEVENT")[0].decode().splitlines() == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Seminars//Seminars 1.0//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
    ]
    assert sequence_of(stored) == 3


def test_its_end_is_cancelled_for_that_person_even_if_the_event_goes_on() -> None:
    stored = written(a_snapshot(), has_link=True, sequence=4)

    body = cancellation(stored, organizer=SENDER, attendee=LAN, language="en")

    kept = properties(b"BEGIN:VCALENDAR\r\n" + stored)
    kept[kept.index("STATUS:CONFIRMED")] = "STATUS:CANCELLED"
    assert properties(body)[:-2] == kept
    assert b"\r\nMETHOD:CANCEL\r\n" in body


def test_who_has_no_name_is_named_by_the_address_alone() -> None:
    body = invitation(
        written(a_snapshot()), organizer=SENDER, attendee=Party("lan@example.org"), language="zh"
    )

    assert properties(body)[-2] == (
        "ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=FALSE"
        ":mailto:lan@example.org"
    )


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("a.b+seminars@example.org", "mailto:a.b+seminars@example.org"),
        ('"a b"@example.org', "mailto:%22a%20b%22@example.org"),
        ("a?subject=x&y@example.org", "mailto:a%3Fsubject%3Dx%26y@example.org"),
        ("lan@例子.example", "mailto:lan@xn--fsqu00a.example"),
        ("林岚@example.org", "mailto:%E6%9E%97%E5%B2%9A@example.org"),
        ("a@b.org\r\nATTENDEE:mailto:x@y.org", "mailto:a%40b.org%20ATTENDEE%3Amailto%3Ax@y.org"),
    ],
)
def test_an_address_is_one_uri_whatever_stands_in_it(address: str, uri: str) -> None:
    body = invitation(written(a_snapshot()), organizer=SENDER, attendee=Party(address), language="zh")

    assert str(read(body)["attendee"]) == uri


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("问渠, “A”", 'CN="问渠, “A”"'),
        ('a "b" c', "CN=\"a ^'b^' c\""),
        ("x^n;y", 'CN="x^^n;y"'),
        ("a:b\r\nX-EVIL:1", 'CN="a:b X-EVIL:1"'),
        ("a\\", "CN=a/"),
    ],
)
def test_a_name_is_quoted_and_nothing_gets_out_of_it(name: str, parameter: str) -> None:
    body = invitation(written(a_snapshot()), organizer=Party("s@x.org", name), attendee=LAN, language="zh")

    assert properties(body)[-1] == f"ORGANIZER;{parameter}:mailto:s@x.org"


@pytest.mark.parametrize("body", [b"", b"BEGIN:VEVENT\r\n", written(a_snapshot()) * 2, b"BEGIN:VTODO\r\n"])
def test_nobody_is_invited_to_what_is_not_one_event(body: bytes) -> None:
    with pytest.raises(NoInvitation):
        invitation(body, organizer=SENDER, attendee=LAN, language="zh")


def test_a_title_may_look_like_the_beginning_of_an_event() -> None:
    snapshot = a_snapshot(title=replace(a_snapshot().headline, zh="BEGIN:VEVENT", en="END:VEVENT"))

    body = invitation(written(snapshot), organizer=SENDER, attendee=LAN, language="zh")

    assert str(read(body)["summary"]).endswith("BEGIN:VEVENT")


@given(snapshots(), parties, parties, st.integers(0, 99), st.booleans())
def test_no_name_and_no_address_makes_a_file_that_calendars_refuse(
    snapshot: Snapshot, organizer: Party, attendee: Party, sequence: int, is_end: bool
) -> None:
    stored = written(snapshot, has_link=True, sequence=sequence)
    make, method = (cancellation, "CANCEL") if is_end else (invitation, "REQUEST")

    body = make(stored, organizer=organizer, attendee=attendee, language="zh")

    assert {each.code for each in faults(body, at=AT)} - MEANT == set()
    assert max(map(len, body.split(b"\r\n"))) <= 75
    names = [re.split("[:;]", line)[0] for line in properties(body)]
    assert names == [
        *(re.split("[:;]", line)[0] for line in properties(b"\r\n" + stored)),
        "ATTENDEE",
        "ORGANIZER",
    ]
    event = read(body)
    assert not event.errors
    assert [event[each].startswith("mailto:") for each in ("organizer", "attendee")] == [True, True]
    status = "CANCELLED" if is_end or snapshot.is_cancelled else "CONFIRMED"
    assert (str(Calendar.from_ical(body)["method"]), event["sequence"], str(event["status"])) == (
        method,
        sequence,
        status,
    )
    assert with_vobject(body) == with_icalendar(body)


@given(parties, parties)
def test_other_readers_find_the_same_two_people(organizer: Party, attendee: Party) -> None:
    body = invitation(written(a_snapshot()), organizer=organizer, attendee=attendee, language="zh")

    event = read(body)
    (seen,) = ics.Calendar(body.decode()).events
    shown = vobject.readOne(body.decode()).vevent
    assert (shown.organizer.value, shown.attendee.value) == (event["organizer"], event["attendee"])
    assert [person.email for person in seen.attendees] == [str(event["attendee"]).removeprefix("mailto:")]


def read(body: bytes) -> Event:
    """Its only event, read back."""
    (event,) = Calendar.from_ical(body).walk("VEVENT")
    assert isinstance(event, Event)
    return event
