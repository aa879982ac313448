"""The calendar of all that one subscriber follows, behind an address that only its reader knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Subquery

from seminars.calendars.envelope import Heading
from seminars.calendars.feed import NoSuchCalendar
from seminars.calendars.histories import NOTHING, Earlier
from seminars.calendars.joining import Selection, joined
from seminars.calendars.links import home_url
from seminars.calendars.options import LANGUAGES, Options
from seminars.calendars.packing import CalendarFile
from seminars.calendars.stamps import CHANGES, LISTS, Stamp
from seminars.models import Publication, Subscriber
from seminars.models.querysets import PublicationQuerySet
from seminars.text.bilingual import Bilingual

NAME = Bilingual("我的讨论班", "My seminars")

# Nothing of the token but its digest comes here, and any digest, held or not, is one look into one index.
_READ = """
    SELECT reader.id, reader.language, held.revoked_at IS NOT NULL,
           (SELECT value FROM seminars_counter WHERE name = %s),
           (SELECT value FROM seminars_counter WHERE name = %s),
           (SELECT COUNT(*) FROM seminars_subscription WHERE subscriber_id = reader.id),
           (SELECT MAX(id) FROM seminars_subscription WHERE subscriber_id = reader.id),
           reader.confirmed_at IS NOT NULL, reader.unsubscribed_at IS NULL
    FROM seminars_feedtoken held JOIN seminars_subscriber reader ON reader.id = held.subscriber_id
    WHERE held.digest = %s
"""


class PersonalStamp(NamedTuple):
    """Whose feed a token opens, in which language, and what a kept file of it is compared by.

    The lists of `stamp` change with what the subscriber follows and with what they may see, not with `language`.
    """

    subscriber_pk: int
    language: str
    is_revoked: bool
    stamp: Stamp


def personal_stamp(digest: str, *, at: datetime) -> PersonalStamp | None:
    """What the token with this digest opens now: one raw read; None where it was never made."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, (CHANGES, LISTS, digest))
        row = cursor.fetchone()
    if row is None:
        return None
    pk, language, is_revoked, changes, *lists = row
    stamp = Stamp(changes or 0, tuple(int(each or 0) for each in lists), at.astimezone(UTC).date())
    return PersonalStamp(pk, language, bool(is_revoked), stamp)


def personal_feed(
    subscriber_pk: int, language: str, options: Options, *, at: datetime, earlier: Earlier = NOTHING
) -> CalendarFile:
    """What the subscriber follows, in their `language` unless `options` ask for another; `earlier`: see `joined`.
    Raises `NoSuchCalendar` for a subscriber who is not there any more.

    Who has ended the mail keeps the calendar, but not what meetings keep for subscribers; who has asked anew
    and not confirmed yet follows nothing.
    """
    spoken = options.language or LANGUAGES[language]
    options = replace(options, language=spoken)
    followed = Publication.objects.standing().filter(
        series__subscriptions__subscriber=subscriber_pk,
        series__subscriptions__subscriber__confirmed_at__isnull=False,
    )
    reader = (
        Subscriber.objects.filter(pk=subscriber_pk)
        .annotate(last=_last(Publication.objects.all()), last_followed=_last(followed))
        .values("confirmed_at", "unsubscribed_at", "last", "last_followed")
        .first()
    )
    if reader is None:
        raise NoSuchCalendar
    heading = Heading(
        name=NAME,
        about=Bilingual(),
        zone=settings.TIME_ZONE,
        colour="",
        page=home_url(settings.SITE_URL, spoken),
        # It would print the secret.
        source="",
        changed_at=reader["last_followed"],
    )
    is_active = reader["confirmed_at"] is not None and reader["unsubscribed_at"] is None
    return joined(
        heading,
        spoken,
        Selection(followed, reader["last"], has_link=is_active),
        options,
        day=at.astimezone(UTC).date(),
        earlier=earlier,
    )


def _last(publications: PublicationQuerySet) -> Subquery:
    """When the last of them changed."""
    return Subquery(publications.last_changed().values("changed_at")[:1])
