"""A mail server on loopback that answers each recipient as the name of their mailbox says."""

from __future__ import annotations

import socket
import socketserver
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

Script = tuple[str | None, str | None, str | None]

# What it answers to RCPT, to DATA and to the body; None hangs up.
ANSWERS: dict[str, Script] = {
    "nobody": ("550 5.1.1 no such mailbox", "554 no valid recipients", None),
    "greedy": ("550 5.1.1 no such mailbox", "354 go on all the same", "554 no valid recipients"),
    "later": ("450 4.2.0 greylisted", "503 RCPT first", None),
    "unwanted": ("250 ok", "354 go on", "554 5.7.1 spam"),
    "full": ("250 ok", "354 go on", "452 4.2.2 mailbox full"),
    "closing": ("250 ok", "354 go on", "421 4.3.2 closing"),
    "cut": ("250 ok", "354 go on", None),
    "mute": (None, None, None),
}
WELCOME = ("250 ok", "354 go on", "250 2.0.0 queued")


class Scripted(socketserver.ThreadingTCPServer):
    """Keeps what it accepted, as (recipient, octets), and every command that it read at once."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, has_pipelining: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.has_pipelining = has_pipelining
        self.answers: Mapping[str, Script] = ANSWERS
        self.greeting, self.to_sender = "220 scripted", "250 ok"
        self.extensions: tuple[str, ...] = ()
        self.stalls_for = 0.0
        self.senders: list[str] = []
        self.accepted: list[tuple[str, bytes]] = []
        self.connections = 0


class _Session(socketserver.StreamRequestHandler):
    server: Scripted
    # It answers in several small writes.
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.server.connections += 1
        self._say(self.server.greeting)
        if not self.server.greeting.startswith("220"):
            return
        recipient = ""
        while line := self.rfile.readline():
            word = line.split(b" ")[0].strip().upper()
            if word == b"EHLO":
                more = ["PIPELINING"] if self.server.has_pipelining else []
                self._say(
                    "250-scripted", *(f"250-{each}" for each in (*more, *self.server.extensions)), "250 HELP"
                )
            elif word == b"MAIL":
                self.server.senders.append(line.decode().split("<")[1].split(">")[0])
                self._say(self.server.to_sender)
            elif word == b"STARTTLS":
                # Says that it can, and then speaks no TLS.
                self._say("220 go ahead", "nonsense")
                return
            elif word == b"RCPT":
                recipient = line.decode().split("<")[1].split(">")[0]
                if not self._answer(self._script(recipient)[0]):
                    return
            elif word == b"DATA":
                _rcpt, data, body = self._script(recipient)
                self._answer(data)
                if data and data.startswith("354") and not self._read_body(recipient, body):
                    return
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _read_body(self, recipient: str, answer: str | None) -> bool:
        time.sleep(self.server.stalls_for)
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line.removeprefix(b"."))
        if answer and answer.startswith("250"):
            self.server.accepted.append((recipient, b"".join(lines)))
        return self._answer(answer) and not (answer or "").startswith("421")

    def _script(self, recipient: str) -> Script:
        if not self.server.to_sender.startswith("250"):
            return "503 MAIL first", "503 MAIL first", None
        return self.server.answers.get(recipient.split("@")[0], WELCOME)

    def _answer(self, answer: str | None) -> bool:
        if answer is None:
            self.connection.shutdown(socket.SHUT_RDWR)
            return False
        self._say(answer)
        return True

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


@contextmanager
def scripted(settings: Any, *, has_pipelining: bool = True) -> Iterator[Scripted]:
    """Such a server, to which mail goes for as long as it runs."""
    with Scripted(has_pipelining=has_pipelining) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        settings.EMAIL_TIMEOUT = 5
        yield server
        server.shutdown()
