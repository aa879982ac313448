"""The door: where it does not go, and what it does not wait for."""

from __future__ import annotations

import socket
import ssl
import time
from pathlib import Path

import pytest

from seminars.calling.door import Door, Forbidden, Place, Unreachable, is_public
from seminars.calling.messages import Answer, Request
from tests.calling.robots import Handler, Reply, Robot, certificate_in

REQUEST = Request("https://hooks.example.org/seminars?a=1", b"{}", {"X-Kind": "test"})

PRIVATE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.100.100.200", "168.63.129.16", "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::", "2001:db8::1", "nonsense", "",
]  # fmt: skip


def through(robot: Robot, trust: ssl.SSLContext, *, timeout: float = 2) -> Door:
    return Door(
        look_up=lambda host, port: [robot.place],
        is_allowed=lambda address: True,
        trust=trust,
        timeout=timeout,
    )


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "101.226.1.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet_are(address: str) -> None:
    assert is_public(address)


def test_what_was_sent_arrives_and_what_was_answered_comes_back(robot: Robot, trust: ssl.SSLContext) -> None:
    robot.replies = [Reply(201, b"made", (("Retry-After", "7"),))]

    answer = through(robot, trust).call(REQUEST)

    (call,) = robot.calls
    assert answer == Answer(201, b"made", answer.headers)
    assert answer.headers["retry-after"] == "7"
    assert (call.method, call.host, call.path, call.body) == (
        "POST",
        "hooks.example.org",
        "/seminars?a=1",
        b"{}",
    )
    assert (call.headers["x-kind"], call.headers["user-agent"]) == ("test", "seminars")


@pytest.mark.parametrize("also", [[], [Place("8.8.8.8", 443)]])
def test_a_name_that_leads_into_a_private_net_is_not_called(
    robot: Robot, trust: ssl.SSLContext, also: list[Place]
) -> None:
    door = Door(look_up=lambda host, port: [*also, robot.place], trust=trust)

    with pytest.raises(Forbidden):
        door.call(REQUEST)

    assert robot.calls == []


def test_a_name_is_looked_up_once(robot: Robot, trust: ssl.SSLContext) -> None:
    asked, robot.replies = [], [Reply()]

    def rebinding(host: str, port: int) -> list[Place]:
        asked.append((host, port))
        return [robot.place if len(asked) == 1 else Place("127.0.0.1", 1)]

    Door(look_up=rebinding, is_allowed=lambda address: True, trust=trust).call(REQUEST)

    assert (asked, len(robot.calls)) == ([("hooks.example.org", 443)], 1)


def test_a_name_that_nobody_knows_is_said_so() -> None:
    def unknown(host: str, port: int) -> list[Place]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(Unreachable, match=r"^The server was not found\.$"):
        Door(look_up=unknown).call(REQUEST)


def test_a_redirect_is_an_answer_and_not_followed(robot: Robot, trust: ssl.SSLContext) -> None:
    robot.replies = [Reply(307, b"", (("Location", "https://127.0.0.1/"),))]

    assert through(robot, trust).call(REQUEST).status == 307
    assert len(robot.calls) == 1


def test_an_answer_that_is_too_long_is_none(robot: Robot, trust: ssl.SSLContext) -> None:
    robot.replies = [Reply(200, b"x" * 65_537)]

    with pytest.raises(Unreachable, match=r"^IncompleteRead$"):
        through(robot, trust).call(REQUEST)


def silent(handler: Handler) -> None:
    time.sleep(3)


def dripping(handler: Handler) -> None:
    for _each in range(30):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" if _each == 0 else b"X-Drop: 1\r\n")
        time.sleep(0.1)


def gone(handler: Handler) -> None:
    handler.connection.close()


def babbling(handler: Handler) -> None:
    handler.wfile.write(b"\x00\xff this is no HTTP\r\n\r\n")


@pytest.mark.parametrize("mischief", [silent, dripping])
def test_time_is_over_after_its_limit(robot: Robot, trust: ssl.SSLContext, mischief: object) -> None:
    robot.replies = [mischief]  # type: ignore[list-item]
    started = time.monotonic()

    with pytest.raises(Unreachable, match=r"^no answer in 0\.4 seconds$"):
        through(robot, trust, timeout=0.4).call(REQUEST)

    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("mischief", [gone, babbling])
def test_what_is_no_answer_is_worth_another_try(
    robot: Robot, trust: ssl.SSLContext, mischief: object
) -> None:
    robot.replies = [mischief]  # type: ignore[list-item]

    with pytest.raises(Unreachable) as refusal:
        through(robot, trust).call(REQUEST)

    assert "hooks.example.org" not in str(refusal.value)


def test_nobody_there(trust: ssl.SSLContext) -> None:
    door = Door(
        look_up=lambda host, port: [Place("127.0.0.1", 1)], is_allowed=lambda address: True, trust=trust
    )

    with pytest.raises(Unreachable, match=r"The server cannot be reached."):
        door.call(REQUEST)


def test_another_name_on_the_certificate_is_not_the_service(tmp_path: Path) -> None:
    certificate = certificate_in(tmp_path, "evil.example")
    robot = Robot(certificate, {})

    with pytest.raises(Unreachable, match=r"^certificate: Hostname mismatch"):
        through(robot, ssl.create_default_context(cafile=str(certificate))).call(REQUEST)

    assert robot.calls == []
    robot.shutdown()
    robot.server_close()


def test_an_unknown_certificate_is_not_believed(robot: Robot) -> None:
    with pytest.raises(Unreachable, match=r"^certificate: "):
        through(robot, ssl.create_default_context()).call(REQUEST)

    assert robot.calls == []
