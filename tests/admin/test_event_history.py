"""What the history of an event says was changed."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import translation

from seminars.models import Event, Series
from tests.admin.reading import form_with
from tests.admin.test_event_form import change
from tests.factories import an_event

pytestmark = pytest.mark.django_db


def test_the_history_names_what_was_changed_and_not_the_line_ends_of_browsers(
    desk: Client, wenqu: Series
) -> None:
    event = an_event(wenqu)
    event.talks.get().abstracts.update(text="One.\n\nTwo.")
    Event.objects.filter(pk=event.pk).update(notes_zh="茶\n咖啡")
    sent = form_with(desk.get(change(event)), "venue_from")
    sent = {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value for name, value in sent.items()
    }

    desk.post(change(event), sent | {"start": "15:00", "end": "17:00"})
    entry = LogEntry.objects.get()

    assert entry.get_change_message() == "Changed start and end."
    with translation.override("zh-hans"):
        assert "Start" not in entry.get_change_message()
