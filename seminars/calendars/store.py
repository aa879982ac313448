"""Every public copy's components, written once a change: three languages, with and without the kept link."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from itertools import product

from django.conf import settings
from django.db import transaction

from seminars.calendars.component import RENDERER, component
from seminars.calendars.options import LANGUAGES
from seminars.calendars.stamps import next_cursor, relist
from seminars.models import CalendarComponent, Publication, Revision
from seminars.programme.snapshots import from_json

logger = logging.getLogger(__name__)

# So many are written while publishing waits: a second or two.
BATCH = 200

# What a snapshot that is not as it should be makes of its component.
UNWRITABLE = (ValueError, TypeError, KeyError, AttributeError, OverflowError)


def store(publication: Publication, revision: Revision) -> None:
    """Write what feeds and mails take of `publication`, made by `revision`; in the caller's transaction."""
    _write(rendered(publication, revision))


def _write(rows: list[CalendarComponent]) -> None:
    CalendarComponent.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["publication", "language", "has_link"],
        update_fields=["body", "digest", "writer"],
    )


def rendered(publication: Publication, revision: Revision) -> list[CalendarComponent]:
    """The six components of `publication`, not saved."""
    snapshot = from_json(publication.snapshot)
    rows = []
    for language, has_link in product(LANGUAGES.values(), (False, True)):
        body = component(
            snapshot,
            language=language,
            has_link=has_link,
            sequence=revision.sequence,
            created_at=publication.published_at,
            changed_at=revision.at,
            site_url=settings.SITE_URL,
        )
        digest = hashlib.sha256(body).hexdigest()
        rows.append(
            CalendarComponent(
                publication=publication,
                language=language,
                has_link=has_link,
                body=body,
                digest=digest,
                writer=writer(),
            )
        )
    return rows


def writer() -> str:
    """What stands for this version of the code and this address of the site, both of which components show."""
    return hashlib.sha256(f"{RENDERER} {settings.SITE_URL}".encode()).hexdigest()[:16]


def is_outdated() -> bool:
    """Whether stored components were written for another SITE_URL or by another version of this code."""
    return CalendarComponent.objects.exclude(writer=writer()).exists()


def store_all() -> int:
    """Write the components of all public copies anew; returns how many were written.

    One that cannot be written keeps what it has, and is logged: it must not hold up all others.
    """
    pks = list(Publication.objects.standing().order_by("pk").values_list("pk", flat=True))
    return sum(_store_some(pks[start : start + BATCH]) for start in range(0, len(pks), BATCH))


def _store_some(pks: Sequence[int]) -> int:
    count = 0
    with transaction.atomic():
        # Whoever publishes waits for this number before anything is written: what is read here stays true.
        # Web processes keep files for as long as it stands.
        next_cursor()
        relist()
        for publication in Publication.objects.standing().with_series().filter(pk__in=pks):
            try:
                rows = rendered(publication, publication.revision)
            except UNWRITABLE:
                logger.exception("calendar.component_not_written", extra={"publication": publication.pk})
                continue
            _write(rows)
            count += 1
    return count
