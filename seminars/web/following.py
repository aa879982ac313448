"""How to have it in one's own calendar: choose, then subscribe. A form that only asks; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from seminars.calendars.options import BadOption, read_options
from seminars.models import Series
from seminars.presenting.codes import qr_code
from seminars.presenting.feeds import (
    ALL,
    Feed,
    Wishes,
    feed,
    search_path,
    series_path,
    speaker_path,
    tag_path,
    venue_path,
)
from seminars.presenting.links import to_series, to_speaker, to_tag, to_venue
from seminars.presenting.said import Said, said, said_besides
from seminars.presenting.series import slot_words
from seminars.programme.snapshots import SpeakerPart, TagPart, VenuePart
from seminars.search.asking import Asked, asked_in
from seminars.text.typography import clean_line
from seminars.timekeeping.zones import UnknownZone, zone
from seminars.web.browsers import by_browser, strip_for
from seminars.web.events import countries
from seminars.web.offers import named, series_offered
from seminars.web.reading import frame_of, page_language

MOST_ASKED = 100
MOST_FEEDS = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to follow; `key` is its slug, or the words of a search."""

    key: str
    name: Said
    detail: str
    is_chosen: bool
    path: str
    href: str = ""
    colour: str = ""
    # In which field the form by mail names it; '' for what can be followed in a calendar only.
    by_mail: str = ""

    @property
    def mail_href(self) -> str:
        """The form by mail with this chosen."""
        return f"{reverse('subscribe')}?{urlencode({self.by_mail: self.key})}" if self.by_mail else ""

    def feed(self, wishes: Wishes) -> Feed:
        return feed(self.name, self.path, wishes, href=self.href, colour=self.colour)


@by_browser
def calendar(request: HttpRequest) -> HttpResponse:
    """The form and the feeds that were chosen with it, every series for who chose nothing; 400 for bad wishes."""
    language = page_language()
    asked = {kind: _slugs(request.GET, kind) for kind in ("series", "speaker", "tag", "venue")}
    search = asked_in(request.GET.get("q", ""))
    wishes, fault = read_wishes(request.GET, language)
    everything = Offer(
        ALL, Said(_("All series together"), language), "", ALL in asked["series"], series_path(ALL)
    )
    series = [_of_series(each, asked["series"], language) for each in series_offered(asked["series"])]
    found = named(speakers=asked["speaker"], tags=asked["tag"], venues=asked["venue"])
    speakers = _sorted(_of_speaker(each, asked["speaker"], language) for each in found.speakers.values())
    tags = _sorted(_of_tag(each, asked["tag"], language) for each in found.tags.values())
    venues = _sorted(_of_venue(each, asked["venue"], language) for each in found.venues.values())
    offered = (everything, *series, *speakers, *tags, *venues, *_of_search(search, language))
    chosen = [each for each in offered if each.is_chosen]
    shown = chosen or [*series, *([everything] if len(series) != 1 else [])]
    frame = frame_of(request, _("Subscribe in your calendar"))
    context = {
        "frame": frame,
        "strip": strip_for(request, frame.canonical),
        "page_code": qr_code(frame.canonical),
        "everything": everything,
        "series_offered": series,
        "speakers": speakers,
        "tags": tags,
        "venues": venues,
        "words": str(search),
        "has_speakers_chosen": any(each.is_chosen for each in speakers),
        "has_tags_chosen": any(each.is_chosen for each in tags),
        "has_venues_chosen": any(each.is_chosen for each in venues),
        "is_chosen": bool(chosen),
        "is_part_missing": len(chosen) < sum(map(len, asked.values())) + bool(search),
        "wishes": wishes,
        "has_wishes": bool(wishes.query or fault),
        "languages": (("zh", "中文", "zh-Hans"), ("en", "English", "en"), ("both", "中文 + English", "")),
        "alarms": alarm_choices(wishes.alarm),
        "countries": countries(language),
        "fault": fault,
        "feeds": [
            (feed, qr_code(feed.webcal_url), each.mail_href)
            for each in shown[:MOST_FEEDS]
            for feed in [each.feed(wishes)]
        ],
        "mail_href": _mail_href(chosen),
        "left_out": max(len(shown) - MOST_FEEDS, 0),
        "most": MOST_FEEDS,
    }
    return render(request, "calendar.html", context, status=400 if fault else 200)


