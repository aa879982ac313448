"""Photographs and logos at the desk: sent, kept while another field is wrong, shown, removed."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from seminars.models import Announcement, Picture, Publication, Revision, Speaker
from tests.admin.reading import form_with, said, text_of
from tests.factories import a_picture, a_series, a_speaker, a_talk, an_event, published

DESK = "/en/admin/seminars"


def a_file(name: str = "face.jpg", content: bytes = b"", form: str = "JPEG") -> SimpleUploadedFile:
    octets = BytesIO()
    Image.new("RGB", (200, 300), "seagreen").save(octets, form)
    return SimpleUploadedFile(name, content or octets.getvalue())


def test_a_photograph_reaches_coming_events_and_tells_nobody(desk: Client) -> None:
    speaker = a_speaker()
    event = an_event(has_talk=False)
    a_talk(event, speakers=[speaker])
    published(event)
    told, address = Announcement.objects.count(), f"{DESK}/speaker/{speaker.pk}/change/"
    sent = form_with(desk.get(address), "name_zh")

    page = said(desk.post(address, sent | {"photo": a_file()}))

    picture = Picture.objects.get()
    frozen = {"digest": picture.digest, "kind": "jpg", "width": 200, "height": 200}
    snapshot = Publication.objects.get(event=event).snapshot
    last = Revision.objects.latest("number")
    assert "1 coming event now says so" in page
    assert snapshot["talks"][0]["speakers"][0]["photo"] == frozen
    assert (last.number, last.sequence, Announcement.objects.count()) == (2, 0, told)


def test_it_stands_on_the_form_and_stays_until_it_is_removed(desk: Client) -> None:
    speaker = a_speaker(photo=a_picture())
    address = f"{DESK}/speaker/{speaker.pk}/change/"
    sent = form_with(desk.get(address), "name_zh")
    found = []

    desk.post(address, sent | {"affiliation_zh": "格致大学"})
    found.append(Speaker.objects.get().photo)
    desk.post(address, sent | {"photo-remove": "on"})
    found.append(Speaker.objects.get().photo)

    assert f'src="/media/{Picture.objects.get().digest}.jpg"' not in desk.get(address).content.decode()
    assert found == [Picture.objects.get(), None]


def test_a_picture_is_not_sent_twice_because_another_field_is_wrong(desk: Client) -> None:
    speaker = a_speaker()
    address = f"{DESK}/speaker/{speaker.pk}/change/"
    sent = form_with(desk.get(address), "name_zh")

    again = desk.post(address, sent | {"photo": a_file(), "homepage": "no address"})
    corrected = form_with(again, "name_zh")
    desk.post(address, corrected | {"homepage": ""})

    assert corrected["photo-stands"] == Picture.objects.get().digest
    assert Speaker.objects.get().photo == Picture.objects.get()


def test_what_is_no_picture_is_refused_at_its_field_and_nothing_typed_is_lost(desk: Client) -> None:
    speaker = a_speaker(photo=a_picture())
    address = f"{DESK}/speaker/{speaker.pk}/change/"
    sent = form_with(desk.get(address), "name_zh")

    answer = desk.post(address, sent | {"name_zh": "新名字", "photo": a_file("x.svg", b"<svg></svg>")})

    assert "SVG drawings cannot be taken" in text_of(answer)
    assert form_with(answer, "name_zh")["name_zh"] == "新名字"
    assert form_with(answer, "name_zh")["photo-stands"] == Picture.objects.get().digest
    assert Speaker.objects.get().name_zh != "新名字"


def test_a_series_has_a_logo(desk: Client) -> None:
    series = a_series()
    address = f"{DESK}/series/{series.pk}/change/"
    sent = form_with(desk.get(address), "name_zh")

    desk.post(address, sent | {"logo": a_file("logo.png", form="PNG")})

    series.refresh_from_db()
    assert series.logo == Picture.objects.get()
    assert Picture.objects.get().media_type == "image/png"
