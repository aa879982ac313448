"""TeX as authors write it → TeX as the converter reads it: environments, labels, text within formulas."""

from __future__ import annotations

import re

from seminars.text.macros import Reader, joined
from seminars.text.mathtext import NUMBERED

# The converter recurses once per level and has no limit of its own: about 300 levels overflow a stack of
# 512 kB, which would end the whole process.
MAX_NESTING = 200

OTHER_NAMES = {
    "eqnarray": "align", "flalign": "align", "alignat": "align", "alignedat": "aligned", "split": "aligned",
    "multlined": "gathered", "smallmatrix": "matrix", "dmath": "equation", "displaymath": "equation*",
    "eqnarray*": "align*", "flalign*": "align*", "alignat*": "align*", "dmath*": "equation*",
}  # fmt: skip
WITH_COUNT = frozenset({"alignat", "alignat*", "alignedat"})
TEXT_COMMANDS = frozenset({r"\text", r"\textrm", r"\textbf", r"\textit", r"\mbox"})

WHOLE = re.compile(r"\s*\\begin\{([A-Za-z]+)(\*?)\}[\s\S]*\\end\{\1\2\}\s*")
REFERENCE = re.compile(r"\\(?:eq)?ref\s*\{([^{}]*)\}")
PLAIN_TAG = re.compile(r"[A-Za-z0-9.*:+-]{1,40}")
LABEL = re.compile(r"\\label\s*\{([^{}]*)\}")


class TooNested(Exception):
    """A formula with more levels of nesting than anybody reads."""


def labels(tex: str) -> list[str]:
    """The keys of the `\\label`s in the formula, in order."""
    return [key.strip() for key in LABEL.findall(tex)]


def references(parts: list[str]) -> list[str]:
    """The keys that the formula itself refers to."""
    return (
        [key.strip() for key in REFERENCE.findall(joined(parts))]
        if r"\eqref" in parts or r"\ref" in parts
        else []
    )


def check_nesting(parts: list[str]) -> None:
    """Raise TooNested where the converter could recurse too deeply.

    An unbraced argument nests too (`\\hat\\hat x`), and so does all that follows a `\\displaystyle`, so every
    command counts as a level until its cell or its group ends.
    """
    outer: list[tuple[int, int]] = []  # levels before a group, and at the begin of its cells (0: it has none)
    level = 0
    for index, part in enumerate(parts):
        if part in {"{", r"\begin", r"\left"}:
            name = "".join(parts[index + 2 : index + 3]) if part == r"\begin" else ""
            has_cells = name and not name.startswith(("equation", "dmath", "math", "displaymath"))
            outer.append((level, level + 3 if has_cells else 0))
            level += 3 if part == r"\begin" else 1
        elif part in {"}", r"\end", r"\right"}:
            level = outer.pop()[0] if outer else 0
        elif part in {"&", r"\\"}:
            level = outer[-1][1] or level if outer else level
        elif part in {"^", "_"} or (part[0] == "\\" and part[-1].isalpha()):
            level += 1
        if level > MAX_NESTING:
            raise TooNested


def ready(parts: list[str], *, display: bool, anchors: dict[str, str]) -> str:
    """The formula for the converter; `anchors` says what each label is called there.

    A displayed formula with a `\\label` or a `\\tag` becomes an equation, since only that can carry them.
    """
    whole = WHOLE.fullmatch(joined(parts))
    enclosed = bool(whole and whole[1] in NUMBERED | {"displaymath", "math"})
    wants_number = display and not enclosed and (r"\label" in parts or r"\tag" in parts)
    tex = joined(Rewriter(parts, anchors, numbered=display).rewritten()).strip()
    if wants_number:
        return rf"\begin{{equation}}{tex}\end{{equation}}"
    return tex


class Rewriter:
    """One pass over the tokens of a formula."""

    def __init__(self, parts: list[str], anchors: dict[str, str], *, numbered: bool) -> None:
        self.reader = Reader(parts)
        self.anchors = dict(anchors)
        self.numbered = numbered
        self.done: list[str] = []
        self.environments: list[str] = []
        self.columns = 0

    def rewritten(self) -> list[str]:
        while self.reader:
            part = self.reader.take()
            if part in {r"\begin", r"\end"}:
                self.environment(part)
            elif part == r"\label":
                self.label()
            elif part in {r"\eqref", r"\ref"}:
                key = joined(self.reader.argument()).strip()
                self.done += [r"\eqref", "{", self.anchors.get(key, "unknown"), "}"]
            elif part == r"\tag":
                self.tag()
            elif part in TEXT_COMMANDS:
                self.text(part)
            elif part == "&" and self.environments[-1:] in (["eqnarray"], ["eqnarray*"]):
                # Its three columns are the two of `align` with the relation apart.
                self.columns += 1
                if self.columns != 2:
                    self.done.append(part)
            elif part not in {r"\nonumber", r"\notag"} or self.numbered:
                if part == r"\\":
                    self.columns = 0
                self.done.append(part)
        return self.done

    def environment(self, command: str) -> None:
        name = joined(self.reader.argument()).strip()
        if command == r"\begin":
            self.environments.append(name)
            self.columns = 0
            if name in WITH_COUNT:
                self.reader.argument()
        elif self.environments:
            self.environments.pop()
        if name == "math":
            return
        self.done += [command, "{", OTHER_NAMES.get(name, name), "}"]

    def label(self) -> None:
        key = joined(self.reader.argument()).strip()
        # A label given twice stays with its first equation.
        if self.numbered and (anchor := self.anchors.get(key)):
            self.done += [r"\label", "{", anchor, "}"]

    def tag(self) -> None:
        """The converter takes plain ASCII only; other tags travel as hexadecimal (`safemath` reads them)."""
        shown = joined(self.reader.argument()).replace("$", "").strip()
        if not PLAIN_TAG.fullmatch(shown):
            shown = f"hex-{shown.encode().hex()}"
        self.done += [r"\tag", "{", shown, "}"]

    def text(self, command: str) -> None:
        """`\\text{if $x$}` → `\\text{if }{x}\\text{}`: the converter knows no formula within text."""
        self.done.append(command)
        self.reader.skip_space()
        argument = self.reader.argument()
        if "$" not in argument:
            self.done += ["{", *argument, "}"]
            return
        self.done.append("{")
        within = False
        for part in argument:
            if part == "$":
                within = not within
                self.done += ["}", "{"] if within else ["}", command, "{"]
            else:
                self.done.append(part)
        self.done.append("}")
