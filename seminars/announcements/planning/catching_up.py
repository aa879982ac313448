"""What waited for a digest that a reader no longer gets."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from seminars.announcements.bell import ring_on_commit
from seminars.announcements.channels.base import MAIL
from seminars.announcements.hearers.enlisting import Addressee, enlist
from seminars.announcements.planning.agenda import Agenda
from seminars.announcements.planning.announced import ABOUT_PUBLICATIONS
from seminars.models import Announcement, Audience, Subscriber, Subscription, Told


def catch_up(subscriber: Subscriber, subscriptions: Collection[Subscription], *, at: datetime) -> None:
    """Let `subscriber` be told at once of whatever was announced since they follow it, and they have not heard.

    Each event is told by the newest announcement of it; what they have heard meanwhile is not said twice.
    """
    agenda = Agenda(at=at)
    events = {each.event_id for each in agenda.followed_through(subscriptions)}
    told = Told.objects.filter(channel=MAIL, address=subscriber.email, event__in=events)
    heard = dict(told.values_list("event", "revision__number"))
    pending = {event for event in events if heard.get(event, 0) < agenda.loud(event)}
    if not pending:
        return
    announced = Announcement.objects.filter(
        kind__in=ABOUT_PUBLICATIONS,
        audience=Audience.SUBSCRIBERS,
        fanned_out_at__gte=min(each.created_at for each in subscriptions),
        withdrawn_at=None,
        expires_at__gt=at,
        revisions__event__in=pending,
    )
    newest = dict(announced.order_by("pk").values_list("revisions__event", "pk"))
    reader = Addressee(MAIL, subscriber.email, subscriber.language, subscriber.zone, subscriber=subscriber.pk)
    for announcement in Announcement.objects.filter(pk__in=newest.values()).order_by("pk"):
        enlist(announcement, [reader])
    ring_on_commit()
