"""What lies in the folder of outgoing mail, as parsed messages."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings


def outgoing() -> list[EmailMessage]:
    """Every message in EMAIL_FILE_PATH, oldest first."""
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    found = [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]
    return [message for message in found if isinstance(message, EmailMessage)]


def text_of(message: EmailMessage) -> str:
    """The plain text of a message."""
    body = message.get_body(("plain",))
    assert body is not None, "every mail has a plain text"
    return str(body.get_content())
