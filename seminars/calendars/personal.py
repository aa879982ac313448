"""The calendar of all that one subscriber follows, behind an address that only its reader knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Q, Subquery

from seminars.calendars.envelope import Heading
from seminars.calendars.feed import NoSuchCalendar
from seminars.calendars.histories import NOTHING, Earlier
from seminars.calendars.joining import Selection, joined
from seminars.calendars.links import home_url
from seminars.calendars.options import LANGUAGES, Options
from seminars.calendars.packing import CalendarFile
from seminars.calendars.stamps import CHANGES, LISTS, Stamp
from seminars.models import Publication, PublicationSpeaker, PublicationTag, Subscriber
from seminars.models.querysets import PublicationQuerySet
from seminars.text.bilingual import Bilingual

NAME = Bilingual("我的讨论班", "My seminars")

# Nothing of the token but its digest comes here, and any digest, held or not, is one look into one index.
_READ = """
    SELECT reader.id, reader.language, reader.alarm, held.revoked_at IS NOT NULL,
           (SELECT value FROM seminars_counter WHERE name = %s),
           (SELECT value FROM seminars_counter WHERE name = %s),
           (SELECT COUNT(*) FROM seminars_subscription WHERE subscriber_id = reader.id),
           (SELECT MAX(id) FROM seminars_subscription WHERE subscriber_id = reader.id),
           reader.confirmed_at IS NOT NULL, reader.unsubscribed_at IS NULL
    FROM seminars_feedtoken held JOIN seminars_subscriber reader ON reader.id = held.subscriber_id
    WHERE held.digest = %s
"""

_SUBJECTS = tuple(f"subscriptions__{each}" for each in ("series", "speaker", "tag", "query"))

# What a search finds: `search.find.find`, which stands beside the calendars and not below them.
Find = Callable[[str], PublicationQuerySet]


class PersonalStamp(NamedTuple):
    """Whose feed a token opens, in which language and with which alarm, and what a kept file of it is compared by.

    The lists of `stamp` change with what the subscriber follows and with what they may see, not with `language`
    and `alarm`, the minutes before the start.
    """

    subscriber_pk: int
    language: str
    alarm: int | None
    is_revoked: bool
    stamp: Stamp

    def wishes(self, options: Options) -> Options:
        """`options`, with what the subscriber prefers where they say nothing."""
        return replace(
            options,
            language=options.language or LANGUAGES[self.language],
            alarm=self.alarm if options.alarm is None else options.alarm,
        )


def personal_stamp(digest: str, *, at: datetime) -> PersonalStamp | None:
    """What the token with this digest opens now: one raw read; None where it was never made."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, (CHANGES, LISTS, digest))
        row = cursor.fetchone()
    if row is None:
        return None
    pk, language, alarm, is_revoked, changes, *lists = row
    stamp = Stamp(changes or 0, tuple(int(each or 0) for each in lists), at.astimezone(UTC).date())
    return PersonalStamp(pk, language, alarm, bool(is_revoked), stamp)


def personal_feed(
    subscriber_pk: int, options: Options, *, find: Find, at: datetime, earlier: Earlier = NOTHING
) -> CalendarFile:
    """What the subscriber follows, under `options` that name a language; `earlier`: see `joined`.
    Raises `NoSuchCalendar` for a subscriber who is not there any more.

    Who has ended the mail keeps the calendar, but not what meetings keep for subscribers; who has asked anew
    and not confirmed yet follows nothing.
    """
    spoken = options.language or "zh"
    options = replace(options, language=spoken)
    rows = list(
        Subscriber.objects.filter(pk=subscriber_pk)
        .annotate(last=Subquery(Publication.objects.last_changed().values("changed_at")[:1]))
        .values_list("last", "confirmed_at", "unsubscribed_at", *_SUBJECTS)
    )
    if not rows:
        raise NoSuchCalendar
    last, confirmed_at, unsubscribed_at = rows[0][:3]
    is_confirmed = confirmed_at is not None
    followed = _followed([row[3:] for row in rows], find) if is_confirmed else Publication.objects.none()
    heading = Heading(
        name=NAME,
        about=Bilingual(),
        zone=settings.TIME_ZONE,
        colour="",
        page=home_url(settings.SITE_URL, spoken),
        # It would print the secret.
        source="",
        changed_at=followed.last_changed().values_list("changed_at", flat=True).first(),
    )
    return joined(
        heading,
        spoken,
        Selection(followed, last, has_link=is_confirmed and unsubscribed_at is None),
        options,
        day=at.astimezone(UTC).date(),
        earlier=earlier,
    )


def _followed(subscriptions: Sequence[tuple[Any, ...]], find: Find) -> PublicationQuerySet:
    """What the subjects of these subscriptions name, each public copy once.

    An unlisted series is followed by its own name alone, as everywhere.
    """
    series, speakers, tags, queries = (
        [each for each in column if each] for column in zip(*subscriptions, strict=True)
    )
    listed = (
        PublicationSpeaker.objects.filter(speaker__in=speakers),
        PublicationTag.objects.filter(tag__in=tags),
    )
    wanted = Q(series__in=series)
    for naming in listed:
        wanted |= Q(is_listed=True, pk__in=naming.values("publication"))
    for words in queries:
        wanted |= Q(pk__in=find(words).order_by().values("pk"))
    return Publication.objects.standing().filter(wanted)
