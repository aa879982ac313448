"""The mail that asks: it names all that was asked for, and leads to where its owner decides."""

from __future__ import annotations

import pytest

from seminars.announcements import outbox
from seminars.models import Announcement, AnnouncementKind
from seminars.subscriptions.subscribe import Choices, request
from tests.announcements.mailbox import outgoing, text_of
from tests.announcements.test_interests import all_kinds
from tests.factories import NOW, a_series, a_subscriber

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "named"),
    [
        ("zh", ["问渠班研讨会", "讲者：林知远", "主题：机器学习", "搜索：“图 论”"]),
        ("en", ["Wenqu Class Seminar", "Speaker: Lin Zhiyuan", "Topic: Machine learning", "Search: “图 论”"]),
    ],
)
def test_the_mail_names_all_that_was_asked_for(language: str, named: list[str]) -> None:
    request("lan@example.org", all_kinds(), Choices(language), at=NOW)

    outbox.drain(clock=lambda: NOW)

    (message,) = outgoing()
    html = message.get_body(("html",))
    assert html
    assert text_of(message).split("\n")[1 : 1 + len(named)] == named
    assert [each for each in named if f"<strong>{each}</strong>" not in html.get_content()] == []


def test_the_mail_to_who_is_subscribed_leads_to_all_of_it() -> None:
    a_subscriber(email="lan@example.org", language="zh")
    request("lan@example.org", all_kinds(), Choices("zh"), at=NOW)

    outbox.drain(clock=lambda: NOW)

    assert "/?series=wenqu&speaker=lin&tag=ml&q=%E5%9B%BE%20%E8%AE%BA\n" in text_of(outgoing()[0])


def test_a_confirmation_from_before_there_were_requests_still_names_its_series() -> None:
    series = a_series(name_zh="旧讨论班")
    reader = a_subscriber(confirmed_at=None, language="zh")
    Announcement.objects.create(
        key="confirmation:old",
        kind=AnnouncementKind.CONFIRMATION,
        subscriber=reader,
        note=f"{series.slug} no-more",
        due_at=NOW,
        expires_at=NOW.replace(day=27),
        created_at=NOW,
    )

    outbox.drain(clock=lambda: NOW)

    assert "旧讨论班\n\n" in text_of(outgoing()[0])
