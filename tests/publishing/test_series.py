"""A series' texts are public at once; its address, visibility and usual place have consequences."""

import pytest

from seminars.models import Announcement, FormerSlug, Publication, Series, Source
from seminars.programme.snapshots import from_json
from seminars.publishing.series import ReservedSlug, coming_inheritors, republish_inherited, save_series
from seminars.publishing.withdraw import withdraw
from tests.factories import NOW, a_series, a_venue, an_event, published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", ["admin", "en", "calendar", "ADMIN"])
def test_our_own_first_words_are_refused(slug: str) -> None:
    with pytest.raises(ReservedSlug):
        save_series(Series(slug=slug, name_en="X"), by=None, at=NOW)


def test_a_former_address_stays_with_its_series() -> None:
    series = a_series(slug="old")
    series.slug = "new"

    save_series(series, by=None, at=NOW)

    assert FormerSlug.objects.get().series == series
    with pytest.raises(ReservedSlug):
        save_series(Series(slug="old", name_en="X"), by=None, at=NOW)


def test_a_new_name_reaches_coming_events() -> None:
    series = a_series()
    event = an_event(series)
    published(event)
    series.name_zh = "问渠班学术研讨会"

    (revision,) = save_series(series, by=None, at=NOW)

    assert (from_json(revision.snapshot).series.name.zh, revision.sequence) == ("问渠班学术研讨会", 0)


def test_hiding_takes_every_public_copy_away_and_showing_brings_it_back() -> None:
    series = a_series()
    first = published(an_event(series, number=1)).snapshot
    series.visibility = "hidden"
    save_series(series, by=None, at=NOW)
    assert not Publication.objects.exists()
    series.visibility = "unlisted"

    save_series(series, by=None, at=NOW)

    publication = Publication.objects.get()
    assert (publication.snapshot, publication.is_listed, publication.path) == (first, False, "1")


def test_a_new_usual_room_is_published_for_the_chosen_events_and_told_as_one() -> None:
    series = a_series(venue=a_venue(name_zh="旧楼101"))
    events = [an_event(series, number=number, venue_from=Source.SERIES) for number in (1, 2, 3)]
    own = an_event(series, number=4, venue=a_venue())
    for event in [*events, own]:
        published(event)
    Announcement.objects.all().delete()
    series.venue = a_venue(name_zh="新楼202")
    save_series(series, by=None, at=NOW)

    assert [each.number for each in coming_inheritors(series, at=NOW)] == [1, 2, 3, 4]
    revisions = republish_inherited(series, events[:2], by=None, at=NOW)

    rooms = {each.number: from_json(each.snapshot).venue.name.zh for each in Publication.objects.all()}  # type: ignore[union-attr]
    assert rooms == {1: "新楼202", 2: "新楼202", 3: "旧楼101", 4: "格致堂112"}
    announcement = Announcement.objects.get()
    assert set(announcement.revisions.all()) == set(revisions)


def test_a_withdrawn_event_leaves_a_tombstone_without_content() -> None:
    event = an_event(number=7)
    published(event)

    withdraw(event, by=None, at=NOW)

    stone = Publication.objects.get()
    assert (stone.state, stone.snapshot, stone.search_text, stone.path) == ("withdrawn", {}, "", "7")
    assert stone.components.count() == stone.speakers.count() == 0
    assert Announcement.objects.get().withdrawn_at == NOW


def test_a_withdrawn_event_stays_withdrawn_when_its_series_is_hidden_and_shown() -> None:
    series = a_series()
    event = an_event(series, number=7)
    published(event)
    withdraw(event, by=None, at=NOW)
    for visibility in ("hidden", "public"):
        series.visibility = visibility
        save_series(series, by=None, at=NOW)

    assert Publication.objects.get().state == "withdrawn"
