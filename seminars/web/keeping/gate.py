"""Public pages before Django sees them: what was made is sent again while nothing was published and no clock turned.

Only answers that a view marked with `keep` are kept, and only for readers without a session. Each request reads
the change counters once, so nobody is shown what is no longer true.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.utils import timezone

from seminars.calendars.stamps import Stamp, stamp_at
from seminars.presenting.browsers import app_around
from seminars.web.keeping.shelf import Page, PageShelf, page
from seminars.web.negotiating import accepts_gzip, known_tag
from seminars.web.plain import wants_plain

Application = Callable[..., Iterable[bytes]]
Environ = dict[str, Any]

# What is longer is made up; keeping it would let a stranger fill the memory, or empty the shelf, with few requests.
LONGEST_WORD = 200
# By these the key tells requests apart; LocaleMiddleware names the third, yet our addresses say the language.
_TOLD_APART = frozenset({"user-agent", "accept", "accept-language", "accept-encoding"})
_VARY = "Accept, Accept-Encoding, User-Agent"
_CACHING = "public, no-cache"


def keep(response: HttpResponse, *, until: datetime) -> HttpResponse:
    """`response`, allowed to be sent to others too, as long as nothing is published, `until` at the longest."""
    response.kept_until = until  # type: ignore[attr-defined]  # the gate reads it where Django hands it over
    return response


class PageGate:
    """The gate in front of Django's WSGI application (PEP 3333); one for each process."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.shelf = PageShelf()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        key = _key(environ)
        if key is None:
            return self.application(environ, start_response)
        at = timezone.now()
        try:
            # Before the content: what is published in between makes the kept page old, never wrong.
            stamp = stamp_at(at)
        except DatabaseError:
            # Perhaps only the connection, kept since an earlier request, has died.
            connection.close()
            return self.application(environ, start_response)
        found = self.shelf.get(key, stamp, at)
        if found is not None:
            return _sent(found, environ, start_response)
        return self._made(key, stamp, environ, start_response)

    def _made(
        self, key: Hashable, stamp: Stamp, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        said: list[Any] = []

        def listen(status: str, headers: list[tuple[str, str]], fault: Any = None) -> None:
            said[:] = [status, headers]

        response = self.application(environ, listen)
        until = getattr(response, "kept_until", None)
        status, headers = said
        if until is None or not isinstance(response, HttpResponse) or not _is_for_all(response):
            start_response(status, headers)
            return response
        made = page(_shared(headers), response.content)
        response.close()
        self.shelf.put(key, stamp, until, made)
        return _sent(made, environ, start_response)


def _key(environ: Environ) -> Hashable | None:
    """What tells one kept page from another; None for a request that Django is to answer."""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    host, proto = environ.get("HTTP_HOST", ""), environ.get("HTTP_X_FORWARDED_PROTO", "")
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    if max(map(len, (path, query, host, proto))) > LONGEST_WORD:
        return None
    if path.startswith(settings.STATIC_URL) or settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", ""):
        return None
    return (
        host,
        environ.get("wsgi.url_scheme", ""),
        proto,
        path,
        query,
        app_around(environ.get("HTTP_USER_AGENT", "")),
        wants_plain(environ.get("HTTP_ACCEPT", "")),
    )


def _is_for_all(response: HttpResponse) -> bool:
    """Whether nothing in the answer is for one reader alone."""
    varies = {each.strip().lower() for each in response.headers.get("Vary", "").split(",")} - {""}
    return response.status_code == HTTPStatus.OK and not response.cookies and varies <= _TOLD_APART


def _shared(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    replaced = {"vary", "content-length", "cache-control", "etag"}
    kept = [(name, value) for name, value in headers if name.lower() not in replaced]
    return (*kept, ("Vary", _VARY), ("Cache-Control", _CACHING))


def _sent(found: Page, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    is_zipped = accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    tags = (f"{found.tag}-gz", found.tag) if is_zipped else (found.tag, f"{found.tag}-gz")
    sent = environ.get("HTTP_IF_NONE_MATCH", "")
    if known := known_tag(sent, tags) if sent else "":
        start_response("304 Not Modified", [*found.headers, ("ETag", f'"{known}"')])
        return []
    body = found.zipped if is_zipped else found.plain
    headers = [*found.headers, ("ETag", f'"{tags[0]}"'), ("Content-Length", str(len(body)))]
    if is_zipped:
        headers.append(("Content-Encoding", "gzip"))
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
