"""The door of the calendars, in front of all others: no session, no locale, no cookie, no negotiation by Accept.

A reader whose calendar is up to date costs one raw read of the database, and nothing of Django.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from seminars.calendars.catalogue import is_catalogued, written
from seminars.calendars.feed import NoSuchCalendar, feed
from seminars.calendars.files import WithdrawnEvent, event_file
from seminars.calendars.histories import Earlier
from seminars.calendars.options import BadOption, Options, read_options
from seminars.calendars.packing import CalendarFile
from seminars.calendars.personal import personal_feed, personal_stamp
from seminars.calendars.shelf import Shelf
from seminars.calendars.stamps import stamp_at
from seminars.calendars.subjects import found_feed, subject_feed
from seminars.sealing.random_tokens import digest_of
from seminars.search.find import find
from seminars.web.calendar_addresses import Wanted, fields_of, is_calendar, read_address, token_in
from seminars.web.calendar_answers import Answer, Asked, answer, sentence

logger = logging.getLogger(__name__)

_REFUSED = partial(
    sentence, HTTPStatus.METHOD_NOT_ALLOWED,
    "日历地址只接受 GET 和 HEAD 请求。", "A calendar answers to GET and HEAD only.", ("Allow", "GET, HEAD"),
)  # fmt: skip
_UNKNOWN = partial(sentence, HTTPStatus.NOT_FOUND, "没有这个日历。", "There is no such calendar.")
_GONE = partial(sentence, HTTPStatus.GONE, "该活动已撤回。", "This event was withdrawn.")
_REVOKED = partial(sentence, HTTPStatus.GONE, "这个日历地址已停用。", "This calendar address was revoked.")
# Calendar programs keep what they have and come back; an error page might make them drop it.
_AWAY = partial(
    sentence, HTTPStatus.SERVICE_UNAVAILABLE,
    "日历暂时不可用，请稍后再试。", "The calendar is not available just now; try again later.",
    ("Retry-After", "300"),
)  # fmt: skip


class CalendarDoor:
    """Answers requests for calendar files; remembers what it made for as long as it stands."""

    def __init__(self) -> None:
        self.shelf = Shelf()

    def answer(self, asked: Asked) -> Answer:
        """The calendar, or the sentence that says why there is none."""
        try:
            return self.found(asked)
        except DatabaseError:
            logger.exception("calendar.unavailable")
            return _AWAY()

    def found(self, asked: Asked) -> Answer:
        """The same; raises `DatabaseError` where there is no database to ask."""
        said = self._said(asked)
        return said._replace(body=[]) if asked.method == "HEAD" else said

    def _said(self, asked: Asked) -> Answer:
        if asked.method not in ("GET", "HEAD"):
            return _REFUSED()
        try:
            if token := token_in(asked.path):
                return self._personal(asked, digest_of(token))
            wanted, options = read_address(asked.path, asked.query)
            file = self._looked_up(wanted, options)
        except BadOption as bad:
            return sentence(HTTPStatus.BAD_REQUEST, bad.zh, bad.en)
        except NoSuchCalendar:
            return _UNKNOWN()
        except WithdrawnEvent:
            return _GONE()
        return answer(asked, file, disposition=_disposition(wanted), caching="public, max-age=300")

    def _personal(self, asked: Asked, digest: str) -> Answer:
        """The feed of a subscriber; the token itself is forgotten here."""
        now = timezone.now()
        reader = personal_stamp(digest, at=now)
        if reader is None:
            return _UNKNOWN()
        if reader.is_revoked:
            return _REVOKED()
        options = reader.wishes(read_options(fields_of(asked.query)))
        key = (digest, options)
        file = self.shelf.get(key, reader.stamp)
        if file is None:
            earlier = self.shelf.earlier(key, reader.stamp)
            file = personal_feed(reader.subscriber_pk, options, find=find, at=now, earlier=earlier)
            self.shelf.put(key, reader.stamp, file)
        return answer(
            asked, file, disposition='inline; filename="seminars.ics"', caching="private, max-age=300"
        )

    def _looked_up(self, wanted: Wanted, options: Options) -> CalendarFile:
        """The file as of now: the one kept if nothing was published since, else made anew."""
        now = timezone.now()
        key = (wanted, options)
        # Read before the content: what is published in between makes the kept file old, never wrong.
        if wanted.is_feed and is_catalogued(options) and key not in self.shelf:
            stamp, file = written(wanted.slug, options, at=now)
        else:
            stamp = stamp_at(now)
            file = self.shelf.get(key, stamp)
            if file is not None:
                return file
        file = file or _made(wanted, options, now, self.shelf.earlier(key, stamp))
        self.shelf.put(key, stamp, file)
        return file


class CalendarMiddleware:
    """The door as the first of Django's middlewares; passes on whatever is no calendar file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        # One for each process: Django makes each middleware once.
        self.door = CalendarDoor()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_calendar(request.path_info):
            return self.get_response(request)
        found = self.door.answer(
            Asked(
                request.method or "",
                request.path_info,
                request.META.get("QUERY_STRING", ""),
                request.headers.get("If-None-Match", ""),
                request.headers.get("Accept-Encoding", ""),
            )
        )
        response = HttpResponse(b"".join(found.body), status=found.status)
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        return response


class CalendarGate:
    """The same door in front of Django's WSGI application (PEP 3333)."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application
        self.door = CalendarDoor()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not is_calendar(path):
            return self.application(environ, start_response)
        asked = Asked(
            environ["REQUEST_METHOD"],
            # Octets as if they were Latin-1; what is not ASCII names no calendar anyway.
            path,
            environ.get("QUERY_STRING", ""),
            environ.get("HTTP_IF_NONE_MATCH", ""),
            environ.get("HTTP_ACCEPT_ENCODING", ""),
        )
        try:
            found = self.door.found(asked)
        except DatabaseError:
            # Perhaps only the connection, kept since an earlier request, has died.
            connection.close()
            found = self.door.answer(asked)
        start_response(f"{found.status.value} {found.status.phrase}", found.headers)
        return found.body


def _made(wanted: Wanted, options: Options, now: datetime, earlier: Earlier) -> CalendarFile:
    if search := wanted.search:
        return found_feed(search.name, search.fields, find(str(search)), options, at=now)
    if wanted.subject:
        return subject_feed(wanted.subject, wanted.slug, options, at=now, earlier=earlier)
    if wanted.path:
        return event_file(wanted.slug, wanted.path, options)
    return feed(wanted.slug, options, at=now, earlier=earlier)


def _disposition(wanted: Wanted) -> str:
    """A feed is shown, a single file kept; slugs and paths are ASCII."""
    if wanted.path:
        name = f"{wanted.slug}-{wanted.path}.ics"
        return f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
    return f'inline; filename="{wanted.slug}.ics"'
