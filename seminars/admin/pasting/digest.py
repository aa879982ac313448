"""A plan in a few lines, so that a glance tells whether the text was understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext

from seminars.intake.proposing.proposal import PlannedTalk, Proposal
from seminars.meetings.codes import shown_code
from seminars.models import Event, TalkState
from seminars.text.bilingual import Bilingual, short_language
from seminars.timekeeping.spans import AllDaySpan, Span, moment_words


@dataclass(frozen=True, slots=True)
class Glance:
    """One line: what it is about (when, where, who) and the words."""

    kind: str
    words: str


def digest(proposal: Proposal) -> list[Glance]:
    """When, where, online, and a line for each talk; nothing while there is no plan."""
    if proposal.plan is None:
        return []
    event, language = proposal.plan.event, short_language(get_language() or "")
    talks = [each for each in proposal.plan.talks if each.talk.state == TalkState.PLANNED]
    return [
        Glance("when", _when(event, language) or gettext("no date yet")),
        Glance("where", _where(event, language) or gettext("no place yet")),
        *(Glance("who", words) for each in talks if (words := _talk(each, language))),
    ]


def _when(event: Event, language: str) -> str:
    starts, ends = event.starts_at, event.ends_at
    if starts is None:
        return ""
    if ends is None or ends <= starts:
        return moment_words(starts, event.zone, language)
    if not event.is_all_day:
        return Span(starts, ends, event.zone).in_words(language)
    first, last = (_day(each, event.zone) for each in (starts, ends - timedelta(hours=1)))
    return AllDaySpan(first.date(), max(first, last).date(), event.zone).in_words(language)


def _day(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def _where(event: Event, language: str) -> str:
    venue, meeting = event.resolved_venue, event.resolved_meeting
    room = venue.name.best(language) if venue else ""
    online = ""
    if meeting is not None:
        code = shown_code(meeting.code) or meeting.url
        online = " ".join(part for part in (str(meeting.get_provider_display()), code) if part)
    return " · ".join(part for part in (room, online) if part)


def _talk(planned: PlannedTalk, language: str) -> str:
    people = gettext(", ").join(each.speaker.name.best(language) for each in planned.appearances)
    titles = {each.language: each.title for each in planned.abstracts}
    title = Bilingual(titles.get("zh", ""), titles.get("en", "")).best(language)
    return (
        gettext("%(people)s: %(title)s") % {"people": people, "title": title}
        if people and title
        else people or title
    )
