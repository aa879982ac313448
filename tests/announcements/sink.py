"""A mail server on loopback that keeps what it accepts."""

from __future__ import annotations

import asyncio
import email
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """A mail server that answers as told: to RCPT, then to DATA; None hangs up."""

    def __init__(self) -> None:
        self.rcpt: list[str] = []
        self.data: list[str | None] = []
        self.accepted: list[bytes] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.rcpt.pop(0) if self.rcpt else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.data.pop(0) if self.data else "250 OK"
        if answer is None:
            assert server.transport is not None
            server.transport.abort()
            await asyncio.sleep(0)
            return "421 gone"
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.accepted.append(envelope.content)
        return answer

    def received(self, address: str = "") -> list[EmailMessage]:
        """What was accepted, for everybody or for one address, oldest first."""
        parsed = [email.message_from_bytes(content, policy=default) for content in self.accepted]
        return [each for each in parsed if isinstance(each, EmailMessage) and address in str(each["To"])]
