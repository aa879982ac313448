from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from seminars.announcements.hearers.interests import Interests
from seminars.models import Rhythm
from seminars.publishing.change import move
from seminars.subscriptions.following import follow, follow_exactly, interests_of, rhythms_of
from tests.announcements.digest_readers import LATER, TOMORROW, a_reader, drained, last_text, subjects, told
from tests.factories import NOW, a_series, a_speaker, a_subscriber, a_tag, an_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail_folder(settings: Any) -> None:
    settings.EMAIL_BACKEND = "seminars.announcements.channels.eml.EmlBackend"


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


def test_who_wants_to_hear_at_once_hears_what_waited_for_the_digest(mail_folder: None) -> None:
    series, other = a_series(slug="wenqu"), a_series(slug="other")
    told(an_event(series, number=1, starts_at=LATER))
    reader = a_reader(series, other, at=NOW + timedelta(hours=1))
    new = told(an_event(series, number=2, starts_at=LATER), at=NOW + timedelta(hours=2))
    told(an_event(other, number=3, starts_at=LATER), at=NOW + timedelta(hours=2))
    move(new, starts_at=LATER + timedelta(hours=1), by=None, at=NOW + timedelta(hours=3))
    drained(NOW + timedelta(hours=3))
    assert subjects() == []

    interests = interests_of(reader)
    for _twice in range(2):
        follow_exactly(
            reader, interests, rhythms={("series", "wenqu"): "instant"}, at=NOW + timedelta(hours=4)
        )
        drained(NOW + timedelta(hours=4))

    # Of what was announced before they came the page told them; the other series is told by its digest.
    assert [each.partition("｜")[0] for each in subjects()] == ["【预告】问渠班研讨会 #2"]
    drained(TOMORROW)
    assert len(subjects()) == 2
    assert "#3" in last_text()
    assert "#2" not in last_text()


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
