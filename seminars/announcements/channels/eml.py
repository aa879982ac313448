"""Mail kept as files: one `.eml` for each message, named after its Message-ID."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmlBackend(BaseEmailBackend):
    """Writes each message into EMAIL_FILE_PATH; the same message written twice is one file."""

    def __init__(self, *args: Any, file_path: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.folder = Path(file_path or settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Returns how many messages were written; raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            parsed = message.message()
            name = re.sub(r"[^A-Za-z0-9.@_-]", "", str(parsed["Message-ID"]))[:150]
            part = self.folder / f".{name}.part"
            part.write_bytes(parsed.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
            # A reader of the folder sees a whole message or none.
            os.replace(part, self.folder / f"{name}.eml")
        return len(email_messages)
