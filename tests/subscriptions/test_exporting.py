"""What a reader is handed is all there is of them, and nothing of anybody else."""

from __future__ import annotations

import json
from datetime import time, timedelta

import pytest

from seminars.announcements import outbox
from seminars.announcements.hearers.interests import Interests
from seminars.announcements.sending import suppression
from seminars.announcements.sending.links import confirm_url
from seminars.models import ClockNotice, Subscriber, SuppressionReason
from seminars.publishing.publish import publish
from seminars.subscriptions import feed_tokens
from seminars.subscriptions.exporting import export
from seminars.subscriptions.subscribe import Choices, confirm, request
from tests.factories import NOW, a_series, a_speaker, a_subscriber, a_tag, an_event

pytestmark = pytest.mark.django_db
LAN = "lan@example.org"
SOON = NOW + timedelta(minutes=20)


def test_the_whole_of_it() -> None:
    series = a_series(slug="wenqu")
    a_subscriber(series, email="otto@example.org")
    request(LAN, Interests((series,), queries=("graphs",)), Choices("en", reminds_evening=True), at=NOW)
    outbox.drain(clock=lambda: NOW)
    reader = confirm(confirm_url(Subscriber.objects.get(email=LAN), "en", at=NOW).split("/")[-2], at=NOW)
    assert reader
    reader.subscriptions.filter(query="graphs").update(rhythm="weekly")
    reader.alarm, reader.quiet_from, reader.quiet_until = 15, time(22), time(7, 30)
    reader.save()
    Subscriber.objects.filter(pk=reader.pk).update(created_at=NOW)
    feed_tokens.make(reader, instead_of=None, at=SOON)
    event = an_event(series, number=42)
    publish(event, by=None, at=NOW)
    outbox.drain(clock=lambda: SOON)
    ClockNotice.objects.create(subscriber=reader, zone="Europe/Berlin", changes_at=SOON)
    suppression.suppress(LAN, reason=SuppressionReason.COMPLAINT, source="a report", at=SOON)
    reader.refresh_from_db()

    found = export(reader, at=SOON)

    assert json.loads(json.dumps(found)) == found == {
        "address": LAN,
        "wishes": {
            "language": "en",
            "zone": "Asia/Shanghai",
            "calendar_by_mail": "attachment",
            "reminds_evening": True,
            "reminds_hour": False,
            "wants_recordings": False,
            "alarm": 15,
            "digest_at": "08:00",
            "digest_weekday": 0,
            "quiet_from": "22:00",
            "quiet_until": "07:30",
        },
        "times": {
            "paused_until": None,
            "created_at": "2026-11-24T04:00:00Z",
            "confirmed_at": "2026-11-24T04:00:00Z",
            "unsubscribed_at": None,
        },
        "follows": [
            {"kind": "series", "key": "wenqu", "rhythm": "instant", "since": "2026-11-24T04:00:00Z"},
            {"kind": "q", "key": "graphs", "rhythm": "weekly", "since": "2026-11-24T04:00:00Z"},
        ],
        "requests": [
            {
                "asked_at": "2026-11-24T04:00:00Z",
                "interests": ["Wenqu Class Seminar", "Search: “graphs”"],
                "choices": {
                    "language": "en",
                    "zone": "Asia/Shanghai",
                    "reminds_evening": True,
                    "reminds_hour": False,
                },
            }
        ],
        "calendar_addresses": [{"made_at": "2026-11-24T04:20:00Z", "revoked_at": None}],
        "mails": [
            {
                "kind": "confirmation",
                "series": None,
                "language": "en",
                "zone": "Asia/Shanghai",
                "state": "sent",
                "answer": "",
                "due_at": "2026-11-24T04:00:00Z",
                "sent_at": "2026-11-24T04:00:00Z",
            },
            {
                "kind": "published",
                "series": "wenqu",
                "language": "en",
                "zone": "Asia/Shanghai",
                "state": "sent",
                "answer": "",
                "due_at": "2026-11-24T04:00:00Z",
                "sent_at": "2026-11-24T04:20:00Z",
            },
        ],
        "knows": [
            {
                "series": "wenqu",
                "event": str(event.uid),
                "revision": 1,
                "told_at": "2026-11-24T04:20:00Z",
                "invited_as": None,
            }
        ],
        "mail_is_off": [
            {"reason": "complaint", "source": "a report", "since": "2026-11-24T04:20:00Z", "until": None}
        ],
        "told_of_clock_changes": [{"zone": "Europe/Berlin", "changes_at": "2026-11-24T04:20:00Z"}],
    }  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_queries_however_much_there_is(count: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    reader = a_subscriber(*(a_series() for _each in range(count)), email=LAN)
    for _each in range(count):
        reader.subscriptions.create(speaker=a_speaker())
        reader.subscriptions.create(tag=a_tag())

    with django_assert_num_queries(7):
        found = export(reader, at=NOW)

    assert len(found["follows"]) == 3 * count
