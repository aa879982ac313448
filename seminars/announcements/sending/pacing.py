"""How fast each mail provider is told: rows that every worker reads, and that answers of mail servers change.

Only for mail that goes by SMTP; mail in files has no limits.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from seminars.announcements.channels.providers import PACES, pace_of, provider_of
from seminars.models import Announcement, Delivery, DeliveryState, MailDomain

logger = logging.getLogger(__name__)

# Our own mail server, among the providers.
RELAY = "*"

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# What a provider without a known pace is given when it asks for one; halved at once.
FIRST_RATE = 60
SLOWEST, FASTEST = 1, 600
# Providers count by minutes, hours and days, and let nothing in for the rest of what was used up (QQ's table).
LADDER = (timedelta(minutes=30), timedelta(hours=2))
# They count days by the clocks of Beijing.
THEIR_CLOCKS = ZoneInfo("Asia/Shanghai")


def is_limited() -> bool:
    """Whether mail goes to a server at all, and not into files."""
    return bool(settings.EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend")


def rate_of(provider: str) -> int | None:
    """The messages a minute with which a provider is begun: the operator's word, else what is known."""
    return settings.MAIL_RATES.get(provider, pace_of(provider).per_minute) or None


def route(address: str) -> tuple[str, bool]:
    """The provider of a mail address, and whether that one has a pace."""
    provider = provider_of(address)
    return provider, is_limited() and rate_of(provider) is not None


@dataclass(frozen=True, slots=True)
class Lane:
    """A provider with a pace that takes up to `room` messages now."""

    row: MailDomain
    room: int
    # Nobody counts what goes to it.
    is_free: bool = False

    @property
    def name(self) -> str:
        return self.row.name


@dataclass(frozen=True, slots=True)
class Lanes:
    """How the providers stand: those with a pace that are open, those that are paused, and our own server."""

    open: tuple[Lane, ...] = ()
    paused: frozenset[str] = frozenset()
    is_stopped: bool = False


def lanes(*, at: datetime) -> Lanes:
    """How the providers stand at `at`; one query, and one more where a provider has been given a pace lately."""
    rows = {row.name: row for row in MailDomain.objects.all()}
    if not is_limited():
        # What was written while mail went to a server.
        return Lanes(tuple(Lane(row, FASTEST, is_free=True) for row in rows.values() if row.per_minute))
    if missing := [name for name in _known() if name not in rows]:
        rows |= _begun(missing, at=at)
    learned = [name for name, row in rows.items() if row.per_minute and rate_of(name) is None]
    if learned:
        waiting = Delivery.objects.filter(state=DeliveryState.WAITING, domain__in=learned, is_paced=False)
        waiting.update(is_paced=True)
    paused = frozenset(name for name, row in rows.items() if row.paused_until and row.paused_until > at)
    spare = (_lane(row, at=at) for name, row in rows.items() if name not in paused)
    return Lanes(tuple(lane for lane in spare if lane.room > 0), paused - {RELAY}, RELAY in paused)


