"""Whatever is typed, what is stored can be shown, mailed and put into a header."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from seminars.models import Event, Meeting, Series
from seminars.models.fields import LineField, ProseField
from seminars.sealing.boxes import Unsealable
from tests.factories import a_meeting, an_event

DIRTY = "题目\x0bBcc: x@example.org\r\nSubject: y\x00\ud800\u2028z"


@pytest.mark.django_db
def test_header_like_text_is_one_harmless_line() -> None:
    event = an_event(title_zh=DIRTY, intro_zh=DIRTY)

    stored = Event.objects.get(pk=event.pk)

    assert (event.title_zh, stored.title_zh) == (stored.title_zh, "题目 Bcc: x@example.org Subject: y z")
    assert stored.intro_zh == "题目\nBcc: x@example.org\nSubject: y\nz"


@pytest.mark.django_db
def test_an_update_is_cleaned_too() -> None:
    event = an_event()

    Event.objects.filter(pk=event.pk).update(title_zh=DIRTY)

    assert Event.objects.get(pk=event.pk).title_zh == "题目 Bcc: x@example.org Subject: y z"


@given(st.text())
def test_a_line_has_no_line_ends(text: str) -> None:
    cleaned = LineField().get_prep_value(text)

    assert len(cleaned.splitlines()) <= 1
    cleaned.encode()


@given(st.text())
def test_prose_can_always_be_written_as_utf8(text: str) -> None:
    assert "\x00" not in ProseField().get_prep_value(text).encode().decode()


@pytest.mark.django_db
def test_a_host_key_is_sealed_in_the_database() -> None:
    meeting = a_meeting(host_key="246810")
    with connection.cursor() as cursor:
        cursor.execute("SELECT host_key FROM seminars_meeting WHERE id = %s", [meeting.pk])
        (stored,) = cursor.fetchone()

    assert "246810" not in stored
    assert Meeting.objects.get(pk=meeting.pk).host_key == "246810"


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="Mars/Olympus"):
        Series(slug="x", name_en="X", zone="Mars/Olympus").clean_fields()


@pytest.mark.django_db
def test_a_key_that_is_lost_harms_only_who_asks_for_the_secret(settings) -> None:  # type: ignore[no-untyped-def]
    meeting = a_meeting(host_key="246810")
    keys, settings.DATA_KEYS = settings.DATA_KEYS, ["another"]

    read = Meeting.objects.get(pk=meeting.pk)
    read.label = "seminar"
    read.save()
    with pytest.raises(Unsealable):
        _ = read.host_key

    settings.DATA_KEYS = keys
    assert Meeting.objects.get(pk=meeting.pk).host_key == "246810"
