"""Events as plain text, for terminals, for mail typed by hand, and for whoever reads without a browser."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from seminars.calendars.words import CANCELLED
from seminars.presenting.facts import Facts, event_when, facts
from seminars.presenting.lines import heading_of, number_words, series_link
from seminars.presenting.links import absolute, event_url, to_event_ics
from seminars.presenting.people import addressed, names
from seminars.presenting.said import Said, said, speaking
from seminars.presenting.talks import byline, plain_title, talk_clock
from seminars.programme.snapshots import Snapshot, SpeakerPart, TalkPart
from seminars.text.bilingual import Bilingual, short_language
from seminars.text.plain import one_line, plain


def bulletin(snapshot: Snapshot, language: str, *, at: datetime) -> str:
    """The whole programme of one event, as everybody may know it at `at`; ends with a line end."""
    with speaking(language):
        told = facts(snapshot, language, at, "", "public")
        blocks = [
            [*_head(snapshot, language), *_facts(snapshot, told, language)],
            [plain(snapshot.intro.best(language))],
            *(_talk(talk, order, snapshot, language) for order, talk in enumerate(snapshot.shown_talks, 1)),
            [plain(snapshot.notes.best(language))],
            [
                event_url(snapshot.series.slug, snapshot.path, language),
                _labelled(
                    _("Calendar file"), absolute(to_event_ics(snapshot.series.slug, snapshot.path)), language
                ),
            ],
        ]
    return _joined(blocks)


def bulletin_of(
    title: str, snapshots: Iterable[Snapshot], language: str, *, at: datetime, address: str, nothing: str = ""
) -> str:
    """The events one after the other, a few lines each, under `title`; `nothing` is said where there are none."""
    with speaking(language):
        entries = [_entry(each, language, at=at) for each in snapshots]
        return _joined([[title], *(entries or [[nothing]]), [address]])


def _entry(snapshot: Snapshot, language: str, *, at: datetime) -> list[str]:
    heading, speakers = heading_of(snapshot, language).text, names(snapshot.speakers, language)
    series = series_link(snapshot, language).short.text
    places = [snapshot.venue.name.best(language)] if snapshot.venue else []
    return [
        str(event_when(snapshot, snapshot.zone, language, at)),
        f"{_mark(snapshot, language)}{heading}",
        " · ".join(
            part
            for part in (
                speakers if speakers != heading else "",
                f"{series} {number_words(snapshot.number, language)}".rstrip(),
                *places,
            )
            if part
        ),
        event_url(snapshot.series.slug, snapshot.path, language),
    ]


def _head(snapshot: Snapshot, language: str) -> list[str]:
    heading, series = heading_of(snapshot, language), series_link(snapshot, language)
    lines = [
        f"{series.name} {number_words(snapshot.number, language)}".rstrip(),
        f"{_mark(snapshot, language)}{heading}",
    ]
    if snapshot.is_cancelled and snapshot.cancel_reason:
        lines.append(snapshot.reason_in(language))
    return [*lines, ""]


def _facts(snapshot: Snapshot, told: Facts, language: str) -> list[str]:
    place, joining, until = told.place, told.joining, told.signup
    room = f"{place.name}{_aside(str(place.address or ''), language)}" if place else ""
    access = one_line(snapshot.venue.access.best(language)) if snapshot.venue else ""
    return [
        _labelled(label, text, language)
        for label, text in (
            (_("Time"), str(told.when)),
            (_("Place"), room),
            (_("Access"), access),
            (_("Online"), joining.words if joining else ""),
            (_("Link to join"), joining.url if joining else ""),
            (_("Passcode"), joining.passcode if joining else ""),
            (pgettext("how to join", "Note"), joining.why if joining else ""),
            (
                _("Sign-up"),
                f"{until.url}{_aside(_('until %(until)s') % {'until': until.until} if until.until else '', language)}"
                if until and until.is_open
                else "",
            ),
            (_("For whom"), str(told.audience or "")),
            (_("Host"), str(told.host or "")),
            (_("Contact"), told.contact.text if told.contact else ""),
        )
        if text
    ]


def _talk(talk: TalkPart, order: int, snapshot: Snapshot, language: str) -> list[str]:
    is_alone = len(snapshot.shown_talks) == 1
    title = plain_title(talk.title).best(language) or byline(talk, language)
    told = title if talk.is_planned else _("[Withdrawn] %(title)s") % {"title": title}
    clock = talk_clock(talk, snapshot.zone, language)
    heading = " ".join(part for part in ("" if is_alone else f"{order}.", clock, told) if part)
    # The only talk's title stands above everything already.
    lines = [] if heading == heading_of(snapshot, language).text else [heading]
    lines += [_person(each, language) for each in talk.speakers]
    abstract = Bilingual(**{part.language: part.text for part in talk.abstracts})
    text = plain(abstract.best(language)) if talk.is_planned else ""
    for part in (talk.why.best(language), text, "\n".join(link.url for link in talk.links)):
        lines += ["", part] if part else []
    return lines


def _person(part: SpeakerPart, language: str) -> str:
    name = addressed(said(part.name, language) or Said(part.slug, "en"), part.honorific)
    return f"{name}{_aside(part.affiliation.best(language), language)}"


def _mark(snapshot: Snapshot, language: str) -> str:
    return CANCELLED[short_language(language)] if snapshot.is_cancelled else ""


def _labelled(label: str, text: str, language: str) -> str:
    return f"{label}：{text}" if short_language(language) == "zh" else f"{label}: {text}"


def _aside(text: str, language: str) -> str:
    if not text:
        return ""
    return f"（{text}）" if short_language(language) == "zh" else f" ({text})"


def _joined(blocks: Iterable[list[str]]) -> str:
    """Blocks apart by a blank line, those without text left out."""
    texts = ("\n".join(lines).strip("\n") for lines in blocks)
    return "\n\n".join(text for text in texts if text) + "\n"
