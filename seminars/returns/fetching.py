"""All that came back since last time: read, written down and put away, one mail after the other."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import OperationalError, transaction

from seminars.returns import folders, imap
from seminars.returns.reading import Ignored, read
from seminars.returns.recording import Result, record

logger = logging.getLogger(__name__)

Name = TypeVar("Name")


def fetch(place: str, *, at: datetime) -> Counter[str]:
    """How many mails of a folder or `imaps://` mailbox had which result; raises `Unreadable`.

    The password of a mailbox may stand in BOUNCES_PASSWORD instead of its URL.
    """
    if "://" not in place:
        folder = Path(place)
        return _taken(folders.mails(folder), lambda file: folders.put_away(folder, file), at=at)
    account = imap.account(place, password=settings.BOUNCES_PASSWORD)
    with imap.opened(account) as mailbox:
        return _taken(mailbox.mails(), mailbox.put_away, at=at)


def _taken(
    mails: Iterable[tuple[bytes, Name]], put_away: Callable[[Name], None], *, at: datetime
) -> Counter[str]:
    results: Counter[str] = Counter()
    for octets, name in mails:
        result = _result(octets, at=at)
        # Only now: whoever is interrupted reads it again, which changes nothing.
        put_away(name)
        results[result] += 1
    return results


def _result(octets: bytes, *, at: datetime) -> Result:
    try:
        with transaction.atomic():
            return record(read(octets), at=at)
    except OperationalError:
        # Not the mail's fault: it is read again when the database is back.
        raise
    except Exception:
        # Strangers write these mails, and Python's parser has its surprises; none of them stops this or later runs.
        logger.exception("mail.unreadable")
        return record(Ignored("broken"), at=at)
