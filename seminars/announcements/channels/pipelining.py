"""SMTP with one message in each transaction, and one round trip for each where the server lets us (RFC 2920)."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

_END = b".\r\n"


class Transaction(NamedTuple):
    """One message to one recipient: ASCII addresses, and octets that end a line and have their dots doubled."""

    sender: str
    recipient: str
    octets: bytes

    @property
    def envelope(self) -> bytes:
        return f"MAIL FROM:<{self.sender}>\r\nRCPT TO:<{self.recipient}>\r\nDATA\r\n".encode("ascii")


class Reply(NamedTuple):
    """The answer that decided a transaction, and to which command it was given."""

    command: str
    code: int
    text: bytes


def transmitted(
    server: smtplib.SMTP,
    transactions: Iterable[Transaction],
    *,
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[Reply]:
    """The reply that decides each transaction, in order; raises SMTPServerDisconnected and OSError.

    `meanwhile` is called while the server is busy with a message.
    Whoever stops before the end must close the connection: the next envelope may be on its way.
    """
    server.ehlo_or_helo_if_needed()
    pipeline = server.has_extn("pipelining")
    waiting = iter(transactions)
    current = next(waiting, None)
    if current and pipeline:
        server.send(current.envelope)
    while current:
        following = next(waiting, None)
        # With the body goes the envelope of the next message, and both answers come back together.
        ahead = following.envelope if following and pipeline else b""
        replies = _envelope_replies(server) if pipeline else _asked_singly(server, current)
        if refused := next((reply for reply in replies if not _is_welcome(reply)), None):
            if replies[-1].code == 354:
                # A server that takes data for nobody: give it none.
                server.send(_END)
                server.getreply()
            server.send(b"RSET\r\n" + ahead)
            server.getreply()
            yield refused
        else:
            server.send(current.octets + _END + ahead)
            meanwhile()
            yield Reply("DATA", *server.getreply())
        current = following


def _envelope_replies(server: smtplib.SMTP) -> list[Reply]:
    return [Reply(command, *server.getreply()) for command in ("MAIL", "RCPT", "DATA")]


def _asked_singly(server: smtplib.SMTP, transaction: Transaction) -> list[Reply]:
    replies = []
    commands = transaction.envelope.splitlines(keepends=True)
    for command, name in zip(commands, ("MAIL", "RCPT", "DATA"), strict=True):
        server.send(command)
        replies.append(Reply(name, *server.getreply()))
        if not _is_welcome(replies[-1]):
            break
    return replies


def _is_welcome(reply: Reply) -> bool:
    return reply.code == 354 if reply.command == "DATA" else reply.code in (250, 251)
