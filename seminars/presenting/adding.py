"""One event into one's own calendar: as a file, or by a link that fills in a form elsewhere. Copies, both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from seminars.calendars.description import days, description
from seminars.calendars.words import cut, room, summary
from seminars.meetings.audiences import address_for
from seminars.meetings.words import words_for
from seminars.presenting import links
from seminars.presenting.feeds import series_path
from seminars.programme.snapshots import Snapshot
from seminars.text.bilingual import short_language

GOOGLE = "https://calendar.google.com/calendar/render?"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose?"

# In octets as encoded, where a Chinese character takes nine; longer addresses are cut or refused on the way.
LONGEST = 1999
LONGEST_TITLE = 540
LONGEST_PLACE = 360
LONGEST_DETAILS = 300  # in characters

_ELLIPSIS = len(quote("…"))


@dataclass(frozen=True, slots=True)
class Adding:
    """Three copies of one event, and the feed of its series, which alone follows changes."""

    ics_href: str
    google_url: str
    outlook_url: str
    webcal_url: str
    choose_href: str


def adding(snapshot: Snapshot, language: str) -> Adding:
    """All ways to have the event in a calendar, as far as everybody may see it."""
    slug = snapshot.series.slug
    feed_url = links.absolute(series_path(slug))
    return Adding(
        ics_href=links.to_event_ics(slug, snapshot.path),
        google_url=google_url(snapshot, language),
        outlook_url=outlook_url(snapshot, language),
        webcal_url=f"webcal://{feed_url.split('://', 1)[1]}",
        choose_href=links.localized(f"/calendar/?series={quote(slug)}", language),
    )


def google_url(snapshot: Snapshot, language: str) -> str:
    """Google's form with the event filled in; under 2000 octets."""
    if snapshot.is_all_day:
        dates = "/".join(f"{day}" for day in days(snapshot)).replace("-", "")
    else:
        dates = f"{_utc(snapshot.starts_at)}/{_utc(snapshot.ends_at)}".replace("-", "").replace(":", "")
    fields = {"action": "TEMPLATE", "dates": dates, "ctz": snapshot.zone}
    return _filled(GOOGLE, fields, snapshot, language, ("text", "location", "details"), "\n")


def outlook_url(snapshot: Snapshot, language: str) -> str:
    """Outlook's form with the event filled in; under 2000 octets. It drops line breaks, so there are none."""
    if snapshot.is_all_day:
        first, after = days(snapshot)
        times = {"startdt": f"{first}", "enddt": f"{after}", "allday": "true"}
    else:
        times = {"startdt": _utc(snapshot.starts_at), "enddt": _utc(snapshot.ends_at)}
    fields = {"path": "/calendar/action/compose", "rru": "addevent", **times}
    return _filled(OUTLOOK, fields, snapshot, language, ("subject", "location", "body"), " · ")


def fitting(text: str, octets: int) -> str:
    """The text, cut with … so that it takes no more than `octets` in an address; '' if not even that fits."""
    if len(quote(text, safe="")) <= octets:
        return text
    taken, kept = _ELLIPSIS, 0
    for character in text:
        taken += len(quote(character, safe=""))
        if taken > octets:
            break
        kept += 1
    return cut(text, kept + 1) if octets >= _ELLIPSIS else ""


def _filled(
    base: str,
    fields: dict[str, str],
    snapshot: Snapshot,
    language: str,
    names: tuple[str, str, str],
    line_end: str,
) -> str:
    title, place, details = names
    language = short_language(language)
    page = links.event_url(snapshot.series.slug, snapshot.path, language)
    fields = fields | {
        title: fitting(summary(snapshot, language), LONGEST_TITLE),
        place: fitting(_place(snapshot, language), LONGEST_PLACE),
        # First, so that the way to the truth survives every cut.
        details: page,
    }
    told = description(snapshot, language, "public", page).removesuffix(page).strip()
    if told:
        more = line_end + cut(told, LONGEST_DETAILS).replace("\n", line_end)
        fields[details] += fitting(more, LONGEST - len(base + _encoded(fields)))
    return base + _encoded(fields)


def _place(snapshot: Snapshot, language: str) -> str:
    if snapshot.venue:
        return room(snapshot.venue, language)
    meeting = snapshot.meeting
    if meeting is None:
        return ""
    page = links.join_url(snapshot.series.slug, snapshot.path, language)
    return address_for("public", meeting, page) or words_for("public", meeting, language)


def _encoded(fields: dict[str, str]) -> str:
    # A space as %20: not every form reads + as one.
    return urlencode({name: value for name, value in fields.items() if value}, quote_via=quote, safe="")


def _utc(moment: datetime) -> str:
    # Not by strftime, which writes the first years with fewer than four digits.
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
