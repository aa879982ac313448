"""Addresses that stand in calendar files. `site_url` has scheme and host and no slash at its end."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from seminars.text.typography import clean_line

# What RFC 3986 allows in a URI beside letters and digits, and the sign of what is already encoded.
_URI_MARKS = ":/?#[]@!$&'()*+,;=-._~%"


def home_url(site_url: str, language: str) -> str:
    """The first page; English under /en/, Chinese (also for `both`) without prefix."""
    return f"{site_url}{_prefix(language)}/"


def page_url(site_url: str, path: str, language: str) -> str:
    """A page by its path, without slashes around it."""
    return f"{site_url}{_prefix(language)}/{quote(path)}/"


def series_url(site_url: str, slug: str, language: str) -> str:
    """The page of a series."""
    return f"{site_url}{_prefix(language)}/{quote(slug)}/"


def event_url(site_url: str, slug: str, path: str, language: str) -> str:
    """The page of an event."""
    return f"{site_url}{_prefix(language)}/{quote(slug)}/{quote(path)}/"


def feed_url(site_url: str, slug: str, query: str = "") -> str:
    """A feed, `all` for the joint one."""
    return f"{site_url}/calendar/{quote(slug)}.ics{'?' if query else ''}{query}"


def as_uri(address: str) -> str:
    """A web address that somebody typed, in ASCII; '' unless it is one of http or https."""
    address = clean_line(address)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return ""
    return quote(address, safe=_URI_MARKS)


def _prefix(language: str) -> str:
    return "/en" if language == "en" else ""
