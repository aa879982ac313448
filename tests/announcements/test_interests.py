"""What may be followed, by whichever name it is asked for."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from seminars.announcements.hearers.interests import Interests, from_json, offered, searches
from seminars.publishing.series import save_series
from tests.factories import NOW, a_series, a_speaker, a_tag, a_talk, an_event, published

pytestmark = pytest.mark.django_db


def all_kinds() -> Interests:
    series = a_series(slug="wenqu")
    event = an_event(series, has_talk=False)
    speaker, tag = a_speaker(slug="lin"), a_tag(slug="ml")
    a_talk(event, speakers=[speaker], tags=[tag])
    published(event)
    return Interests((series,), (speaker,), (tag,), ("图 论",))


def test_all_kinds_are_found_by_their_names() -> None:
    interests = all_kinds()

    assert offered(series=["wenqu"], speakers=["lin"], tags=["ml"], queries=[" 图  论 "]) == interests


@pytest.mark.parametrize("visibility", ["hidden", "unlisted"])
def test_nobody_learns_who_speaks_where_nobody_looks(visibility: str) -> None:
    (series,) = all_kinds().series
    series.visibility = visibility
    save_series(series, by=None, at=NOW)

    found = offered(series=["wenqu"], speakers=["lin"], tags=["ml"])

    assert (found.speakers, found.tags) == ((), ())
    assert [each.slug for each in found.series] == ([] if visibility == "hidden" else ["wenqu"])


def test_a_speaker_of_a_draft_is_nobody() -> None:
    a_talk(an_event(has_talk=False), speakers=[a_speaker(slug="lin")])

    assert not offered(speakers=["lin", "nobody", "\0", ""])


def test_a_search_is_kept_once_however_it_is_typed() -> None:
    assert searches(["Graph  Theory", "graph theory", " ", "\0", "x" * 300]) == ("Graph Theory", "x" * 200)


def test_they_stand_in_an_address_as_the_form_reads_it() -> None:
    fields = parse_qs(all_kinds().query)

    assert fields == {"series": ["wenqu"], "speaker": ["lin"], "tag": ["ml"], "q": ["图 论"]}


def test_what_was_asked_for_is_read_back_under_any_later_name() -> None:
    interests = all_kinds()
    asked = interests.to_json()
    interests.speakers[0].slug = "lin-zhiyuan"
    interests.speakers[0].save()

    assert from_json(asked) == interests
