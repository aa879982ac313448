"""Stored component → the file of an invitation or of its end, for one person (RFC 5546). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from icalendar import Event, vCalAddress

from seminars.calendars.envelope import CLOSING, bare_opening
from seminars.text.typography import clean_line

Method = Literal["REQUEST", "CANCEL"]

# What may stand unescaped in a mailto address (RFC 6068 §2); everything else is written as %XX.
_PLAIN = "!$'*+-._~"
_BEGIN, _END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
_SEQUENCE = re.compile(rb"^SEQUENCE:(\d+)\r\n", re.MULTILINE)


class NoInvitation(ValueError):
    """Bytes that are not one VEVENT with a SEQUENCE: nobody can be invited to them."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who invites or is invited: a mail address, and the name to show with it, '' for none."""

    address: str
    name: str = ""


def invitation(component: bytes, *, organizer: Party, attendee: Party, language: str) -> bytes:
    """The file that invites `attendee`, or tells them what has changed: busy in their calendar, METHOD:REQUEST."""
    body = _with(_one(component), "TRANSP", "OPAQUE")
    body = _with(body, "X-MICROSOFT-CDO-BUSYSTATUS", "BUSY")
    return _file("REQUEST", body, organizer, attendee, language)


def cancellation(component: bytes, *, organizer: Party, attendee: Party, language: str) -> bytes:
    """The file that takes the invitation of `attendee` back: METHOD:CANCEL, and cancelled for them.

    For who is taken off an event that goes on, too: RFC 5546 §3.2.5 wants no STATUS there, but their
    calendars want one, and it is what Google and Exchange send.
    """
    body = _with(_one(component), "TRANSP", "TRANSPARENT")
    body = _with(body, "X-MICROSOFT-CDO-BUSYSTATUS", "FREE")
    return _file("CANCEL", _with(body, "STATUS", "CANCELLED"), organizer, attendee, language)


def sequence_of(component: bytes) -> int:
    """The SEQUENCE of a stored component; raises `NoInvitation`."""
    found = _SEQUENCE.search(component)
    if found is None:
        raise NoInvitation
    return int(found[1])


def _one(component: bytes) -> bytes:
    """The component, if it is one. What a text says stands behind a name or a blank, not where lines begin."""
    is_whole = component.startswith(_BEGIN) and component.endswith(_END)
    if not is_whole or len(re.findall(rb"^BEGIN:", component, re.MULTILINE)) != 1:
        raise NoInvitation
    return component


def _file(method: Method, component: bytes, organizer: Party, attendee: Party, language: str) -> bytes:
    parties = _parties(organizer, attendee)
    return b"".join([bare_opening(language, method), component.removesuffix(_END), parties, _END, CLOSING])


def _parties(organizer: Party, attendee: Party) -> bytes:
    """Their two lines, folded."""
    event = Event()
    event.add("organizer", _cal_address(organizer))
    person = _cal_address(attendee)
    # Nobody reads answers, so none is asked for.
    person.params.update(
        {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
    )
    event.add("attendee", person)
    return bytes(event.to_ical()).removeprefix(_BEGIN).removesuffix(_END)


def _cal_address(party: Party) -> vCalAddress:
    local, _at, domain = clean_line(party.address).rpartition("@")
    # The very address alone: `mailto:Name <a@b>` is what calendars of others stumble over.
    value = vCalAddress(f"mailto:{quote(local, safe=_PLAIN)}@{quote(_ascii(domain), safe='-.')}")
    # icalendar quotes it, and writes quotes and carets as RFC 6868 says. Backslashes mean nothing in a
    # parameter, but some readers, icalendar among them, take one for an escape.
    if name := clean_line(party.name).replace("\\", "/"):
        value.params["CN"] = name
    return value


def _ascii(domain: str) -> str:
    """The domain as mail names it, also one with letters of other scripts."""
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


def _with(component: bytes, name: str, value: str) -> bytes:
    """The component with this property, in place of the one that it had."""
    line = f"{name}:{value}\r\n".encode()
    old = re.compile(rf"^{name}[:;](?:[^\r\n]|\r\n )*\r\n".encode(), re.MULTILINE)
    changed, count = old.subn(line, component, count=1)
    return changed if count else component.removesuffix(_END) + line + _END
