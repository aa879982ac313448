"""The file broker: what is read is whole, whoever writes at the same moment."""

from __future__ import annotations

import threading
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from config import broker

WRITERS, MESSAGES = 4, 50


@pytest.fixture
def connection(tmp_path: Path) -> Connection:
    broker.install()
    (tmp_path / "messages").mkdir()
    options = {name: str(tmp_path / "messages") for name in ("data_folder_in", "data_folder_out")}
    return Connection(
        "filesystem://", transport_options=options | {"control_folder": str(tmp_path / "control")}
    )


def test_the_url_means_our_transport(connection: Connection) -> None:
    assert isinstance(connection.transport, broker.Transport)


def test_a_reader_beside_busy_writers_never_sees_half_a_message(connection: Connection) -> None:
    channel = connection.default_channel
    threads = [
        threading.Thread(
            target=lambda name=name: [channel._put("outbox", {"n": [name, each]}) for each in range(MESSAGES)]
        )
        for name in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    read = []
    while len(read) < WRITERS * MESSAGES:
        try:
            read.append(tuple(channel._get("outbox")["n"]))
        except Empty:
            continue

    assert sorted(read) == [(name, each) for name in range(WRITERS) for each in range(MESSAGES)]


def test_bindings_made_at_once_are_all_kept(connection: Connection) -> None:
    channel = connection.default_channel
    threads = [
        threading.Thread(target=channel._queue_bind, args=("direct", "key", "", f"queue{number}"))
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(each.queue for each in channel.get_table("direct")) == [
        f"queue{number}" for number in range(8)
    ]
