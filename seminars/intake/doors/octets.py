"""Octets → text, whatever they claim to be encoded in."""

from __future__ import annotations

import codecs

# What is declared, and the larger set that is really used under this name.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "utf-8"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decoded(data: bytes, declared: str = "") -> tuple[str, bool]:
    """The text of `data`, and whether every octet made sense."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return text, "\ufffd" not in text
    claimed = _known(declared)
    # What Windows in China saves unless told otherwise is GB18030.
    for encoding in filter(None, dict.fromkeys((claimed, "utf-8", "gb18030"))):
        strict = _strictly(data, encoding)
        if strict is not None:
            return strict, True
    return data.decode(claimed or "utf-8", "replace"), False


def _known(declared: str) -> str:
    try:
        name = codecs.lookup(declared.strip()).name if declared.strip() else ""
        # hex, zlib and the like are codecs too.
        name and b"".decode(name)
    except (LookupError, ValueError, TypeError):
        return ""
    return _LARGER.get(name, name)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except ValueError:
        return None
