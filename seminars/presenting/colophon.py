"""What stands at the foot of the pages of a series: its motto, whom to ask, whom it thanks, whose the texts are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from seminars.models import Series
from seminars.presenting.facts import Contact, contact
from seminars.presenting.links import to_series
from seminars.presenting.pictures import Shown, logo
from seminars.presenting.prose import Prose, prose
from seminars.presenting.said import Said, said, speaking

_CREATIVE_COMMONS = re.compile(r"CC[ -]BY((?:-NC)?(?:-SA|-ND)?) ([1-4]\.[05])", re.IGNORECASE)
_ZERO = re.compile(r"CC0(?: 1\.0)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of the texts; `href` is '' for one that we do not know."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Colophon:
    """All but `name` and `href` may be missing."""

    name: Said
    href: str
    motto: Said | None
    contact: Contact | None
    acknowledgements: Prose | None
    licence: Licence | None
    logo: Shown | None


def colophon(series: Series, language: str) -> Colophon:
    """The series' own words, in the reader's language; its logo must be at hand (`select_related`)."""
    with speaking(language):
        return Colophon(
            name=said(series.name, language) or Said(series.slug, "en"),
            href=to_series(series.slug, language),
            motto=said(series.motto, language),
            contact=contact(series.contact),
            acknowledgements=prose(series.acknowledgements, language, prefix="thanks"),
            licence=Licence(series.licence, licence_href(series.licence)) if series.licence else None,
            logo=logo(series.logo),
        )


def licence_href(name: str) -> str:
    """Where a Creative Commons licence can be read; '' for any other."""
    if _ZERO.fullmatch(name):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    found = _CREATIVE_COMMONS.fullmatch(name)
    return f"https://creativecommons.org/licenses/by{found[1].lower()}/{found[2]}/" if found else ""
