"""One time by the clocks of several zones, and what a reader must know when clocks change around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seminars.presenting.facts import event_when
from seminars.presenting.hours import Hours, hours
from seminars.presenting.links import to_time
from seminars.presenting.said import speaking
from seminars.presenting.times import When, shown_zone
from seminars.programme.snapshots import Snapshot
from seminars.text.bilingual import short_language
from seminars.timekeeping.names import city_name, zone_words
from seminars.timekeeping.spans import date_words
from seminars.timekeeping.zones import ClockChange, next_clock_change, zone

AROUND = timedelta(days=14)
# Two days from the ends of the calendar the clocks of every zone can still be read.
FIRST = datetime.min.replace(tzinfo=UTC) + timedelta(days=2)
LAST = datetime.max.replace(tzinfo=UTC) - timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Clock:
    """The event by the clocks of one zone; `gap` is how far they are from the event's own clocks then.

    `drop_href` leads to the same page without this clock.
    """

    when: When
    gap: str
    is_home: bool
    hours: Hours | None
    drop_href: str = ""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The event's own clock first, then those asked for; `changes` are whole sentences."""

    home: Clock
    others: tuple[Clock, ...]
    changes: tuple[str, ...]


def clocks(snapshot: Snapshot, zone_names: Sequence[str], language: str, *, at: datetime) -> Clocks:
    """The event's time in its own zone and in `zone_names`, as `when` tells it; raises `UnknownZone`."""
    shown = (shown_zone(name, snapshot.starts_at, snapshot.ends_at) for name in zone_names)
    asked = [name for name in dict.fromkeys(shown) if name != snapshot.zone]
    with speaking(language):
        return Clocks(
            home=Clock(
                event_when(snapshot, snapshot.zone, language, at),
                "",
                is_home=True,
                hours=hours(snapshot, snapshot.zone, language),
            ),
            others=tuple(
                Clock(
                    event_when(snapshot, name, language, at),
                    gap_words(_gap(snapshot.starts_at, name, snapshot.zone), snapshot.zone, language),
                    is_home=False,
                    hours=hours(snapshot, name, language),
                    drop_href=to_time(
                        snapshot.series.slug,
                        snapshot.path,
                        language,
                        *(each for each in asked if each != name),
                    ),
                )
                for name in asked
            ),
            changes=tuple(
                sentence
                for name in (snapshot.zone, *asked)
                for sentence in change_sentences(snapshot, name, language)
            ),
        )


def change_sentences(snapshot: Snapshot, zone_name: str, language: str) -> list[str]:
    """A sentence for each change of a zone's clocks within two weeks of the event, before or after it."""
    sentences = []
    middle = min(max(snapshot.starts_at, FIRST), LAST)
    after, last = middle - min(AROUND, middle - FIRST), middle + min(AROUND, LAST - middle)
    while change := next_clock_change(zone_name, after, last - after):
        sentences.append(change_sentence(change, zone_name, snapshot.zone, language))
        after = change.at
    return sentences


def gap_words(gap: timedelta, home_zone: str, language: str) -> str:
    """`12 hours behind Beijing time`; that both clocks show the same when the gap is nothing."""
    home = zone_words(home_zone, language)
    if not gap:
        return _("the same as %(home)s") % {"home": home}
    words = {"length": length_words(abs(gap)), "home": home}
    if gap > timedelta(0):
        return _("%(length)s ahead of %(home)s") % words
    return _("%(length)s behind %(home)s") % words


def length_words(length: timedelta) -> str:
    """Hours and minutes: `1 hour`, `5 hours 30 minutes`."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if minutes or not hours:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes})
    return " ".join(parts)


def change_sentence(change: ClockChange, zone_name: str, home_zone: str, language: str) -> str:
    """How the clocks of a zone change, and how far from those of `home_zone` they are before and after.

    In the language that is being spoken, with the day as `language` writes it.
    """
    local = change.at.astimezone(zone(zone_name))
    length = abs(change.after_offset - change.before_offset)
    words = {
        "city": city_name(zone_name, language),
        "length": length_words(length),
        "day": date_words(local, short_language(language)),
    }
    if change.forward:
        sentence = _("Clocks in %(city)s go forward by %(length)s on %(day)s.") % words
    else:
        sentence = _("Clocks in %(city)s go back by %(length)s on %(day)s.") % words
    if zone_name == home_zone:
        return sentence
    before = gap_words(_gap(change.at - timedelta(seconds=1), zone_name, home_zone), home_zone, language)
    now = gap_words(_gap(change.at, zone_name, home_zone), home_zone, language)
    gap = _("Before that they are %(before)s, from then on %(after)s.") % {"before": before, "after": now}
    return f"{sentence}{'' if short_language(language) == 'zh' else ' '}{gap}"


def _gap(moment: datetime, zone_name: str, home_zone: str) -> timedelta:
    there = moment.astimezone(zone(zone_name)).utcoffset() or timedelta(0)
    return there - (moment.astimezone(zone(home_zone)).utcoffset() or timedelta(0))
