"""The same source as plain text, for calendars, mails and chats."""

from __future__ import annotations

import re

from markdown_it.token import Token

from seminars.text.markdown import Document, read
from seminars.text.mathml import Typeset
from seminars.text.mathplain import spoken
from seminars.text.typography import clean

SPACES_AT_LINE_ENDS = re.compile(r"[ \t]+(?=\n|$)")
BLANK_LINES = re.compile(r"\n{3,}")


def plain(source: str) -> str:
    """The source without Markdown's marks, its formulas readable, paragraphs apart by one blank line.

    Links keep their address in parentheses; struck text keeps its `~~`, for without them it would say the
    opposite; a formula that cannot be set stays as it was typed.
    """
    text = Writer(read(source, prefix="text")).written()
    return BLANK_LINES.sub("\n\n", SPACES_AT_LINE_ENDS.sub("", clean(text))).strip("\n")


def one_line(source: str) -> str:
    """The plain text on one line, for titles and subjects."""
    return " ".join(plain(source).split())


def said(formula: Typeset) -> str:
    """A formula or reference as text; what cannot be set as its source."""
    if formula.tree is None:
        return formula.number or formula.piece.source
    return spoken(formula.tree)


class Writer:
    """Writes the blocks of a document one below the other."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.parts: list[str] = []
        self.counters: list[int | None] = []  # of the lists around: the next number, None for bullets
        self.marker = ""
        self.cells: list[str] = []

    def written(self) -> str:
        for token in self.document.tokens:
            self.block(token)
        return "".join(self.parts)

    def block(self, token: Token) -> None:
        kind = token.type
        if kind in {"bullet_list_open", "ordered_list_open"}:
            self.counters.append(int(token.attrs.get("start", 1)) if kind[0] == "o" else None)
        elif kind in {"bullet_list_close", "ordered_list_close"}:
            self.counters.pop()
            if not self.counters:
                self.parts.append("\n")
        elif kind == "list_item_open":
            self.item()
        elif kind == "inline" and self.cells:
            self.cells.append(self.inline(token.children or []).replace("\n", " "))
        elif kind == "inline":
            self.paragraph(self.inline(token.children or []), tight=token.level > 0 and bool(self.counters))
        elif kind == "fence":
            self.paragraph(token.content.rstrip("\n").expandtabs(4))
        elif kind == "hr":
            self.paragraph("———")
        elif kind == "tr_open":
            self.cells = [""]
        elif kind == "tr_close":
            self.parts.append(" | ".join(self.cells[1:]) + "\n")
            self.cells = []
        elif kind == "table_close":
            self.parts.append("\n")

    def item(self) -> None:
        number = self.counters[-1]
        indent = "  " * (len(self.counters) - 1)
        self.marker = f"{indent}- " if number is None else f"{indent}{number}. "
        if number is not None:
            self.counters[-1] = number + 1

    def paragraph(self, text: str, *, tight: bool = False) -> None:
        if self.counters:
            first = self.marker or "  " * len(self.counters)
            rest = " " * len(first)
            text = first + text.replace("\n", f"\n{rest}")
            self.marker = ""
        self.parts.append(text + ("\n" if tight else "\n\n"))

    def inline(self, children: list[Token]) -> str:
        text = ""
        addresses: list[tuple[str, int]] = []
        for token in children:
            kind = token.type
            if kind in {"text", "code_inline"}:
                text += token.content
            elif kind == "softbreak":
                text += " "
            elif kind == "hardbreak":
                text += "\n"
            elif kind == "math":
                text += self.formula(self.document.formulas[token.meta["formula"]])
            elif kind == "link_open":
                addresses.append((str(token.attrs.get("href", "")), len(text)))
            elif kind == "link_close":
                address, start = addresses.pop()
                label = text[start:]
                if token.info != "auto" and label not in {address, address.removeprefix("mailto:")}:
                    text += f" ({address})" if label.strip() else address
            elif kind in {"s_open", "s_close"}:
                text += "~~"
        return "\n".join(line.strip(" ") for line in text.expandtabs(1).split("\n"))

    def formula(self, formula: Typeset) -> str:
        text = said(formula)
        if formula.tree is not None and formula.tree.get("display") == "block":
            return f"\n{text}\n"
        return text
