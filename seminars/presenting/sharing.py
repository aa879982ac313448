"""What one sends to a friend: a few lines and the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from seminars.calendars.words import CANCELLED
from seminars.meetings.words import provider_name
from seminars.presenting.facts import event_when
from seminars.presenting.lines import heading_of, number_words, series_link
from seminars.presenting.links import event_url
from seminars.presenting.people import names
from seminars.presenting.said import listed
from seminars.programme.snapshots import Snapshot
from seminars.text.bilingual import short_language


@dataclass(frozen=True, slots=True)
class Sharing:
    """`text` ends with `url` on a line of its own."""

    text: str
    url: str


def sharing(snapshot: Snapshot, language: str, at: datetime) -> Sharing:
    """Series, title, speakers, time and place, without anything that not everybody may know.

    Call it within `speaking(language)`.
    """
    series, number = series_link(snapshot, language).short.text, number_words(snapshot.number, language)
    heading, speakers = heading_of(snapshot, language).text, names(snapshot.speakers, language)
    url = event_url(snapshot.series.slug, snapshot.path, language)
    places = [snapshot.venue.name.best(language)] if snapshot.venue else []
    places += [provider_name(snapshot.meeting, language)] if snapshot.meeting else []
    mark = CANCELLED[short_language(language)] if snapshot.is_cancelled else ""
    lines = [
        f"{mark}{series} {number}".rstrip(),
        heading,
        speakers if speakers != heading else "",
        _("Time: %(time)s") % {"time": event_when(snapshot, snapshot.zone, language, at)},
        _("Place: %(place)s") % {"place": listed(places, language)} if places else "",
        url,
    ]
    return Sharing("\n".join(line for line in lines if line), url)
