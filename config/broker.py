"""The file broker, with messages that appear whole or not at all.

Kombu creates a message's file and then writes into it; a worker that looks in between reads an empty file
and stops. The same holds for the table of bindings. Here both are written aside and renamed into place.
"""

from __future__ import annotations

import fcntl
import os
import uuid
from pathlib import Path
from time import monotonic_ns
from typing import Any

from kombu.transport import TRANSPORT_ALIASES
from kombu.transport.filesystem import Channel as KombuChannel
from kombu.transport.filesystem import Transport as KombuTransport
from kombu.transport.filesystem import exchange_queue_t
from kombu.utils.json import dumps


def write_whole(path: Path, text: str) -> None:
    """Make `path` hold `text` in one step: a reader sees the old file, none, or the new one."""
    aside = path.with_name(f".{uuid.uuid4()}.part")
    aside.write_text(text, encoding="utf-8")
    os.replace(aside, path)


class Channel(KombuChannel):
    """Kombu's channel on a folder, writing atomically."""

    def _put(self, queue: str, message: Any, **options: Any) -> None:  # type: ignore[override]
        name = f"{monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        write_whole(Path(self.data_folder_out) / name, dumps(message))

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str) -> None:
        table = Path(self._exchange_file(exchange))  # type: ignore[attr-defined]  # missing in the stubs
        table.parent.mkdir(parents=True, exist_ok=True)
        binding = exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with (table.parent / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            bindings = self.get_table(exchange)
            if binding not in bindings:
                write_whole(table, dumps([binding, *bindings]))


class Transport(KombuTransport):
    """What `filesystem://` means in this service."""

    Channel = Channel


def install() -> None:
    """Let `filesystem://` mean this broker."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
