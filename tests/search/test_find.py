from __future__ import annotations

from datetime import timedelta

import pytest

from seminars.models import Meeting, Publication, Series, Talk
from seminars.publishing.series import save_series
from seminars.search.find import Searches, find
from tests.factories import NOW, STARTS, a_series, a_speaker, a_tag, a_talk, a_venue, an_event, published

LINKS = [("slides", "https://a.example/"), ("recording", "https://a.example/")]


@pytest.fixture
def events(db: None) -> None:
    """Three, a week apart, each in a series of its own; the second online, a year later, of no topic."""
    tag = a_tag(slug="ml")
    for number, title in enumerate(["梯度下降与泛化", "Gradient Flow 100%_sure", "随机矩阵"], 1):
        series = a_series(slug=f"s{number}")
        where = {"meeting": Meeting.objects.create(provider="zoom")} if number == 2 else {"venue": a_venue()}
        later = timedelta(days=7 * number + (365 if number == 2 else 0))
        event = an_event(series, number=number, starts_at=STARTS + later, has_talk=False, **where)
        talk = a_talk(
            event,
            title=title,
            speakers=[a_speaker(name_en="Ada O'Brook")],
            tags=[tag] if number != 2 else [],
            links=LINKS if number == 1 else [],
        )
        Talk.objects.filter(pk=talk.pk).update(language="zh" if number == 1 else "en")
        published(event)
    former = Series.objects.get(slug="s3")
    former.slug = "s4"
    save_series(former, by=None, at=NOW)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("梯度", {"1"}),
        ("梯度 下降", {"1"}),
        ("下降 矩阵", set()),
        ("GRADIENT", {"2"}),
        ("ｇｒａｄｉｅｎｔ　flow", {"2"}),
        ('"gradient flow"', {"2"}),
        ('"flow gradient"', set()),
        ("100%_s", {"2"}),
        ("%", {"2"}),
        ("\\", set()),
        ("'", {"1", "2", "3"}),
        ("o'brook", {"1", "2", "3"}),
        ("第2期", {"2"}),
        ("", set()),
        ("   ", set()),
        ('"" “” ，', set()),
        ("没有", set()),
        ("\x00", set()),
        ("梯度\x00", {"1"}),
        ("x" * 5000, set()),
        ("tag:ml", {"1", "3"}),
        ("tag:ml 矩阵", {"3"}),
        ("tag:m", set()),
        ("has:slides has:video", {"1"}),
        ("has:slides 矩阵", set()),
        ("year:2027", {"2"}),
        ("language:zh", {"1"}),
        ("language:en where:onsite", {"3"}),
        ("where:online", {"2"}),
        ("series:s1", {"1"}),
        ("series:s4", {"3"}),
        ("series:s3", {"3"}),
        ("series:s9", set()),
    ],
)
def test_every_word_must_occur_and_every_facet_fit(query: str, found: set[str], events: None) -> None:
    searches = Searches([query])

    assert {each.path for each in find(query)} == found
    assert {each.path for each in Publication.objects.all() if searches.finds(query, each)} == found
    assert searches.finding(Publication.objects.all()) == ([query] if found else [])
