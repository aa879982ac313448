"""Reserving that takes longer than its lease, and what the provider never hears of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from seminars.calling.door import Door
from seminars.calling.messages import Answer, Request
from seminars.models import Event, Meeting, MeetingAccount, Reservation
from seminars.publishing.change import cancel, restore
from seminars.publishing.rebooking import settle
from seminars.publishing.reserving import LEASE, NotReserved, reserve
from tests.calling import robots
from tests.factories import NOW
from tests.meetings.tencent.provider import Provider, refusal
from tests.publishing.test_reserving import CODE, certificate, code_of, event, provider, published, row

__all__ = ["certificate", "event", "provider"]

pytestmark = pytest.mark.django_db


class Slow(Door):
    """The installation's door; when an answer of `method` has come, `meanwhile` happens first, once."""

    def __init__(self, method: str, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self._inner, self._method, self._meanwhile = robots.door(), method, [meanwhile]

    def call(self, request: Request) -> Answer:
        answer = self._inner.call(request)
        if request.method == self._method and self._meanwhile:
            self._meanwhile.pop()()
        return answer


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_whoever_is_overtaken_gives_back_what_it_got(event: Event, provider: Provider, method: str) -> None:
    if method == "GET":
        provider.refuses = [refusal(9061, "BUSY")]
        with pytest.raises(NotReserved):
            reserve(event, at=NOW)
    got: list[Meeting] = []
    robots.open_door(Slow(method, lambda: got.append(reserve(event, at=NOW + LEASE))))

    assert [reserve(event, at=NOW)] == got
    event.refresh_from_db()
    assert [event.meeting] == got
    assert list(provider.meetings) == [Reservation.objects.get().external_id]
    assert Meeting.objects.exclude(code="").count() == 1
    assert row() == ("held", "", False)


def test_a_late_refusal_takes_nothing_away(event: Event, provider: Provider) -> None:
    provider.refuses = [refusal(9061, "BUSY")]
    robots.open_door(Slow("POST", lambda: reserve(event, at=NOW + LEASE)))
    with pytest.raises(NotReserved):
        reserve(event, at=NOW)

    assert row() == ("held", "", False)


def test_a_meeting_made_again_is_found_where_its_answer_was_lost(event: Event, provider: Provider) -> None:
    published(event)
    cancel(event, reason="台风", by=None, at=NOW)
    settle(clock=lambda: NOW)
    restore(event, by=None, at=NOW)
    provider.loses_answers = 1
    settle(clock=lambda: NOW)
    assert len(provider.meetings) == 1

    # That readers hear of the new code is one more thing to look at.
    for _time in range(2):
        settle(clock=lambda: NOW + 2 * LEASE)
    assert row() == ("held", "", False)
    assert [code_of(event)] == [each["meeting_code"] for each in provider.meetings.values()]
    assert code_of(event) != CODE


def test_keys_that_no_header_can_carry_are_refused_in_words(event: Event, provider: Provider) -> None:
    MeetingAccount.objects.update(app_id="应用编号")
    with pytest.raises(NotReserved, match="SecretId"):
        reserve(event, at=NOW)

    assert row() == ("refused", "401", False)
    assert provider.calls == []
