from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.conf import LazySettings

from seminars.calendars.stamps import stamp_at
from seminars.calendars.store import is_outdated, rendered, store, store_all
from seminars.models import CalendarComponent, Publication, Venue
from seminars.publishing.rename import rename_venue
from tests.factories import NOW, a_venue, an_event, published

pytestmark = pytest.mark.django_db


def digests() -> list[str]:
    return list(CalendarComponent.objects.order_by("pk").values_list("digest", flat=True))


def test_publishing_stores_six_components_with_their_digests() -> None:
    publication = published()

    rows = list(publication.components.all())

    assert {(row.language, row.has_link) for row in rows} == {
        (language, has_link) for language in ("zh", "en", "both") for has_link in (False, True)
    }
    assert all(row.digest == sha256(bytes(row.body)).hexdigest() for row in rows)


def test_storing_again_writes_the_same_bytes_into_the_same_rows(django_assert_num_queries: Any) -> None:
    publication = published()
    revision = publication.revision
    before = list(CalendarComponent.objects.order_by("pk").values_list("pk", "digest"))

    with django_assert_num_queries(1):
        store(publication, revision)

    assert list(CalendarComponent.objects.order_by("pk").values_list("pk", "digest")) == before


def test_components_carry_the_revision_s_time_and_sequence() -> None:
    publication = published(at=NOW + timedelta(minutes=7))

    body = rendered(publication, publication.revision)[0].body

    assert b"DTSTAMP:20261124T040700Z\r\n" in body
    assert b"SEQUENCE:0\r\n" in body


def test_a_renamed_venue_is_in_the_components_at_once() -> None:
    venue: Venue = a_venue()
    publication = published(an_event(venue=venue))
    venue.name_zh = "新格致堂"
    rename_venue(venue, by=None, at=NOW)

    bodies = publication.components.filter(language="zh").values_list("body", flat=True)

    assert all("LOCATION:新格致堂\r\n".encode() in bytes(body) for body in bodies)


def test_components_of_another_site_are_outdated_until_written_anew(settings: LazySettings) -> None:
    assert not is_outdated()
    published()
    before, stamp = digests(), stamp_at(NOW)
    assert not is_outdated()

    settings.SITE_URL = "https://elsewhere.example.org"

    assert is_outdated()
    assert store_all() == 1
    assert not is_outdated()
    after = stamp_at(NOW)
    assert (after.cursor, after.lists) == (stamp.cursor + 1, (stamp.lists[0] + 1,))
    assert not set(before) & set(digests())


def test_one_poisoned_row_does_not_hold_up_the_others(caplog: pytest.LogCaptureFixture) -> None:
    poisoned, sound = published(), published()
    Publication.objects.filter(pk=poisoned.pk).update(snapshot={"uid": "1"})
    before = digests()

    assert not is_outdated()
    assert store_all() == 1

    assert digests() == before
    assert sound.components.count() == 6
    assert [vars(each)["publication"] for each in caplog.records] == [poisoned.pk]
