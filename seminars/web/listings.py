"""Speakers, topics and rooms: they exist for readers only through what was published of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from seminars.models import Publication
from seminars.models.querysets import PublicationQuerySet
from seminars.presenting.feeds import Wishes, atom_path, feed, speaker_path, tag_path, venue_path
from seminars.presenting.lines import line
from seminars.presenting.people import Then, person, then
from seminars.presenting.places import place
from seminars.presenting.said import Said, said, said_besides
from seminars.presenting.turning import next_turn
from seminars.programme.snapshots import Snapshot, SpeakerPart, TagPart, VenuePart
from seminars.web.browsers import by_browser, strip_for
from seminars.web.keeping.gate import keep
from seminars.web.paging import paged
from seminars.web.reading import frame_of, page_language, snapshot_of

MOST_COMING = 100
PAGE = 50
Part = TypeVar("Part", SpeakerPart, TagPart, VenuePart)


@dataclass(frozen=True, slots=True)
class Named:
    """What the list is about."""

    name: Said
    other_name: Said | None


@by_browser
def speaker(request: HttpRequest, slug: str) -> HttpResponse:
    """The person as of today, and each past talk with what was different then."""
    found = _listed().filter(speakers__slug=slug)
    part = _newest(found, lambda snapshot: snapshot.speakers, slug)
    language = page_language()

    def as_then(snapshot: Snapshot) -> Then | None:
        was = next((each for each in snapshot.speakers if each.slug == slug), part)
        return then(was, part, language, prefix=f"bio-{snapshot.uid}")

    about = person(part, language, prefix="bio")
    return _page(request, "speaker.html", found, part, speaker_path(slug), then=as_then, person=about)


@by_browser
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    found = _listed().filter(tags__slug=slug)
    part = _newest(found, lambda snapshot: [each for talk in snapshot.talks for each in talk.tags], slug)
    return _page(request, "tag.html", found, part, tag_path(slug))


@by_browser
def venue(request: HttpRequest, slug: str) -> HttpResponse:
    found = _listed().filter(venues__slug=slug)
    part = _newest(found, lambda snapshot: [snapshot.venue] if snapshot.venue else [], slug)
    return _page(request, "venue.html", found, part, venue_path(slug), place=place(part, page_language()))


def _listed() -> PublicationQuerySet:
    return Publication.objects.listed().select_related("series")


def _newest(found: PublicationQuerySet, parts: Callable[[Snapshot], Sequence[Part]], slug: str) -> Part:
    """The part called `slug` as the newest revision names it. Raises Http404 where nothing names it."""
    for publication in found.order_by("-changed_at", "-pk")[:3]:
        for part in parts(snapshot_of(publication)):
            if part.slug == slug:
                return part
    raise Http404


def _page(
    request: HttpRequest,
    template: str,
    found: PublicationQuerySet,
    part: Part,
    path: str,
    *,
    then: Callable[[Snapshot], Then | None] = lambda _snapshot: None,
    **more: object,
) -> HttpResponse:
    at, language = timezone.now(), page_language()
    name = said(part.name, language) or Said(part.slug, "en")
    frame = frame_of(request, name.text, atom=atom_path(path))
    past, pager = paged(request, found.past(at=at), PAGE)
    coming = [snapshot_of(each) for each in found.upcoming(at=at)[:MOST_COMING]]
    context = {
        "frame": frame,
        "strip": strip_for(request, frame.canonical),
        "slug": part.slug,
        "feed": feed(name, path, Wishes()),
        "named": Named(name, said_besides(part.name, language)),
        "coming": [line(each, language, at=at) for each in coming],
        "past": [_then_and_there(snapshot_of(each), then, language, at=at) for each in past],
        "pager": pager,
    } | more
    until = next_turn(coming, [settings.TIME_ZONE], at)
    return keep(render(request, template, context), until=until)


def _then_and_there(
    snapshot: Snapshot, then: Callable[[Snapshot], Then | None], language: str, *, at: datetime
) -> dict[str, object]:
    return {"line": line(snapshot, language, at=at), "then": then(snapshot)}
