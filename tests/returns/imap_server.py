"""A mailbox on loopback that speaks as much IMAP4rev1 as a reader of mail needs."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

PASSWORD = "geheim 123"


class ImapServer(socketserver.ThreadingTCPServer):
    """Keeps mails, which of them were seen, and every line that it read."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, mails: Sequence[bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails = list(mails)
        self.seen: set[int] = set()
        self.lines: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Session(socketserver.StreamRequestHandler):
    server: ImapServer

    def handle(self) -> None:
        self._say("* OK [CAPABILITY IMAP4rev1] ready")
        while line := self.rfile.readline().decode():
            self.server.lines.append(line.strip())
            tag, _, command = line.strip().partition(" ")
            word = command.split()[0].upper()
            if word == "UID":
                word = command.split()[1].upper()
            refusal = getattr(self, f"_do_{word.lower()}")(command)
            self._say(f"{tag} {refusal or 'OK done'}")
            if word == "LOGOUT":
                return

    def _do_capability(self, command: str) -> str | None:
        self._say("* CAPABILITY IMAP4rev1")
        return None

    def _do_login(self, command: str) -> str | None:
        return None if command.endswith(f'"{PASSWORD}"') else f"NO wrong password in {command}"

    def _do_select(self, command: str) -> str | None:
        if "INBOX" not in command:
            return "NO no such mailbox"
        self._say(f"* {len(self.server.mails)} EXISTS", "* OK [UIDVALIDITY 1]")
        return None

    def _do_search(self, command: str) -> str | None:
        unseen = [uid for uid in range(1, len(self.server.mails) + 1) if uid not in self.server.seen]
        self._say("* SEARCH " + " ".join(map(str, unseen)))
        return None

    def _do_fetch(self, command: str) -> str | None:
        uid = int(command.split()[2])
        start, length = map(int, re.findall(r"<(\d+)\.(\d+)>", command)[0])
        octets = self.server.mails[uid - 1][start : start + length]
        self.wfile.write(f"* {uid} FETCH (UID {uid} BODY[]<{start}> {{{len(octets)}}}\r\n".encode())
        self.wfile.write(octets + b")\r\n")
        return None

    def _do_store(self, command: str) -> str | None:
        assert r"(\Seen)" in command
        self.server.seen.add(int(command.split()[2]))
        return None

    def _do_logout(self, command: str) -> str | None:
        self._say("* BYE")
        return None

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


@contextmanager
def imap_server(*mails: bytes) -> Iterator[ImapServer]:
    with ImapServer(mails) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()
