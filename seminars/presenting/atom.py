"""Public copies → an Atom feed (RFC 4287): the same bytes for the same revisions, whenever they are asked for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from seminars.calendars.description import when
from seminars.calendars.links import as_uri, event_url
from seminars.calendars.words import distinct, introduced, languages_of, room, shown, summary, title_of
from seminars.meetings.audiences import address_for, may_show
from seminars.meetings.words import words_for
from seminars.presenting.said import HTML_LANGUAGES
from seminars.programme.snapshots import Snapshot, TalkPart
from seminars.text.bilingual import Bilingual
from seminars.text.plain import plain
from seminars.text.typography import clean, clean_line

# Raised whenever the same revision would be written otherwise; part of every ETag.
RENDERER = 1

_LABELS = {
    "zh": {
        "when": "时间：",
        "cancelled": "本次活动已取消",
        "room": "地点：",
        "online": "线上：",
        "link": "入会链接：",
        "passcode": "会议密码：",
        "signup": "报名：",
        "audience": "参加对象：",
        "host": "主持人：",
        "contact": "联系方式：",
        "untitled": "题目待定",
        "withdrawn": "（已撤回）",
        "why": "为什么来：",
        "prerequisites": "预备知识：",
    },
    "en": {
        "when": "Time: ",
        "cancelled": "This event is cancelled",
        "room": "Room: ",
        "online": "Online: ",
        "link": "Link to join: ",
        "passcode": "Passcode: ",
        "signup": "Sign up: ",
        "audience": "Audience: ",
        "host": "Host: ",
        "contact": "Contact: ",
        "untitled": "Title to be announced",
        "withdrawn": " (withdrawn)",
        "why": "Why come: ",
        "prerequisites": "Prerequisites: ",
    },
}


@dataclass(frozen=True, slots=True)
class Head:
    """What the feed is of: its page and its own address, both absolute; `language` zh, en or both."""

    title: Bilingual
    page: str
    source: str
    language: str
    author: Bilingual
    updated_at: datetime
    # The pages of a long feed beside this one (RFC 5005), absolute; '' where there is none.
    previous: str = ""
    following: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """One public copy, and when it was first and last published."""

    snapshot: Snapshot
    published_at: datetime
    changed_at: datetime


def atom(head: Head, entries: Sequence[Published], *, language: str | None, site_url: str) -> bytes:
    """The feed, its entries in the given order; `language` None: each in that of its series."""
    feed = _Feed(
        title=shown(head.title, head.language),
        link=head.page,
        description=None,
        language=_tag(head.language),
        author_name=shown(head.author, head.language),
        feed_url=head.source,
        feed_guid=head.source,
        updated_at=head.updated_at,
        pages=[("previous", head.previous), ("next", head.following)],
    )
    for each in entries:
        spoken = language or each.snapshot.series.language
        _add(feed, each, spoken, site_url)
    return feed.writeString("utf-8").encode()


class _Feed(Atom1Feed):
    """Django's feed with what it lacks: whole texts, the language of each, and no `now` where nothing is."""

    def latest_post_date(self) -> datetime:
        found: datetime = self.feed["updated_at"]
        return found

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for rel, address in self.feed["pages"]:
            if address:
                handler.addQuickElement("link", "", {"rel": rel, "href": address})

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


def _add(feed: _Feed, entry: Published, language: str, site_url: str) -> None:
    snapshot = entry.snapshot
    topics = (tag for talk in snapshot.planned_talks for tag in talk.tags)
    feed.add_item(
        title=summary(snapshot, language),
        link=event_url(site_url, snapshot.series.slug, snapshot.path, language),
        # Whole texts stand in `content`.
        description=None,  # type: ignore[arg-type]  # Django leaves a summary out that is None
        pubdate=entry.published_at,
        updateddate=entry.changed_at,
        unique_id=f"urn:uuid:{clean_line(snapshot.uid)}",
        categories=distinct(shown(topic.name, language) for topic in topics),
        language=_tag(language),
        content="<hr>".join(_content(snapshot, each, site_url) for each in languages_of(language)),
    )


