"""Names as they are written → how they are compared, on which side they belong, and a free address for them."""

from __future__ import annotations

import re
import unicodedata

from django.db.models import Model

from seminars.text.bilingual import Bilingual
from seminars.text.slugs import slug

_HAN = re.compile(r"[㐀-鿿豈-﫿]")
_LOOSE = re.compile(r"[\s\-.·•,，()（）'’]+")


def is_chinese(text: str) -> bool:
    """Whether at least an eighth of the letters of `text` are Chinese characters."""
    letters = [each for each in text if each.isalpha()]
    return bool(letters) and 8 * sum(bool(_HAN.match(each)) for each in letters) >= len(letters)


def has_chinese(text: str) -> bool:
    """Whether `text` has a Chinese character."""
    return _HAN.search(text) is not None


def in_its_language(text: str | None) -> Bilingual:
    """`text` on the side of the language it is written in."""
    text = text or ""
    return Bilingual(zh=text) if is_chinese(text) else Bilingual(en=text)


def folded(text: str) -> str:
    """`text` as it is compared: without case, width, spaces and the marks between the parts of names."""
    return _LOOSE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def overlap(one: str, other: str) -> bool:
    """Whether one of two names of a place or an institution is the other or a part of it."""
    first, second = folded(one), folded(other)
    return bool(first and second) and (first in second or second in first)


def spellings(name: str) -> list[str]:
    """A person's name as it may be stored: Latin names also with the family name at the other end."""
    parts = name.split()
    found = [name.strip()]
    if len(parts) > 1 and not has_chinese(name):
        found += [" ".join((parts[-1], *parts[:-1])), " ".join((*parts[1:], parts[0]))]
    return list(dict.fromkeys(found))


def same_name(one: str, other: str) -> bool:
    """Whether two names are spellings of one."""
    return bool({folded(each) for each in spellings(one)} & {folded(each) for each in spellings(other)})


def free_slug(model: type[Model], name: str) -> str:
    """An address for `name` that no other row of `model` has."""
    base = slug(name) or model._meta.model_name or "x"
    candidate, count = base, 1
    manager = model._default_manager
    while manager.filter(slug=candidate).exists():
        count += 1
        candidate = f"{base}-{count}"
    return candidate
