"""Titles and abstracts that a text gives in two languages."""

from __future__ import annotations

from seminars.intake.reading import Wording


def other_wording(titles: dict[str, str], abstracts: dict[str, str]) -> Wording | None:
    """Title and abstract in the second language they are given in, both by language."""
    languages = list(dict.fromkeys([*list(titles)[1:], *list(abstracts)[1:]]))
    if not languages:
        return None
    language = languages[0]
    title = titles.get(language) if len(titles) > 1 else None
    abstract = abstracts.get(language) if len(abstracts) > 1 else None
    return Wording(language, title, abstract)


def unquoted(words: str) -> str:
    """A title without the quotation marks that hold all of it."""
    stripped = words.strip()
    pairs = {"《": "》", "「": "」", "“": "”", '"': '"', "‘": "’"}
    closing = pairs.get(stripped[:1])
    if closing and stripped.endswith(closing) and stripped.count(stripped[0]) == 1 + (stripped[0] == closing):
        stripped = stripped[1:-1].strip()
    return stripped
