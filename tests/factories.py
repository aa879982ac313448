"""The least valid object of each kind: fixed values, counted names, nothing random."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from PIL import Image

from seminars.models import (
    Abstract,
    Appearance,
    Event,
    Link,
    Meeting,
    Picture,
    Publication,
    Series,
    Source,
    Speaker,
    Subscriber,
    Subscription,
    Tag,
    Talk,
    Venue,
)
from seminars.publishing.publish import publish
from seminars.publishing.series import save_series

# A Tuesday, noon in Beijing.
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
# The Saturday after it, 14:00 in Beijing.
STARTS = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
_numbers = count(1)


def a_venue(**fields: Any) -> Venue:
    number = next(_numbers)
    defaults = {"slug": f"hall-{number}", "name_zh": "格致堂112", "name_en": "Gezhi Hall 112"}
    return Venue.objects.create(**(defaults | fields))


def a_meeting(**fields: Any) -> Meeting:
    return Meeting.objects.create(**({"provider": "tencent", "code": "555010021"} | fields))


def a_series(**fields: Any) -> Series:
    number = next(_numbers)
    series = Series(
        **(
            {
                "slug": f"wenqu{number}",
                "name_zh": "问渠班研讨会",
                "name_en": "Wenqu Class Seminar",
                "zone": "Asia/Shanghai",
            }
            | fields
        )
    )
    save_series(series, by=None, at=NOW)
    return series


def a_speaker(**fields: Any) -> Speaker:
    number = next(_numbers)
    defaults = {"slug": f"lin-zhiyuan-{number}", "name_zh": "林知远", "name_en": "Lin Zhiyuan"}
    return Speaker.objects.create(**(defaults | fields))


def a_picture(**fields: Any) -> Picture:
    """A photograph of one colour."""
    octets = BytesIO()
    Image.new("RGB", (48, 48), fields.pop("colour", "rosybrown")).save(octets, "JPEG")
    body = octets.getvalue()
    digest = sha256(body).hexdigest()
    defaults = {"digest": digest, "media_type": "image/jpeg", "width": 48, "height": 48, "body": body}
    return Picture.objects.create(**(defaults | fields))


def a_tag(**fields: Any) -> Tag:
    number = next(_numbers)
    return Tag.objects.create(
        **({"slug": f"topic-{number}", "name_zh": "机器学习", "name_en": "Machine learning"} | fields)
    )


def a_talk(
    event: Event,
    *,
    speakers: Sequence[Speaker] | None = None,
    title: str = "再看旋转位置编码",
    abstract: str = "从群表示的角度重新整理旋转类编码。",
    language: str = "zh",
    links: Sequence[tuple[str, str]] = (),
    tags: Sequence[Tag] = (),
    **fields: Any,
) -> Talk:
    """A talk with one abstract in `language`, behind the talks that `event` already has."""
    talk = Talk.objects.create(event=event, **({"position": event.talks.count()} | fields))
    Abstract.objects.create(talk=talk, language=language, title=title, text=abstract)
    for position, speaker in enumerate([a_speaker()] if speakers is None else speakers):
        Appearance.objects.create(talk=talk, speaker=speaker, position=position)
    for position, (kind, url) in enumerate(links):
        Link.objects.create(talk=talk, kind=kind, url=url, position=position)
    talk.tags.set(tags)
    return talk


def an_event(series: Series | None = None, *, has_talk: bool = True, **fields: Any) -> Event:
    """A draft that could be published: Saturday 14:00–16:00 in Beijing, a room of its own, one talk."""
    series = series or a_series()
    defaults: dict[str, Any] = {"starts_at": STARTS, "zone": series.zone}
    if not {"venue", "venue_from", "meeting", "meeting_from"} & fields.keys():
        defaults |= {"venue": a_venue(), "venue_from": Source.OWN}
    for name in ("venue", "meeting"):
        if fields.get(name) is not None:
            defaults[f"{name}_from"] = Source.OWN
    values = defaults | fields
    if values["starts_at"] is not None:
        values.setdefault("ends_at", values["starts_at"] + timedelta(hours=2))
    event = Event.objects.create(series=series, **values)
    if has_talk:
        a_talk(event)
    return event


def published(event: Event | None = None, *, at: datetime = NOW, by: User | None = None) -> Publication:
    """The public copy of `event` after publishing it at `at`; raises DoesNotExist for a hidden series."""
    event = event or an_event()
    publish(event, by=by, at=at)
    return Publication.objects.get(event=event)


def a_subscriber(
    *series: Series, email: str = "", at: datetime = NOW - timedelta(days=30), **fields: Any
) -> Subscriber:
    """A confirmed subscriber who has followed `series` since `at`."""
    subscriber = Subscriber.objects.create(
        **({"email": email or f"reader{next(_numbers)}@example.org", "confirmed_at": at} | fields)
    )
    for each in series:
        Subscription.objects.create(subscriber=subscriber, series=each, created_at=at)
    return subscriber
