"""An event goes over to another series: the same entry in calendars, another feed, another address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from seminars.admin import standing
from seminars.announcements.planning.deciding import Wish
from seminars.calendars.feed import feed
from seminars.calendars.options import Options
from seminars.models import Announcement, Event, FormerPath, Publication, Series, Source, Telling
from seminars.programme.snapshots import Snapshot, from_json
from seminars.programme.states import NotPossible
from seminars.publishing.change import NothingToDo, cancel, move
from seminars.publishing.publish import publish, publish_all
from seminars.publishing.series import save_series
from seminars.publishing.transfer import NotTransferable, TakenNumber, transfer
from seminars.publishing.withdraw import withdraw
from tests.calendars.readers import with_icalendar
from tests.factories import NOW, STARTS, a_meeting, a_series, a_venue, an_event, published

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def yao() -> Series:
    """The series that an event comes from."""
    return a_series(
        slug="yao", venue=a_venue(name_zh="旧楼101"), contact="yao@example.org", audience_zh="姚班"
    )


@pytest.fixture
def theory() -> Series:
    """The series that it goes to, which has an event already, on the same day and with the number 12."""
    series = a_series(
        slug="theory", venue=a_venue(name_zh="新楼202"), contact="theory@example.org", audience_zh="所有人"
    )
    published(an_event(series))
    published(an_event(series, number=12, starts_at=STARTS - timedelta(days=7)))
    return series


def shown(event: Event) -> Snapshot:
    return from_json(Publication.objects.get(event=event).snapshot)


def uids(series: Series) -> list[str]:
    return [str(each.uid) for each in with_icalendar(feed(series.slug, Options(), at=LATER).body)]


def test_it_is_the_same_event_in_the_other_feed_and_under_an_address_there(
    yao: Series, theory: Series
) -> None:
    event = an_event(yao, number=89)
    published(event)
    move(event, starts_at=STARTS + timedelta(hours=1), by=None, at=NOW)
    event.intro_zh = "还没写完的"
    event.save()

    revision = transfer(event, theory, by=None, at=LATER)

    publication = Publication.objects.get(event=event)
    assert (event.series, event.number, event.path) == (theory, None, "2026-11-28-2")
    assert (publication.series, publication.path, publication.number) == (theory, "2026-11-28-2", None)
    assert (publication.uid, revision.number, revision.sequence) == (event.uid, 3, 1)
    assert (shown(event).series.slug, shown(event).number, shown(event).intro.zh) == ("theory", None, "")
    assert str(event.uid) in uids(theory)
    assert str(event.uid) not in uids(yao)


def test_it_may_get_a_number_there(yao: Series, theory: Series) -> None:
    event = an_event(yao, number=12)
    published(event)

    with pytest.raises(TakenNumber, match="12"):
        transfer(event, theory, number=12, by=None, at=LATER)
    assert Event.objects.get(pk=event.pk).series == yao

    transfer(event, theory, number=13, by=None, at=LATER)
    assert (event.path, shown(event).number) == ("13", 13)


def test_old_addresses_lead_to_the_new_one(yao: Series, theory: Series, client: Client) -> None:
    event = an_event(yao, number=89)
    published(event)

    transfer(event, theory, number=89, by=None, at=LATER)

    page = client.get("/en/yao/89/time/?tz=UTC")
    assert (page.status_code, page["Location"]) == (301, "/en/theory/89/time/?tz=UTC")
    files = [client.get(f"/calendar/{slug}/89.ics") for slug in ("yao", "theory")]
    assert [each.status_code for each in files] == [200, 200]
    assert files[0].content == files[1].content
    # A later event of the old series never gets the address that leads to the new one.
    assert published(an_event(yao, number=89)).path == "89-2"


def test_it_may_come_back(yao: Series, theory: Series, client: Client) -> None:
    event = an_event(yao, number=89)
    published(event)

    transfer(event, theory, by=None, at=LATER)
    transfer(event, yao, number=89, by=None, at=LATER)

    assert event.path == "89"
    assert list(FormerPath.objects.values_list("series__slug", "path")) == [("theory", "2026-11-28-2")]
    assert client.get("/theory/2026-11-28-2/")["Location"] == "/yao/89/"


def test_what_came_from_the_series_comes_from_the_new_one(yao: Series, theory: Series) -> None:
    usual = an_event(yao, venue_from=Source.SERIES)
    own = an_event(yao, venue=a_venue(name_zh="信息楼303"), contact="lan@example.org", audience_zh="数学系")
    for event in (usual, own):
        published(event)

    sequences = [transfer(event, theory, by=None, at=LATER).sequence for event in (usual, own)]

    said = [
        (each.venue.name.zh, each.contact, each.audience.zh)  # type: ignore[union-attr]
        for each in map(shown, (usual, own))
    ]
    assert said == [("新楼202", "theory@example.org", "所有人"), ("信息楼303", "lan@example.org", "数学系")]
    assert sequences == [1, 0]
    working = Event.objects.with_programme().filter(pk__in=[usual.pk, own.pk])
    assert [standing.has_unpublished_changes(event) for event in working] == [False, False]


def test_a_half_typed_choice_of_place_is_not_published(yao: Series, theory: Series) -> None:
    event = an_event(yao, venue=a_venue(name_zh="信息楼303"))
    published(event)
    event.venue_from, event.venue = Source.SERIES, None
    event.save()

    assert transfer(event, theory, by=None, at=LATER).sequence == 0
    assert shown(event).venue.name.zh == "信息楼303"  # type: ignore[union-attr]


def test_an_event_without_a_place_is_refused(yao: Series) -> None:
    event = an_event(yao, venue_from=Source.SERIES)
    published(event)

    with pytest.raises(NotTransferable, match=r"问渠班研讨会|Wenqu"):
        transfer(event, a_series(), by=None, at=LATER)

    transfer(event, a_series(meeting=a_meeting()), by=None, at=LATER)
    assert shown(event).mode == "online"


@pytest.mark.parametrize(
    ("old", "new", "is_possible"),
    [
        ("public", "hidden", False),
        ("unlisted", "hidden", False),
        ("hidden", "public", False),
        ("hidden", "hidden", True),
        ("unlisted", "public", True),
        ("public", "unlisted", True),
    ],
)
def test_it_is_neither_shown_nor_taken_away_in_passing(old: str, new: str, is_possible: bool) -> None:
    event = an_event(a_series(visibility=old))
    publish(event, by=None, at=NOW)
    series = a_series(visibility=new)
    before = list(Publication.objects.values_list("series__visibility", flat=True))

    if is_possible:
        transfer(event, series, by=None, at=LATER)
        assert event.series == series
    else:
        with pytest.raises(NotTransferable):
            transfer(event, series, by=None, at=LATER)
        assert list(Publication.objects.values_list("series__visibility", flat=True)) == before
    assert [each.is_listed for each in Publication.objects.all()] == [
        event.series.visibility == "public"
    ] * len(before)


def test_addresses_of_a_hidden_series_lead_nowhere(yao: Series, theory: Series, client: Client) -> None:
    event = an_event(yao, number=89)
    published(event)
    transfer(event, theory, by=None, at=LATER)
    yao.visibility = "hidden"
    save_series(yao, by=None, at=LATER)

    assert [client.get(path).status_code for path in ("/yao/89/", "/calendar/yao/89.ics")] == [404, 404]


def test_a_draft_is_edited_instead_and_a_withdrawn_event_stays_gone(yao: Series, theory: Series) -> None:
    gone = an_event(yao)
    published(gone)
    withdraw(gone, by=None, at=NOW)

    for event in (an_event(yao), gone):
        with pytest.raises(NotPossible):
            transfer(event, theory, by=None, at=LATER)


def test_to_its_own_series_there_is_nothing_to_do(yao: Series) -> None:
    event = an_event(yao)
    published(event)

    with pytest.raises(NothingToDo):
        transfer(event, yao, by=None, at=LATER)


def test_what_waits_to_be_told_is_told_in_the_new_series(yao: Series, theory: Series) -> None:
    Announcement.objects.all().delete()
    fields: dict[str, Any] = {"tell": Telling.ON_DAY, "tell_on": STARTS.date() - timedelta(days=1)}
    alone, first, second = (an_event(yao, starts_at=STARTS, **fields) for _each in range(3))
    publish(alone, by=None, at=NOW)
    publish_all([first, second], by=None, at=NOW)

    for event in (alone, first):
        transfer(event, theory, by=None, at=LATER)

    told = {
        (row.series.slug, frozenset(each.event for each in row.revisions.all())): row.due_at  # type: ignore[union-attr]
        for row in Announcement.objects.all()
    }
    assert set(told) == {
        ("theory", frozenset([alone])),
        ("theory", frozenset([first])),
        ("yao", frozenset([second])),
    }
    assert len(set(told.values())) == 1


@pytest.mark.parametrize(("is_silent", "kinds"), [(True, []), (False, [("changed", "theory")])])
def test_another_place_is_told_to_the_new_series_when_asked(
    yao: Series, theory: Series, is_silent: bool, kinds: list[tuple[str, str]]
) -> None:
    event = an_event(yao, venue_from=Source.SERIES)
    published(event)
    Announcement.objects.all().delete()

    transfer(event, theory, by=None, at=LATER, wish=Wish(is_silent=is_silent))

    assert list(Announcement.objects.values_list("kind", "series__slug")) == kinds


def test_a_cancelled_event_stays_cancelled(yao: Series, theory: Series) -> None:
    event = an_event(yao)
    published(event)
    cancel(event, reason="停电", by=None, at=NOW)

    assert transfer(event, theory, by=None, at=LATER).sequence == 1
    assert (shown(event).state, shown(event).cancel_reason) == ("cancelled", "停电")


def test_the_last_change_of_the_feed_it_leaves_does_not_fall(yao: Series, theory: Series) -> None:
    published(an_event(yao))
    event = an_event(yao)
    published(event, at=NOW)
    before = feed("yao", Options(), at=LATER)

    transfer(event, theory, by=None, at=LATER)

    after = feed("yao", Options(), at=LATER)
    assert after.tag != before.tag
    assert after.changed_at == LATER > before.changed_at
