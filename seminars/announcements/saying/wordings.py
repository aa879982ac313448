"""The organizers' own words for the messages of their series, filled with what each event has to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from seminars.announcements.saying.differences import differences
from seminars.announcements.saying.items import (
    Item,
    Occasion,
    joining_words,
    name_words,
    nearness,
    people_words,
    place_words,
    when_words,
)
from seminars.meetings.audiences import Audience
from seminars.models import Series, Wording, WordingKind
from seminars.models.wordings import NAMES, TEXTS
from seminars.presenting.links import event_url
from seminars.programme.changes import ADDITIONS, ChangeKind, is_news
from seminars.programme.snapshots import SeriesPart
from seminars.text.blanks import Address, BadBlank, Markdown, Plain, Value, filled
from seminars.text.plain import one_line
from seminars.timekeeping.names import MONTHS, WEEKDAYS, zone_words
from seminars.timekeeping.zones import zone

_OCCASIONS = {
    Occasion.NOTE: WordingKind.NOTE,
    Occasion.REMINDER: WordingKind.REMINDER,
    Occasion.RECORDING: WordingKind.RECORDING,
}


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one wording with their blanks; '' where our own words are used."""

    subject: str = ""
    opening: str = ""
    closing: str = ""
    card_title: str = ""
    lead: str = ""
    ending: str = ""


OURS = Words()


@dataclass(frozen=True, slots=True)
class Wordings:
    """All own words of a series: kind and language, and the texts."""

    own: tuple[tuple[str, str, Words], ...] = ()

    def of(self, kind: WordingKind | None, language: str) -> Words:
        """The texts for one kind of message in one language."""
        return next((words for of, spoken, words in self.own if (of, spoken) == (kind, language)), OURS)

    def of_items(self, items: Sequence[Item], language: str) -> Words:
        """The texts for what tells `items`; ours where these are of several kinds."""
        kinds = {kind_of(item) for item in items}
        return self.of(kinds.pop(), language) if len(kinds) == 1 else OURS


NO_WORDINGS = Wordings()


def wordings_of(series: Series) -> Wordings:
    """What the organizers of `series` wrote."""
    rows = Wording.objects.filter(series=series).order_by("kind", "language")
    return Wordings(tuple((row.kind, row.language, words_of(row)) for row in rows))


def words_of(row: Wording) -> Words:
    """The texts of one row."""
    return Words(**{name: getattr(row, name) for name in TEXTS})


def kind_of(item: Item) -> WordingKind | None:
    """Which kind of message tells `item`; None for what only its people are told."""
    if item.taken_back or item.occasion == Occasion.DIGEST:
        return None
    if item.occasion in _OCCASIONS:
        return _OCCASIONS[item.occasion]
    if item.known is None:
        return WordingKind.ANNOUNCEMENT
    if item.has(ChangeKind.CANCELLED):
        return WordingKind.CANCELLATION
    if item.has(ChangeKind.RESTORED):
        return WordingKind.RESTORED
    is_addition = item.has(*ADDITIONS) and not is_news(item.changes)
    return WordingKind.ADDITION if is_addition else WordingKind.CHANGE


def said(
    text: str, items: Sequence[Item], language: str, *, on: date | None, audience: Audience = "subscriber"
) -> tuple[Value, ...]:
    """`text` filled, as it is read on the day `on`; () where it says nothing, or cannot be filled any more."""
    if not text:
        return ()
    values = _values(items[0], language, on, audience) if len(items) == 1 else _common(items[0], language)
    try:
        return filled(text, NAMES, values)
    except BadBlank:
        # Saved before a name was given up.
        return ()


def _common(item: Item, language: str) -> dict[str, Value]:
    """What several events of a series have in common."""
    series: SeriesPart = item.snapshot.series
    return {
        "series": Plain(series.name.best(language)),
        "short": Plain(series.short.best(language)),
        "contact": Plain(series.contact),
        "note": Plain(item.note),
    }


def _values(item: Item, language: str, on: date | None, audience: Audience) -> dict[str, Value]:
    snapshot = item.snapshot
    starts, ends = (each.astimezone(zone(snapshot.zone)) for each in (snapshot.starts_at, snapshot.ends_at))
    if language == "zh":
        day = f"{starts.year}年{starts.month}月{starts.day}日"
    else:
        day = f"{starts.day} {MONTHS[starts.month - 1]} {starts.year}"
    lines = (
        f"{each.label}{'：' if language == 'zh' else ': '}{f'{each.before} → ' if each.before else ''}{each.after}"
        for each in differences(item, language, audience)
    )
    return _common(item, language) | {
        "event": Plain(name_words(snapshot, language)),
        "number": Plain(str(snapshot.number or "")),
        "title": Plain(one_line(snapshot.headline.best(language))),
        "speakers": Plain(people_words(snapshot.speakers, language)),
        "day": Plain(nearness(snapshot, language, on) if on else ""),
        "date": Plain(day),
        "weekday": Plain(WEEKDAYS[language][starts.weekday()]),
        "time": Plain("" if snapshot.is_all_day else f"{starts:%H:%M}–{ends:%H:%M}"),
        "zone": Plain(zone_words(snapshot.zone, language)),
        "when": Plain(when_words(snapshot, language)),
        "place": Plain(place_words(snapshot, language)),
        "meeting": Plain(joining_words(snapshot, language, audience)),
        "host": Plain(snapshot.host),
        "contact": Plain(snapshot.contact or snapshot.series.contact),
        "about": Markdown(snapshot.intro.best(language)),
        "notes": Markdown(snapshot.notes.best(language)),
        "audience": Markdown(snapshot.audience.best(language)),
        "reason": Plain(snapshot.reason_in(language) if snapshot.is_cancelled else ""),
        "changes": Plain("\n".join(lines)),
        "url": Address(event_url(snapshot.series.slug, snapshot.path, language)),
    }
