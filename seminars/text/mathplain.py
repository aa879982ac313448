"""MathML → one line (or a few) of readable text: `√(2 log n)`, `ℝ^(n×m)`, `z₁`, `(a+b)/c`.

It reads the MathML that the page shows and not the TeX, so a calendar never says less or other than the page.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

SUBSCRIPTS = dict(
    zip("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True)
)
SUPERSCRIPTS = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
        strict=True,
    )
)
PRIMES = frozenset("′″‴⁗")
# Accent → the combining character for one letter, the word for more.
ACCENTS = {
    "ˆ": ("\u0302", "hat"), "^": ("\u0302", "hat"), "\u0302": ("\u0302", "hat"),
    "˜": ("\u0303", "tilde"), "~": ("\u0303", "tilde"), "\u0303": ("\u0303", "tilde"),
    "¯": ("\u0304", "bar"), "ˉ": ("\u0304", "bar"), "‾": ("\u0304", "bar"), "\u0332": ("\u0304", "bar"),
    "˙": ("\u0307", "dot"), "¨": ("\u0308", "ddot"), "ˇ": ("\u030c", "check"), "˘": ("\u0306", "breve"),
    "´": ("\u0301", "acute"), "`": ("\u0300", "grave"), "˚": ("\u030a", "ring"),
    "→": ("\u20d7", "vec"), "⃗": ("\u20d7", "vec"),
}  # fmt: skip
LARGE = frozenset("∑∏∐∫∬∭∮⋃⋂⨁⨂⨀⋁⋀⨆")
BRACES = frozenset("⏞⏟⏜⏝⎴⎵")
INVISIBLE = re.compile("[\u2061-\u2064\u200b\ufe00-\ufe0f]")
STYLED = re.compile("[\U0001d400-\U0001d7ff]")
SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f]+")
OPENING, CLOSING = "([{⟨⌊⌈", ")]}⟩⌋⌉"


@dataclass(frozen=True, slots=True)
class Said:
    """A part of a formula in words: its text, whether it is one thing, and how it meets its neighbours."""

    text: str
    atom: bool = True  # may be raised or divided without parentheses
    word: bool = False  # has several letters, so it needs a space before the next letter
    fraction: bool = False  # must not stand directly beside a letter

    @property
    def grouped(self) -> str:
        return self.text if self.atom or enclosed(self.text) else f"({self.text})"


def spoken(formula: Element) -> str:
    """The formula as text; the rows of a displayed table are lines of their own."""
    children = list(formula)
    if formula.get("display") == "block" and len(children) == 1 and children[0].tag == "mtable":
        rows = [row_of(row, outer=True) for row in children[0]]
        return "\n".join(row for row in rows if row)
    return tidy(together(children).text)


def tidy(text: str) -> str:
    return SPACES.sub(" ", INVISIBLE.sub("", text)).strip()


def enclosed(text: str) -> bool:
    """Whether one pair of brackets holds the whole text."""
    if len(text) < 2 or text[0] not in OPENING or text[-1] != CLOSING[OPENING.index(text[0])]:
        return False
    depth = 0
    for position, character in enumerate(text):
        depth += (character in OPENING) - (character in CLOSING)
        if depth == 0 and position < len(text) - 1:
            return False
    return True


def unstyled(text: str) -> str:
    """Bold and italic letters as plain ones; double-struck, script and Fraktur letters mean something."""

    def plain(match: re.Match[str]) -> str:
        name = unicodedata.name(match[0], "")
        if any(kind in name for kind in ("DOUBLE-STRUCK", "SCRIPT", "FRAKTUR")):
            return match[0]
        return unicodedata.normalize("NFKC", match[0])

    return INVISIBLE.sub("", STYLED.sub(plain, text))


def together(children: list[Element]) -> Said:
    """The parts side by side, with a space or parentheses where they would run into each other."""
    parts = [said for child in children if (said := say(child)).text]
    if len(parts) == 1:
        return parts[0]
    text = ""
    last: Said | None = None
    for index, part in enumerate(parts):
        before, after = text[-1:], part.text[:1]
        shown = part.text
        if part.fraction:
            following = parts[index + 1].text[:1] if index + 1 < len(parts) else ""
            if (
                before.isalnum()
                or (before and before in CLOSING)
                or following.isalnum()
                or following in tuple(OPENING)
            ):
                shown, after = f"({part.text})", "("
        ends_word = bool(last and last.word)
        met = before.isalnum() or (ends_word and before == ")")
        needs_space = met and after.isalnum() and (ends_word or part.word)
        text += f" {shown}" if needs_space else shown
        last = part if part.text != " " else last
    bracketed = enclosed(text.strip())
    return Said(text, atom=bracketed, word=bool(parts and parts[-1].word and text[-1:].isalpha()))


def say(element: Element) -> Said:
    kind = element.tag
    children = list(element)
    if kind in {"mi", "mn", "mo", "mtext"}:
        text = unstyled("".join(element.itertext()))
        if kind == "mtext":
            return Said(SPACES.sub(" ", text), atom=len(text) == 1, word=True)
        text = SPACES.sub(" ", text)
        return Said(text, word=kind == "mi" and len(text) > 1)
    if kind == "mspace":
        width = re.match(r"\.?\d+(?:\.\d+)?", element.get("width", ""))
        return Said(" " if width and float(width[0]) > 0.1 else "")
    if kind in {"mphantom", "mprescripts"}:
        return Said("")
    if kind in {"msub", "msup", "msubsup", "munder", "mover", "munderover"}:
        return scripts(element, children)
    if kind == "mfrac" and len(children) == 2:
        return fraction(element, children)
    if kind == "msqrt":
        return root("√", together(children))
    if kind == "mroot" and len(children) == 2:
        return nth_root(together(children[:1]), tidy(say(children[1]).text))
    if kind == "mtable":
        rows = [row_of(row, outer=False) for row in children]
        return Said("; ".join(row for row in rows if row), atom=len(rows) < 2)
    if kind == "mmultiscripts" and children:
        return multiscripts(children)
    if element.get("class") in {"math-overline", "math-underline"}:
        return accented(together(children), "¯", under=element.get("class") == "math-underline")
    return together(children)


def row_of(row: Element, *, outer: bool) -> str:
    """The cells of a row; those of aligned formulas join without a mark, those of a matrix with commas."""
    text = number = ""
    for cell in row:
        classes = (cell.get("class") or "").split()
        said = tidy(together(list(cell)).text)
        if "math-margin" in classes or "math-indent" in classes:
            number = said or number
        elif not text:
            text = said
        elif "math-tight-left" in classes or not said:
            text += said
        else:
            text += f", {said}"
    if outer and number:
        return f"{text}  {number}"
    return f"{text} {number}".strip()


def raised(mark: str, script: Said, alphabet: dict[str, str]) -> str:
    """The script in small letters where all exist; a word such as `max` stays readable after its mark."""
    text = tidy(script.text)
    is_word = script.word and len(text) > 1 and text.isalpha()
    if text and not is_word and all(character in alphabet for character in text):
        return "".join(alphabet[character] for character in text)
    if is_word or len(text) == 1 or enclosed(text):
        return f"{mark}{text}"
    return f"{mark}({text})"


def scripts(element: Element, children: list[Element]) -> Said:
    kind = element.tag
    if len(children) < 2:
        return together(children)
    said = say(children[0])
    base = replace(said, text=tidy(said.text))
    marks = [say(child) for child in children[1:]]
    if kind in {"mover", "munder"} and "true" in {element.get("accent"), element.get("accentunder")}:
        return accented(base, tidy(marks[0].text), under=kind == "munder")
    text = base.grouped
    lower = kind in {"msub", "msubsup", "munder", "munderover"}
    if lower and marks[0].text:
        text += raised("_", marks[0], SUBSCRIPTS)
    if kind in {"msup", "mover"} or len(marks) == 2:
        text += superscript(marks[-1])
    ends_in_script = "_" in text or "^" in text or base.text in LARGE
    return Said(text, word=base.word or ends_in_script)


def superscript(script: Said) -> str:
    text = tidy(script.text)
    if text[:1] in PRIMES:
        rest = text.lstrip("".join(PRIMES))
        primes = text[: len(text) - len(rest)]
        return primes + superscript(Said(rest)) if rest.strip() else primes
    if text in {"∘", "°"}:
        return "°"
    return raised("^", script, SUPERSCRIPTS) if text else ""


def accented(base: Said, mark: str, *, under: bool) -> Said:
    if mark in BRACES:
        return base
    if under:
        return Said(f"{base.text}\u0332", word=base.word) if len(base.text) == 1 else base
    combining, word = ACCENTS.get(mark, ("", ""))
    if not word:
        return Said(f"{base.grouped}{raised('^', Said(mark), SUPERSCRIPTS)}") if mark else base
    if len(base.text) == 1:
        return Said(unicodedata.normalize("NFC", base.text + combining))
    return Said(f"{word}{base.text}" if enclosed(base.text) else f"{word}({base.text})", word=True)


def fraction(element: Element, children: list[Element]) -> Said:
    above, below = together(children[:1]), together(children[1:])
    if element.get("linethickness", "").startswith("0"):
        return Said(f"{tidy(above.text)} choose {tidy(below.text)}", atom=False)
    top = tidy(above.text)
    if not re.fullmatch(r"[^\W_]+|∂\w", top):
        top = Said(top, atom=above.atom).grouped
    bottom = tidy(below.text)
    if not re.fullmatch(r"[∂d]\w", bottom):
        bottom = Said(bottom, atom=below.atom).grouped
    return Said(f"{top}/{bottom}", atom=False, fraction=True)


def root(sign: str, inside: Said) -> Said:
    text = tidy(inside.text)
    return Said(f"{sign}{text}" if inside.atom and not inside.fraction else f"{sign}({text})")


def nth_root(inside: Said, degree: str) -> Said:
    if degree in {"3", "4"}:
        return root("∛" if degree == "3" else "∜", inside)
    if degree and all(character in SUPERSCRIPTS for character in degree):
        return root("".join(SUPERSCRIPTS[character] for character in degree) + "√", inside)
    return Said(f"({tidy(inside.text)})^(1/({degree}))")


def multiscripts(children: list[Element]) -> Said:
    """Scripts on both sides of a base, in pairs of lower and upper; those before it come first."""
    tags = [child.tag for child in children]
    middle = tags.index("mprescripts") if "mprescripts" in tags else len(children)

    def pairs(found: list[Element]) -> str:
        text = ""
        for index, child in enumerate(found):
            mark = say(child)
            if mark.text:
                text += superscript(mark) if index % 2 else raised("_", mark, SUBSCRIPTS)
        return text

    return Said(pairs(children[middle + 1 :]) + say(children[0]).grouped + pairs(children[1:middle]))
