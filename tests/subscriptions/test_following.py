from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from seminars.announcements.hearers.interests import Interests
from seminars.models import Rhythm
from seminars.subscriptions.following import follow, follow_exactly, interests_of, rhythms_of
from tests.factories import NOW, a_series, a_speaker, a_subscriber, a_tag

pytestmark = pytest.mark.django_db


def all_kinds() -> Interests:
    return Interests((a_series(),), (a_speaker(),), (a_tag(),), ("graphs",))


def test_all_kinds_are_followed_once() -> None:
    reader, interests = a_subscriber(), all_kinds()

    follow(reader, interests, at=NOW)
    follow(reader, interests, at=NOW + timedelta(days=1))

    assert interests_of(reader) == interests
    assert set(reader.subscriptions.values_list("created_at", flat=True)) == {NOW}


def test_what_is_named_no_more_is_ended_and_the_rest_stays_as_it_was() -> None:
    reader, interests = a_subscriber(), all_kinds()
    follow(reader, interests, at=NOW)
    kept = Interests(series=interests.series, queries=("trees",))

    follow_exactly(reader, kept, at=NOW + timedelta(days=1))

    assert list(reader.subscriptions.order_by("pk").values_list("series", "query", "created_at")) == [
        (interests.series[0].pk, "", NOW),
        (None, "trees", NOW + timedelta(days=1)),
    ]


def test_rhythms_change_for_what_is_named_only() -> None:
    reader, interests = a_subscriber(), all_kinds()
    follow(reader, interests, at=NOW)
    (speaker,) = interests.speakers
    follow_exactly(reader, interests, rhythms={("speaker", speaker.slug): "weekly"}, at=NOW)

    follow_exactly(reader, interests, rhythms={("q", "graphs"): "daily", ("q", "none"): "daily"}, at=NOW)

    assert list(rhythms_of(reader).values()) == [Rhythm.INSTANT, Rhythm.WEEKLY, Rhythm.INSTANT, Rhythm.DAILY]


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_queries_however_much_is_followed(
    count: int, django_assert_num_queries: Any
) -> None:
    reader = a_subscriber(*(a_series() for _each in range(count)))
    interests = Interests(
        tuple(a_series() for _each in range(count)), tuple(a_speaker() for _each in range(count))
    )
    rhythms = dict.fromkeys(interests.subjects(), "daily")

    # What is held, the end of some; what is held now, the new ones; the rhythms: what is held, three changes.
    with django_assert_num_queries(6):
        follow_exactly(reader, interests, rhythms=rhythms, at=NOW)
