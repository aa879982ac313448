"""The page that says how to join an event online."""

from __future__ import annotations

import re
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from seminars.access.rules import may_edit_series
from seminars.announcements.hearers.following import matching
from seminars.announcements.sending.links import JOIN, PREFERENCES, subscriber_of, told_by
from seminars.meetings.audiences import Audience
from seminars.models import Publication, Subscriber, Subscription
from seminars.presenting.browsers import app_around
from seminars.presenting.entrance import Device, entrance
from seminars.presenting.events import event_page
from seminars.presenting.links import join_url, to_event
from seminars.web.addresses import addressed, find_publication
from seminars.web.reading import frame_of, history_of, page_language, reader_zone, snapshot_of

_PHONE = re.compile(r"iPhone|iPad|Android|HarmonyOS|Mobile", re.IGNORECASE)


@never_cache
@addressed
def join(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """How to join, as far as this reader may know: opened with a subscriber's token, or by an organizer."""
    at, language = timezone.now(), page_language()
    publication = find_publication(slug, path)
    snapshot = snapshot_of(publication)
    page = event_page(
        snapshot,
        language=language,
        at=at,
        reader_zone=reader_zone(request),
        audience=audience_of(request, publication, at=at),
        history=history_of(publication),
    )
    address = join_url(publication.series.slug, publication.path, language)
    context = {
        "page": page,
        "entrance": entrance(snapshot, page, device_of(request), address=address, at=at),
        "frame": frame_of(
            request,
            " · ".join((_("Join online"), page.heading.text)),
            is_indexed=False,
            colour=page.series.colour,
        ),
        "event_href": to_event(publication.series.slug, publication.path, language),
    }
    return render(request, "event/join.html", context)


def device_of(request: HttpRequest) -> Device:
    """What the reader holds, by what their browser says of itself."""
    said = request.headers.get("User-Agent", "")
    return Device(bool(_PHONE.search(said)), app_around(said), reader_zone(request))


def audience_of(request: HttpRequest, publication: Publication, *, at: datetime) -> Audience:
    """As whom the reader may see the meeting."""
    if request.user.is_authenticated and may_edit_series(request.user, publication.series):
        return "member"
    token = request.GET.get("token", "")
    if token and _is_told(token, publication, at=at):
        return "subscriber"
    # The link in mail opens nothing but this; the one to a subscriber's preferences is as good.
    opened = (subscriber_of(token, purpose, at=at) for purpose in (JOIN, PREFERENCES)) if token else ()
    subscriber = next((each for each in opened if each), None)
    return "subscriber" if subscriber and _is_following(subscriber, publication) else "public"


def _is_told(token: str, publication: Publication, *, at: datetime) -> bool:
    """Whether the token stood in a mail about the event to one of its own people."""
    delivery = told_by(token, at=at)
    return (
        delivery is not None and delivery.announcement.revisions.filter(event=publication.event_id).exists()
    )


def _is_following(subscriber: Subscriber, publication: Publication) -> bool:
    """Whether a mail about it would reach them, through whatever they follow."""
    found = Subscription.objects.filter(matching([publication]), subscriber=subscriber.pk)
    return Subscriber.objects.active().filter(pk__in=found.values("subscriber")).exists()
