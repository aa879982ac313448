"""How to join from elsewhere, as this reader may know it now; else why not, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from seminars.meetings.audiences import Audience, Opening, Verdict, address_for, may_show, opening_of
from seminars.meetings.codes import copied_code, shown_code
from seminars.meetings.ways import ways_into
from seminars.meetings.words import meeting_words, provider_name, words_for
from seminars.programme.snapshots import MeetingPart, Snapshot
from seminars.timekeeping.spans import moment_words


@dataclass(frozen=True, slots=True)
class Joining:
    """An online meeting as this reader may see it now: everything but `provider` and `words` may be ''.

    `copied` is the text by which the provider's app offers to join; `why` says what is not shown, and when it
    will be; then it `is_withheld`. `changes_at` is the next instant at which the clock shows or hides it, as
    `<time datetime>` has it.
    """

    provider: str
    words: str
    shown_code: str = ""
    code: str = ""
    copied: str = ""
    url: str = ""
    app_url: str = ""
    overseas_url: str = ""
    passcode: str = ""
    why: str = ""
    changes_at: str = ""
    is_withheld: bool = False

    @property
    def can_join(self) -> bool:
        """Whether there is something to click on or to type."""
        return bool(self.code or self.url)

    @property
    def mark(self) -> str:
        """What stands before the number in `copied`; '' where that is the number alone."""
        return self.copied.removesuffix(self.shown_code) if self.copied != self.code else ""

    @property
    def is_named(self) -> bool:
        """Whether `mark` says the provider's name already, as this reader knows it."""
        return self.provider in self.mark


def joining(snapshot: Snapshot, language: str, audience: Audience, at: datetime) -> Joining | None:
    """The event's meeting, reduced to what `audience` may see at `at`. Call it within `speaking(language)`."""
    opening, part = opening_of(snapshot, audience, at=at), snapshot.meeting
    if opening is None or part is None:
        return None
    name = provider_name(part, language)
    if not opening.is_open:
        why = _why(part, opening, snapshot.zone, language)
        # The exact moment says it better than the words for what is kept.
        is_by_clock = why and opening.verdict in (Verdict.EARLY, Verdict.LATE)
        words = name if is_by_clock else words_for(audience, part, language)
        return Joining(name, words, why=why, changes_at=_next(opening), is_withheld=bool(why))
    ways = ways_into(part)
    return Joining(
        provider=name,
        words=meeting_words(part, language),
        shown_code=shown_code(part.code),
        code=part.code,
        copied=copied_code(part.provider, part.code),
        url=ways.web,
        app_url=ways.app,
        overseas_url=ways.overseas,
        passcode=part.passcode,
        changes_at=_next(opening),
    )


def listed_joining(snapshot: Snapshot, language: str, at: datetime) -> Joining | None:
    """The same as lists tell it to everybody: what a clock shows for a while stands on the pages of the event alone."""
    part = snapshot.meeting
    if part is None or may_show(part, "public"):
        return joining(snapshot, language, "public", at)
    is_on_its_page = bool(address_for("public", part, "its page"))
    return Joining(
        provider_name(part, language), words_for("public", part, language), is_withheld=is_on_its_page
    )


def _why(part: MeetingPart, opening: Opening, zone_name: str, language: str) -> str:
    """Why number and link are not shown; '' where there are none yet, which `words` say."""
    if opening.verdict == Verdict.EARLY and opening.opens_at and (part.code or part.url):
        moment = moment_words(opening.opens_at, zone_name, language)
        return _("How to join is shown from %(moment)s.") % {"moment": moment}
    if opening.verdict == Verdict.LATE and opening.closes_at:
        moment = moment_words(opening.closes_at, zone_name, language)
        return _("How to join was shown until %(moment)s.") % {"moment": moment}
    return {
        Verdict.SUBSCRIBERS: _(
            "It is told to confirmed subscribers only: look into the mail about this event."
        ),
        Verdict.MEMBERS: _("It is told to members of the series only: log in, then open the join page."),
        Verdict.REQUEST: _("The organizers tell it to those who ask them."),
    }.get(opening.verdict, "")


def _next(opening: Opening) -> str:
    moment = {Verdict.EARLY: opening.opens_at, Verdict.OPEN: opening.closes_at}.get(opening.verdict)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else ""
