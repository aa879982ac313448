"""Words on a page, each with the language it is really in, so that browsers read and hyphenate it rightly."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.utils.translation import override

from seminars.text.bilingual import Bilingual, short_language

HTML_LANGUAGES = {"zh": "zh-Hans", "en": "en"}
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


@dataclass(frozen=True, slots=True)
class Said:
    """A line of text and the BCP 47 tag of its language."""

    text: str
    lang: str

    def __str__(self) -> str:
        return self.text


def speaking(language: str) -> AbstractContextManager[None]:
    """Within it, our own sentences come in `language`, whatever the request speaks."""
    return override("en" if short_language(language) == "en" else "zh-hans")


def other_language(language: str) -> str:
    """`en` for Chinese, `zh` for English."""
    return "zh" if short_language(language) == "en" else "en"


def has_han(text: str) -> bool:
    """Whether the text holds a Chinese character."""
    return any("\u3400" <= character <= "\u9fff" for character in text)


def said(text: Bilingual, language: str) -> Said | None:
    """The text in the reader's language, else in the other one; None where there is none."""
    if not text:
        return None
    return Said(text.best(language), HTML_LANGUAGES[text.language_of_best(language)])


def said_besides(text: Bilingual, language: str) -> Said | None:
    """The text in the language that `said` did not choose, where it exists and says something else."""
    if not text.zh or not text.en or text.zh == text.en:
        return None
    other = other_language(language)
    return Said(text.best(other), HTML_LANGUAGES[other])


def guessed(text: str) -> Said:
    """A line that is kept in one language only: Chinese if it holds a Chinese character."""
    return Said(text, HTML_LANGUAGES["zh" if has_han(text) else "en"])


def listed(words: list[str], language: str) -> str:
    """Names one after the other, as each language separates them."""
    return ("、" if short_language(language) == "zh" else ", ").join(words)
