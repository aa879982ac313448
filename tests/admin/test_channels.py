"""Chat channels at the desk: secrets go in and never come out; a button tries them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from seminars.announcements.planning.deciding import Wish
from seminars.models import Channel, Delivery, Series
from seminars.publishing.publish import publish
from tests.admin.reading import form_with, said, text_of
from tests.announcements.channels.cards import TARGETS
from tests.announcements.channels.conftest import certificate, robot  # noqa: F401 -- fixtures
from tests.calling.robots import Robot
from tests.factories import NOW, an_event

LIST = "/en/admin/seminars/channel/"


def a_channel(series: Series, kind: str = "wecom", **fields: Any) -> Channel:
    address, secret, _keyword = TARGETS[kind]
    defaults = {"kind": kind, "name": "our group", "address": address, "secret": secret}
    return Channel.objects.create(series=series, **(defaults | fields))


def typed(desk: Client, series: Series, kind: str, **fields: str) -> dict[str, Any]:
    """The form of a new channel, filled in."""
    address, secret, _keyword = TARGETS[kind]
    blank = form_with(desk.get(f"{LIST}add/"), "new_address")
    filled = {"series": str(series.pk), "kind": kind, "name": "our group"}
    return blank | filled | {"new_address": address, "new_secret": secret} | fields


@pytest.mark.parametrize("kind", TARGETS)
def test_a_channel_is_added_and_its_secrets_are_never_shown_again(
    desk: Client, wenqu: Series, kind: str
) -> None:
    desk.post(f"{LIST}add/", typed(desk, wenqu, kind))

    channel = Channel.objects.get()
    pages = "".join(
        text_of(desk.get(path))
        for path in (LIST, f"{LIST}{channel.pk}/change/", f"{LIST}{channel.pk}/history/")
    )
    assert (channel.address, channel.secret) == TARGETS[kind][:2]
    assert [each for each in TARGETS[kind] if len(each) > 14 and each in pages] == []


def test_what_is_left_empty_stays(desk: Client, wenqu: Series) -> None:
    channel = a_channel(wenqu, "feishu")
    sent = form_with(desk.get(f"{LIST}{channel.pk}/change/"), "new_address")

    desk.post(f"{LIST}{channel.pk}/change/", sent | {"name": "another name"})

    channel.refresh_from_db()
    assert (channel.name, channel.address, channel.secret) == ("another name", *TARGETS["feishu"][:2])


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("wecom", {"new_address": "https://evil.example/send?key=a"}, "Expected the robot’s address"),
        ("webhook", {"new_secret": "whsec_short"}, "Expected whsec_ and 24 to 64 bytes"),
        ("telegram", {"new_secret": ""}, "Expected the bot’s token"),
        ("slack", {"name": ""}, "Give the channel a name."),
    ],
)
def test_what_cannot_be_right_is_said_at_its_field(
    desk: Client, wenqu: Series, kind: str, fields: dict[str, str], sentence: str
) -> None:
    response = desk.post(f"{LIST}add/", typed(desk, wenqu, kind, **fields))

    assert (sentence in text_of(response), Channel.objects.count()) == (True, 0)


def test_a_webhook_without_a_secret_is_given_one_and_it_is_shown_once(desk: Client, wenqu: Series) -> None:
    response = desk.post(f"{LIST}add/", typed(desk, wenqu, "webhook", new_secret=""))

    channel = Channel.objects.get()
    assert re.findall(r"whsec_\S+", said(response)) == [channel.secret]
    assert channel.secret not in text_of(desk.get(f"{LIST}{channel.pk}/change/")).split("</ul>", 1)[-1]


def test_a_test_is_sent(desk: Client, wenqu: Series, robot: Robot) -> None:  # noqa: F811
    channel = a_channel(wenqu)

    response = desk.post(f"{LIST}{channel.pk}/test/")

    assert said(response) == "The test was accepted; look into the group."
    assert [call.json["markdown"]["content"] for call in robot.calls] == [
        "### 测试消息：问渠班研讨会的通知将发到这里。"
    ]


def test_a_test_that_was_refused_says_why(desk: Client, wenqu: Series, robot: Robot) -> None:  # noqa: F811
    channel = a_channel(wenqu, "feishu", secret="SECRETanother")

    response = desk.post(f"{LIST}{channel.pk}/test/")

    assert said(response).startswith("The test was not accepted: 200 19021 sign match fail")


def test_pausing_and_resuming(desk: Client, wenqu: Series) -> None:
    channel = a_channel(wenqu)

    desk.post(f"{LIST}{channel.pk}/pause/")
    paused = Channel.objects.get().paused_at
    desk.post(f"{LIST}{channel.pk}/resume/")

    assert (paused, Channel.objects.get().paused_at) == (NOW, None)


def test_a_channel_that_paused_itself_stands_on_the_first_page(desk: Client, wenqu: Series) -> None:
    a_channel(wenqu, paused_at=NOW, pause_reason="200 93000 invalid webhook")

    shown = text_of(desk.get("/en/admin/"))

    assert "our group (WeCom group robot) is paused, because it answered: 200 93000 invalid webhook" in shown


def test_without_the_keys_the_page_still_opens_and_asks_for_the_address(
    desk: Client, wenqu: Series, settings
) -> None:  # type: ignore[no-untyped-def]
    channel = a_channel(wenqu)
    settings.DATA_KEYS = ["another key"]

    page = desk.get(f"{LIST}{channel.pk}/change/")
    refused = desk.post(f"{LIST}{channel.pk}/change/", form_with(page, "new_address"))

    assert "Type address and secret anew." in text_of(refused)


@pytest.mark.parametrize("verb", ["test", "pause", "resume", "change", "delete"])
def test_otto_has_no_hand_on_channels_of_others(
    ottos_desk: Client,
    wenqu: Series,
    verb: str,
    robot: Robot,  # noqa: F811
) -> None:
    channel = a_channel(wenqu)

    response = ottos_desk.post(f"{LIST}{channel.pk}/{verb}/", {"post": "yes", "name": "mine"})

    channel.refresh_from_db()
    assert (response.status_code in (302, 403), robot.calls, channel.name) == (True, [], "our group")
    assert (channel.paused_at, "our group" in text_of(ottos_desk.get(LIST))) == (None, False)


def test_otto_adds_channels_to_his_series_only(ottos_desk: Client, otto: User, wenqu: Series) -> None:
    refused = ottos_desk.post(f"{LIST}add/", typed(ottos_desk, wenqu, "slack"))

    assert ("Select a valid choice" in text_of(refused), Channel.objects.count()) == (True, 0)


def test_a_delivery_names_its_group(desk: Client, wenqu: Series) -> None:
    channel = a_channel(wenqu)
    announcement = an_event(wenqu, number=1)
    publish(announcement, by=None, at=NOW)
    told = announcement.revisions.get().announcements.get()
    Delivery.objects.create(
        announcement=told, channel="wecom", address=channel.key, target=channel, language="zh", zone="Asia/Shanghai",
        priority=3, due_at=NOW, expires_at=NOW, message_id="<x@y>",
    )  # fmt: skip

    assert "our group (WeCom group robot)" in text_of(desk.get("/en/admin/seminars/delivery/"))


def test_what_waits_says_how_many_groups_hear_of_it(desk: Client, wenqu: Series) -> None:
    a_channel(wenqu)
    a_channel(wenqu, name="asleep", paused_at=NOW)
    event = an_event(wenqu, number=1)
    publish(event, by=None, at=NOW, wish=Wish(wait=timedelta(minutes=1)))

    shown = text_of(desk.get(f"/en/admin/seminars/event/{event.pk}/change/"))

    assert "to 1 group, in 1 language" in shown
