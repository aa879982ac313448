"""Posters over HTTP: drawn for whoever asks first, then answered from what is kept."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from PIL import Image

from seminars.models import Poster
from seminars.posters import drawing, gallery
from seminars.publishing.change import cancel
from seminars.publishing.series import save_series
from tests.factories import NOW, a_picture, a_series, a_speaker, a_talk, an_event, published
from tests.posters.samples import bare_layouts, read_codes

pytestmark = pytest.mark.django_db
TALL = "/wenqu/42/poster.png"


@pytest.fixture(autouse=True)
def _on_tuesday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(drawing, "LAYOUTS", bare_layouts(tmp_path))


def test_each_language_and_form_has_its_own_and_its_code_leads_to_that_page(
    visitor: Client, settings: Any
) -> None:
    published(an_event(a_series(slug="wenqu"), number=42))
    found = {}

    for prefix in ("", "/en"):
        for name in ("poster.png", "poster-wide.png"):
            answer = visitor.get(f"{prefix}/wenqu/42/{name}")
            image = Image.open(BytesIO(answer.content))
            found[prefix, name] = (answer["Content-Type"], image.size, read_codes(image.convert("RGB")))

    site = settings.SITE_URL
    assert found == {
        ("", "poster.png"): ("image/png", (1080, 1920), [f"{site}/wenqu/42/"]),
        ("", "poster-wide.png"): ("image/png", (1200, 630), [f"{site}/wenqu/42/"]),
        ("/en", "poster.png"): ("image/png", (1080, 1920), [f"{site}/en/wenqu/42/"]),
        ("/en", "poster-wide.png"): ("image/png", (1200, 630), [f"{site}/en/wenqu/42/"]),
    }
    assert Poster.objects.count() == 4


@pytest.mark.usefixtures("bare")
def test_who_has_it_gets_304_until_it_says_something_else(visitor: Client) -> None:
    event = an_event(a_series(slug="wenqu"), number=42)
    published(event)
    first = visitor.get(TALL)
    by_tag = {"HTTP_IF_NONE_MATCH": first["ETag"]}

    same = visitor.get(TALL, **by_tag)
    same_by_date = visitor.get(TALL, HTTP_IF_MODIFIED_SINCE=first["Last-Modified"])
    cancel(event, reason="讲者生病", by=None, at=NOW)
    changed = visitor.get(TALL, **by_tag)

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    assert same_by_date.status_code == 304
    assert first["Cache-Control"] == same["Cache-Control"] == "public, no-cache"
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)
    assert changed.content != first.content


@pytest.mark.usefixtures("bare")
def test_a_kept_poster_is_served_with_few_queries_however_many_speak(
    visitor: Client, django_assert_num_queries: Any
) -> None:
    series = a_series(slug="wenqu", logo=a_picture())
    for number, count in ((42, 1), (43, 3)):
        event = an_event(series, number=number, has_talk=False)
        a_talk(
            event,
            speakers=[a_speaker(photo=a_picture(colour=(5 * number, 80 * each, 0))) for each in range(count)],
        )
        published(event)
        visitor.get(f"/wenqu/{number}/poster.png")

    for number in (42, 43):
        # The public copy with its series and the name of the logo, its revision’s number; the poster, its octets.
        with django_assert_num_queries(4):
            assert visitor.get(f"/wenqu/{number}/poster.png").status_code == 200


@pytest.mark.usefixtures("bare")
def test_an_old_address_leads_on_and_an_unlisted_poster_is_not_indexed(visitor: Client) -> None:
    series = a_series(slug="wenqu")
    published(an_event(series, number=42))
    series.slug, series.visibility = "wenqu-hall", "unlisted"
    save_series(series, by=None, at=NOW)

    moved = visitor.get(TALL)
    answer = visitor.get(moved["Location"])

    assert (moved.status_code, moved["Location"]) == (301, "/wenqu-hall/42/poster.png")
    assert answer["X-Robots-Tag"] == "noindex"


def test_who_comes_while_others_are_drawn_is_asked_to_come_again(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gallery, "PATIENCE_SECONDS", 0.0)
    published(an_event(a_series(slug="wenqu"), number=42))

    with gallery._bench:
        answer = visitor.get(TALL)

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "3", "no-store")
    assert not Poster.objects.exists()
