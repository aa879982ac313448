"""Texts that are no announcement at all."""

from __future__ import annotations

import re

from seminars.text.bilingual import Bilingual

LARGEST_BYTES = 1_000_000
_STRANGE = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")

REASONS = {
    "empty": Bilingual("文本是空的，没有可读的内容。", "The text is empty; there is nothing to read."),
    "binary": Bilingual(
        "这不是文本：其中含有二进制数据。请粘贴通知的文字。",
        "This is not text: it holds binary data. Paste the words of the announcement.",
    ),
    "too_large": Bilingual(
        "文本超过 1 MB，不像是一则通知。请只粘贴通知本身。",
        "The text is larger than 1 MB, too large for an announcement. Paste the announcement alone.",
    ),
}


class Unreadable(ValueError):
    """A text that cannot be an announcement; `reason` is empty, binary or too_large, `sentence` says it."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.sentence = REASONS[reason]
        super().__init__(self.sentence.en)


def check_readable(text: str) -> None:
    """Raise `Unreadable` for an empty, binary or too large text."""
    if len(text) > LARGEST_BYTES or len(text.encode("utf-8", "replace")) > LARGEST_BYTES:
        raise Unreadable("too_large")
    if not any(character.isalnum() for character in text):
        raise Unreadable("binary" if "\0" in text else "empty")
    strange = len(_STRANGE.findall(text))
    if "\0" in text or strange * 10 > len(text):
        raise Unreadable("binary")
