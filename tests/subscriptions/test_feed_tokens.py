"""One address at a time, shown once, ended for good."""

from __future__ import annotations

from datetime import timedelta

import pytest

from seminars.models import FeedToken, Subscriber
from seminars.sealing.random_tokens import digest_of
from seminars.subscriptions.feed_tokens import NotTheNewest, make, present, revoke
from tests.factories import NOW, a_subscriber

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def pk_of(subscriber: Subscriber) -> int:
    held = present(subscriber)
    assert held
    return held.pk


def test_a_token_is_kept_as_its_digest_only() -> None:
    reader = a_subscriber()

    token = make(reader, instead_of=None, at=NOW)

    (row,) = FeedToken.objects.values()
    assert row == {
        "id": pk_of(reader),
        "subscriber_id": reader.pk,
        "digest": digest_of(token),
        "created_at": NOW,
        "revoked_at": None,
    }
    assert token not in str(row)


def test_a_new_token_ends_the_old_one_and_nobody_else_s() -> None:
    reader, other = a_subscriber(), a_subscriber()
    first, others = make(reader, instead_of=None, at=NOW), make(other, instead_of=None, at=NOW)

    second = make(reader, instead_of=pk_of(reader), at=LATER)

    ended = dict(FeedToken.objects.values_list("digest", "revoked_at"))
    assert ended == {digest_of(first): LATER, digest_of(second): None, digest_of(others): None}


def test_a_form_that_is_sent_twice_does_not_end_what_it_began() -> None:
    reader = a_subscriber()
    make(reader, instead_of=None, at=NOW)
    first = pk_of(reader)

    with pytest.raises(NotTheNewest):
        make(reader, instead_of=None, at=LATER)
    make(reader, instead_of=first, at=LATER)
    with pytest.raises(NotTheNewest):
        make(reader, instead_of=first, at=LATER)
    with pytest.raises(NotTheNewest):
        revoke(reader, first, at=LATER)

    assert FeedToken.objects.filter(revoked_at=None).count() == 1


def test_revoking_ends_it_and_another_can_be_made() -> None:
    reader = a_subscriber()
    make(reader, instead_of=None, at=NOW)

    revoke(reader, pk_of(reader), at=LATER)
    ended = present(reader)
    make(reader, instead_of=None, at=LATER)

    assert ended is None
    assert list(FeedToken.objects.order_by("pk").values_list("revoked_at", flat=True)) == [LATER, None]


def test_nobody_ends_the_token_of_another() -> None:
    reader, other = a_subscriber(), a_subscriber()
    make(other, instead_of=None, at=NOW)

    for act in (
        lambda: make(reader, instead_of=pk_of(other), at=NOW),
        lambda: revoke(reader, pk_of(other), at=NOW),
    ):
        with pytest.raises(NotTheNewest):
            act()

    assert present(reader) is None
    assert present(other) is not None
