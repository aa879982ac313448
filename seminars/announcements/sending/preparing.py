"""What each claimed delivery is to say now: the newest truth against what its address last heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext_noop

from seminars.announcements.channels.base import MAIL, ChannelUnavailable, Message
from seminars.announcements.channels.letters import Form
from seminars.announcements.hearers.audience import told_of
from seminars.announcements.hearers.quiet import is_pressing, readers_night_left
from seminars.announcements.planning.announced import ABOUT_PUBLICATIONS
from seminars.announcements.saying.composing import compose
from seminars.announcements.saying.confirming import confirmation
from seminars.announcements.saying.digest_mail import Part, part_of
from seminars.announcements.saying.inviting import News, enclosed, files, invited_as
from seminars.announcements.saying.items import PERSONAL, Item, day_there
from seminars.announcements.sending import addressing
from seminars.announcements.sending.claimed import Claimed
from seminars.announcements.sending.digesting import DigestMatter
from seminars.announcements.sending.matters import EventsMatter, Matter
from seminars.calendars.invite import Party
from seminars.calendars.stamps import stamp_at
from seminars.models import (
    Announcement,
    AnnouncementKind,
    ClockNotice,
    DeliveryState,
    Revision,
    Subscriber,
)

# Languages by zones, and few more, of what is told at the same time.
MOST_RENDERINGS = 100


class Heard(NamedTuple):
    """What whoever reads a mail then knows of an event, and the SEQUENCE of the invitation that they hold."""

    revision: Revision
    invited_as: int | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A mail without what is its reader's own, and what whoever reads it then knows."""

    form: Form
    heard: tuple[Heard, ...] = ()
    notices: tuple[ClockNotice, ...] = ()


@dataclass(frozen=True, slots=True)
class ForGroup:
    """What a chat group is to hear, and what it then knows."""

    items: tuple[Item, ...]
    heard: tuple[Heard, ...]


class Preparation:
    """Prepares deliveries batch by batch: queries once a batch, rendering once for equal knowledge."""

    def __init__(self) -> None:
        self._rendered: dict[tuple[object, ...], Prepared] = {}
        self._forms: dict[tuple[object, ...], Form] = {}
        self._looked_up: dict[tuple[object, ...], tuple[list[News], Prepared | None]] = {}
        self._matters: dict[int, EventsMatter | DigestMatter] = {}
        self._over_at: dict[int, datetime | None] = {}
        self._cursor: int | None = None

    def take(self, deliveries: Sequence[Claimed], *, at: datetime) -> None:
        """Get ready for one batch: what the last one knew of events holds for as long as nothing is published."""
        cursor = stamp_at(at).cursor
        if cursor != self._cursor:
            for kept in (self._rendered, self._forms, self._matters, self._over_at):
                kept.clear()
            self._cursor = cursor
        for pk, group in _by_announcement(deliveries).items():
            if pk not in self._matters:
                self._matters[pk] = _matter(group[0].announcement, at=at)
            self._matters[pk].take(group)

    def is_current(self, *, at: datetime) -> bool:
        """Whether nothing was published or withdrawn since the events were read."""
        return stamp_at(at).cursor == self._cursor

    def look_up(self, deliveries: Sequence[Claimed], *, at: datetime) -> None:
        """Read anew who still follows and what was told meanwhile: shortly before it is sent.

        Where something was published meanwhile, or withdrawn, the events are read anew too.
        """
        if not self.is_current(at=at):
            _refresh(deliveries)
            self.take(deliveries, at=at)
        self._looked_up.clear()
        for pk, group in _by_announcement(deliveries).items():
            matter = self._matters[pk]
            matter.look_up(group, at=at)
            for delivery in group:
                reader = matter.reader(delivery)
                delivery.reader = reader if reader and reader.pk == delivery.subscriber_id else None

    def prepare(self, delivery: Claimed, *, at: datetime) -> Prepared | ForGroup | DeliveryState:
        """The message for `delivery`, which was looked up, or the state in which it ends without one.

        Raises `ChannelUnavailable` while the reader is not to be disturbed.
        """
        announcement = delivery.announcement
        if announcement.withdrawn_at:
            return DeliveryState.WITHDRAWN
        if announcement.kind == AnnouncementKind.CONFIRMATION:
            return _prepared_confirmation(delivery, at=at)
        matter = self._matters[delivery.announcement_id]
        if delivery.channel != MAIL:
            return _for_group(matter.news_for(delivery, at=at)) or self._without_news(announcement, at=at)
        reader = matter.reader(delivery)
        if reader is None and not delivery.is_to_a_person:
            return DeliveryState.SUPPRESSED
        if isinstance(matter, DigestMatter):
            told, alike = matter.news_for(delivery, at=at), None
        else:
            told, alike = self._told_to_all_who_know_that(delivery, matter, at=at)
        if not told:
            return self._without_news(announcement, at=at)
        if reader and not _comes_as_chosen(announcement, at=at):
            night = readers_night_left(reader, at=at)
            if night and not is_pressing([each.item for each in told], at=at):
                raise ChannelUnavailable(gettext_noop("The reader’s quiet hours."), after=night)
        if isinstance(matter, DigestMatter):
            return self._prepared_digest(told, delivery, matter, at=at)
        assert alike is not None, "what is told is rendered"
        if not any(each.item.form in PERSONAL for each in told):
            return alike
        message, heard = _made_out(alike.form.message, told, delivery, matter)
        return Prepared(addressing.form(message, delivery, event_uid=_uid(told)), heard)

    def _told_to_all_who_know_that(
        self, delivery: Claimed, matter: EventsMatter, *, at: datetime
    ) -> tuple[list[News], Prepared | None]:
        """The same from one look to the next."""
        key = delivery.announcement_id, delivery.language, delivery.zone, matter.knowing(delivery)
        if key not in self._looked_up:
            told = matter.news_for(delivery, at=at)
            alike = self._told_alike(told, delivery, matter, at=at) if told else None
            self._looked_up[key] = told, alike
        return self._looked_up[key]

    def _without_news(self, announcement: Announcement, *, at: datetime) -> DeliveryState:
        """How what says nothing ends: too late where all that it is about is over, else the address knows it."""
        if announcement.kind not in ABOUT_PUBLICATIONS:
            return DeliveryState.SUPERSEDED
        if announcement.pk not in self._over_at:
            ends = [each.ends_at for each in told_of(announcement)]
            self._over_at[announcement.pk] = max(ends, default=None)
        over_at = self._over_at[announcement.pk]
        return DeliveryState.EXPIRED if over_at and over_at <= at else DeliveryState.SUPERSEDED

    def _prepared_digest(
        self, told: list[News], delivery: Claimed, matter: DigestMatter, *, at: datetime
    ) -> Prepared:
        notices = matter.notices(delivery, told, at=at)
        message = matter.message(told, delivery, notices, at=at)
        # What is only said again is no news: what the address heard of it stays as it was.
        news = [each for each in told if part_of(each.item) != Part.KNOWN]
        # A digest stands in no event’s thread.
        made_out, heard = _made_out(message, news, delivery, matter)
        is_alike = made_out is message
        form = self._form(message, delivery) if is_alike else addressing.form(made_out, delivery)
        return Prepared(form, heard, tuple(notices))

    def _form(self, digest: Message, delivery: Claimed) -> Form:
        """One form serves all who hear the same."""
        key = digest, delivery.announcement_id, delivery.language
        if key not in self._forms:
            if len(self._forms) >= MOST_RENDERINGS:
                self._forms.clear()
            self._forms[key] = addressing.form(digest, delivery)
        return self._forms[key]

    def _told_alike(
        self, told: Sequence[News], delivery: Claimed, matter: EventsMatter, *, at: datetime
    ) -> Prepared:
        """What is said alike to all who know the same, in one language, zone and way."""
        cause = matter.cause(told, delivery)
        # What an item says follows from these; its own snapshot is long to compare.
        facts = [
            (
                each.publication.revision_id,
                each.heard,
                each.item.form,
                each.item.taken_back,
                each.item.occasion,
                each.item.note,
                each.item.known is None,
                day_there(each.item.snapshot, at),
            )
            for each in told
        ]
        key = (delivery.announcement_id, delivery.language, delivery.zone, cause, matter.wordings, *facts)
        if key not in self._rendered:
            if len(self._rendered) >= MOST_RENDERINGS:
                self._rendered.clear()
            message = compose(
                [each.item for each in told],
                language=delivery.language,
                zone=delivery.zone,
                at=at,
                attachments=files(told, delivery.language),
                cause=cause,
                is_subscribed=not delivery.is_to_a_person,
                wordings=matter.wordings,
            )
            heard = tuple(Heard(each.publication.revision, None) for each in told)
            form = addressing.form(message, delivery, event_uid=_uid(told))
            self._rendered[key] = Prepared(form, heard)
        return self._rendered[key]


