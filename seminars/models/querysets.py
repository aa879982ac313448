"""The adjectives by which rows are asked for; views hold no filters of their own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet

from seminars.models.pictures import Picture

if TYPE_CHECKING:
    # Named in quotes below: Django's querysets take no type arguments while models are being defined.
    from seminars.models.announcements import Announcement, Delivery  # noqa: F401
    from seminars.models.channels import Channel  # noqa: F401
    from seminars.models.events import Event  # noqa: F401
    from seminars.models.publications import Publication  # noqa: F401
    from seminars.models.series import Series
    from seminars.models.subscriptions import Subscriber  # noqa: F401

# No event lasts longer, see the constraint of `Event`; an all-day one may begin a day earlier elsewhere.
LONGEST = timedelta(days=15)


class EventQuerySet(QuerySet["Event"]):
    """Working copies."""

    def with_programme(self) -> EventQuerySet:
        """With all that a snapshot holds, in a constant number of queries."""
        return self.select_related("series__venue", "series__meeting", "venue", "meeting").prefetch_related(
            "talks__abstracts",
            "talks__links",
            "talks__tags",
            "talks__appearances__speaker",
            Prefetch("talks__appearances__speaker__photo", Picture.objects.without_octets()),
        )

    def public(self) -> EventQuerySet:
        """Published or cancelled: what readers were told of and still are."""
        return self.filter(state__in=("published", "cancelled"))

    def not_ended(self, *, at: datetime) -> EventQuerySet:
        """Whose public end is still to come at `at`; of hidden series, which have no public copy, all."""
        return self.filter(Q(publication__ends_at__gt=at) | Q(publication=None))


class PublicationQuerySet(QuerySet["Publication"]):
    """Public copies. Without `standing`, withdrawn tombstones are among them."""

    def standing(self) -> PublicationQuerySet:
        """Published or cancelled, not withdrawn."""
        return self.exclude(state="withdrawn")

    def listed(self) -> PublicationQuerySet:
        """Standing and of a public series: what lists, searches and joint feeds may show."""
        return self.standing().filter(is_listed=True)

    def of_series(self, series: Series) -> PublicationQuerySet:
        return self.filter(series=series)

    def upcoming(self, *, at: datetime) -> PublicationQuerySet:
        """Not over at `at`, soonest first."""
        # What began longer ago is over; the bound spares reading all that ever was.
        return self.filter(starts_at__gt=at - LONGEST, ends_at__gt=at).order_by("starts_at", "pk")

    def past(self, *, at: datetime) -> PublicationQuerySet:
        """Over at `at`, the last to end first: in the order of an index, which a page reads the head of."""
        return self.filter(ends_at__lte=at).order_by("-ends_at", "-starts_at", "-pk")

    def last_changed(self) -> PublicationQuerySet:
        """Whatever was published or withdrawn last comes first."""
        return self.order_by("-cursor")

    def recorded(self) -> PublicationQuerySet:
        """Of which something can be watched."""
        return self.filter(search_facets__contains=" has:video ")

    def with_series(self) -> PublicationQuerySet:
        return self.select_related("series", "revision")

    def with_colophon(self) -> PublicationQuerySet:
        """With the series and its logo, which is named and not read."""
        return self.select_related("series__logo").defer("series__logo__body")


class SubscriberQuerySet(QuerySet["Subscriber"]):
    """Addresses."""

    def active(self) -> SubscriberQuerySet:
        """Confirmed and not unsubscribed since."""
        return self.filter(confirmed_at__isnull=False, unsubscribed_at=None)

    def reachable(self, *, at: datetime) -> SubscriberQuerySet:
        """Active, and not in a pause of their own choice at `at`."""
        return self.active().filter(Q(paused_until=None) | Q(paused_until__lte=at))


class AnnouncementQuerySet(QuerySet["Announcement"]):
    """Things to tell."""

    def due(self, *, at: datetime) -> AnnouncementQuerySet:
        """Ripe at `at` and not yet turned into deliveries."""
        return self.filter(due_at__lte=at, fanned_out_at=None, withdrawn_at=None)


class ChannelQuerySet(QuerySet["Channel"]):
    """Chat groups and programs."""

    def open_of(self, series: Series) -> ChannelQuerySet:
        """Those of `series` that are not paused."""
        return self.filter(series=series, paused_at=None)


class DeliveryQuerySet(QuerySet["Delivery"]):
    """Tellings to one address."""

    def ripe(self, *, at: datetime) -> DeliveryQuerySet:
        return self.filter(state="waiting", due_at__lte=at)

    def left_behind(self, *, at: datetime) -> DeliveryQuerySet:
        """By a worker whose lease has run out."""
        return self.filter(state="sending", leased_until__lte=at)

    def claimable(self, *, at: datetime) -> DeliveryQuerySet:
        """Ripe at `at`, or left behind by a worker whose lease has run out."""
        return self.filter(Q(state="waiting", due_at__lte=at) | Q(state="sending", leased_until__lte=at))

    def open(self) -> DeliveryQuerySet:
        """Not settled yet."""
        return self.filter(state__in=("waiting", "sending"))
