"""The mail that asks the owner of an address whether they want to follow what was asked for in its name."""

from __future__ import annotations

from datetime import datetime

from django.template.loader import render_to_string

from seminars.announcements.channels.base import Message
from seminars.announcements.hearers.interests import Interests, from_json
from seminars.announcements.sending.links import confirm_url, preferences_url
from seminars.models import Announcement, Series, Subscriber, SubscriptionRequest


def asked_in(announcement: Announcement) -> Interests:
    """What a confirmation asks its reader to follow."""
    request = SubscriptionRequest.objects.filter(announcement=announcement).first()
    if request:
        return from_json(request.asked["interests"])
    # Before there were requests, a confirmation noted the slugs of series.
    return Interests(series=tuple(Series.objects.filter(slug__in=announcement.note.split()).order_by("slug")))


def confirmation(
    announcement: Announcement, subscriber: Subscriber, language: str, *, at: datetime
) -> Message:
    """The confirmation mail for `subscriber`, with a link that holds for 72 hours from `at`.

    For an address that is mailed already the link leads to its preferences, with the wish filled in:
    nobody can make it follow more than its owner ticks there.
    """
    asked = asked_in(announcement)
    if subscriber.confirmed_at and not subscriber.unsubscribed_at:
        link = f"{preferences_url(subscriber, language)}?{asked.query}"
    else:
        link = confirm_url(subscriber, language, at=at)
    context = {
        "language": language,
        "subject": "请确认订阅" if language == "zh" else "Please confirm your subscription",
        "names": asked.names(language),
        "confirm": link,
    }
    return Message(
        subject=str(context["subject"]),
        text=render_to_string(f"mail/confirmation.{language}.txt", context).strip() + "\n",
        html=render_to_string("mail/confirmation.html", context),
    )
