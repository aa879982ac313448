"""Announcements to chat groups through the outbox: what arrives, and what every fault leaves on delivery and channel."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

import pytest

from seminars.announcements.channels.chat import Misconfigured, Sent
from seminars.announcements.sending import groups
from seminars.models import Channel, Delivery, Event, Meeting, Told
from seminars.models.series import SeriesLanguage
from seminars.publishing.change import move
from seminars.publishing.publish import publish
from tests.announcements.channels.cards import TARGETS
from tests.announcements.channels.telling import a_channel, drained, row
from tests.announcements.mailbox import outgoing
from tests.calling.robots import Call, Handler, Mischief, Reply, Robot, answer
from tests.factories import NOW, STARTS, a_meeting, a_series, a_subscriber, an_event

pytestmark = pytest.mark.django_db
KINDS = sorted(TARGETS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_group_is_told_once(event: Event, robot: Robot, kind: str) -> None:
    channel = a_channel(event, kind)
    publish(event, by=None, at=NOW)

    drained()
    drained(NOW + timedelta(minutes=2))

    assert (row(channel), len(robot.calls)) == (("sent", 1, ""), 1)
    assert [(each.channel, each.address) for each in Told.objects.all()] == [(kind, f"channel:{channel.pk}")]


@pytest.mark.parametrize(
    "kind", ["wecom", "feishu", "dingtalk", "webhook", "telegram", "slack", "mattermost", "matrix"]
)
def test_wrong_credentials_pause_the_channel_and_tell_its_organizers(
    event: Event,
    robot: Robot,
    kind: str,
    otto,
    caplog: pytest.LogCaptureFixture,  # type: ignore[no-untyped-def]
) -> None:
    event.series.organizers.add(otto)
    wrong = {
        "wecom": {"address": TARGETS["wecom"].address[:-1] + "b"},
        "feishu": {"secret": "SECRETanother"},
        "dingtalk": {"secret": "SECanother"},
        "webhook": {"secret": "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
        "telegram": {"secret": TARGETS["telegram"].secret + "x"},
        "slack": {"address": TARGETS["slack"].address + "x"},
        "mattermost": {"address": TARGETS["mattermost"].address + "x"},
        "matrix": {"secret": "syt_anothertoken"},
    }[kind]
    channel = a_channel(event, kind, **wrong)
    publish(event, by=None, at=NOW)

    with caplog.at_level(logging.DEBUG):
        drained()

    channel.refresh_from_db()
    state, attempts, error = row(channel)
    assert (state, attempts, channel.paused_at) == ("refused", 1, NOW + timedelta(minutes=1))
    assert channel.pause_reason == error != ""
    mails = {str(each["Subject"]).strip()[:5]: each for each in outgoing()}
    # As one of the event's people he hears of the event too.
    assert (sorted(mails), len(outgoing())) == (["【渠道已暂", "【预告】问"], 2)
    mail = mails["【渠道已暂"]
    assert (mail["To"], error in mail.get_content()) == ("otto@example.org", True)
    said = f"{caplog.text} {[vars(each) for each in caplog.records]} {error} {mail}"
    assert [each for each in (channel.address, channel.secret) if each and each in said] == []


def silent(handler: Handler) -> None:
    time.sleep(3)


def babbling(handler: Handler) -> None:
    handler.wfile.write(b"\x00\xff\r\n\r\n")


FAULTS: dict[str, tuple[Reply | Mischief, tuple[str, int, str], timedelta | None]] = {
    "rate": (answer(errcode=45009, errmsg="freq"), ("waiting", 0, "200 45009 freq"), timedelta(minutes=1)),
    "refused": (answer(errcode=40058, errmsg="bad"), ("refused", 1, "200 40058 bad"), None),
    "500": (Reply(500, b"oops"), ("waiting", 1, "500 oops"), timedelta(minutes=1)),
    "login page": (
        Reply(200, b"<html>"), ("waiting", 1, "200 without an answer of the service: <html>"), timedelta(minutes=1)
    ),
    "timeout": (silent, ("waiting", 1, "no answer in 2 seconds"), timedelta(minutes=1)),
    "garbage": (babbling, ("waiting", 1, "BadStatusLine"), timedelta(minutes=1)),
    "redirect": (
        Reply(302, b"", (("Location", "https://169.254.169.254/latest"),)),
        ("refused", 1, "302 redirect: redirects are not followed"),
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_stands_on_the_delivery(event: Event, robot: Robot, fault: str) -> None:
    reply, expected, pause = FAULTS[fault]
    channel = a_channel(event)
    publish(event, by=None, at=NOW)
    at = NOW + timedelta(minutes=1)
    robot.replies = [reply]

    drained(at)

    assert (row(channel), len(robot.calls)) == (expected, 1)
    assert Told.objects.count() == 0
    if pause:
        assert Delivery.objects.get().due_at == at + pause
        drained(at + pause)
        assert (row(channel)[0], len(robot.calls)) == ("sent", 2)


def test_a_webhook_into_a_private_net_is_never_called(event: Event, robot: Robot, settings) -> None:  # type: ignore[no-untyped-def]
    settings.CALLING_DOOR = "seminars.calling.door.Door"
    channel = a_channel(event, "webhook", address=f"https://127.0.0.1:{robot.place.port}/seminars")
    publish(event, by=None, at=NOW)

    drained()

    channel.refresh_from_db()
    assert row(channel) == ("refused", 1, "The address leads into a private network.")
    assert (channel.pause_reason, robot.calls) == ("The address leads into a private network.", [])


@pytest.mark.parametrize("kind", ["webhook", "matrix"])
def test_every_try_bears_the_same_key(event: Event, robot: Robot, kind: str) -> None:
    a_channel(event, kind)
    publish(event, by=None, at=NOW)
    robot.replies = [Reply(500)]

    drained()
    drained(NOW + timedelta(minutes=5))

    def key(call: Call) -> str:
        return call.headers.get("webhook-id") or call.path

    assert len({key(call) for call in robot.calls}) == 1
    assert (Delivery.objects.get().uid.hex in key(robot.calls[0]), len(robot.calls)) == (True, 2)


def test_a_group_that_moved_is_followed(event: Event, robot: Robot) -> None:
    channel = a_channel(event, "telegram")
    publish(event, by=None, at=NOW)
    robot.replies = [answer(400, ok=False, description="upgraded", parameters={"migrate_to_chat_id": -1009})]

    drained()
    drained(NOW + timedelta(minutes=2))

    channel.refresh_from_db()
    assert (channel.address, row(channel), robot.calls[1].json["chat_id"]) == (
        "-1009",
        ("sent", 1, ""),
        "-1009",
    )


def test_a_change_is_told_as_the_difference(event: Event, robot: Robot) -> None:
    a_channel(event)
    publish(event, by=None, at=NOW)
    drained()
    move(event, starts_at=STARTS + timedelta(hours=1), by=None, at=NOW + timedelta(minutes=5))

    drained(NOW + timedelta(minutes=6))

    assert len(robot.calls) == 2
    assert (
        "14:00–16:00（北京时间） → 2026年11月28日（周六）15:00–17:00"
        in robot.calls[1].json["markdown"]["content"]
    )


def test_a_paused_channel_and_those_of_other_series_hear_nothing(event: Event, robot: Robot) -> None:
    a_channel(event, paused_at=NOW)
    a_channel(an_event(a_series()))
    publish(event, by=None, at=NOW)

    drained()

    assert (robot.calls, Delivery.objects.count()) == ([], 0)


def test_a_refusal_does_not_keep_the_others_waiting(event: Event, robot: Robot) -> None:
    a_subscriber(event.series, email="lan@example.org")
    bad, good = a_channel(event, "wecom"), a_channel(event, "slack")
    Channel.objects.filter(pk=bad.pk).update(address="nonsense")
    publish(event, by=None, at=NOW)

    drained()

    assert [row(bad)[0], row(good)[0], len(outgoing())] == ["refused", "sent", 1]


def test_resuming_tells_what_was_missed_and_is_still_true(event: Event, robot: Robot) -> None:
    channel = a_channel(event)
    publish(event, by=None, at=NOW)
    robot.replies = [answer(errcode=93000, errmsg="invalid")]
    drained()

    waiting = groups.resume(channel, at=NOW + timedelta(hours=1))
    drained(NOW + timedelta(hours=1, minutes=1))

    assert (waiting, row(channel), len(robot.calls)) == (1, ("sent", 1, ""), 2)
    assert groups.resume(channel, at=NOW + timedelta(hours=2)) == 0


def test_a_secret_that_no_key_opens_pauses(event: Event, robot: Robot, settings) -> None:  # type: ignore[no-untyped-def]
    channel = a_channel(event)
    publish(event, by=None, at=NOW)
    settings.DATA_KEYS = ["another key"]

    drained()

    assert row(channel) == ("refused", 1, "None of the DATA_KEYS opens this secret.")


def test_a_robot_is_asked_less_often_than_it_allows(event: Event, robot: Robot) -> None:
    channel = a_channel(event)
    for number in range(20):
        publish(an_event(event.series, number=100 + number), by=None, at=NOW)

    drained()
    states = list(Delivery.objects.order_by("pk").values_list("state", "attempts"))
    drained(NOW + timedelta(minutes=3))

    assert states == [("sent", 1)] * 18 + [("waiting", 0)] * 2
    assert (len(robot.calls), Delivery.objects.filter(target=channel, state="sent").count()) == (20, 20)


@pytest.mark.parametrize(("is_closed", "is_told"), [(False, False), (True, True)])
def test_only_a_closed_group_is_told_the_number(
    event: Event, robot: Robot, is_closed: bool, is_told: bool
) -> None:
    meeting: Meeting = a_meeting(visibility="subscribers")
    a_channel(event, is_closed=is_closed, language=SeriesLanguage.BOTH)
    publish(an_event(event.series, number=7, meeting=meeting), by=None, at=NOW)

    drained()

    said = robot.calls[0].body.decode()
    assert ("555-010-021" in said, "Tencent Meeting" in said) == (is_told, True)


def test_a_test_is_sent_at_once_and_leaves_no_delivery(event: Event, robot: Robot) -> None:
    channel = a_channel(event, "feishu", paused_at=NOW)

    assert groups.send_test(channel, at=NOW) == Sent()
    assert (
        robot.calls[0].json["card"]["header"]["title"]["content"]
        == "测试消息：问渠班研讨会的通知将发到这里。"
    )
    assert Delivery.objects.count() == 0


def test_a_test_says_what_is_wrong_and_pauses_nothing(event: Event, robot: Robot) -> None:
    channel = a_channel(event, "dingtalk", secret="SECanother")

    assert groups.send_test(channel, at=NOW) == Misconfigured("200 310000 sign not match")
    channel.refresh_from_db()
    assert channel.paused_at is None
