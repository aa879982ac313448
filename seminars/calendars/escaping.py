"""TEXT values with every character as it was given (RFC 5545 §3.3.11)."""

from __future__ import annotations

from icalendar import vCategory, vText


class Text(vText):
    """A text whose backslashes all stay backslashes: icalendar's own takes a literal `\\N` for a line end."""

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


def categories(names: list[str]) -> vCategory:
    """Several texts as one CATEGORIES value."""
    value = vCategory(names)
    value.cats = [Text(name) for name in names]
    return value
