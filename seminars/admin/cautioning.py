"""What is doubtful about the online meeting of an event, in sentences for its organizers."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext

from seminars.meetings.cautions import Booking, Caution, Kind, cautions
from seminars.models import Event, EventState, SeriesVisibility, Source
from seminars.programme.freezing import meeting_part

# Of the other events with the same room, the latest.
MOST_OTHERS = 20


def sentences(event: Event, *, called: Callable[[Event], str]) -> list[str]:
    """One for each doubt, other events `called` by name; empty without a meeting or a time. One query at most."""
    booking = _booking(event, event.series.pk, called)
    if booking is None:
        return []
    others = [_booking(each, event.series.pk, called) for each in _others(event, booking)]
    found = cautions(booking, [each for each in others if each], texts=_texts(event))
    return [_sentence(each) for each in found]


def _booking(event: Event, series_pk: int, called: Callable[[Event], str]) -> Booking | None:
    meeting = event.resolved_meeting
    if meeting is None or event.starts_at is None or event.ends_at is None:
        return None
    is_nameable = event.series.pk == series_pk or event.series.visibility == SeriesVisibility.PUBLIC
    return Booking(
        event=called(event) if is_nameable else gettext("an event of another series"),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        meeting=meeting_part(meeting),
        is_standing=event.meeting_from == Source.SERIES,
    )


def _others(event: Event, booking: Booking) -> list[Event]:
    """The events at the same time, or before it, that meet in the same online room."""
    provider, identity = booking.room
    if not identity:
        return []
    field = "code" if booking.meeting.code else "url"
    own = {"meeting_from": Source.OWN, "meeting__provider": provider, f"meeting__{field}": identity}
    usual = {
        "meeting_from": Source.SERIES,
        "series__meeting__provider": provider,
        f"series__meeting__{field}": identity,
    }
    found = Event.objects.filter(Q(**own) | Q(**usual), starts_at__lt=booking.ends_at).exclude(pk=event.pk)
    standing_ones = found.exclude(state__in=(EventState.CANCELLED, EventState.WITHDRAWN))
    return list(
        standing_ones.select_related("series__meeting", "series__venue", "meeting").order_by("-starts_at")[
            :MOST_OTHERS
        ]
    )


def _texts(event: Event) -> list[str]:
    pairs = (event.title, event.intro, event.notes, event.audience)
    texts = [text for pair in pairs for text in (pair.zh, pair.en)]
    talks = [each for talk in event.talks.all() for each in talk.abstracts.all()]
    return [*texts, event.host, event.contact, *(text for each in talks for text in (each.title, each.text))]


def _sentence(caution: Caution) -> str:
    match caution.kind:
        case Kind.OVERLAP:
            said = gettext("%(event)s uses the same online meeting at the same time.")
        case Kind.REUSED:
            said = gettext(
                "The online meeting has the number that %(event)s had. A number of nine digits is made for one "
                "meeting: check that it still holds."
            )
        case Kind.UNNAMED:
            said = gettext(
                "The meeting number has no provider: readers cannot tell which app to open. Choose the provider."
            )
        case Kind.PASSCODE:
            said = gettext(
                "A passcode stands in the text, which everybody reads. Delete it there and enter it with the "
                "online meeting, which shows it to those who may see it."
            )
    return capfirst(said % {"event": caution.event})