def _tag(language: str) -> str:
    return HTML_LANGUAGES[languages_of(language)[0]]


def _content(snapshot: Snapshot, language: str, site_url: str) -> str:
    """The whole event in zh or en, as HTML that any reader of feeds shows: paragraphs, headings, lists, links."""
    page = event_url(site_url, snapshot.series.slug, snapshot.path, language)
    talks = "".join(
        _talk(talk, language, place if len(snapshot.shown_talks) > 1 else 0)
        for place, talk in enumerate(snapshot.shown_talks, 1)
    )
    return (
        _facts(snapshot, language, page)
        + _prose(snapshot.intro.best(language))
        + talks
        + _around(snapshot, language)
    )


def _facts(snapshot: Snapshot, language: str, page: str) -> str:
    label, meeting, lines = _LABELS[language], snapshot.meeting, []
    if snapshot.is_cancelled:
        reason = clean_line(snapshot.reason_in(language))
        said = label["cancelled"] + (("：" if language == "zh" else ": ") + reason if reason else "")
        lines.append(f"<strong>{escape(said)}</strong>")
    lines.append(_line(label["when"], when(snapshot, language)))
    if snapshot.venue:
        lines.append(_line(label["room"], room(snapshot.venue, language)))
    if meeting:
        lines.append(_line(label["online"], clean_line(words_for("public", meeting, language))))
        lines.append(_link(label["link"], address_for("public", meeting, f"{page}join/")))
        if may_show(meeting, "public"):
            lines.append(_line(label["passcode"], clean_line(meeting.passcode)))
    lines.append(_link(label["signup"], snapshot.signup_url))
    return _paragraph(lines)


def _talk(talk: TalkPart, language: str, place: int) -> str:
    label = _LABELS[language]
    title = title_of(talk.title, language) or label["untitled"]
    number = f"{place}. " if place else ""
    ending = "" if talk.is_planned else label["withdrawn"]
    heading = f"<h3>{escape(number + title + ending)}</h3>"
    texts = {part.language: part.text for part in talk.abstracts if part.text}
    other = "en" if language == "zh" else "zh"
    return (
        heading
        + _paragraph(
            [
                escape(introduced(talk.speakers, language)),
                _line(label["why"], clean_line(talk.why.best(language))),
                _line(label["prerequisites"], clean_line(talk.prerequisites.best(language))),
            ]
        )
        + _prose(texts.get(language) or texts.get(other) or "")
        + "".join(_prose(person.biography.best(language)) for person in talk.speakers)
        + _prose(talk.joint_biography.best(language))
        + _links(talk)
    )


def _links(talk: TalkPart) -> str:
    found = [(as_uri(link.url), clean_line(link.label)) for link in talk.links]
    rows = [f'<li><a href="{escape(url)}">{escape(label or url)}</a></li>' for url, label in found if url]
    return f"<ul>{''.join(rows)}</ul>" if rows else ""


def _around(snapshot: Snapshot, language: str) -> str:
    label = _LABELS[language]
    return _prose(snapshot.notes.best(language)) + _paragraph(
        [
            _line(label["audience"], clean_line(snapshot.audience.best(language))),
            _line(label["host"], clean_line(snapshot.host)),
            _line(label["contact"], clean_line(snapshot.contact)),
        ]
    )


def _prose(source: str) -> str:
    """Markdown as paragraphs of plain text, formulas readable: readers of feeds drop MathML, or garble it."""
    paragraphs = clean(plain(clean(source))).split("\n\n")
    return "".join(_paragraph(escape(line) for line in each.split("\n")) for each in paragraphs)


def _paragraph(lines: Iterable[str]) -> str:
    """HTML lines below each other; '' where all are empty."""
    held = [line for line in lines if line]
    return f"<p>{'<br>'.join(held)}</p>" if held else ""


def _line(label: str, text: str) -> str:
    return escape(label + text) if text else ""


def _link(label: str, address: str) -> str:
    url = as_uri(address)
    return f'{escape(label)}<a href="{escape(url)}">{escape(url)}</a>' if url else ""
