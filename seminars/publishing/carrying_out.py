"""What was found to be wanted with an event → the verb that does it. One door for commands and the desk."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User

from seminars.announcements.planning.deciding import AS_DUE, Wish
from seminars.models import Event, EventState, Revision
from seminars.programme.intents import Intent, Verb
from seminars.publishing.change import NothingToDo, cancel, move
from seminars.publishing.publish import publish, reinstate


def carry_out(
    event: Event, intent: Intent, *, by: User | None, at: datetime, wish: Wish = AS_DUE
) -> Revision | None:
    """Do with `event` what `intent` says; the new revision, None when it is so already.

    Raises what `cancel`, `move`, `publish` and `reinstate` raise, but no `NothingToDo`.
    """
    if intent.verb in (Verb.CANCEL, Verb.POSTPONE):
        if event.state == EventState.CANCELLED:
            return None
        return cancel(event, reason=intent.reason, by=by, at=at, wish=wish)
    if intent.verb == Verb.RESTORE:
        return reinstate(event, by=by, at=at, wish=wish)
    if intent.verb == Verb.MOVE and intent.starts_at:
        try:
            return move(event, starts_at=intent.starts_at, ends_at=intent.ends_at, by=by, at=at, wish=wish)
        except NothingToDo:
            return None
    return publish(event, by=by, at=at, wish=wish)
