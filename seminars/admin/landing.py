"""What an organizer sees first: what is half done, what comes next, and what was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import get_language

from seminars.access import rules
from seminars.admin import standing
from seminars.models import Channel, Event, EventState, Series, Talk
from seminars.text.bilingual import Bilingual

FEW = 8


@dataclass(frozen=True, slots=True)
class Card:
    """An event on the landing page."""

    event: Event
    name: str
    title: str
    when: str
    lacks: tuple[str, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeriesCard:
    """A series with what comes next in it, None when nothing is announced."""

    series: Series
    name: str
    next: Card | None
    has_any: bool


@dataclass(frozen=True, slots=True)
class Landing:
    """All of it, for one account."""

    series: tuple[SeriesCard, ...]
    drafts: tuple[Card, ...]
    changed: tuple[Card, ...]
    told: tuple[standing.Told, ...]
    paused: tuple[Channel, ...]


def look(user: rules.Account, *, at: datetime) -> Landing:
    """What the account's series look like at `at`."""
    events = rules.events_of(user).with_programme()
    drafts = events.filter(state=EventState.DRAFT).order_by(F("starts_at").asc(nulls_last=True), "pk")[:FEW]
    coming = list(events.public().not_ended(at=at).prefetch_related("revisions").order_by("starts_at", "pk"))
    announcements = rules.announcements_of(user).select_related("series")
    told = announcements.prefetch_related("revisions__event__series").order_by("-due_at", "-pk")[:FEW]
    return Landing(
        series=_series_cards(user, coming),
        drafts=tuple(_card(event) for event in drafts),
        changed=tuple(_card(event) for event in coming if standing.has_unpublished_changes(event)),
        told=tuple(standing.told(list(told), at=at)),
        # Paused by hand needs no hand.
        paused=tuple(rules.channels_of(user).exclude(pause_reason="").order_by("pk")),
    )


def _series_cards(user: rules.Account, coming: Sequence[Event]) -> tuple[SeriesCard, ...]:
    rows = list(rules.series_of(user).order_by("slug"))
    used = set(Event.objects.filter(series__in=rows).values_list("series", flat=True).distinct())
    first: dict[int, Event] = {}
    for event in coming:
        if event.state == EventState.PUBLISHED:
            first.setdefault(event.series_id, event)
    return tuple(
        SeriesCard(
            series=series,
            name=series.name.best(get_language() or ""),
            next=_card(first[series.pk]) if series.pk in first else None,
            has_any=series.pk in used,
        )
        for series in rows
    )


def _card(event: Event) -> Card:
    return Card(
        event=event,
        name=standing.name(event),
        title=headline(event),
        when=standing.when(event),
        lacks=tuple(sentence for _field, sentence in standing.lacks(event)),
        gaps=tuple(standing.gaps(event)),
    )


def headline(event: Event) -> str:
    """What the event is called in lists of the desk: its headline, a title, or who speaks."""
    language = get_language() or ""
    if event.title:
        return event.title.best(language)
    titles = [title.best(language) for talk in event.talks.all() if (title := _title(talk))]
    names = [str(each.speaker) for talk in event.talks.all() for each in talk.appearances.all()]
    return next(iter(titles), "") or ", ".join(names)


def _title(talk: Talk) -> Bilingual:
    titles = {text.language: text.title for text in talk.abstracts.all()}
    return Bilingual(titles.get("zh", ""), titles.get("en", ""))
