"""One talk: title, people, abstracts in the reader's language first, links."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from seminars.models import LinkKind, SpokenLanguage
from seminars.presenting.links import to_subscription_of, to_tag
from seminars.presenting.people import Person, names, person
from seminars.presenting.prose import Prose, prose, prose_in
from seminars.presenting.said import HTML_LANGUAGES, Said, guessed, said, said_besides
from seminars.presenting.times import clock_words
from seminars.programme.snapshots import AbstractPart, LinkPart, TalkPart
from seminars.text.bilingual import Bilingual, short_language
from seminars.text.plain import one_line
from seminars.timekeeping.zones import zone

KNOWN_HOSTS = {
    "arxiv.org": "arXiv",
    "huggingface.co": "Hugging Face",
    "github.com": "GitHub",
    "gitee.com": "Gitee",
    "openreview.net": "OpenReview",
    "bilibili.com": "Bilibili",
    "youtube.com": "YouTube",
    "eprint.iacr.org": "ePrint",
    "cloud.tsinghua.edu.cn": "清华云盘",
}


@dataclass(frozen=True, slots=True)
class AbstractView:
    """An abstract in one language; `label` names it with its language, `mark` whose text it is if not the speaker's."""

    text: Prose
    title: str
    lang: str
    label: str
    mark: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link of a talk: `kind` in words, `label` what to click on."""

    kind: str
    code: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class TagView:
    name: Said
    href: str


@dataclass(frozen=True, slots=True)
class TalkView:
    """A talk as a page shows it; `title` is None while it has none, `byline` then stands in its place."""

    anchor: str
    is_withdrawn: bool
    order: int
    title: Said | None
    other_title: Said | None
    byline: str
    clock: str
    people: tuple[Person, ...]
    spoken: str
    level: Said | None
    tags: tuple[TagView, ...]
    why: Said | None
    prerequisites: Said | None
    abstracts: tuple[AbstractView, ...]
    joint_biography: Prose | None
    links: tuple[LinkView, ...]
    is_awaited: bool
    # Where one asks to be told of it.
    tell_href: str

    @property
    def has_biographies(self) -> bool:
        return bool(self.joint_biography) or any(each.biography for each in self.people)


def talk_view(part: TalkPart, language: str, *, order: int, zone_name: str, is_ahead: bool) -> TalkView:
    """Talk number `order` (from 1) of an event; a missing abstract is awaited while it `is_ahead`."""
    prefix = f"t{order}"
    is_withdrawn = part.state == "withdrawn"
    title = plain_title(part.title)
    abstracts = abstract_views(part.abstracts, language, prefix=prefix)
    return TalkView(
        anchor=f"talk-{order}",
        is_withdrawn=is_withdrawn,
        order=order,
        title=said(title, language),
        other_title=said_besides(title, language),
        byline=byline(part, language),
        clock=talk_clock(part, zone_name, language),
        people=tuple(
            person(each, language, prefix=f"{prefix}p{place}") for place, each in enumerate(part.speakers, 1)
        ),
        spoken=_spoken(part.language),
        level=guessed(part.level) if part.level else None,
        tags=tuple(
            TagView(said(tag.name, language) or Said(tag.slug, "en"), to_tag(tag.slug, language))
            for tag in part.tags
        ),
        why=said(part.why, language),
        prerequisites=said(part.prerequisites, language),
        abstracts=abstracts,
        joint_biography=prose(part.joint_biography, language, prefix=f"{prefix}b"),
        links=tuple(link_view(each) for each in part.links),
        is_awaited=is_ahead and not (abstracts or is_withdrawn),
        tell_href=to_subscription_of([each.slug for each in part.speakers], language)
        if part.speakers
        else "",
    )


def plain_title(title: Bilingual) -> Bilingual:
    """The title as one line of plain text, its formulas readable."""
    return Bilingual(one_line(title.zh), one_line(title.en))


def byline(part: TalkPart, language: str) -> str:
    """What an untitled talk is called."""
    if not part.speakers:
        return _("Title to be announced")
    return pgettext("untitled talk", "Talk by %(names)s") % {"names": names(part.speakers, language)}


def abstract_views(
    parts: tuple[AbstractPart, ...], language: str, *, prefix: str
) -> tuple[AbstractView, ...]:
    """The abstracts that have a text, the reader's language first."""
    wanted = short_language(language)
    views = []
    for part in sorted(parts, key=lambda each: each.language != wanted):
        text = prose_in(part.text, part.language, prefix=f"{prefix}{part.language}")
        if text:
            views.append(
                AbstractView(
                    text=text,
                    title=one_line(part.title),
                    lang=HTML_LANGUAGES[part.language],
                    label=_abstract_label(part.language),
                    mark=_source_mark(part.source),
                )
            )
    return tuple(views)


def _abstract_label(language: str) -> str:
    return _("Abstract in Chinese") if language == "zh" else _("Abstract in English")


def link_view(part: LinkPart) -> LinkView:
    host = (urlsplit(part.url).hostname or "").removeprefix("www.")
    kind = LinkKind(part.kind) if part.kind in LinkKind.values else LinkKind.SITE
    return LinkView(
        kind=_link_words(kind), code=kind.value, label=part.label or KNOWN_HOSTS.get(host, host), url=part.url
    )


def _link_words(kind: LinkKind) -> str:
    return {
        LinkKind.PAPER: pgettext("link", "Paper"),
        LinkKind.CODE: pgettext("link", "Code"),
        LinkKind.MODEL: pgettext("link", "Model or data"),
        LinkKind.SLIDES: pgettext("link", "Slides"),
        LinkKind.RECORDING: pgettext("link", "Recording"),
        LinkKind.SITE: pgettext("link", "Web page"),
    }[kind]


def _source_mark(source: str) -> str:
    return {
        "translation": _("Translation"),
        "machine": _("Machine translation"),
        "organizer": _("Written by the organizers"),
    }.get(source, "")


def _spoken(language: str) -> str:
    return {
        SpokenLanguage.ZH.value: _("in Chinese"),
        SpokenLanguage.EN.value: _("in English"),
        SpokenLanguage.MIXED.value: _("in Chinese and English"),
    }.get(language, "")


def talk_clock(part: TalkPart, zone_name: str, language: str) -> str:
    """The talk's own time; '' for one that has none. Call it within `speaking(language)`."""
    if part.starts_at is None or part.ends_at is None:
        return ""
    there = zone(zone_name)
    return clock_words(part.starts_at.astimezone(there), part.ends_at.astimezone(there), language)
