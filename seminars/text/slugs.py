"""Names → addresses of ASCII letters, digits and hyphens. Pure."""

from __future__ import annotations

import re
import unicodedata

_HAN = re.compile(r"[㐀-鿿豈-﫿]")
_HAN_NAME = re.compile(r"^[㐀-鿿豈-﫿]{2,4}$")
LONGEST = 60


def slug(name: str) -> str:
    """`name` as an address: 李明远 → `li-mingyuan`, Renée Åkesson → `renee-akesson`; '' where nothing is left.

    Chinese is written in pinyin; a name of two to four characters as surname and given name.
    """
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- slow import: a dictionary of a quarter of a second

    name = unicodedata.normalize("NFKC", name).strip()
    if _HAN_NAME.match(name):
        first, *rest = lazy_pinyin(name)
        words = f"{first}-{''.join(rest)}"
    else:
        words = "".join(f" {lazy_pinyin(each)[0]} " if _HAN.match(each) else each for each in name)
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")