def take(lane: Lane, count: int, *, at: datetime) -> bool:
    """Use up the pace of `count` messages; False where another worker has just done so."""
    row = lane.row
    if lane.is_free:
        return True
    assert row.per_minute, "a lane has a rate"
    changes: dict[str, object] = {"busy_until": _begun_at(row, at=at) + count * (MINUTE / row.per_minute)}
    if at - row.rated_at >= HOUR:
        changes |= {"per_minute": min(FASTEST, row.per_minute + -(-row.per_minute // 10)), "rated_at": at}
        if row.paused_until and at - row.paused_until >= DAY:
            changes["refusals"] = 0
    unchanged = MailDomain.objects.filter(pk=row.pk, busy_until=row.busy_until, rated_at=row.rated_at)
    return bool(unchanged.update(**changes))


def slow_down(provider: str, *, reason: str, at: datetime, pause: timedelta | None = None) -> None:
    """Leave a provider alone that says it was told too much, longer each time, and tell it half as fast then.

    `pause` is what it asked for, if it did.
    """
    with transaction.atomic():
        row = _locked(provider, at=at)
        if row.paused_until and row.paused_until > at:
            # What was already on its way was refused as well; it is the same complaint.
            return
        row.paused_until = at + pause if pause else _patience(row.refusals, at=at)
        row.refusals += 0 if pause else 1
        row.per_minute = max(SLOWEST, (row.per_minute or FIRST_RATE) // 2)
        row.rated_at, row.reason = at, reason
        row.save()
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, domain=provider, is_paced=False)
    waiting.update(is_paced=True)
    logger.warning("mail.provider_paused", extra={"provider": provider})


def stop(*, reason: str, at: datetime, pause: timedelta) -> None:
    """Hand nothing to our own mail server for a while."""
    with transaction.atomic():
        row = _locked(RELAY, at=at)
        row.paused_until, row.reason = max(at + pause, row.paused_until or at), reason
        row.save()
    logger.warning("mail.stopped")


def hold_back(announcement: int, provider: str, *, reason: str, until: datetime) -> None:
    """Let the rest of an announcement wait that a provider does not want; its readers cannot help it."""
    waiting = Delivery.objects.filter(
        announcement=announcement, domain=provider, state=DeliveryState.WAITING, due_at__lt=until
    )
    waiting.update(due_at=until, error=reason[:500])


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many messages still wait for a provider with a pace, and how long they take."""

    provider: str
    waiting: int
    left: timedelta
    paused_until: datetime | None
    reason: str


def outlook(announcement: Announcement, *, at: datetime) -> list[Outlook]:
    """What takes longer than the rest of `announcement`, the longest first; two queries."""
    waiting = announcement.deliveries.filter(state=DeliveryState.WAITING, is_paced=True)
    counted = waiting.order_by().values_list("domain").annotate(count=Count("pk"))
    rows = {row.name: row for row in MailDomain.objects.all()}
    found = [_outlook(name, count, rows.get(name), at=at) for name, count in counted]
    return sorted(found, key=lambda each: each.left, reverse=True)


def _outlook(name: str, count: int, row: MailDomain | None, *, at: datetime) -> Outlook:
    rate = (row.per_minute if row else rate_of(name)) or FASTEST
    pause = row.paused_until if row and row.paused_until and row.paused_until > at else None
    left = MINUTE * count / rate + (pause - at if pause else timedelta())
    return Outlook(name, count, left, pause, row.reason if row and pause else "")


def _known() -> set[str]:
    return {name for name in PACES.keys() | settings.MAIL_RATES.keys() if rate_of(name)}


def _begun(names: Iterable[str], *, at: datetime) -> dict[str, MailDomain]:
    fresh = [MailDomain(name=name, per_minute=rate_of(name), rated_at=at) for name in names]
    MailDomain.objects.bulk_create(fresh, ignore_conflicts=True)
    return {row.name: row for row in MailDomain.objects.filter(name__in=[each.name for each in fresh])}


def _locked(name: str, *, at: datetime) -> MailDomain:
    rate = None if name == RELAY else rate_of(name)
    MailDomain.objects.get_or_create(name=name, defaults={"per_minute": rate, "rated_at": at})
    return MailDomain.objects.select_for_update().get(name=name)


def _lane(row: MailDomain, *, at: datetime) -> Lane:
    if not row.per_minute:
        return Lane(row, 0)
    if settings.MAIL_RATES.get(row.name) == 0:
        return Lane(row, FASTEST, is_free=True)
    return Lane(row, max(0, int((at + _spare(row) - _begun_at(row, at=at)) / (MINUTE / row.per_minute))))


def _begun_at(row: MailDomain, *, at: datetime) -> datetime:
    return row.busy_until if row.busy_until and row.busy_until > at else at


def _spare(row: MailDomain) -> timedelta:
    """How much may go at once: what the rate gives from one ring of the bell to the next, at least one."""
    assert row.per_minute, "a lane has a rate"
    return max(timedelta(seconds=settings.BELL_SECONDS), MINUTE / row.per_minute)


def _patience(refusals: int, *, at: datetime) -> datetime:
    if refusals < len(LADDER):
        return at + LADDER[refusals]
    tomorrow = at.astimezone(THEIR_CLOCKS).date() + DAY
    return datetime.combine(tomorrow, time(), tzinfo=THEIR_CLOCKS).astimezone(at.tzinfo)
