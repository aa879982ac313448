"""Everything the user reads exists in Chinese, and the compiled messages are those of the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
PO = polib.pofile(str(FOLDER / "django.po"))
CALLS = {"_", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy", "ngettext", "ngettext_lazy"}
TAG = re.compile(r"""\{% *(?:translate|trans) +(?:"([^"]+)"|'([^']+)')""")


def strings_in_code() -> Iterator[str]:
    for path in [*(ROOT / "seminars").rglob("*.py"), *(ROOT / "config").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in CALLS
                and node.args
            ):
                text = node.args[1 if node.func.id.startswith("pgettext") else 0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield text.value


def strings_in_templates() -> Iterator[str]:
    for path in (ROOT / "templates").rglob("*.html"):
        for match in TAG.finditer(path.read_text(encoding="utf-8")):
            yield match[1] or match[2]


def test_every_string_is_in_the_catalogue() -> None:
    known = {entry.msgid for entry in PO if not entry.obsolete}

    assert {*strings_in_code(), *strings_in_templates()} - known == set()


def test_every_string_is_translated() -> None:
    untranslated = [
        entry.msgid
        for entry in PO
        if "fuzzy" in entry.flags
        or not (entry.msgstr or (entry.msgstr_plural and all(entry.msgstr_plural.values())))
    ]

    assert untranslated == []


def test_translations_keep_the_placeholders() -> None:
    names = re.compile(r"%\((\w+)\)[sd]")
    wrong = [
        entry.msgid
        for entry in PO
        if entry.msgstr and set(names.findall(entry.msgid)) != set(names.findall(entry.msgstr))
    ]

    assert wrong == []


def test_the_compiled_messages_match_their_source() -> None:
    compiled = {
        (entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural
        for entry in polib.mofile(str(FOLDER / "django.mo"))
    }
    source = {
        (entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural
        for entry in PO
        if not entry.obsolete
    }

    assert compiled == source
