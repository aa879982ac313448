"""What an organizer sees of an event before it is public."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from seminars.models import Event, Publication, Series
from tests.admin.reading import said, text_of
from tests.announcements.channels.telling import a_channel
from tests.factories import NOW, STARTS, an_event, published


def at(event: Event, act: str) -> str:
    return f"/en/admin/seminars/event/{event.pk}/{act}/"


def test_the_preview_is_the_public_page_of_the_working_copy(desk: Client, wenqu: Series) -> None:
    event = an_event(wenqu, number=9)

    frame = text_of(desk.get(at(event, "preview")))
    chinese = desk.get(at(event, "page"), {"language": "zh"})
    english = text_of(desk.get(at(event, "page"), {"language": "en"}))

    assert "BEGIN:VEVENT" in frame
    assert "再看旋转位置编码" in text_of(chinese)
    assert chinese.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "Nobody sees this yet" in english
    assert not Publication.objects.exists()


def test_a_preview_without_a_time_asks_for_it(desk: Client, wenqu: Series) -> None:
    event = an_event(wenqu, starts_at=None, ends_at=None)

    assert "Say first when it starts" in said(desk.get(at(event, "preview")))


def test_the_preview_says_all_that_would_be_told_now(desk: Client, wenqu: Series) -> None:
    event = an_event(wenqu, number=9)
    a_channel(event, "wecom", name="21级群", language="both")
    a_channel(event, "feishu", name="asleep", paused_at=NOW)

    first = text_of(desk.get(at(event, "preview")))
    published(event)
    event.starts_at, event.ends_at = STARTS + timedelta(hours=1), STARTS + timedelta(hours=3)
    event.save()
    change = text_of(desk.get(at(event, "preview")))
    mail = desk.get(at(event, "mail"), {"language": "zh"})

    for said_first in ("【预告】", "WeChat, short", "WeChat, long", "21级群", "BEGIN:VEVENT"):
        assert said_first in first
    assert "asleep" not in first
    assert "【时间变更】" in change
    assert "【时间变更】" in text_of(mail)
    assert mail.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "sandbox" in mail.headers["Content-Security-Policy"]
