"""A text in Chinese and in English, either of which may be missing."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("zh", "en")


def short_language(code: str) -> str:
    """`zh` or `en` for a language code such as `zh-hans` or `en-GB`; Chinese for any other."""
    return "en" if code.lower().startswith("en") else "zh"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in the two languages of the service; '' where a language is missing."""

    zh: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    def best(self, language: str) -> str:
        """The text in `language`, else in the other one; never empty if either exists."""
        wanted, other = (self.zh, self.en) if short_language(language) == "zh" else (self.en, self.zh)
        return wanted or other

    def language_of_best(self, language: str) -> str:
        """`zh` or `en`: the language that `best(language)` is really written in."""
        wanted = short_language(language)
        if (self.zh if wanted == "zh" else self.en) or not self:
            return wanted
        return "en" if wanted == "zh" else "zh"
