"""What follows from a mail server's answers for others than the message that was answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from seminars.announcements.channels.answers import AT_ONCE, MailRefused, MailUnavailable, Meaning
from seminars.announcements.channels.base import ChannelRefused, ChannelUnavailable
from seminars.announcements.sending import pacing, suppression
from seminars.announcements.sending.claimed import Claimed
from seminars.announcements.sending.pacing import RELAY

# Our own server is asked again soon when it was not there, and less soon when it wants nothing from us.
AWAY_FOR, AT_FAULT_FOR = timedelta(seconds=30), timedelta(minutes=5)
# A provider that does not want an announcement may think otherwise of the next attempt, or of the next one.
UNWANTED_FOR = timedelta(minutes=15)

Campaign = tuple[int, str]


@dataclass(slots=True)
class Lessons:
    """What one worker learned while it drains; what others learned is in the rows that it claims by."""

    _held: dict[str | Campaign, tuple[datetime, str]] = field(default_factory=dict)

    def held(self, delivery: Claimed, *, at: datetime) -> MailUnavailable | None:
        """Why this mail, although it was claimed, is not tried now; None if it may be."""
        for key in (RELAY, delivery.domain, (delivery.announcement_id, delivery.domain)):
            until, reason = self._held.get(key, (at, ""))
            if until > at:
                # The rows hold it up for as long as need be.
                after = until - at if isinstance(key, tuple) else AT_ONCE
                return MailUnavailable(reason, Meaning.LATER, after=after)
        return None

    def learn(
        self, delivery: Claimed, failure: ChannelRefused | ChannelUnavailable | None, *, at: datetime
    ) -> None:
        """Note what an answer means for the reader, the provider or our own server."""
        if not isinstance(failure, MailRefused | MailUnavailable):
            return
        said, provider = str(failure), delivery.domain or RELAY
        pause = failure.pause if isinstance(failure, MailUnavailable) else None
        match failure.meaning:
            case Meaning.WRONG_ADDRESS | Meaning.MAILBOX_FULL:
                # The answer itself may name the address, which is kept nowhere else.
                suppression.blame(
                    delivery.address, failure.meaning, source=failure.meaning, on=at.date(), at=at
                )
            case Meaning.SLOW_DOWN:
                pacing.slow_down(provider, reason=said, at=at, pause=pause)
                self._hold(provider, said, until=at + pacing.LADDER[0])
            case Meaning.UNWANTED:
                until = at + (pause or UNWANTED_FOR)
                pacing.hold_back(delivery.announcement_id, provider, reason=said, until=until)
                self._hold((delivery.announcement_id, provider), said, until=until)
            case Meaning.AWAY | Meaning.OUR_FAULT:
                pause = AT_FAULT_FOR if failure.meaning == Meaning.OUR_FAULT else AWAY_FOR
                pacing.stop(reason=said, at=at, pause=pause)
                self._hold(RELAY, said, until=at + pause)

    def _hold(self, key: str | Campaign, reason: str, *, until: datetime) -> None:
        self._held[key] = until, reason
