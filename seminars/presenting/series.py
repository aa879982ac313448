"""A series as its own page and lists of series show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from seminars.meetings.words import words_for
from seminars.models import Series
from seminars.presenting import links
from seminars.presenting.facts import Contact, contact
from seminars.presenting.pictures import Shown, logo
from seminars.presenting.prose import Prose, prose
from seminars.presenting.said import Said, said, said_besides, speaking
from seminars.presenting.times import clock_words
from seminars.programme.freezing import meeting_part
from seminars.text.bilingual import short_language
from seminars.timekeeping.names import zone_words


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series in the reader's language; `slot` is its usual time in words, '' when it has none."""

    slug: str
    name: Said
    other_name: Said | None
    short: Said
    motto: Said | None
    about: Prose | None
    audience: Said | None
    slot: str
    place: Said | None
    meeting: str
    contact: Contact | None
    colour: str
    logo: Shown | None
    href: str
    next_href: str
    calendar_url: str
    webcal_url: str
    subscribe_href: str


def series_view(series: Series, language: str) -> SeriesView:
    """The series with its usual place, meeting and logo, which must be at hand (`select_related`)."""
    with speaking(language):
        slug = series.slug
        name = said(series.name, language) or Said(slug, "en")
        return SeriesView(
            slug=slug,
            name=name,
            other_name=said_besides(series.name, language),
            short=said(series.short, language) or name,
            motto=said(series.motto, language),
            about=prose(series.about, language, prefix="about"),
            audience=said(series.audience, language),
            slot=slot_words(series, language),
            place=said(series.venue.name, language) if series.venue else None,
            meeting=words_for("public", meeting_part(series.meeting), language) if series.meeting else "",
            contact=contact(series.contact),
            colour=series.colour,
            logo=logo(series.logo),
            href=links.to_series(slug, language),
            next_href=links.to_next(slug, language),
            calendar_url=links.calendar_url(slug),
            webcal_url=links.webcal_url(slug),
            subscribe_href=links.to_subscribe(slug, language),
        )


def slot_words(series: Series, language: str) -> str:
    """`每周六 15:00–17:00（北京时间）`; '' unless both the usual day and start are known."""
    if series.usual_weekday is None or series.usual_start is None:
        return ""
    # Any day serves: only the clock is read.
    starts = datetime(2000, 1, 1, series.usual_start.hour, series.usual_start.minute, tzinfo=UTC)
    clock = f"{starts:%H:%M}"
    if series.minutes:
        clock = clock_words(starts, starts + timedelta(minutes=series.minutes), language)
    where = zone_words(series.zone, language)
    where = f"（{where}）" if short_language(language) == "zh" else f" ({where})"
    return f"{_weekly(series.usual_weekday)} {clock}{where}"


def _weekly(weekday: int) -> str:
    return (
        _("Mondays"),
        _("Tuesdays"),
        _("Wednesdays"),
        _("Thursdays"),
        _("Fridays"),
        _("Saturdays"),
        _("Sundays"),
    )[weekday]
