"""How far a telling is, as the desk shows it and as its script asks for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from seminars.admin import standing
from seminars.admin.readers import masked_answer
from seminars.announcements.progress import Left, PutOff, left, progress
from seminars.models import Announcement, Event, EventState

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """A bar with its words: deliveries by stage (stage, label, count), and what still takes time."""

    done: int
    total: int
    is_over: bool
    words: str
    stages: tuple[tuple[str, str, int], ...]
    left: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        return {
            "done": self.done,
            "total": self.total,
            "is_over": self.is_over,
            "words": self.words,
            "stages": [
                {"stage": stage, "label": label, "count": count} for stage, label, count in self.stages
            ],
            "left": list(self.left),
        }


@dataclass(frozen=True, slots=True)
class Posting:
    """Where the texts of an event stand ready to be pasted meanwhile."""

    name: str
    url: str


def shown(announcement: Announcement, *, at: datetime) -> Shown:
    """How far `announcement` is at `at`."""
    now = progress(announcement, at=at)
    zone = announcement.series.zone if announcement.series else announcement.zone or "Asia/Shanghai"
    waits = [] if now.is_over else [_left_words(each, zone) for each in left(announcement, at=at)]
    waits += [_put_off_words(each, zone) for each in now.put_off]
    words = ngettext("%(done)d of %(count)d settled", "%(done)d of %(count)d settled", now.total)
    return Shown(
        done=now.done,
        total=now.total,
        is_over=now.is_over,
        words=words % {"done": now.done, "count": now.total},
        stages=tuple((stage.value, str(stage.label), count) for stage, count in now.counts),
        left=tuple(waits),
    )


def postings(announcement: Announcement) -> list[Posting]:
    """The copy pages of its events: groups need not wait for a slow mail server."""
    events = Event.objects.filter(revisions__announcements=announcement).distinct().select_related("series")
    public = events.filter(state__in=(EventState.PUBLISHED, EventState.CANCELLED)).order_by("starts_at")
    return [
        Posting(standing.name(event), reverse("admin:seminars_event_copy", args=[event.pk]))
        for event in public[:5]
    ]


def _put_off_words(each: PutOff, zone: str) -> str:
    if each.group:
        who = str(each.group)
    else:
        who = ngettext("%(count)d mail", "%(count)d mails", each.count) % {"count": each.count}
    said = gettext("%(who)s: %(reason)s; tried again %(when)s")
    reason = masked_answer(each.reason, "").rstrip(".。")
    return said % {"who": who, "reason": reason, "when": standing.shown(each.again_at, zone)}


def _left_words(each: Left, zone: str) -> str:
    provider = each.provider or gettext("other mail")
    if each.paused_until:
        said = gettext("%(provider)s: %(count)d wait; it takes nothing before %(when)s: %(reason)s")
        when = standing.shown(each.paused_until, zone)
        reason = masked_answer(each.reason, "")
        return said % {"provider": provider, "count": each.count, "when": when, "reason": reason}
    if each.takes is None:
        return gettext("%(provider)s: %(count)d wait") % {"provider": provider, "count": each.count}
    minutes = max(math.ceil(each.takes / MINUTE), 1)
    said = ngettext(
        "%(provider)s: %(count)d wait, about %(minutes)d minute left",
        "%(provider)s: %(count)d wait, about %(minutes)d minutes left",
        minutes,
    )
    return said % {"provider": provider, "count": each.count, "minutes": minutes}
