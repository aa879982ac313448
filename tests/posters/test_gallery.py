"""Which posters are drawn in advance, when they are drawn again, and when they go."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from seminars.models import Poster, Publication
from seminars.posters import drawing, gallery
from seminars.publishing.change import cancel
from seminars.publishing.series import save_series
from seminars.publishing.withdraw import withdraw
from tests.factories import NOW, STARTS, a_picture, a_series, an_event, published
from tests.posters.samples import bare_layouts

pytestmark = pytest.mark.django_db
ALL = {(language, form) for language in ("zh", "en") for form in ("tall", "wide")}


@pytest.fixture(autouse=True)
def _bare_layouts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(drawing, "LAYOUTS", bare_layouts(tmp_path))


def recipes() -> dict[tuple[str, str], str]:
    return {(each.language, each.form): each.recipe for each in Poster.objects.defer("body")}


def test_a_coming_event_gets_its_four_and_each_is_drawn_once() -> None:
    published()

    is_more, again = gallery.draw_due(at=NOW), gallery.draw_due(at=NOW + timedelta(minutes=1))

    sizes = {Image.open(BytesIO(bytes(each.body))).size for each in Poster.objects.all()}
    assert (is_more, again) == (False, False)
    assert recipes().keys() == ALL
    assert {each.drawn_at for each in Poster.objects.all()} == {NOW}
    assert sizes == {(108, 192), (120, 63)}


def test_the_soonest_come_first_and_a_handful_at_a_time() -> None:
    series = a_series()
    later = published(an_event(series, starts_at=STARTS + timedelta(days=7)))
    sooner = published(an_event(series))
    published(an_event(series, starts_at=STARTS + gallery.AHEAD))
    published(an_event(series, starts_at=NOW - timedelta(days=7)))

    is_more, drawn = gallery.draw_due(at=NOW), set(Poster.objects.values_list("publication", flat=True))
    has_still_more = gallery.draw_due(at=NOW)

    assert (is_more, has_still_more) == (True, False)
    assert drawn == {sooner.pk}
    assert set(Poster.objects.values_list("publication", flat=True)) == {sooner.pk, later.pk}


def test_each_is_drawn_again_when_what_it_says_has_changed_and_the_old_ones_are_gone() -> None:
    event = an_event()
    published(event)
    gallery.draw_due(at=NOW)
    standing = recipes()

    cancel(event, reason="讲者生病", by=None, at=NOW)
    gallery.draw_due(at=NOW)

    cancelled = recipes()
    assert cancelled.keys() == ALL
    assert not set(standing.values()) & set(cancelled.values())


def test_a_series_that_changes_its_motto_or_logo_changes_every_poster() -> None:
    event = an_event()
    published(event)
    gallery.draw_due(at=NOW)
    found = [recipes()]

    for name, value in (("motto_zh", "为有源头活水来"), ("logo", a_picture()), ("contact", "")):
        series = event.series
        setattr(series, name, value)
        save_series(series, by=None, at=NOW)
        gallery.draw_due(at=NOW)
        found.append(recipes())

    tall = [each["zh", "tall"] for each in found]
    assert len(set(tall)) == 3
    # What posters do not say leaves them as they are.
    assert tall[2] == tall[3]


def test_withdrawing_or_hiding_takes_the_posters_away() -> None:
    event = an_event()
    published(event)
    gallery.draw_due(at=NOW)

    withdraw(event, by=None, at=NOW)

    assert not Poster.objects.exists()
    assert not gallery.draw_due(at=NOW)
    assert not Poster.objects.exists()


def test_a_poster_that_was_overtaken_while_it_was_drawn_is_not_kept() -> None:
    event = an_event()
    recipe = gallery.recipe_of(published(event), "zh", "tall")
    cancel(event, reason="", by=None, at=NOW)
    newer = gallery.recipe_of(Publication.objects.get(event=event), "zh", "tall")
    kept = gallery.drawn(newer, at=NOW)

    late = gallery.drawn(recipe, at=NOW)

    assert late.recipe == recipe.digest
    assert Poster.objects.get().recipe == kept.recipe


def test_the_oldest_go_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "MOST_KEPT", 1)
    publication = published()

    for minute, language in enumerate(("zh", "en")):
        recipe = gallery.recipe_of(publication, language, "wide")
        gallery.drawn(recipe, at=NOW + timedelta(minutes=minute))

    assert recipes().keys() == {("en", "wide")}


def test_whoever_finds_the_bench_taken_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "PATIENCE_SECONDS", 0.0)
    recipe = gallery.recipe_of(published(), "zh", "tall")

    with gallery._bench, pytest.raises(gallery.Busy):
        gallery.drawn(recipe, at=NOW)


def test_no_more_than_two_strangers_hold_threads_at_once() -> None:
    recipe = gallery.recipe_of(published(), "zh", "tall")
    with ExitStack() as waiting:
        for _stranger in range(gallery.MOST_STRANGERS):
            waiting.enter_context(gallery._strangers)
        with pytest.raises(gallery.Busy):
            gallery.drawn(recipe, at=NOW)

    assert gallery.drawn(recipe, at=NOW).recipe == recipe.digest
