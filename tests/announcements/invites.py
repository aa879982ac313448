"""What a received mail brings for a calendar, as a mail program would find it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage

import vobject
from icalendar import Calendar

from seminars.calendars.lint import faults

AS_AN_INVITATION = [
    "multipart/mixed",
    "multipart/alternative",
    "text/plain",
    "text/html",
    "text/calendar",
    "application/ics",
]


@dataclass(frozen=True)
class Invite:
    """The one event of an iTIP message."""

    method: str
    sequence: int
    status: str
    starts: datetime
    is_busy: bool
    attendee: str


def tree(message: EmailMessage) -> list[str]:
    """The content types of all parts, outer before inner."""
    return [part.get_content_type() for part in message.walk()]


def invite(message: EmailMessage) -> Invite:
    """The invitation that the mail as a whole is; asserts all that mail programs ask of one."""
    assert tree(message) == AS_AN_INVITATION
    shown, kept = (part for part in message.walk() if part.get_content_type() in AS_AN_INVITATION[-2:])
    assert shown["Content-Disposition"] is None
    assert (kept.get_filename(), kept.get_content_disposition()) == ("invite.ics", "attachment")
    assert raw(shown) == raw(kept)
    assert shown.get_param("charset") == "utf-8"
    return read(shown, sender=str(message["From"].addresses[0].addr_spec), to=str(message["To"]))


def files(message: EmailMessage) -> dict[str, EmailMessage]:
    """The attached calendar files, by name."""
    return {str(part.get_filename()): part for part in message.iter_attachments()}  # type: ignore[misc]


def read(part: EmailMessage, *, sender: str, to: str) -> Invite:
    """The invitation in one part, made out by `sender` to `to` alone."""
    body = raw(part)
    calendar = Calendar.from_ical(body)
    (event,) = calendar.walk("VEVENT")
    assert not event.errors
    assert part.get_param("method") == str(calendar["method"])
    assert (str(event["organizer"]), str(event["attendee"])) == (f"mailto:{sender}", f"mailto:{to}")
    assert event["attendee"].params["RSVP"] == "FALSE"
    assert vobject.readOne(body.decode()).vevent.uid.value == str(event["uid"])
    assert {each.code for each in faults(body, at=datetime.now(UTC))} == {"method", "attendee_in_event"}
    assert not {"x-wr-calname", "x-wr-timezone", "refresh-interval"} & {name.lower() for name in calendar}
    return Invite(
        method=str(calendar["method"]),
        sequence=event["sequence"],
        status=str(event["status"]),
        starts=event.decoded("dtstart"),
        is_busy=(event["transp"], event["x-microsoft-cdo-busystatus"]) == ("OPAQUE", "BUSY"),
        attendee=str(event["attendee"]),
    )


def uid(message: EmailMessage) -> str:
    """The UID of the event that a mail brings."""
    part = next(each for each in message.walk() if each.get_content_type() in AS_AN_INVITATION[-2:])
    (event,) = Calendar.from_ical(raw(part)).walk("VEVENT")
    return str(event["uid"])


def raw(part: EmailMessage) -> bytes:
    """The very bytes of a part: base64 on the way, and every line ended by CRLF."""
    assert part["Content-Transfer-Encoding"] == "base64"
    body = base64.b64decode(str(part.get_payload()))
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert body.endswith(b"END:VCALENDAR\r\n")
    return body
