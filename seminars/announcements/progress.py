"""How far the telling of an announcement is: counted from its deliveries each time, so that no crash makes it false."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Case, CharField, Count, F, Min, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from seminars.announcements.channels.base import MAIL
from seminars.announcements.sending import pacing
from seminars.models import Announcement, Channel, Delivery, DeliveryState

# What was sent in this time says how fast the rest will be.
RECENT = timedelta(minutes=2)
# The list of deliveries has the others.
MOST_PUT_OFF = 5


class Stage(models.TextChoices):
    """What became of a delivery, more exactly than its state: waiting may mean put off, and sent mail may come back."""

    WAITING = "waiting", _("waiting")
    DEFERRED = "deferred", _("put off")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    RETURNED = "returned", _("returned")
    REFUSED = "refused", _("refused")
    EXPIRED = "expired", _("too late")
    SUPERSEDED = "superseded", _("already known")
    MISSED = "missed", _("missed")
    SUPPRESSED = "suppressed", _("no longer written to")
    WITHDRAWN = "withdrawn", _("stopped")


STAGE = Case(
    When(state=DeliveryState.WAITING, error__gt="", then=Value(Stage.DEFERRED.value)),
    When(state=DeliveryState.SENT, returned_at__isnull=False, then=Value(Stage.RETURNED.value)),
    default=F("state"),
    output_field=CharField(),
)
OPEN = (Stage.WAITING, Stage.DEFERRED, Stage.SENDING)


@dataclass(frozen=True, slots=True)
class Left:
    """What still waits for one mail provider ('' for all others): how many, and how long that takes, if known."""

    provider: str
    count: int
    takes: timedelta | None
    paused_until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PutOff:
    """A chat group (None for mail) that is tried again at a time, what was answered, and to how many that happened."""

    group: Channel | None
    reason: str
    again_at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How many deliveries are in which stage, in the order of the stages; and the first few of those put off."""

    counts: tuple[tuple[Stage, int], ...]
    is_over: bool
    put_off: tuple[PutOff, ...]

    @property
    def total(self) -> int:
        return sum(count for _stage, count in self.counts)

    @property
    def done(self) -> int:
        """How many are settled, one way or the other."""
        return sum(count for stage, count in self.counts if stage not in OPEN)


def stage_of(delivery: Delivery) -> Stage:
    """The stage of one row."""
    if delivery.state == DeliveryState.WAITING and delivery.error:
        return Stage.DEFERRED
    if delivery.state == DeliveryState.SENT and delivery.returned_at:
        return Stage.RETURNED
    return Stage(delivery.state)


def tally(announcements: Iterable[Announcement]) -> dict[int, dict[Stage, int]]:
    """By announcement pk: how many of its deliveries are in each stage; one query."""
    rows = Delivery.objects.filter(announcement__in=[each.pk for each in announcements]).annotate(stage=STAGE)
    counted: dict[int, dict[Stage, int]] = defaultdict(dict)
    for pk, stage, count in rows.order_by().values_list("announcement", "stage").annotate(count=Count("pk")):
        counted[pk][Stage(stage)] = count
    return counted


def totals(announcements: QuerySet[Announcement]) -> list[tuple[Stage, int]]:
    """How many deliveries of all these announcements are in each stage, in their order; one query."""
    rows = Delivery.objects.filter(announcement__in=announcements.order_by().values("pk")).annotate(
        stage=STAGE
    )
    counted = dict(rows.order_by().values_list("stage").annotate(count=Count("pk")))
    return [(stage, counted[stage.value]) for stage in Stage if stage.value in counted]


def progress(announcement: Announcement, *, at: datetime) -> Progress:
    """How far `announcement` is at `at`; two queries, and one more where groups are put off."""
    counted = tally([announcement])[announcement.pk]
    counts = tuple((stage, counted[stage]) for stage in Stage if stage in counted)
    is_open = any(stage in OPEN for stage in counted)
    return Progress(
        counts=counts,
        is_over=not is_open
        and (announcement.fanned_out_at is not None or announcement.withdrawn_at is not None),
        put_off=_put_off(announcement, at=at) if is_open else (),
    )


def _put_off(announcement: Announcement, *, at: datetime) -> tuple[PutOff, ...]:
    """The soonest first: groups by name, mails together by what the servers answered."""
    rows = announcement.deliveries.filter(state=DeliveryState.WAITING, error__gt="", due_at__gt=at)
    found = (
        rows.order_by()
        .values_list("target", "error")
        .annotate(again_at=Min("due_at"), count=Count("pk"))
        .order_by("again_at", "target")[:MOST_PUT_OFF]
    )
    lines = list(found)
    groups = Channel.objects.in_bulk({target for target, *_rest in lines if target})
    return tuple(PutOff(groups.get(target), *rest) for target, *rest in lines)


def left(announcement: Announcement, *, at: datetime) -> list[Left]:
    """What still waits by mail provider: by the provider's pace where it has one, else by what was just sent.

    What is put off is not among the others: `progress` says when it is tried again.
    """
    found = [
        Left(each.provider, each.waiting, each.left, each.paused_until, each.reason)
        for each in pacing.outlook(announcement, at=at)
    ]
    mail = announcement.deliveries.filter(channel=MAIL)
    others = mail.filter(state=DeliveryState.WAITING, is_paced=False, due_at__lte=at).count()
    if others:
        just_sent = mail.filter(sent_at__gt=at - RECENT, is_paced=False).count()
        found.append(Left("", others, RECENT * others / just_sent if just_sent else None))
    return found
