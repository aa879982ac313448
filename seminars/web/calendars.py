"""Calendar files over HTTP, answered before session, locale and CSRF: no cookie, no negotiation by Accept."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import http_date

from seminars.calendars.feed import NoSuchCalendar, change_cursor, feed
from seminars.calendars.files import WithdrawnEvent, event_file
from seminars.calendars.joining import CalendarFile
from seminars.calendars.options import BadOption, Options, read_options
from seminars.calendars.shelf import Kept, Shelf, packed
from seminars.calendars.subjects import Subject, found_feed, subject_feed
from seminars.search.find import LONGEST_QUERY, find, words_of
from seminars.text.typography import clean_line

logger = logging.getLogger(__name__)

PATH = re.compile(
    r"/calendar/(?:(?P<subject>speakers|tags|venues)/(?P<named>[-\w]{1,80})"
    r"|(?P<slug>[-\w]{1,50})(?:/(?P<path>[-\w]{1,20}))?)\.ics",
    re.ASCII,
)
SEARCH = "search"

_TAG = re.compile(r'(?:W/)?"([^"]*)"|([^\s,"]+)')
_NEVER = re.compile(r"q=0(?:\.0*)?")

_REFUSED = (405, "日历地址只接受 GET 和 HEAD 请求。", "A calendar answers to GET and HEAD only.")
_UNKNOWN = (404, "没有这个日历。", "There is no such calendar.")
_GONE = (410, "该活动已撤回。", "This event was withdrawn.")
_AWAY = (503, "日历暂时不可用，请稍后再试。", "The calendar is not available just now; try again later.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address names: a series or `all`, one event of it, a person, topic or room, or a search."""

    slug: str
    path: str = ""
    subject: Subject | None = None
    words: str = ""


class CalendarMiddleware:
    """Answers every address under /calendar/ that ends in .ics; passes on all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        # One for each process: Django makes each middleware once.
        self.shelf = Shelf()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith("/calendar/") and request.path_info.endswith(".ics"):
            return _with_common_headers(self.answer(request))
        return self.get_response(request)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The calendar, or the sentence that says why there is none."""
        if request.method not in ("GET", "HEAD"):
            response = _sentence(*_REFUSED)
            response["Allow"] = "GET, HEAD"
            return response
        try:
            wanted = _read_address(request)
            kept = self.look_up(wanted, read_options(request.GET))
        except BadOption as bad:
            return _sentence(400, bad.zh, bad.en)
        except NoSuchCalendar:
            return _sentence(*_UNKNOWN)
        except WithdrawnEvent:
            return _sentence(*_GONE)
        except DatabaseError:
            # Calendar programs keep what they have and come back; an error page might make them drop it.
            logger.exception("calendar.unavailable")
            response = _sentence(*_AWAY)
            response["Retry-After"] = "300"
            return response
        return _file_response(request, kept, wanted)

    def look_up(self, wanted: Wanted, options: Options) -> Kept:
        """The file as of now: the one kept if nothing was published since, else made anew."""
        now = timezone.now()
        key = (wanted, options)
        # Read before the content: what is published in between makes the kept file old, never wrong.
        stamp = (change_cursor(), now.astimezone(UTC).date())
        kept = self.shelf.get(key, stamp)
        if kept is None:
            kept = packed(_made(wanted, options, now))
            self.shelf.put(key, stamp, kept)
        return kept


def _read_address(request: HttpRequest) -> Wanted:
    """What is asked for; raises `NoSuchCalendar`, and `BadOption` for a search without words."""
    address = PATH.fullmatch(request.path_info)
    if address is None:
        raise NoSuchCalendar
    if address["subject"]:
        return Wanted(slug=address["named"], subject=cast(Subject, address["subject"]))
    if address["slug"] != SEARCH or address["path"]:
        return Wanted(slug=address["slug"], path=address["path"] or "")
    words = clean_line(request.GET.get("q", ""))[:LONGEST_QUERY]
    if not words_of(words):
        raise BadOption("q", "请在 q 中给出要搜索的词。", "q must hold the words to look for.")
    return Wanted(slug=SEARCH, words=words)


def _made(wanted: Wanted, options: Options, now: datetime) -> CalendarFile:
    if wanted.words:
        return found_feed(wanted.words, find(wanted.words), options, at=now)
    if wanted.subject:
        return subject_feed(wanted.subject, wanted.slug, options, at=now)
    if wanted.path:
        return event_file(wanted.slug, wanted.path, options)
    return feed(wanted.slug, options, at=now)


def _file_response(request: HttpRequest, kept: Kept, wanted: Wanted) -> HttpResponse:
    is_zipped = bool(kept.zipped) and _accepts_gzip(request.headers.get("Accept-Encoding", ""))
    tags = (f"{kept.tag}-gz", kept.tag) if is_zipped else (kept.tag, f"{kept.tag}-gz")
    known = _known_tag(request.headers.get("If-None-Match", ""), tags)
    if known:
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        body = kept.zipped if is_zipped else kept.plain
        response = HttpResponse(b"" if request.method == "HEAD" else body)
        response["Content-Type"] = "text/calendar; charset=utf-8"
        response["Content-Length"] = str(len(body))
        response["Content-Disposition"] = _disposition(wanted)
        if is_zipped:
            response["Content-Encoding"] = "gzip"
    response["ETag"] = f'"{known or tags[0]}"'
    response["Last-Modified"] = http_date(kept.changed_at.timestamp())
    response["Cache-Control"] = "public, max-age=300"
    response["Vary"] = "Accept-Encoding"
    return response


def _known_tag(header: str, tags: tuple[str, str]) -> str:
    """The tag that the reader already has, by weak comparison (RFC 9110 §13.1.2); '' for none."""
    if header.strip() == "*":
        return tags[0]
    sent = [quoted or bare for quoted, bare in _TAG.findall(header)]
    return next((tag for tag in tags if tag in sent), "")


def _accepts_gzip(header: str) -> bool:
    asked = dict(part.lower().replace(" ", "").partition(";")[::2] for part in header.split(","))
    weight = asked.get("gzip", asked.get("*", "q=0"))
    return _NEVER.fullmatch(weight) is None


def _disposition(wanted: Wanted) -> str:
    """A feed is shown, a single file kept; slugs and paths are ASCII."""
    if wanted.path:
        name = f"{wanted.slug}-{wanted.path}.ics"
        return f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
    return f'inline; filename="{wanted.slug}.ics"'


def _sentence(status: int, zh: str, en: str) -> HttpResponse:
    response = HttpResponse(f"{zh}\n{en}\n", status=status, content_type="text/plain; charset=utf-8")
    response["Content-Length"] = str(len(response.content))
    response["Cache-Control"] = "no-cache"
    return response


def _with_common_headers(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    response["X-Content-Type-Options"] = "nosniff"
    return response
