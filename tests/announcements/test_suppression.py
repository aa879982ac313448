"""Who is not written to: counted by days, known by digests, lifted by confirming."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from seminars.announcements import outbox
from seminars.announcements.channels.answers import Meaning
from seminars.announcements.planning.deciding import Wish
from seminars.announcements.planning.forecasting import forecast, hearing_of
from seminars.announcements.planning.noting import hearing_of_note
from seminars.announcements.sending import suppression
from seminars.models import Announcement, Bounce, Delivery, Suppression, SuppressionReason
from seminars.programme.snapshots import from_json
from seminars.publishing.publish import publish
from seminars.subscriptions import subscribe
from tests.announcements.mailbox import outgoing
from tests.factories import NOW, a_series, a_subscriber, an_event

pytestmark = pytest.mark.django_db
LAN = "lan@example.org"
SOON = NOW + timedelta(minutes=1)
DAY = timedelta(days=1)


def came_back(*days: float, meaning: Meaning = Meaning.WRONG_ADDRESS) -> list[bool]:
    return [
        suppression.blame(LAN, meaning, source=meaning, on=(NOW + day * DAY).date(), at=NOW + day * DAY)
        for day in days
    ]


def is_off(days: float = 0, address: str = LAN) -> bool:
    return suppression.reason_for(address, at=NOW + days * DAY) is not None


def complained(**fields: Any) -> None:
    suppression.suppress(LAN, reason=SuppressionReason.COMPLAINT, source="complaint", at=NOW, **fields)


@pytest.mark.parametrize(
    ("days", "meaning", "ends_at"),
    [
        ((0, 1, 2), Meaning.WRONG_ADDRESS, True),
        ((0, 0.1, 0.2, 0.3), Meaning.WRONG_ADDRESS, False),
        ((0, 1, 31), Meaning.WRONG_ADDRESS, False),
        ((0, 1, 2, 3, 4), Meaning.MAILBOX_FULL, False),
        ((0, 1, 2, 3, 4, 5), Meaning.MAILBOX_FULL, True),
        (tuple(range(20)), Meaning.UNWANTED, False),
    ],
)
def test_returned_mail_counts_by_days_within_a_month(
    days: tuple[float, ...], meaning: Meaning, ends_at: bool
) -> None:
    assert came_back(*days, meaning=meaning)[-1] == ends_at
    assert is_off(days[-1]) == ends_at


def test_a_worse_reason_on_the_same_day_counts_instead() -> None:
    came_back(0, meaning=Meaning.MAILBOX_FULL)
    came_back(0)

    assert Bounce.objects.get().weight == 1.0


def test_an_address_is_tried_again_after_half_a_year() -> None:
    came_back(0, 1, 2)

    assert [is_off(181), is_off(183)] == [True, False]


def test_an_address_is_known_in_any_case_and_kept_nowhere() -> None:
    suppression.suppress("Lan@例子.CN", reason=SuppressionReason.COMPLAINT, source="complaint", at=NOW)

    assert is_off(address="lan@xn--fsqu00a.cn")
    assert not is_off(address="qi@xn--fsqu00a.cn")
    assert "lan" not in str(Suppression.objects.values().get()).lower()


def test_every_spelling_of_an_address_is_found_in_one_question(settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    complained()
    spellings = [LAN, "Lan@Example.org", "qi@example.org"]

    found = suppression.suppressed([*spellings, LAN], at=NOW)

    assert {address: len(rows) for address, rows in found.items()} == {LAN: 1, "Lan@Example.org": 1}


def test_an_address_is_known_after_the_key_was_changed(settings: Any) -> None:
    complained()

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key" * 9

    assert is_off()


def test_who_complained_a_second_before_is_not_mailed() -> None:
    series = a_series()
    for address in (LAN, "qi@example.org"):
        a_subscriber(series, email=address)
    publish(an_event(series), by=None, at=NOW)
    outbox._fan_out_due(at=SOON)
    complained()

    outbox.drain(clock=lambda: SOON)

    found = Delivery.objects.order_by("address").values_list("state", "error")
    assert list(found) == [("suppressed", "A mail to this address was reported as spam."), ("sent", "")]
    assert [mail["To"] for mail in outgoing()] == ["qi@example.org"]


def test_who_is_not_written_to_is_not_counted_beforehand() -> None:
    series = a_series()
    for address in (LAN, "qi@example.org"):
        a_subscriber(series, email=address)
    event = an_event(series, host_email=LAN)
    publish(event, by=None, at=NOW)
    complained()

    people, readers = Announcement.objects.order_by("pk")
    assert [hearing_of(each, at=NOW).addresses for each in (people, readers)] == [0, 1]
    assert hearing_of_note(event, at=NOW).addresses == 1
    before = from_json(event.revisions.get().snapshot)
    after = replace(before, starts_at=before.starts_at + DAY, ends_at=before.ends_at + DAY)
    assert forecast(event, before, after, Wish(), at=NOW).hearing.addresses == 1


def test_one_series_may_be_closed_alone() -> None:
    closed, open_ = a_series(), a_series()
    a_subscriber(closed, open_, email=LAN)
    complained(series=closed)
    for series in (closed, open_):
        publish(an_event(series), by=None, at=NOW)

    outbox.drain(clock=lambda: SOON)

    states = Delivery.objects.order_by("announcement__series").values_list("state", flat=True)
    assert (list(states), is_off()) == (["suppressed", "sent"], False)


def test_confirming_anew_lifts_everything() -> None:
    came_back(0, 1)
    complained()
    series = a_series()
    subscribe.add_confirmed(LAN, series=[series], language="zh", zone="Asia/Shanghai", at=NOW)

    suppression.lift(LAN)

    assert (is_off(), Bounce.objects.count()) == (False, 0)


def test_a_suppressed_address_is_asked_whether_it_wants_mail_again() -> None:
    complained()
    subscriber = a_subscriber(email=LAN, confirmed_at=None)
    Announcement.objects.create(
        key="confirmation:1", kind="confirmation", subscriber=subscriber, due_at=NOW,
        expires_at=NOW + DAY, created_at=NOW,
    )  # fmt: skip

    outbox.drain(clock=lambda: SOON)

    assert list(Delivery.objects.values_list("state", flat=True)) == ["sent"]
