"""Addresses that are not written to: who reported a mail as spam, and where mail kept coming back.

Known by their digests alone. Confirming an address again lifts whatever stood against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_noop

from seminars.announcements.channels.answers import Meaning
from seminars.models import Bounce, Series, Suppression, SuppressionReason
from seminars.sealing.addresses import address_digest

# In the ledger, which translates it.
SAID: Mapping[SuppressionReason, str] = {
    SuppressionReason.RETURNED: gettext_noop("Mails to this address came back."),
    SuppressionReason.COMPLAINT: gettext_noop("A mail to this address was reported as spam."),
}
# What one day of mail that came back counts. Content and policy are nothing that a reader could help.
WEIGHTS: Mapping[Meaning, float] = {Meaning.WRONG_ADDRESS: 1.0, Meaning.MAILBOX_FULL: 0.5}
# Days on which a wrong address sent mail back, within a month, until we stop.
THRESHOLD = 3.0
COUNTED_WITHIN = timedelta(days=30)
# Mailboxes are emptied and made anew; whoever complained has decided.
HOLDS_FOR = timedelta(days=180)


def suppressed(addresses: Iterable[str], *, at: datetime) -> dict[str, list[Suppression]]:
    """What stands against each of `addresses`, by address; one query. Who is not in it may be written to."""
    by_digest: dict[str, list[str]] = {}
    for address in dict.fromkeys(addresses):
        for digest in dict.fromkeys(_digests(address)):
            # Two spellings are one mailbox.
            by_digest.setdefault(digest, []).append(address)
    found: dict[str, list[Suppression]] = {}
    standing = Suppression.objects.filter(Q(expires_at=None) | Q(expires_at__gt=at), digest__in=by_digest)
    for row in standing:
        for address in by_digest[row.digest]:
            found.setdefault(address, []).append(row)
    return found


class Unwritten:
    """The addresses that get no mail about a series (None: about several), for whoever asks of many; one query."""

    def __init__(self, series: Series | None, *, at: datetime) -> None:
        of_all_or_this = Q(series=None) | Q(series=series)
        rows = Suppression.objects.filter(Q(expires_at=None) | Q(expires_at__gt=at), of_all_or_this)
        self._digests = frozenset(rows.values_list("digest", flat=True))

    def __contains__(self, address: str) -> bool:
        return bool(self._digests) and not self._digests.isdisjoint(_digests(address))


def applying(rows: Iterable[Suppression], series: int | None) -> Suppression | None:
    """The suppression that forbids mail about a series (a pk; None for several) among those of one address."""
    return next((row for row in rows if row.series_id is None or row.series_id == series), None)


def reason_for(address: str, *, at: datetime | None = None) -> SuppressionReason | None:
    """Why `address` gets no mail at all, in words for its owner (`.label`); None if it does."""
    rows = suppressed([address], at=at or timezone.now()).get(address, [])
    row = applying(rows, None)
    return SuppressionReason(row.reason) if row else None


def suppress(
    address: str,
    *,
    reason: SuppressionReason,
    source: str,
    at: datetime,
    series: Series | None = None,
    until: datetime | None = None,
) -> None:
    """Write to `address` no more, or not about `series`, until `until` or until it is confirmed again."""
    Suppression.objects.update_or_create(
        digest=_digest(address),
        series=series,
        defaults={"reason": reason, "source": source, "created_at": at, "expires_at": until},
    )


def blame(address: str, meaning: Meaning, *, source: str, on: date, at: datetime) -> bool:
    """Count a mail that came back on day `on` against its address, once a day; True if that was once too often."""
    weight = WEIGHTS.get(meaning)
    if weight is None:
        return False
    digest = _digest(address)
    with transaction.atomic():
        row, is_new = Bounce.objects.get_or_create(digest=digest, on=on, defaults={"weight": weight})
        if not is_new and row.weight < weight:
            Bounce.objects.filter(pk=row.pk).update(weight=weight)
        lately = Bounce.objects.filter(digest__in=_digests(address), on__gt=on - COUNTED_WITHIN)
        score = lately.aggregate(score=Sum("weight"))["score"] or 0.0
        if score < THRESHOLD or suppressed([address], at=at):
            return False
        suppress(address, reason=SuppressionReason.RETURNED, source=source, at=at, until=at + HOLDS_FOR)
    return True


def lift(address: str) -> None:
    """Write to `address` again: its owner has just shown that mail arrives and is wanted."""
    digests = _digests(address)
    Suppression.objects.filter(digest__in=digests).delete()
    Bounce.objects.filter(digest__in=digests).delete()


def _digest(address: str) -> str:
    return address_digest(address, settings.SECRET_KEY)


def _digests(address: str) -> list[str]:
    """Under the present key and those before it."""
    return [address_digest(address, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
