"""The page of one event: everything its template shows, made from a snapshot and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from seminars.meetings.audiences import Audience
from seminars.presenting import links
from seminars.presenting.citing import Citation, citations
from seminars.presenting.clocks import change_sentences
from seminars.presenting.facts import Facts, event_when, facts
from seminars.presenting.frames import Card, Frame
from seminars.presenting.history import Bar, Past, Step, bars, steps
from seminars.presenting.lines import Line, SeriesLink, heading_of, number_words, series_link
from seminars.presenting.people import names
from seminars.presenting.prose import Prose, prose
from seminars.presenting.said import Said, said_besides, speaking
from seminars.presenting.sharing import Sharing, sharing
from seminars.presenting.states import Face, Phase, face, phase
from seminars.presenting.structured import structured
from seminars.presenting.talks import LinkView, TalkView, link_view, plain_title, talk_view
from seminars.presenting.times import When, nearness
from seminars.programme.snapshots import Snapshot
from seminars.timekeeping.spans import moment_words


@dataclass(frozen=True, slots=True)
class EventPage:
    """The page of an event. `is_preview` marks a working copy that nobody else sees."""

    frame: Frame
    language: str
    series: SeriesLink
    number: str
    heading: Said
    subheading: Said | None
    intro: Prose | None
    facts: Facts
    talks: tuple[TalkView, ...]
    bars: tuple[Bar, ...]
    steps: tuple[Step, ...]
    phase: Phase
    face: Face
    near: str
    is_cancelled: bool
    updated: str
    watch: tuple[LinkView, ...]
    # Whole sentences: how clocks change around the event, those of its zone and those of the reader's.
    clock_changes: tuple[str, ...]
    time_href: str
    join_href: str
    ics_href: str
    subscribe_href: str
    poster_href: str
    sharing: Sharing | None
    citations: tuple[Citation, ...]
    structured: SafeString
    is_preview: bool = False
    earlier: Line | None = None
    later: Line | None = None
    related: tuple[Line, ...] = ()

    @property
    def when(self) -> When:
        return self.facts.when

    @property
    def is_over(self) -> bool:
        return self.phase == Phase.OVER

    @property
    def has_one_talk(self) -> bool:
        return len(self.talks) == 1


def event_page(
    snapshot: Snapshot,
    *,
    language: str,
    at: datetime,
    reader_zone: str = "",
    audience: Audience = "public",
    history: Sequence[Past] = (),
    is_listed: bool = True,
    is_preview: bool = False,
    earlier: Line | None = None,
    later: Line | None = None,
    related: Sequence[Line] = (),
) -> EventPage:
    """The page at `at` for a reader with a language, perhaps a zone, and the right of `audience`.

    `history` holds the event's revisions, the newest of which says what `snapshot` says.
    Raises `UnknownZone` for a `reader_zone` that does not exist.
    """
    with speaking(language):
        heading = heading_of(snapshot, language)
        series = series_link(snapshot, language)
        number = number_words(snapshot.number, language)
        now = phase(snapshot, at)
        slug, path = snapshot.series.slug, snapshot.path
        is_ahead = now != Phase.OVER and not snapshot.is_cancelled
        shown_bars = bars(history, language, audience) if history else _own_bars(snapshot, language)
        told = description(snapshot, language, at)
        return EventPage(
            frame=Frame(
                language=language,
                path=links.to_event(slug, path, "zh"),
                title=" · ".join(each for each in (heading.text, series.short.text, number) if each),
                description=told,
                is_indexed=is_listed and not is_preview,
                colour=series.colour,
                card=Card(links.poster_url(slug, path, language, "wide"), 1200, 630),
            ),
            language=language,
            series=series,
            number=number,
            heading=heading,
            subheading=said_besides(plain_title(snapshot.headline), language),
            intro=prose(snapshot.intro, language, prefix="theme"),
            facts=facts(snapshot, language, at, reader_zone, audience),
            talks=tuple(
                talk_view(talk, language, order=order, zone_name=snapshot.zone, is_ahead=is_ahead)
                for order, talk in enumerate(snapshot.shown_talks, 1)
            ),
            bars=tuple(bar for bar in shown_bars if bar.kind == "cancelled" or now != Phase.OVER),
            steps=steps(history, language, audience),
            phase=now,
            face=face(snapshot, at),
            near="" if snapshot.is_cancelled else nearness(
                snapshot.starts_at, snapshot.ends_at, snapshot.zone, at
            ),
            is_cancelled=snapshot.is_cancelled,
            updated=moment_words(max(history, key=lambda each: each.number).at, snapshot.zone, language)
            if history
            else "",
            watch=_watch(snapshot),
            clock_changes=_clock_changes(snapshot, reader_zone, language) if is_ahead else (),
            time_href=links.to_time(slug, path, language),
            join_href=links.to_join(slug, path, language),
            ics_href=links.to_event_ics(slug, path),
            subscribe_href=links.to_subscribe(slug, language),
            poster_href="" if is_preview else links.to_poster(slug, path, language),
            sharing=None if is_preview else sharing(snapshot, language, at),
            citations=() if is_preview else citations(snapshot, language),
            structured=SafeString("")
            if is_preview
            else structured(snapshot, language, description=told, history=history),
            is_preview=is_preview,
            earlier=earlier,
            later=later,
            related=tuple(related),
        )  # fmt: skip


def description(snapshot: Snapshot, language: str, at: datetime) -> str:
    """When, who and where in one line, for search engines and for cards in chats."""
    parts = [
        str(event_when(snapshot, snapshot.zone, language, at)),
        names(snapshot.speakers, language),
        snapshot.venue.name.best(language) if snapshot.venue else "",
    ]
    if snapshot.is_cancelled:
        parts.insert(0, _("Cancelled"))
    return " · ".join(part for part in parts if part)


def _own_bars(snapshot: Snapshot, language: str) -> tuple[Bar, ...]:
    if not snapshot.is_cancelled:
        return ()
    return (Bar("cancelled", _("Cancelled"), "", snapshot.reason_in(language), ""),)


def _clock_changes(snapshot: Snapshot, reader_zone: str, language: str) -> tuple[str, ...]:
    zones = [name for name in (snapshot.zone, reader_zone) if name]
    return tuple(dict.fromkeys(
        sentence for name in zones for sentence in change_sentences(snapshot, name, language)
    ))  # fmt: skip


def _watch(snapshot: Snapshot) -> tuple[LinkView, ...]:
    """Recordings first, then slides."""
    found = [link_view(link) for talk in snapshot.planned_talks for link in talk.links]
    return tuple(link for kind in ("recording", "slides") for link in found if link.code == kind)
