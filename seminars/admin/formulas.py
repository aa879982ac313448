"""Which formulas of an event cannot be set, and where: a warning to the editor, never a refusal."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language, gettext

from seminars.models import Event
from seminars.text.bilingual import short_language
from seminars.text.markdown import render


def faults(event: Event) -> list[str]:
    """One sentence for each formula that will show its source instead of mathematics."""
    language = short_language(get_language() or "")
    return [
        gettext("%(where)s: %(fault)s Its source is shown instead.")
        % {"where": where, "fault": getattr(error.message, language)}
        for where, source in _prose(event)
        if "$" in source or "\\" in source
        for error in render(source, prefix="check").errors
    ]


def _prose(event: Event) -> Iterator[tuple[str, str]]:
    yield gettext("Theme, Chinese"), event.intro_zh
    yield gettext("Theme, English"), event.intro_en
    yield gettext("Notes, Chinese"), event.notes_zh
    yield gettext("Notes, English"), event.notes_en
    for number, talk in enumerate(event.talks.all(), 1):
        for abstract in talk.abstracts.all():
            yield _of_talk(gettext("Abstract, %(language)s"), number, abstract.language), abstract.text
        joint = gettext("Joint biography, %(language)s")
        yield _of_talk(joint, number, "zh"), talk.joint_biography_zh
        yield _of_talk(joint, number, "en"), talk.joint_biography_en
        for appearance in talk.appearances.all():
            biography = gettext("Biography, %(language)s")
            yield _of_talk(biography, number, "zh"), appearance.biography_zh
            yield _of_talk(biography, number, "en"), appearance.biography_en


def _of_talk(what: str, number: int, language: str) -> str:
    words = {"language": gettext("Chinese") if language == "zh" else gettext("English")}
    return gettext("Talk %(number)d, %(what)s") % {"number": number, "what": what % words}
