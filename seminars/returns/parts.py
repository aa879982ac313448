"""The headers and texts of mails as strings, however broken they are. Pure."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from html import unescape

LONGEST_TEXT = 200_000

_TAG = re.compile(r"<[^<>]{0,2000}>")


def header(message: Message, name: str) -> str:
    """All values of a header on one line, encoded words decoded; '' where there is none."""
    return " ".join(_decoded(str(value)) for value in message.get_all(name, []))


def part_text(part: Message) -> str:
    """The text of a part that holds no others, without the tags of HTML; '' for what is no text."""
    payload = part.get_payload(decode=True)
    # What says that it has parts, and has none, is read as it stands.
    if not isinstance(payload, bytes) or part.get_content_maintype() not in ("text", "message", "multipart"):
        return ""
    text = _in_letters(payload[:LONGEST_TEXT], part.get_content_charset())
    return unescape(_TAG.sub(" ", text)) if part.get_content_subtype() == "html" else text


def headers_of(message: Message) -> str:
    """The headers of a message, one a line."""
    return "\n".join(f"{name}: {_decoded(str(value))}" for name, value in message.items())


def texts(message: Message) -> list[str]:
    """What a mail says in words: its texts, in order."""
    return [
        part_text(part)
        for part in message.walk()
        if not part.is_multipart() and part.get_content_maintype() != "message"
    ]


def _decoded(value: str) -> str:
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return " ".join(value.split())
    words = "".join(
        piece if isinstance(piece, str) else _in_letters(piece, charset) for piece, charset in pieces
    )
    return " ".join(words.split())


def _in_letters(octets: bytes, charset: str | None) -> str:
    for each in (charset, "utf-8", "gb18030"):
        try:
            return octets.decode(each or "utf-8")
        except (LookupError, UnicodeError):
            continue
    return octets.decode("utf-8", "replace")
