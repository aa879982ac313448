"""Who may do what: superusers everything, organizers what belongs to their series, nobody else anything.

Every function answers for one account; the desk's lists, forms and buttons all ask here.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from seminars.models import (
    Announcement,
    Channel,
    Delivery,
    Event,
    EventState,
    Meeting,
    Picture,
    Publication,
    PublicationPicture,
    Revision,
    Series,
    SeriesVisibility,
    Speaker,
    Subscriber,
    Tag,
    Venue,
    Wording,
)
from seminars.models.querysets import EventQuerySet

Account = User | AnonymousUser
Rows = TypeVar("Rows", bound=QuerySet[Any])


def is_trusted(user: Account) -> bool:
    """Whether the account runs the whole service."""
    return bool(user.is_active and user.is_staff and user.is_superuser)


def may_enter_desk(user: Account) -> bool:
    """Whether the account has anything to do at the desk: staff that organizes a series, and superusers."""
    if is_trusted(user):
        return True
    return series_of(user).exists()


def series_of(user: Account) -> QuerySet[Series]:
    """The series that the account may run."""
    return _all_or(Series.objects.all(), user, Q(organizers__pk=user.pk))


def events_of(user: Account) -> EventQuerySet:
    """The events that the account may edit, publish and take back."""
    return _all_or(Event.objects.all(), user, Q(series__organizers__pk=user.pk))


def meetings_of(user: Account) -> QuerySet[Meeting]:
    """The online meetings that the account may see and use: those of its series, and those that it made itself
    as long as nobody else uses them. What is left over, such as after a deleted draft, is for superusers.
    """
    if is_trusted(user):
        return Meeting.objects.all()
    if not _is_staff(user):
        return Meeting.objects.none()
    standing, single = Series.objects.exclude(meeting=None), Event.objects.exclude(meeting=None)
    mine = series_of(user).values("pk")
    own = Q(pk__in=standing.filter(pk__in=mine).values("meeting"))
    own |= Q(pk__in=single.filter(series__in=mine).values("meeting"))
    used = Q(pk__in=standing.values("meeting")) | Q(pk__in=single.values("meeting"))
    others = _newest_revisions().exclude(event__series__in=mine)
    used |= Q(Exists(_that_say(others, OuterRef("code"), OuterRef("url"))))
    return Meeting.objects.filter(own | (Q(Exists(_additions(user))) & ~used))


def is_public(picture: Picture) -> bool:
    """Whether everybody may see it: a public copy shows it, or a series that is not hidden."""
    shown = Series.objects.filter(logo=picture).exclude(visibility=SeriesVisibility.HIDDEN)
    return PublicationPicture.objects.filter(picture=picture).exists() or shown.exists()


def announcements_of(user: Account) -> QuerySet[Announcement]:
    """What was told for the account's series."""
    return _all_or(Announcement.objects.all(), user, Q(series__organizers__pk=user.pk))


def deliveries_of(user: Account) -> QuerySet[Delivery]:
    """To whom it was told."""
    return _all_or(Delivery.objects.all(), user, Q(announcement__series__organizers__pk=user.pk))


def channels_of(user: Account) -> QuerySet[Channel]:
    """The chat channels of the account's series."""
    return _all_or(Channel.objects.all(), user, Q(series__organizers__pk=user.pk))


def wordings_of(user: Account) -> QuerySet[Wording]:
    """The own words of the account's series."""
    return _all_or(Wording.objects.all(), user, Q(series__organizers__pk=user.pk))


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


def may_post_event(user: Account, event: Event) -> bool:
    """Whether the account may copy the event's posts and tick where they stand: whoever sees it at the desk.

    No right to edit is asked for, so that a helper of a series may be let in here, and here alone.
    """
    return events_of(user).filter(pk=event.pk).exists()


def series_open_to(user: Account, event: Event) -> QuerySet[Series]:
    """The other series to which the account may move the event: it must run both."""
    if not may_edit_event(user, event):
        return Series.objects.none()
    return series_of(user).exclude(pk=event.series_id)


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
    named_by = _series_that_name(thing)
    return named_by is not None and not named_by.exclude(pk__in=series_of(user).values("pk")).exists()


def is_in_use(thing: Model) -> bool:
    """Whether an event or a series names a room, an online meeting, a person or a topic."""
    named_by = _series_that_name(thing)
    return named_by is not None and named_by.exists()


def _is_staff(user: Account) -> bool:
    return bool(user.is_active and user.is_staff and user.pk is not None)


def _all_or(rows: Rows, user: Account, own: Q) -> Rows:
    if is_trusted(user):
        return rows
    return rows.filter(own) if _is_staff(user) else rows.none()


def _series_that_name(thing: Model) -> QuerySet[Series] | None:
    """The series with a working copy or a public copy that names `thing`; None if it is nothing shared."""
    if isinstance(thing, Venue):
        public = Publication.objects.filter(venues=thing)
        named = Q(venue=thing) | Q(events__venue=thing)
    elif isinstance(thing, Speaker):
        public = Publication.objects.filter(speakers=thing)
        named = Q(events__talks__appearances__speaker=thing)
    elif isinstance(thing, Tag):
        public = Publication.objects.filter(tags=thing)
        named = Q(events__talks__tags=thing)
    elif isinstance(thing, Meeting):
        said = _that_say(_newest_revisions(), Value(thing.code), Value(thing.url))
        return Series.objects.filter(
            Q(meeting=thing) | Q(events__meeting=thing) | Q(pk__in=said.values("event__series"))
        )
    else:
        return None
    return Series.objects.filter(named | Q(pk__in=public.values("series")))


def _newest_revisions() -> QuerySet[Revision]:
    """What was published last of each event, also of hidden series, which have no public copy."""
    public = (EventState.PUBLISHED, EventState.CANCELLED)
    return Revision.objects.filter(event__state__in=public, number=F("event__revision_number"))


def _that_say(revisions: QuerySet[Revision], code: F | Value, url: F | Value) -> QuerySet[Revision]:
    """Those with an online meeting of that number or that link: snapshots name no row of the database."""
    # Without the cast, SQLite would read the other side of the comparison as JSON.
    said = revisions.annotate(
        code=Cast(KT("snapshot__meeting__code"), TextField()),
        url=Cast(KT("snapshot__meeting__url"), TextField()),
    )
    return said.filter((~Q(code="") & Q(code=code)) | (~Q(url="") & Q(url=url)))


def _additions(user: Account) -> QuerySet[LogEntry]:
    """The notes that the account added the meeting of the outer query at the desk."""
    meetings = LogEntry.objects.filter(content_type__app_label="seminars", content_type__model="meeting")
    return meetings.filter(user=user.pk, action_flag=ADDITION, object_id=Cast(OuterRef("pk"), TextField()))
