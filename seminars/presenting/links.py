"""Addresses of public pages: `to_…` within the site, `…_url` absolute from SITE_URL and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from django.conf import settings

from seminars.text.bilingual import short_language


def absolute(path: str) -> str:
    """The address of `path` as it stands in mail and calendars."""
    return f"{settings.SITE_URL}{path}"


def localized(path: str, language: str) -> str:
    """`path` in a language: Chinese as it is, English under /en/."""
    return f"/en{path}" if short_language(language) == "en" else path


def to_series(slug: str, language: str) -> str:
    return localized(f"/{slug}/", language)


def to_next(slug: str, language: str) -> str:
    return localized(f"/{slug}/next/", language)


def to_event(slug: str, path: str, language: str) -> str:
    return localized(f"/{slug}/{path}/", language)


def to_time(slug: str, path: str, language: str, *zones: str) -> str:
    """The page that tells the event's time in other zones."""
    query = f"?{urlencode([('tz', zone) for zone in zones], safe='/')}" if zones else ""
    return localized(f"/{slug}/{path}/time/", language) + query


def to_join(slug: str, path: str, language: str) -> str:
    return localized(f"/{slug}/{path}/join/", language)


def to_poster(slug: str, path: str, language: str, form: str = "tall") -> str:
    """The event's poster: `tall` (1080×1920) to pass on, `wide` (1200×630) for cards of shared links."""
    name = "poster.png" if form == "tall" else "poster-wide.png"
    return localized(f"/{slug}/{path}/{name}", language)


def to_picture(digest: str, kind: str) -> str:
    return f"/media/{digest}.{kind}"


def to_speaker(slug: str, language: str) -> str:
    return localized(f"/speakers/{quote(slug)}/", language)


def to_tag(slug: str, language: str) -> str:
    return localized(f"/tags/{quote(slug)}/", language)


def to_venue(slug: str, language: str) -> str:
    return localized(f"/venues/{quote(slug)}/", language)


def to_calendar(slug: str, language: str | None = None) -> str:
    """The feed of a series, `all` for the joint one; `language` is zh, en or both."""
    return f"/calendar/{slug}.ics" + (f"?lang={language}" if language else "")


def to_event_ics(slug: str, path: str) -> str:
    return f"/calendar/{slug}/{path}.ics"


def to_subscribe(slug: str, language: str) -> str:
    return localized(f"/subscribe/?series={quote(slug)}", language)


def to_subscription_of(speakers: Iterable[str], language: str) -> str:
    """The form with these speakers chosen."""
    return localized(f"/subscribe/?{urlencode([('speaker', each) for each in speakers])}", language)


def series_url(slug: str, language: str) -> str:
    return absolute(to_series(slug, language))


def event_url(slug: str, path: str, language: str) -> str:
    return absolute(to_event(slug, path, language))


def time_url(slug: str, path: str, language: str, *zones: str) -> str:
    return absolute(to_time(slug, path, language, *zones))


def join_url(slug: str, path: str, language: str) -> str:
    return absolute(to_join(slug, path, language))


def poster_url(slug: str, path: str, language: str, form: str = "tall") -> str:
    return absolute(to_poster(slug, path, language, form))


def calendar_url(slug: str, language: str | None = None) -> str:
    """The https (or http) address of a series' feed."""
    return absolute(to_calendar(slug, language))


def webcal_url(slug: str, language: str | None = None) -> str:
    """The same feed under the scheme that calendar programs take for a subscription."""
    return f"webcal://{calendar_url(slug, language).split('://', 1)[1]}"


def event_ics_url(slug: str, path: str) -> str:
    return absolute(to_event_ics(slug, path))
