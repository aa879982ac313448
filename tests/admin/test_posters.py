"""Posters and door signs at the desk: of the working copy, before anybody else sees it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from seminars.models import Poster, Series
from seminars.posters import drawing
from seminars.publishing.change import cancel, move
from seminars.publishing.rename import rename_venue
from tests.admin.reading import text_of
from tests.factories import NOW, STARTS, a_venue, an_event, published
from tests.posters.samples import bare_layouts, read_codes

DESK = "/en/admin/seminars/event"
MOVED = "For the old door: where and when it is now (PDF)"
HERE = "For its own door: you are right here (PDF)"


def test_a_draft_has_its_posters_before_it_is_published(desk: Client, wenqu: Series) -> None:
    event = an_event(wenqu, number=42)

    page = desk.get(f"{DESK}/{event.pk}/posters/")
    answer = desk.get(f"{DESK}/{event.pk}/poster/?language=en&form=wide&download=1")

    image = Image.open(BytesIO(answer.content)).convert("RGB")
    assert page.content.decode().count("<figure>") == 4
    assert (answer["Content-Type"], image.size) == ("image/png", (1200, 630))
    assert read_codes(image)[0].endswith("/en/wenqu/42/")
    assert answer["Content-Disposition"] == 'attachment; filename="wenqu-en-wide.png"'
    assert answer["Cache-Control"].startswith("no-store")
    assert not Poster.objects.exists()


def test_what_is_not_published_yet_is_on_the_preview_alone(
    desk: Client, wenqu: Series, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(drawing, "LAYOUTS", bare_layouts(tmp_path))
    event = an_event(wenqu, number=42)
    published(event)
    event.starts_at, event.ends_at = STARTS + timedelta(days=1), STARTS + timedelta(days=1, hours=2)
    event.save()

    page = text_of(desk.get(f"{DESK}/{event.pk}/posters/"))
    preview = desk.get(f"{DESK}/{event.pk}/poster/").content

    assert "These posters show your latest changes, which are not published yet" in page
    assert preview != Client().get("/wenqu/42/poster.png").content


def test_an_undated_draft_has_nothing_to_draw_and_a_sentence_says_so(desk: Client, wenqu: Series) -> None:
    event = an_event(wenqu, starts_at=None)

    answers = [desk.get(f"{DESK}/{event.pk}/{name}") for name in ("posters/", "poster/", "door-sign.pdf")]

    assert [each["Location"] for each in answers] == [f"{DESK}/{event.pk}/change/"] * 3
    assert "Say first when it starts" in text_of(desk.get(f"{DESK}/{event.pk}/change/"))


def test_the_sign_offered_is_the_one_that_is_needed(desk: Client, wenqu: Series) -> None:
    room = a_venue(name_zh="FIT 1-222", name_en="FIT 1-222")
    event = an_event(wenqu, venue=room, number=42)
    published(event)
    address, offered = f"{DESK}/{event.pk}/posters/", []

    def look() -> None:
        page = text_of(desk.get(address))
        words = (MOVED, HERE, "Sign that it is cancelled (PDF)")
        offered.append([each for each in words if each in page])

    look()
    room.name_zh = "FIT 1-315"
    rename_venue(room, by=None, at=NOW)
    look()
    move(event, starts_at=STARTS + timedelta(days=1), ends_at=None, by=None, at=NOW)
    cancel(event, reason="讲者生病", by=None, at=NOW)
    look()

    assert offered == [[HERE], [MOVED, HERE], ["Sign that it is cancelled (PDF)"]]


def test_a_sign_is_a_pdf_for_those_who_may_edit_the_event(
    desk: Client, ottos_desk: Client, wenqu: Series
) -> None:
    event = an_event(wenqu, number=42)
    published(event)
    address = f"{DESK}/{event.pk}/door-sign.pdf"

    answer = desk.get(address)

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert answer["Content-Disposition"] == 'inline; filename="wenqu-42-door-sign.pdf"'
    assert [
        ottos_desk.get(f"{DESK}/{event.pk}/{name}").status_code
        for name in ("posters/", "poster/", "door-sign.pdf")
    ] == [403] * 3
    assert Client().get(address).status_code == 302
