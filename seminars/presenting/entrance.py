"""The join page: how long it still is, and the ways in, the one that works on the reader's device first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seminars.meetings.ways import is_overseas
from seminars.presenting.browsers import app_name
from seminars.presenting.codes import qr_code
from seminars.presenting.events import EventPage
from seminars.presenting.joining import Joining
from seminars.presenting.said import speaking
from seminars.programme.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Device:
    """What the reader holds: a telephone or not; `app`, the chat app around the page; their zone, '' if unknown."""

    is_phone: bool = False
    app: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A button; the first one `is_main`."""

    label: str
    url: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Entrance:
    """What the join page shows beside the facts of the event; `code` is the QR code for another device, or ''.

    `countdown` is true when the page is made; `counts_to` is the instant and `counting` the sentence, with
    {time} in it, for browsers that count on.
    """

    countdown: str
    counts_to: str
    counting: str
    ways: tuple[Way, ...]
    hint: str
    code: SafeString


def entrance(snapshot: Snapshot, page: EventPage, device: Device, *, address: str, at: datetime) -> Entrance:
    """The ways that the facts of `page` leave open; `address` is that of the join page, without a token."""
    found = page.facts.joining
    with speaking(page.language):
        is_ahead = not (page.is_cancelled or page.is_over)
        is_possible = found is not None and found.can_join and is_ahead
        return Entrance(
            countdown="" if page.is_cancelled else countdown_words(snapshot, at),
            counts_to=f"{snapshot.starts_at:%Y-%m-%dT%H:%M:%SZ}"
            if is_ahead and at < snapshot.starts_at
            else "",
            counting=_("It begins in %(time)s.") % {"time": "{time}"},
            ways=_ways(found, device, page.language) if found and is_possible else (),
            hint=_hint(found, device) if found and is_possible else "",
            code=qr_code(found.url or address)
            if found and is_possible and not device.is_phone
            else SafeString(""),
        )


def countdown_words(snapshot: Snapshot, at: datetime) -> str:
    """How long it is to the start, in days, hours and minutes; afterwards that it goes on, or is over."""
    if at >= snapshot.ends_at:
        return _("It is over.")
    if at >= snapshot.starts_at:
        return _("It has begun.")
    # Rounded up: nobody is told that there is more time than there is, nor “0 minutes”.
    minutes = -((at - snapshot.starts_at) // timedelta(minutes=1))
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = (
        ngettext("%(count)d day", "%(count)d days", days) % {"count": days} if days else "",
        ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours} if hours else "",
        ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes} if minutes else "",
    )
    return _("It begins in %(time)s.") % {"time": " ".join(part for part in parts if part)}


def _ways(found: Joining, device: Device, language: str) -> tuple[Way, ...]:
    web = (_("Open the meeting"), found.url)
    app = (_("Open the app: %(provider)s") % {"provider": found.provider}, found.app_url)
    overseas = (_("VooV Meeting, the app for outside mainland China"), found.overseas_url)
    order = [app, web] if device.is_phone else [web, app]
    if device.app:
        # Links to other apps do nothing there.
        order.remove(app)
    if is_overseas(device.zone, language):
        order.append(overseas)
    kept = [(label, url) for label, url in order if url]
    return tuple(
        Way(label, url, is_main=number == 0 and url != found.overseas_url)
        for number, (label, url) in enumerate(kept)
    )


def _hint(found: Joining, device: Device) -> str:
    if not found.code:
        return ""
    if device.app and found.mark:
        return _(
            "Inside %(app)s, links to other apps do nothing. Copy the line with the number, then open "
            "%(provider)s: it offers to join."
        ) % {"app": app_name(device.app), "provider": found.provider}
    if found.mark:
        return _(
            "Copy the line with the number and open %(provider)s: it offers to join. Or type the number."
        ) % {"provider": found.provider}
    return _("Open the meeting app, choose “Join” and enter this number.")
