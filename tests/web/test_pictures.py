"""Pictures over HTTP: how they are kept, and who sees which."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from seminars.models import Picture
from seminars.publishing.series import save_series
from seminars.publishing.withdraw import withdraw
from tests.factories import NOW, a_picture, a_series, a_speaker, a_talk, an_event, published


def address(picture: Picture) -> str:
    return f"/media/{picture.digest}.{picture.kind}"


@pytest.mark.django_db
def test_a_public_picture_is_kept_for_ever_and_is_nothing_but_a_picture(visitor: Client) -> None:
    picture = a_picture()
    a_series(logo=picture)

    answer = visitor.get(address(picture))

    assert answer.content == bytes(picture.body)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert visitor.get(address(picture).replace(".jpg", ".png")).status_code == 404


@pytest.mark.django_db
def test_a_photograph_is_public_while_a_public_copy_shows_it(visitor: Client) -> None:
    picture = a_picture()
    event = an_event(has_talk=False)
    a_talk(event, speakers=[a_speaker(photo=picture)])
    found = [visitor.get(address(picture)).status_code]

    published(event)
    found.append(visitor.get(address(picture)).status_code)
    withdraw(event, by=None, at=NOW)
    found.append(visitor.get(address(picture)).status_code)

    assert found == [404, 200, 404]


@pytest.mark.django_db
def test_the_logo_of_a_hidden_series_is_for_organizers(visitor: Client, otto: User) -> None:
    picture = a_picture()
    series = a_series(logo=picture)
    series.visibility = "hidden"
    save_series(series, by=None, at=NOW)
    desk, reader = Client(), Client()
    desk.force_login(otto, backend="django.contrib.auth.backends.ModelBackend")
    reader.force_login(User.objects.create_user("rita"), backend="django.contrib.auth.backends.ModelBackend")

    assert [each.get(address(picture)).status_code for each in (visitor, reader, desk)] == [404, 404, 200]
    assert desk.get(address(picture))["Cache-Control"].startswith("private")
