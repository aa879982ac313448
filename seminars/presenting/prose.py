"""Markdown with LaTeX as a page shows it, in the reader's language where it exists."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from seminars.presenting.said import HTML_LANGUAGES
from seminars.text.bilingual import Bilingual
from seminars.text.markdown import render

_DISPLAYED = '<math display="block"'


@dataclass(frozen=True, slots=True)
class Prose:
    """Rendered text, clean of scripts and styles, and the BCP 47 tag of its language."""

    html: SafeString
    lang: str


def prose(text: Bilingual, language: str, *, prefix: str) -> Prose | None:
    """The text in the reader's language, else in the other; `prefix` keeps its anchors apart from others."""
    if not text:
        return None
    return prose_in(text.best(language), text.language_of_best(language), prefix=prefix)


def prose_in(source: str, language: str, *, prefix: str) -> Prose | None:
    """The text, known to be in `language` (zh or en)."""
    if not source.strip():
        return None
    # A formula that is wider than a phone is scrolled, which must be possible with a keyboard too.
    html = render(source, prefix=prefix).html.replace(_DISPLAYED, f'{_DISPLAYED} tabindex="0"')
    # Safe: the renderer lets through its own markup and MathML only.
    return Prose(mark_safe(html), HTML_LANGUAGES[language])
