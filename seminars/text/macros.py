"""TeX macros: the definitions in a text's formulas, and their expansion with limits.

They are expanded here and not by the converter, so that a definition holds for the whole text and so that
the nesting of what reaches the converter is known (see `tex.check_nesting`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_EXPANSIONS = 300
MAX_TOKENS = 20_000

TOKEN = re.compile(r"\\(?:[A-Za-z]+|[\s\S]|$)|%[^\n]*\n?|[{}&$^_~#]|[^\\{}&$^_~#%]+")
DEFINING = frozenset({r"\newcommand", r"\renewcommand", r"\providecommand", r"\DeclareMathOperator"})


class TooManyExpansions(Exception):
    """A macro expands to itself, or to far too much."""


class BadDefinition(Exception):
    """A macro definition in a form that is not understood; carries the defining command."""


@dataclass(frozen=True, slots=True)
class Macro:
    """A replacement text with the number of its parameters (0–9)."""

    parameters: int
    body: tuple[str, ...]


def tokens(tex: str) -> list[str]:
    """The formula cut into commands, braces, signs and runs of other characters; comments are left out."""
    return [token for token in TOKEN.findall(tex) if token[0] != "%"]


def joined(parts: list[str]) -> str:
    """The tokens as TeX again, with a space where a command would swallow the letter after it."""
    pieces: list[str] = []
    for part in parts:
        if pieces and part[0].isalpha() and pieces[-1][0] == "\\" and pieces[-1][-1].isalpha():
            pieces.append(" ")
        pieces.append(part)
    return "".join(pieces)


def _macro(parameters: int, body: str) -> Macro:
    return Macro(parameters, tuple(tokens(body)))


# What authors write and the converter does not know, said in words that it knows.
KNOWN = {
    r"\widetilde": _macro(1, r"\tilde{#1}"),
    r"\widecheck": _macro(1, r"\check{#1}"),
    r"\substack": _macro(1, r"\begin{subarray}{c}#1\end{subarray}"),
    r"\mathds": _macro(1, r"\mathbb{#1}"),
    r"\mathbbm": _macro(1, r"\mathbb{#1}"),
    r"\hbox": _macro(1, r"\text{#1}"),
    r"\textnormal": _macro(1, r"\textrm{#1}"),
    r"\textup": _macro(1, r"\textrm{#1}"),
    r"\ensuremath": _macro(1, r"{#1}"),
    r"\smash": _macro(1, r"{#1}"),
    r"\operatornamewithlimits": _macro(1, r"\operatorname*{#1}"),
    r"\nicefrac": _macro(2, r"{#1/#2}"),
    r"\sfrac": _macro(2, r"{#1/#2}"),
    r"\displaylines": _macro(1, r"\begin{gathered}#1\end{gathered}"),
    r"\varlimsup": _macro(0, r"\overline{\lim}"),
    r"\varliminf": _macro(0, r"\underline{\lim}"),
}


def extract_definitions(parts: list[str]) -> tuple[list[str], dict[str, Macro]]:
    """The formula without its `\\newcommand`, `\\def` and `\\DeclareMathOperator`, and what they define."""
    if not any(part in DEFINING or part == r"\def" for part in parts):
        return parts, {}
    rest: list[str] = []
    macros: dict[str, Macro] = {}
    reader = Reader(parts)
    while reader:
        part = reader.take()
        if part == r"\def":
            name, macro = reader.plain_definition()
            macros[name] = macro
        elif part in DEFINING:
            name, macro = reader.definition(part)
            macros[name] = macro
        else:
            rest.append(part)
    return rest, macros


def expand(parts: list[str], macros: dict[str, Macro]) -> list[str]:
    """The formula with its macros replaced; raises TooManyExpansions."""
    if not any(part in macros for part in parts):
        return parts
    done: list[str] = []
    reader = Reader(parts)
    expansions = 0
    while reader:
        part = reader.take()
        macro = macros.get(part)
        if macro is None:
            done.append(part)
            continue
        expansions += 1
        arguments = [reader.argument() for _ in range(macro.parameters)]
        replacement = substitute(macro, arguments)
        if expansions > MAX_EXPANSIONS or len(done) + len(reader) + len(replacement) > MAX_TOKENS:
            raise TooManyExpansions
        reader.put_back(replacement)
    return done


def substitute(macro: Macro, arguments: list[list[str]]) -> list[str]:
    result: list[str] = []
    body = iter(macro.body)
    for part in body:
        if part != "#":
            result.append(part)
            continue
        following = next(body, "")
        number = int(following[0]) if following[:1] in set("123456789") else 0
        if 0 < number <= len(arguments):
            result += arguments[number - 1]
            if following[1:]:
                result.append(following[1:])
        else:
            result += ["#", following] if following else ["#"]
        if len(result) > MAX_TOKENS:
            raise TooManyExpansions
    return result


class Reader:
    """Tokens to take from the front; kept reversed, so that taking and putting back are cheap."""

    def __init__(self, parts: list[str]) -> None:
        self.waiting = parts[::-1]

    def __len__(self) -> int:
        return len(self.waiting)

    def take(self) -> str:
        return self.waiting.pop()

    def put_back(self, parts: list[str]) -> None:
        self.waiting.extend(reversed(parts))

    def skip_space(self) -> None:
        while self.waiting and not (stripped := self.waiting[-1].lstrip()):
            self.waiting.pop()
        if self.waiting:
            self.waiting[-1] = stripped

    def argument(self) -> list[str]:
        """The next group without its braces, or the next token or character; [] at the end."""
        self.skip_space()
        if not self.waiting or self.waiting[-1] == "}":
            return []
        part = self.take()
        if part != "{":
            if part[0] != "\\" and len(part) > 1:
                self.waiting.append(part[1:])
                return [part[0]]
            return [part]
        group: list[str] = []
        depth = 1
        while self.waiting:
            part = self.take()
            depth += {"{": 1, "}": -1}.get(part, 0)
            if depth == 0:
                break
            group.append(part)
        return group

    def definition(self, command: str) -> tuple[str, Macro]:
        self.skip_space()
        starred = bool(self.waiting) and self.waiting[-1].startswith("*")
        if starred:
            self.waiting[-1] = self.waiting[-1][1:]
            if not self.waiting[-1]:
                self.waiting.pop()
        name = joined(self.argument()).strip()
        parameters = 0
        if command != r"\DeclareMathOperator" and self.waiting and self.waiting[-1].lstrip().startswith("["):
            count = re.fullmatch(r"\s*\[\s*([0-9])\s*\]\s*", self.waiting[-1])
            if not count:
                raise BadDefinition(command)
            parameters = int(count[1])
            self.waiting.pop()
        body = self.argument()
        if not re.fullmatch(r"\\(?:[A-Za-z]+|[^A-Za-z])", name):
            raise BadDefinition(command)
        if command == r"\DeclareMathOperator":
            body = [r"\operatorname", *(["*"] if starred else []), "{", *body, "}"]
        return name, Macro(parameters, tuple(body))

    def plain_definition(self) -> tuple[str, Macro]:
        """What follows `\\def`: a name, `#1#2…`, a group."""
        name = joined(self.argument())
        parameters = 0
        while len(self.waiting) > 1 and self.waiting[-1] == "#":
            self.take()
            parameters += 1
            if self.take().strip() != str(parameters):
                raise BadDefinition(r"\def")
        self.skip_space()
        if not name.startswith("\\") or not self.waiting or self.waiting[-1] != "{":
            raise BadDefinition(r"\def")
        return name, Macro(parameters, tuple(self.argument()))
