"""What every channel promises: to send, or to say which of two ways it failed."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

MAIL = "mail"


class ChannelRefused(Exception):
    """The other side said no for good; str() is its answer."""


class ChannelUnavailable(Exception):
    """It cannot be taken now; str() says why. Worth another try, after `after` where that is known."""

    def __init__(self, reason: str, *, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Attachment(NamedTuple):
    """A file that goes along: name, bytes, and content type with parameters."""

    name: str
    body: bytes
    content_type: str


class Invitation(NamedTuple):
    """A calendar file upon which mail programs act, and the METHOD that it names."""

    body: bytes
    method: str


class Message(NamedTuple):
    """What is said, in every form that a mail has; with an `invitation` the mail as a whole is one."""

    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()
    invitation: Invitation | None = None