def read_wishes(query: Mapping[str, str], language: str) -> tuple[Wishes, str]:
    """The options of the form, those that cannot be left out, and the sentence that says what is wrong."""
    wishes, fault = Wishes(), ""
    for name in ("lang", "alarm"):
        value = query.get(name, "")
        if not value:
            continue
        try:
            options = read_options({name: value})
        except BadOption as bad:
            fault = fault or (bad.zh if language == "zh" else bad.en)
        else:
            wishes = replace(wishes, language=options.language or wishes.language, alarm=options.alarm)
    try:
        if asked := query.get("tz", "").strip():
            wishes = replace(wishes, zone=zone(asked).key)
    except UnknownZone as unknown:
        fault = fault or (unknown.zh if language == "zh" else unknown.en)
    return wishes, fault


def alarm_choices(chosen: int | None) -> list[tuple[int, str]]:
    """Minutes before the start, in words; what was chosen is among them."""
    words = {
        15: _("15 minutes before"),
        30: _("30 minutes before"),
        60: _("1 hour before"),
        1440: _("1 day before"),
    }
    if chosen is not None and chosen not in words:
        words[chosen] = _("%(count)d minutes before") % {"count": chosen}
    return sorted(words.items())


def _mail_href(chosen: Sequence[Offer]) -> str:
    """The form by mail with all that is chosen and can be followed there."""
    asked = [(each.by_mail, each.key) for each in chosen if each.by_mail]
    return reverse("subscribe") + (f"?{urlencode(asked)}" if asked else "")


def _slugs(query: QueryDict, name: str) -> list[str]:
    cleaned = (clean_line(each) for each in query.getlist(name)[:MOST_ASKED])
    return list(dict.fromkeys(each for each in cleaned if each))


def _of_series(series: Series, asked: list[str], language: str) -> Offer:
    slug = series.slug
    return Offer(
        slug,
        said(series.name, language) or Said(slug, "en"),
        slot_words(series, language),
        slug in asked,
        series_path(slug),
        to_series(slug, language),
        series.colour,
        by_mail="series",
    )


def _of_speaker(part: SpeakerPart, asked: list[str], language: str) -> Offer:
    detail = part.affiliation.best(language) or str(said_besides(part.name, language) or "")
    offer = _of_part(part, asked, language, detail, speaker_path(part.slug), to_speaker(part.slug, language))
    return replace(offer, by_mail="speaker")


def _of_tag(part: TagPart, asked: list[str], language: str) -> Offer:
    offer = _of_part(part, asked, language, "", tag_path(part.slug), to_tag(part.slug, language))
    return replace(offer, by_mail="tag")


def _of_venue(part: VenuePart, asked: list[str], language: str) -> Offer:
    detail = part.address.best(language) or str(said_besides(part.name, language) or "")
    return _of_part(part, asked, language, detail, venue_path(part.slug), to_venue(part.slug, language))


def _of_search(search: Asked, language: str) -> list[Offer]:
    """The search, which is chosen by naming it; none where there is nothing to look for."""
    if not search:
        return []
    name = Said(_("Search: %(query)s") % {"query": search.name.best(language)}, language)
    href = f"{reverse('search')}?{urlencode(search.fields)}"
    return [Offer(str(search), name, "", True, search_path(search.fields), href, by_mail="q")]


def _of_part(
    part: SpeakerPart | TagPart | VenuePart,
    asked: list[str],
    language: str,
    detail: str,
    path: str,
    href: str,
) -> Offer:
    name = said(part.name, language) or Said(part.slug, "en")
    return Offer(part.slug, name, detail, part.slug in asked, path, href)


def _sorted(offers: Iterable[Offer]) -> list[Offer]:
    # Slugs are made of pinyin: the order of a Chinese register too.
    return sorted(offers, key=lambda each: each.key)
