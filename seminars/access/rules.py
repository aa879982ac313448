"""Who may do what: superusers everything, organizers what belongs to their series, nobody else anything.

Every function answers for one account; the desk's lists, forms and buttons all ask here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from seminars.models import (
    Announcement,
    Delivery,
    Event,
    Meeting,
    Publication,
    Series,
    Speaker,
    Subscriber,
    Tag,
    Venue,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Account = User | AnonymousUser
M = TypeVar("M", bound=Model)


class NotAllowed(Exception):  # noqa: N818 -- a fact, not an error
    """An act that the account may not do; str() says so, in the user's language."""

    def __str__(self) -> str:
        return _("This belongs to a series that you do not organize.")


def is_trusted(user: Account) -> bool:
    """Whether the account runs the whole service."""
    return bool(user.is_active and user.is_staff and user.is_superuser)


def may_enter_desk(user: Account) -> bool:
    """Whether the account has anything to do at the desk: staff that organizes a series, and superusers."""
    if is_trusted(user):
        return True
    return bool(user.is_active and user.is_staff and Series.objects.filter(organizers__pk=user.pk).exists())


def series_of(user: Account) -> QuerySet[Series]:
    """The series that the account may run."""
    return _all_or(Series.objects.all(), user, Q(organizers__pk=user.pk))


def events_of(user: Account) -> QuerySet[Event]:
    """The events that the account may edit, publish and take back."""
    return _all_or(Event.objects.all(), user, Q(series__organizers__pk=user.pk))


def meetings_of(user: Account) -> QuerySet[Meeting]:
    """The online meetings that the account may see and use: those of its series, and those without a user."""
    if is_trusted(user):
        return Meeting.objects.all()
    if not _is_staff(user):
        return Meeting.objects.none()
    standing, single = Series.objects.exclude(meeting=None), Event.objects.exclude(meeting=None)
    own = Q(pk__in=standing.filter(organizers__pk=user.pk).values("meeting"))
    own |= Q(pk__in=single.filter(series__organizers__pk=user.pk).values("meeting"))
    used = Q(pk__in=standing.values("meeting")) | Q(pk__in=single.values("meeting"))
    return Meeting.objects.filter(own | ~used)


def announcements_of(user: Account) -> QuerySet[Announcement]:
    """What was told for the account's series."""
    return _all_or(Announcement.objects.all(), user, Q(series__organizers__pk=user.pk))


def deliveries_of(user: Account) -> QuerySet[Delivery]:
    """To whom it was told."""
    return _all_or(Delivery.objects.all(), user, Q(announcement__series__organizers__pk=user.pk))


def subscribers_of(user: Account) -> QuerySet[Subscriber]:
    """The readers of the account's series."""
    own = Q(subscriptions__series__organizers__pk=user.pk)
    return _all_or(Subscriber.objects.all(), user, own).distinct()


def may_see_addresses(user: Account) -> bool:
    """Whether the account sees mail addresses of readers in full."""
    return is_trusted(user)


def may_edit_series(user: Account, series: Series) -> bool:
    return series_of(user).filter(pk=series.pk).exists()


def may_edit_event(user: Account, event: Event) -> bool:
    return events_of(user).filter(pk=event.pk).exists()


def may_appoint(user: Account) -> bool:
    """Whether the account says who organizes a series, and begins new ones."""
    return is_trusted(user)


def may_change_shared(user: Account, thing: Model) -> bool:
    """Whether the account may change a room, an online meeting, a person or a topic.

    Rooms, people and topics are shared: once another series names one too, only superusers change it.
    """
    if is_trusted(user):
        return True
    if not _is_staff(user):
        return False
    if isinstance(thing, Series | Event):
        return may_edit_series(user, thing if isinstance(thing, Series) else thing.series)
    uses = _USES.get(type(thing))
    if uses is None:
        return False
    mine = Series.objects.filter(organizers__pk=user.pk)
    return not uses(thing).exclude(pk__in=mine.values("pk")).exists()


def check_event(user: Account, event: Event) -> None:
    """Raise `NotAllowed` unless the account may edit the event."""
    if not may_edit_event(user, event):
        raise NotAllowed


def check_series(user: Account, series: Series) -> None:
    """Raise `NotAllowed` unless the account may run the series."""
    if not may_edit_series(user, series):
        raise NotAllowed


def _is_staff(user: Account) -> bool:
    return bool(user.is_active and user.is_staff and user.pk is not None)


def _all_or(rows: QuerySet[M], user: Account, own: Q) -> QuerySet[M]:
    if is_trusted(user):
        return rows
    return rows.filter(own) if _is_staff(user) else rows.none()


def _series_with_venue(venue: Model) -> QuerySet[Series]:
    published = Publication.objects.filter(venues=venue).values("series")
    return Series.objects.filter(Q(venue=venue) | Q(events__venue=venue) | Q(pk__in=published))


def _series_with_meeting(meeting: Model) -> QuerySet[Series]:
    return Series.objects.filter(Q(meeting=meeting) | Q(events__meeting=meeting))


def _series_with_speaker(speaker: Model) -> QuerySet[Series]:
    published = Publication.objects.filter(speakers=speaker).values("series")
    return Series.objects.filter(Q(events__talks__appearances__speaker=speaker) | Q(pk__in=published))


def _series_with_tag(tag: Model) -> QuerySet[Series]:
    published = Publication.objects.filter(tags=tag).values("series")
    return Series.objects.filter(Q(events__talks__tags=tag) | Q(pk__in=published))


_USES: dict[type[Model], Callable[[Model], QuerySet[Series]]] = {
    Venue: _series_with_venue,
    Meeting: _series_with_meeting,
    Speaker: _series_with_speaker,
    Tag: _series_with_tag,
}