def _made_out(
    message: Message, told: Sequence[News], delivery: Claimed, matter: Matter
) -> tuple[Message, tuple[Heard, ...]]:
    """The message with the invitations that it brings this one person, and what they then know."""
    language, parts = delivery.language, matter.components
    attendee = Party(delivery.address, matter.name(delivery))
    heard = tuple(Heard(each.publication.revision, invited_as(each, language, parts)) for each in told)
    return enclosed(message, told, attendee, language, parts), heard


def _uid(told: Sequence[News]) -> str:
    """The one event of a mail, whose thread it joins; '' for several."""
    return str(told[0].publication.uid) if len(told) == 1 else ""


def _comes_as_chosen(announcement: Announcement, *, at: datetime) -> bool:
    """Whether the reader wants it at this very hour; what was held up comes at another."""
    chosen = announcement.kind in (AnnouncementKind.REMINDER, AnnouncementKind.DIGEST)
    return chosen and at - announcement.due_at < timedelta(hours=1)


def _matter(announcement: Announcement, *, at: datetime) -> EventsMatter | DigestMatter:
    if announcement.kind == AnnouncementKind.DIGEST:
        return DigestMatter(announcement, at=at)
    return EventsMatter(announcement, at=at)


def _refresh(deliveries: Sequence[Claimed]) -> None:
    """Let the announcements say whether they were stopped since these deliveries were claimed."""
    announcements = {delivery.announcement_id: delivery.announcement for delivery in deliveries}
    withdrawn = Announcement.objects.filter(pk__in=announcements).values_list("pk", "withdrawn_at")
    for pk, withdrawn_at in withdrawn:
        announcements[pk].withdrawn_at = withdrawn_at


def _by_announcement(deliveries: Sequence[Claimed]) -> dict[int, list[Claimed]]:
    groups: dict[int, list[Claimed]] = {}
    for delivery in deliveries:
        groups.setdefault(delivery.announcement_id, []).append(delivery)
    return groups


def _for_group(told: Sequence[News]) -> ForGroup | None:
    if not told:
        return None
    return ForGroup(
        items=tuple(each.item for each in told),
        heard=tuple(Heard(each.publication.revision, None) for each in told),
    )


def _prepared_confirmation(delivery: Claimed, *, at: datetime) -> Prepared | DeliveryState:
    subscriber = Subscriber.objects.filter(pk=delivery.subscriber_id or 0).first()
    if subscriber is None:
        return DeliveryState.SUPPRESSED
    message = confirmation(delivery.announcement, subscriber, delivery.language, at=at)
    return Prepared(addressing.form(message, delivery))
