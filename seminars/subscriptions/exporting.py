"""All that is kept of one subscriber, for themselves: values that JSON knows, and nothing of anybody else."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from seminars.announcements.channels.base import MAIL
from seminars.announcements.hearers.interests import key_of
from seminars.announcements.saying.confirming import asked_in
from seminars.announcements.sending.suppression import suppressed
from seminars.models import ClockNotice, Delivery, FeedToken, Subscriber, SubscriptionRequest, Told
from seminars.subscriptions.following import subscriptions_of
from seminars.subscriptions.preferences import WISHES

_BOOKKEEPING = ("paused_until", "created_at", "confirmed_at", "unsubscribed_at")


def export(subscriber: Subscriber, *, at: datetime) -> dict[str, Any]:
    """Everything, by what it is; instants in UTC (ISO 8601), names of fields as they are kept."""
    return {
        "address": subscriber.email,
        "wishes": {name: _plain(getattr(subscriber, name)) for name in WISHES},
        "times": {name: _plain(getattr(subscriber, name)) for name in _BOOKKEEPING},
        "follows": [_followed(row) for row in subscriptions_of(subscriber)],
        "requests": [_request(row) for row in _requests(subscriber)],
        "calendar_addresses": [
            {"made_at": _plain(row.created_at), "revoked_at": _plain(row.revoked_at)}
            for row in FeedToken.objects.filter(subscriber=subscriber).order_by("pk")
        ],
        "mails": _mails(subscriber),
        "knows": _knowledge(subscriber),
        "mail_is_off": [
            {
                "reason": row.reason,
                "source": row.source,
                "since": _plain(row.created_at),
                "until": _plain(row.expires_at),
            }
            for row in suppressed([subscriber.email], at=at).get(subscriber.email, [])
        ],
        "told_of_clock_changes": [
            {"zone": row.zone, "changes_at": _plain(row.changes_at)}
            for row in ClockNotice.objects.filter(subscriber=subscriber).order_by("pk")
        ],
    }


def _followed(row: Any) -> dict[str, Any]:
    kind, key = key_of(row)
    return {"kind": kind, "key": key, "rhythm": row.rhythm, "since": _plain(row.created_at)}


def _requests(subscriber: Subscriber) -> list[SubscriptionRequest]:
    rows = SubscriptionRequest.objects.filter(announcement__subscriber=subscriber)
    return list(rows.select_related("announcement").order_by("pk"))


def _request(row: SubscriptionRequest) -> dict[str, Any]:
    assert row.announcement is not None, "found by its announcement"
    return {
        "asked_at": _plain(row.asked_at),
        "interests": asked_in(row.announcement).names("en"),
        "choices": row.asked["choices"],
    }


def _mails(subscriber: Subscriber) -> list[dict[str, Any]]:
    rows = Delivery.objects.filter(subscriber=subscriber).order_by("pk").values_list(
        "announcement__kind", "announcement__series__slug", "language", "zone", "state", "error", "due_at", "sent_at"
    )  # fmt: skip
    names = ("kind", "series", "language", "zone", "state", "answer", "due_at", "sent_at")
    return [dict(zip(names, map(_plain, row), strict=True)) for row in rows]


def _knowledge(subscriber: Subscriber) -> list[dict[str, Any]]:
    rows = Told.objects.filter(channel=MAIL, address=subscriber.email).order_by("pk").values_list(
        "event__series__slug", "event__uid", "revision__number", "at", "invited_as"
    )  # fmt: skip
    names = ("series", "event", "revision", "told_at", "invited_as")
    return [dict(zip(names, map(_plain, row), strict=True)) for row in rows]


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case time():
            return f"{value:%H:%M}"
        case bool() | int() | None:
            return value
        case _:
            return str(value)
