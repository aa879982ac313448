"""An event in a list: one line, or the card of the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from seminars.meetings.words import provider_name
from seminars.presenting.links import to_calendar, to_event, to_event_ics, to_series, to_time
from seminars.presenting.people import names
from seminars.presenting.said import Said, guessed, said, speaking
from seminars.presenting.states import Phase, phase
from seminars.presenting.talks import plain_title
from seminars.presenting.times import When, nearness, when
from seminars.programme.snapshots import Snapshot
from seminars.text.bilingual import short_language
from seminars.timekeeping.zones import zone


@dataclass(frozen=True, slots=True)
class SeriesLink:
    """The series an event belongs to."""

    slug: str
    name: Said
    short: Said
    colour: str
    href: str
    calendar: str


@dataclass(frozen=True, slots=True)
class Line:
    """An event as lists show it; `details` are talk titles below a heading that is made of names."""

    series: SeriesLink
    number: str
    heading: Said
    speakers: str
    details: tuple[Said, ...]
    when: When
    near: str
    phase: Phase
    is_cancelled: bool
    reason: str
    place: Said | None
    meeting: str
    marks: tuple[str, ...]
    href: str
    time_href: str
    ics_href: str


def line(snapshot: Snapshot, language: str, *, at: datetime) -> Line:
    """The event as lists show it at `at`, in the reader's language."""
    with speaking(language):
        heading = heading_of(snapshot, language)
        titles = [plain_title(talk.title) for talk in snapshot.planned_talks]
        shown = [each for title in titles if (each := said(title, language)) and each != heading]
        speakers = names(snapshot.speakers, language)
        this_year = at.astimezone(zone(snapshot.zone)).year
        slug, path = snapshot.series.slug, snapshot.path
        return Line(
            series=series_link(snapshot, language),
            number=number_words(snapshot.number, language),
            heading=heading,
            speakers="" if heading.text == speakers else speakers,
            details=tuple(shown),
            when=when(
                snapshot.starts_at,
                snapshot.ends_at,
                snapshot.zone,
                language,
                is_all_day=snapshot.is_all_day,
                this_year=this_year,
            ),
            near="" if snapshot.is_cancelled else nearness(
                snapshot.starts_at, snapshot.ends_at, snapshot.zone, at
            ),
            phase=phase(snapshot, at),
            is_cancelled=snapshot.is_cancelled,
            reason=snapshot.reason_in(language),
            place=said(snapshot.venue.name, language) if snapshot.venue else None,
            meeting=provider_name(snapshot.meeting, language) if snapshot.meeting else "",
            marks=_marks(snapshot),
            href=to_event(slug, path, language),
            time_href=to_time(slug, path, language),
            ics_href=to_event_ics(slug, path),
        )  # fmt: skip


def series_link(snapshot: Snapshot, language: str) -> SeriesLink:
    part = snapshot.series
    return SeriesLink(
        slug=part.slug,
        name=said(part.name, language) or Said(part.slug, "en"),
        short=said(part.short, language) or said(part.name, language) or Said(part.slug, "en"),
        colour=part.colour,
        href=to_series(part.slug, language),
        calendar=to_calendar(part.slug),
    )


def heading_of(snapshot: Snapshot, language: str) -> Said:
    """The title, else who speaks, else what the series calls it; never empty."""
    title = said(plain_title(snapshot.headline), language)
    if title:
        return title
    speakers = names(snapshot.speakers, language)
    if speakers:
        return guessed(speakers)
    series = series_link(snapshot, language).short
    return Said(f"{series.text} {number_words(snapshot.number, language)}".strip(), series.lang)


def number_words(number: int | None, language: str) -> str:
    """`第 89 期`, `#89`; '' without a number."""
    if number is None:
        return ""
    return f"第 {number} 期" if short_language(language) == "zh" else f"#{number}"


def _marks(snapshot: Snapshot) -> tuple[str, ...]:
    """What can be had of a past event."""
    kinds = {link.kind for talk in snapshot.planned_talks for link in talk.links}
    words = (("recording", _("Recording available")), ("slides", _("Slides available")))
    return tuple(text for kind, text in words if kind in kinds)
