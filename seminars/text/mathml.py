"""Formulas → MathML Core by the package `math_core`, which only this module knows.

One call sets all formulas of a text: numbers run through it, and references point forward and back.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree

from math_core import LatexToMathML

from seminars.text import macros, tex
from seminars.text.bilingual import Bilingual
from seminars.text.mathtext import Formula, Piece, Reference
from seminars.text.reasons import reason, said
from seminars.text.safemath import Unsafe, safe

MAX_LENGTH = 10_000
MAX_TOTAL = 200_000
NAMED_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z]+;)")
FAILURE = re.compile(r'<(?:span|p) class="math-core-error" title="([^"]*)">')
PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class MathError:
    """Why a formula is shown as its source.

    `number` counts the formulas of the text from 1; it is 0 for a reference. `line` and `column` count
    from 1.
    """

    number: int
    source: str
    reason: Bilingual
    line: int
    column: int

    @property
    def message(self) -> Bilingual:
        """The whole sentence for the editor."""
        return said(self.number, self.source, self.reason, self.line)

    def __str__(self) -> str:
        return self.message.en


@dataclass(frozen=True, slots=True)
class Typeset:
    """A formula or reference as it was set: `tree` is its MathML, `number` what a reference says.

    With an `error` there is neither; the source is shown.
    """

    piece: Formula | Reference
    tree: ElementTree.Element | None = None
    number: str = ""
    target: str = ""
    error: MathError | None = None

    @property
    def html(self) -> str:
        if self.tree is not None:
            return ElementTree.tostring(self.tree, encoding="unicode", short_empty_elements=False)
        if self.target:
            shown = html.escape(self.number)
            return f'<a class="math-ref" href="#{self.target}">{shown}</a>'
        return f'<code class="math-error">{html.escape(self.piece.source)}</code>'


def typeset(pieces: Sequence[Piece], *, prefix: str) -> list[Typeset]:
    """Every formula and reference among the pieces of one text, set, in order.

    `prefix` keeps the ids of several texts on one page apart; it begins with a letter.
    """
    if not PREFIX.fullmatch(prefix):
        raise ValueError(f"not a prefix for ids: {prefix!r}")
    wanted = [piece for piece in pieces if isinstance(piece, Formula | Reference)]
    if not wanted:
        return []
    formulas = [piece for piece in wanted if isinstance(piece, Formula)]
    anchors = anchors_of(formulas)
    prepared = prepare(formulas, anchors)
    converted = iter(convert(prepared, formulas, prefix))
    numbers: dict[str, str] = {}
    found: list[Typeset] = []
    for piece in wanted:
        if isinstance(piece, Formula):
            found.append(next(converted))
            numbers |= numbers_in(found[-1].tree)
        else:
            found.append(Typeset(piece))
    ids = {key: f"{prefix}-{anchor}" for key, anchor in anchors.items()}
    return located(pieces, [referred(one, ids, numbers) for one in found])


def anchors_of(formulas: Sequence[Formula]) -> dict[str, str]:
    keys = dict.fromkeys(key for formula in formulas for key in tex.labels(formula.tex))
    return {key: f"eq-{number}" for number, key in enumerate(keys, 1)}


def prepare(formulas: Sequence[Formula], anchors: dict[str, str]) -> list[str | Bilingual]:
    """For each formula the TeX for the converter, or why there is none."""
    prepared: list[str | Bilingual] = []
    defined = dict(macros.KNOWN)
    total = 0
    for formula in formulas:
        if len(formula.tex) > MAX_LENGTH or total > MAX_TOTAL:
            prepared.append(reason("too long"))
            continue
        try:
            parts, own = macros.extract_definitions(macros.tokens(formula.tex))
            defined |= own
            parts = macros.expand(parts, defined)
            tex.check_nesting(parts)
        except macros.TooManyExpansions:
            prepared.append(reason("too many expansions"))
        except macros.BadDefinition as failure:
            prepared.append(reason("bad definition", str(failure)))
        except tex.TooNested:
            prepared.append(reason("too nested"))
        else:
            ready = tex.ready(parts, display=formula.display, anchors=anchors)
            missing = [key for key in tex.references(parts) if key not in anchors]
            prepared.append(reason("no such label", missing[0]) if missing else ready)
            total += len(ready)
    return prepared


def convert(prepared: Sequence[str | Bilingual], formulas: Sequence[Formula], prefix: str) -> list[Typeset]:
    converter = LatexToMathML(
        fancy_error=False, continue_on_error=True, id_prefix=f"{prefix}-", max_expansions=1
    )
    snippets = [
        (one if isinstance(one, str) else "", formula.display)
        for one, formula in zip(prepared, formulas, strict=True)
    ]
    found = []
    for number, (one, formula, markup) in enumerate(
        zip(prepared, formulas, converter.convert_all(snippets), strict=True), 1
    ):
        why = one if isinstance(one, Bilingual) else None
        tree = None
        if not why and (failure := FAILURE.match(markup)):
            _, _, message = html.unescape(failure[1]).partition(": ")
            why = reason("refused", message)
        if not why:
            try:
                tree = safe(ElementTree.fromstring(NAMED_ENTITY.sub(_character, markup)), prefix)
            except (Unsafe, ElementTree.ParseError):
                why = reason("too nested")
        error = MathError(number, formula.source, why, 0, 0) if why else None
        found.append(Typeset(formula, tree=tree, error=error))
    return found


def _character(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


def numbers_in(tree: ElementTree.Element | None) -> dict[str, str]:
    """The ids in a formula with the numbers that stand there, such as `(1)`."""
    if tree is None:
        return {}
    return {cell.get("id", ""): "".join(cell.itertext()) for cell in tree.iter("mtd") if cell.get("id")}


def referred(one: Typeset, ids: dict[str, str], numbers: dict[str, str]) -> Typeset:
    """A reference with its number and target, or with the error that there is none; formulas as they are."""
    if not isinstance(one.piece, Reference):
        return one
    target = ids.get(one.piece.key, "")
    number = numbers.get(target, "")
    if not number:
        why = reason("no such label", one.piece.key)
        return replace(one, error=MathError(0, one.piece.source, why, 0, 0))
    return replace(one, target=target, number=number[1:-1] if one.piece.bare else number)


def located(pieces: Sequence[Piece], found: list[Typeset]) -> list[Typeset]:
    """The errors with line and column, counted in one pass."""
    placed: list[Typeset] = []
    waiting = iter(found)
    line = column = 1
    for piece in pieces:
        if isinstance(piece, Formula | Reference):
            one = next(waiting)
            if one.error:
                one = replace(one, error=replace(one.error, line=line, column=column))
            placed.append(one)
        line += piece.source.count("\n")
        rest = piece.source.rpartition("\n")
        column = len(rest[2]) + (1 if rest[1] else column)
    return placed
