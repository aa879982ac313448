"""What stands around the content of every page: title, addresses in both languages, indexed or not."""

from __future__ import annotations

from dataclasses import dataclass

from seminars.presenting.links import absolute, localized
from seminars.presenting.said import HTML_LANGUAGES, LANGUAGE_NAMES, other_language
from seminars.text.bilingual import short_language


@dataclass(frozen=True, slots=True)
class Card:
    """The picture that chats show beside a shared address; its absolute address and its size."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a page; `path` is its Chinese address within the site, perhaps with a query.

    A page that is not `is_bilingual` has one address for both languages.
    """

    language: str
    path: str
    title: str = ""
    description: str = ""
    is_indexed: bool = True
    is_bilingual: bool = True
    colour: str = ""
    # The path of the Atom feed of what the page lists.
    atom: str = ""
    card: Card | None = None

    @property
    def lang(self) -> str:
        return HTML_LANGUAGES[short_language(self.language)]

    @property
    def locales(self) -> tuple[str, str]:
        """The page's language as OpenGraph names it, and the other one."""
        return ("en_US", "zh_CN") if short_language(self.language) == "en" else ("zh_CN", "en_US")

    @property
    def canonical(self) -> str:
        return absolute(localized(self.path, self.language))

    @property
    def alternates(self) -> tuple[tuple[str, str], ...]:
        """(hreflang, absolute address) of the page in each language, and for everybody else."""
        chinese, english = (absolute(localized(self.path, each)) for each in ("zh", "en"))
        return (("zh-Hans", chinese), ("en", english), ("x-default", chinese))

    @property
    def atom_url(self) -> str:
        """Absolute; '' where the page has no feed."""
        return absolute(self.atom) if self.atom else ""

    @property
    def switch(self) -> tuple[str, str, str]:
        """(address, BCP 47 tag, name) of this very page in the other language."""
        other = other_language(self.language)
        return localized(self.path, other), HTML_LANGUAGES[other], LANGUAGE_NAMES[other]


def unprefixed(path: str) -> str:
    """The Chinese address of a page, whatever language `path` is in."""
    if path == "/en" or path.startswith("/en/"):
        return path[3:] or "/"
    return path
