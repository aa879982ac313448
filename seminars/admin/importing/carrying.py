"""An uploaded file on its way from the preview to the saving, sealed in the form, so that nothing is kept meanwhile."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from seminars.intake.doors.letters import parsed
from seminars.intake.doors.opening import MOST_BYTES, kind_of
from seminars.intake.doors.reasons import ClosedDoor
from seminars.intake.unreadable import Unreadable

_SALT = "seminars.admin.importing"
# Sealed, it must fit into what a form may send (DATA_UPLOAD_MAX_MEMORY_SIZE).
MOST_CARRIED = 2_500_000
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was uploaded, without what no door reads, and the day on which that was."""

    name: str
    data: bytes
    today: date

    def sealed(self) -> str:
        """As text for a hidden field; whoever changes it makes it worthless."""
        content = base64.b64encode(self.data).decode()
        return signing.Signer(salt=_SALT).sign_object(
            [self.name, self.today.isoformat(), content], compress=True
        )


def uploaded(file: UploadedFile[bytes], *, today: date) -> Upload:
    """The file that came with a form. Raises `Unreadable`."""
    name = " ".join((file.name or "").split())[-_LONGEST_NAME:] or "-"
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ClosedDoor("too_large", most=MOST_BYTES // 1024 // 1024)
    if data.strip() and kind_of(name, data) == "mail":
        data = _without_attachments(data)
    if len(data) > MOST_CARRIED:
        raise ClosedDoor("too_large", most=MOST_CARRIED / 1_000_000)
    return Upload(name, data, today)


def unsealed(words: str) -> Upload | None:
    """The file that `words` carry; None for anything that was not sealed here."""
    try:
        name, today, content = signing.Signer(salt=_SALT).unsign_object(words)
        return Upload(name, base64.b64decode(content), date.fromisoformat(today))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _without_attachments(data: bytes) -> bytes:
    """A mail whose attachments are empty: their names are all that is told of them. Raises `Unreadable`."""
    message = parsed(data)
    for part in message.walk():
        kind = part.get_content_type()
        is_read = kind.startswith("text/") or kind in ("message/rfc822", "application/ics")
        name = str(part.get_filename() or "").lower()
        if not part.is_multipart() and not is_read and not name.endswith(".ics"):
            del part["Content-Transfer-Encoding"]
            part.set_payload("")
    try:
        return message.as_bytes()
    except (ValueError, LookupError, TypeError, AttributeError, KeyError, RecursionError):
        # What Python cannot write again is carried as it came.
        return data


def words_of(fault: Unreadable, language: str) -> str:
    """What is wrong with a file, in one of the two languages."""
    return fault.sentence.best(language)
