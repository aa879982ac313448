"""Series of any length, and readers: some events are really published, the others copied from them row by row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

from bench.copying import Copier
from bench.place import a_database
from bench.texts import InventedTalk, invented_talks
from seminars.announcements.planning.deciding import Wish
from seminars.models import (
    Abstract,
    Appearance,
    Event,
    Meeting,
    Series,
    Source,
    Speaker,
    Subscriber,
    Subscription,
    Talk,
    Venue,
)
from seminars.publishing.publish import publish
from seminars.publishing.series import save_series

# The instant at which everything happens: a Tuesday, noon in Beijing.
AT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
SLUG = "wenqu"
# Every number has as many digits as the others: a copy is then exactly as long as what it is copied from.
FIRST_NUMBER = 10001
COMING = 20
DISTINCT = 50
ZONES = (
    "Asia/Shanghai", "America/New_York", "Europe/London", "America/Los_Angeles", "Asia/Singapore", "Europe/Berlin",
)  # fmt: skip


def a_history(events: int) -> Path:
    """The database of one public series with this many published events, at least 50, the last 20 to come."""
    return a_database(f"history-{events}", lambda: fill_history(events))


def readers(subscribers: int, *, of_each: int, drafts: int = 1, start: datetime = AT) -> Path:
    """The database of as many confirmed readers, each following one of the series that have `of_each`.

    They have 2 languages by 6 zones. The slug of each series ends in its number. Each has as many drafts, ready
    to be published, of events four days after `start`.
    """
    name = f"readers-{subscribers}-{of_each}-{drafts}-{start:%Y%m%d}"
    return a_database(name, lambda: _fill_readers(subscribers, of_each, drafts, start))


def start_of(position: int, events: int) -> datetime:
    """Four events a day, the last ones after `AT`."""
    return AT + timedelta(hours=6 * (position - (events - COMING)) + 2)


def fill_history(events: int, *, distinct: int = DISTINCT) -> None:
    """As many published events, `distinct` of them really published and the others copied."""
    series, speakers, venue = _a_series(SLUG), _speakers(), _a_venue()
    talks = invented_talks(distinct)
    models = [
        _draft(
            series, speakers[number % len(speakers)], venue, talks[number],
            number=FIRST_NUMBER + number, starts_at=start_of(number, events),
        )
        for number in range(distinct)
    ]  # fmt: skip
    for number, event in enumerate(models):
        publish(event, by=None, at=AT - timedelta(days=30, minutes=-number), wish=Wish(is_silent=True))
    copier = Copier(models) if distinct < events else None
    for first in range(distinct, events, 500):
        positions = range(first, min(first + 500, events))
        assert copier
        copier.write([(FIRST_NUMBER + each, start_of(each, events)) for each in positions])


def _fill_readers(subscribers: int, of_each: int, drafts: int, start: datetime) -> None:
    speakers, venue = _speakers(), _a_venue()
    kinds = list(product(("zh", "en"), ZONES))
    people = Subscriber.objects.bulk_create(
        Subscriber(
            email=f"reader{number:06}@example.org",
            language=kinds[number % len(kinds)][0],
            zone=kinds[number % len(kinds)][1],
            confirmed_at=start - timedelta(days=60),
        )
        for number in range(subscribers)
    )
    count = subscribers // of_each
    for number, talk in zip(range(count), invented_talks(count), strict=True):
        series = _a_series(f"{SLUG}-{number}")
        for draft in range(drafts):
            _draft(
                series, speakers[0], venue, talk,
                number=FIRST_NUMBER + number + draft, starts_at=start + timedelta(days=4),
            )  # fmt: skip
        Subscription.objects.bulk_create(
            Subscription(subscriber=person, series=series, created_at=start - timedelta(days=60))
            for person in people[number * of_each : (number + 1) * of_each]
        )


def _a_series(slug: str) -> Series:
    series = Series(
        slug=slug,
        name_zh="问渠班研讨会",
        name_en="Wenqu Class Seminar",
        short_zh="问渠班",
        short_en="Wenqu",
        zone="Asia/Shanghai",
        meeting=Meeting.objects.create(provider="tencent", code="555020303"),
    )
    save_series(series, by=None, at=AT - timedelta(days=90))
    return series


def _a_venue() -> Venue:
    return Venue.objects.create(slug="gezhi-112", name_zh="格致堂112", name_en="Gezhi Hall 112")


def _speakers() -> list[Speaker]:
    names = (("林知远", "Lin Zhiyuan"), ("云疏影", "Yun Shuying"), ("祁望舒", "Qi Wangshu"))
    return [
        Speaker.objects.create(
            slug=english.lower().replace(" ", "-"),
            name_zh=chinese,
            name_en=english,
            affiliation_zh="北辰大学",
            affiliation_en="Beichen University",
        )
        for chinese, english in names
    ]


def _draft(
    series: Series, speaker: Speaker, venue: Venue, words: InventedTalk, *, number: int, starts_at: datetime
) -> Event:
    event = Event.objects.create(
        series=series,
        number=number,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        zone=series.zone,
        venue=venue,
        venue_from=Source.OWN,
    )
    talk = Talk.objects.create(event=event, position=0)
    Abstract.objects.create(talk=talk, language=words.language, title=words.title, text=words.abstract)
    Appearance.objects.create(talk=talk, speaker=speaker, position=0)
    return event
