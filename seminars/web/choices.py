"""What there is to follow by mail, as the forms offer it and as they are answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from seminars.announcements.hearers.interests import Interests, Key, offered
from seminars.models import Rhythm, SeriesVisibility
from seminars.presenting.links import to_speaker, to_tag
from seminars.presenting.said import Said, guessed, said
from seminars.presenting.series import slot_words
from seminars.search.asking import asked_in
from seminars.text.bilingual import Bilingual
from seminars.text.typography import clean_line
from seminars.web.reading import page_language, public_series

FIELDS = ("series", "speaker", "tag", "q")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to tick: `kind` is the field, `key` the value; `rhythm` as it stands now."""

    kind: str
    key: str
    name: Said
    detail: str = ""
    href: str = ""
    is_chosen: bool = True
    rhythm: str = Rhythm.INSTANT

    @property
    def rhythm_field(self) -> str:
        """The name of the field that holds the rhythm."""
        return rhythm_field((self.kind, self.key))


@dataclass(frozen=True, slots=True)
class Offered:
    """The series, and what else is chosen; there are too many speakers and topics to offer them all."""

    series: tuple[Choice, ...]
    speakers: tuple[Choice, ...]
    tags: tuple[Choice, ...]
    queries: tuple[Choice, ...]


def rhythm_field(key: Key) -> str:
    return f"rhythm-{key[0]}-{key[1]}"


def asked_for(fields: QueryDict) -> Interests:
    """What the fields of a form or an address ask to follow, as far as anybody may."""
    # Mails of old name the series in one field.
    series = [*fields.getlist("series"), *fields.get("follow", "").split(",")]
    return offered(
        series=[each for each in series if each],
        speakers=fields.getlist("speaker"),
        tags=fields.getlist("tag"),
        queries=fields.getlist("q"),
    )


def keys_in(fields: QueryDict) -> set[Key]:
    """Whatever the fields name, there or not."""
    return {(name, clean_line(each)) for name in FIELDS for each in fields.getlist(name)}


def rhythms_in(fields: QueryDict, interests: Interests) -> dict[Key, str]:
    """The rhythms that the fields give to these interests; what is no rhythm is left out."""
    asked = {key: fields.get(rhythm_field(key), "") for key in interests.subjects()}
    return {key: rhythm for key, rhythm in asked.items() if rhythm in Rhythm.values}


def offer(chosen: Interests, rhythms: Mapping[Key, str] | None = None) -> Offered:
    """The public series and all that is chosen, in the language of the page."""
    language, known = page_language(), rhythms or {}
    unlisted = [each for each in chosen.series if each.visibility == SeriesVisibility.UNLISTED]

    def choice(
        kind: str, key: str, name: Said, *, detail: str = "", href: str = "", is_chosen: bool = True
    ) -> Choice:
        return Choice(kind, key, name, detail, href, is_chosen, known.get((kind, key), Rhythm.INSTANT))

    return Offered(
        series=tuple(
            choice(
                "series",
                each.slug,
                _name(each.name, each.slug, language),
                detail=slot_words(each, language),
                is_chosen=each in chosen.series,
            )
            for each in (*public_series(), *unlisted)
        ),
        speakers=tuple(
            choice(
                "speaker",
                each.slug,
                _name(each.name, each.slug, language),
                detail=each.affiliation.best(language),
                href=to_speaker(each.slug, language),
            )
            for each in chosen.speakers
        ),
        tags=tuple(
            choice("tag", each.slug, _name(each.name, each.slug, language), href=to_tag(each.slug, language))
            for each in chosen.tags
        ),
        queries=tuple(
            choice("q", each, guessed(asked_in(each).name.best(language))) for each in chosen.queries
        ),
    )


def _name(name: Bilingual, slug: str, language: str) -> Said:
    return said(name, language) or Said(slug, "en")
