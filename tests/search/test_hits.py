from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from seminars.models import Publication, Talk
from seminars.search.asking import Asked, asked_in
from seminars.search.find import find
from seminars.search.hits import hits
from tests.factories import NOW, STARTS, a_series, a_speaker, a_tag, a_talk, an_event, published

SLIDES = [("slides", "https://a.example/")]
WORDS = st.sampled_from(["", "梯度", "林", "rope", "没有"])
SERIES = ["series:one", "series:two", "series:former", "tag:ml", "tag:rivers", "year:2025", "year:2026"]
OTHERS = ["language:zh", "language:en", "has:slides", "has:video", "where:onsite", "where:online"]
FACETS = st.lists(st.sampled_from(SERIES + OTHERS), max_size=4)


def some_events() -> dict[str, int]:
    """Six, by what they are called here."""
    one, two = a_series(slug="one"), a_series(slug="two")
    ml, rivers = a_tag(slug="ml"), a_tag(slug="rivers")
    told = {
        "named, in a year": (one, 365, "梯度流", "略", [ml]),
        "named, next": (two, 0, "梯度下降", "略", [ml, rivers]),
        "named, long over": (one, -400, "梯度流", "略", []),
        "named, just over": (one, -30, "梯度流", "略", [ml]),
        "mentioned, next": (two, 7, "RoPE", "说到梯度。", [rivers]),
        "mentioned, over": (two, -30, "无题", "说到梯度。", []),
    }
    found = {}
    for number, (called, (series, days, title, text, tags)) in enumerate(told.items(), 1):
        event = an_event(series, number=number, starts_at=STARTS + timedelta(days=days), has_talk=False)
        links = SLIDES if "over" in called else []
        talk = a_talk(event, title=title, abstract=text, tags=tags, links=links, speakers=[a_speaker()])
        Talk.objects.filter(pk=talk.pk).update(language="zh" if series == one else "en")
        found[called] = published(event).pk
    return found


@pytest.mark.django_db
def test_named_before_mentioned_coming_before_over_the_nearest_first(django_assert_num_queries: Any) -> None:
    keys = some_events()

    with django_assert_num_queries(1):
        found = hits(asked_in("梯度"), at=NOW)

    names = {pk: called for called, pk in keys.items()}
    assert [names[pk] for pk in found.pks] == [
        "named, next",
        "named, in a year",
        "named, just over",
        "named, long over",
        "mentioned, next",
        "mentioned, over",
    ]


@pytest.mark.django_db
def test_facets_are_counted_as_they_would_narrow_the_search_or_change_it() -> None:
    some_events()

    found = hits(asked_in("梯度 language:zh"), at=NOW)

    kinds: dict[str, dict[str, int]] = {kind: {} for kind, _value in found.counts}
    for (kind, value), count in found.counts.items():
        kinds[kind][value] = count
    series = kinds.pop("series")
    assert sorted(series.values()) == [3]
    assert kinds == {
        "language": {"zh": 3, "en": 3},
        "tag": {"ml": 2},
        "year": {"2025": 1, "2026": 1, "2027": 1},
        "has": {"slides": 2},
        "where": {"onsite": 3},
    }


class AnySearch(TestCase):
    """One set of events, any search."""

    @classmethod
    def setUpTestData(cls) -> None:
        some_events()

    @given(WORDS, FACETS)
    @settings(max_examples=25)
    def test_the_page_shows_what_feeds_and_mails_follow(self, words: str, facets: list[str]) -> None:
        asked = asked_in(" ".join([words, *facets]))
        found = hits(asked, at=NOW)

        assert set(found.pks) == ({each.pk for each in find(str(asked))} if asked else set(_all()))
        for (kind, value), count in found.counts.items():
            if kind != "series":
                assert count == find(str(asked.along((kind, value)))).count()


def _all() -> list[int]:
    return list(Publication.objects.values_list("pk", flat=True))


@pytest.mark.django_db
def test_who_asks_for_nothing_is_told_what_there_is() -> None:
    some_events()

    found = hits(Asked(), at=NOW)

    assert (len(found.pks), found.counts["has", "slides"]) == (6, 3)
    assert isinstance(found.counts, Counter)
