"""HTML → the text a reader of the page would copy, in one pass whatever it is nested in. Pure."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from seminars.intake.doors.reasons import ClosedDoor
from seminars.intake.labels import field_of

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "html",
        "main",
        "nav",
        "ol",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "hr"})
_SILENT = frozenset({"script", "style", "head", "noscript", "template", "svg", "object", "select"})
_NAME = re.compile(r"/?[A-Za-z][\w:-]*")
_MARK = re.compile("[<>\"']")
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\u200b\ufeff]+")
_LONGEST_ADDRESS = 2000
# No mail that a human wrote has so many; more would be work for nothing.
_MOST_TAGS = 100_000
# Outlook hides the true address in one of its own.
_WRAPPER = ".safelinks.protection.outlook.com"


def text_of_html(source: str) -> str:
    """The text of HTML: paragraphs apart, a line for each item of a list and row of a table, addresses of links.

    Raises `Unreadable` for a page of nothing but tags.
    """
    if source.count("<") > _MOST_TAGS:
        raise ClosedDoor("too_many_tags")
    page = _Page()
    position = 0
    scan = _Scan(source)
    while (opening := source.find("<", position)) >= 0:
        page.say(source[position:opening])
        position = scan.after_tag(opening, page)
    page.say(source[position:])
    return page.text()


@dataclass(slots=True)
class _Scan:
    """Finds where tags end. What was not found once is not looked for again, or broken pages take for ever."""

    source: str
    lacking: set[str] = field(default_factory=set)

    def find(self, words: str, start: int) -> int:
        if words in self.lacking:
            return -1
        at = self.source.find(words, start)
        if at < 0:
            self.lacking.add(words)
        return at

    def after_tag(self, opening: int, page: _Page) -> int:
        """The position behind the tag, comment or lone `<` at `opening`, which `page` is told."""
        if self.source.startswith("<!--", opening):
            end = self.find("-->", opening + 4)
            return end + 3 if end >= 0 else opening + 4
        if self.source[opening + 1 : opening + 2] in ("!", "?"):
            end = self.find(">", opening)
            return end + 1 if end >= 0 else opening + 2
        name = _NAME.match(self.source, opening + 1)
        if name is None:
            page.say("<")
            return opening + 1
        end = self._end_of_tag(name.end())
        page.tag(name[0].lower(), self.source[name.end() : end])
        if name[0].lower() in _SILENT:
            return self._after_silence(name[0].lower(), end)
        return end + 1

    def _end_of_tag(self, position: int) -> int:
        while mark := _MARK.search(self.source, position):
            if mark[0] in "<>":
                return mark.start() - (mark[0] == "<")
            closing = self.find(mark[0], mark.end())
            position = closing + 1 if closing >= 0 else mark.end()
        return len(self.source)

    def _after_silence(self, name: str, end: int) -> int:
        """Behind the end tag of what no reader sees; without one, behind the tag alone."""
        for closing in (f"</{name}", f"</{name.upper()}"):
            if (at := self.find(closing, end)) >= 0:
                after = self.find(">", at)
                return after + 1 if after >= 0 else len(self.source)
        return end + 1


@dataclass(slots=True)
class _Page:
    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    href: str = ""
    linked: int = 0

    def say(self, words: str) -> None:
        if words:
            self.words.append(html.unescape(words))

    def tag(self, name: str, attributes: str) -> None:
        if name == "a":
            self._end_link()
            self._begin_link(attributes)
        elif name == "/a":
            self._end_link()
        elif name in ("td", "th"):
            self._end_line()
            self.cells.append([])
        elif name in ("tr", "/tr", "table", "/table"):
            self._end_row()
        elif name == "li":
            self._end_line()
            self.words.append("- ")
        elif name.removeprefix("/") in _PARAGRAPHS:
            self._end_line()
            block = self.cells[-1] if self.cells else self.lines
            if block and block[-1]:
                block.append("")
        elif name == "br" or name.removeprefix("/") in _BLOCKS:
            self._end_line()

    def text(self) -> str:
        """All lines, empty ones only between others."""
        self._end_row()
        return "\n".join(self.lines).strip("\n")

    def _begin_link(self, attributes: str) -> None:
        found = _HREF.search(attributes[: 4 * _LONGEST_ADDRESS])
        address = html.unescape(next(filter(None, found.groups()), "")) if found else ""
        self.href = _unwrapped(address.strip())
        self.linked = len(self.words)

    def _end_link(self) -> None:
        if self.href and self.href not in "".join(self.words[self.linked :]):
            self.words.append(f" <{self.href}>")
        self.href = ""

    def _end_line(self) -> None:
        if "".join(self.words[self.linked :]).strip():
            # A link that goes on in the next line gives its address in the first.
            self._end_link()
        words = _SPACE.sub(" ", "".join(self.words)).replace("\xa0", " ").strip()
        self.words.clear()
        self.linked = 0
        if words and words != "-":
            (self.cells[-1] if self.cells else self.lines).append(words)

    def _end_row(self) -> None:
        self._end_line()
        cells = [lines for cell in self.cells if (lines := _trimmed(cell))]
        self.cells = []
        if len(cells) > 1 and field_of(cells[0][0].rstrip(":：")) is not None and len(cells[0]) == 1:
            # 时间 | 周五下午三点
            self.lines += [f"{cells[0][0].rstrip(':：')}: {cells[1][0]}", *cells[1][1:]]
            cells = cells[2:]
        if all(len(lines) == 1 for lines in cells):
            self.lines += ["  ".join(lines[0] for lines in cells)] if cells else []
        else:
            # The cells of a table that only lays out the page hold paragraphs.
            self.lines += [line for lines in cells for line in lines]


def _trimmed(lines: list[str]) -> list[str]:
    """Lines without the empty ones at the end."""
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def _unwrapped(address: str) -> str:
    """The address of a link that leads out of the mail; '' for any other."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or len(address) > _LONGEST_ADDRESS:
        return ""
    if (parts.netloc or "").lower().endswith(_WRAPPER):
        inner = parse_qs(parts.query).get("url", [""])[0]
        return inner if inner.startswith(("http://", "https://")) else address
    return address
