"""To whom it was told, and what became of each: read only, and masked for organizers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seminars.access import rules
from seminars.admin import standing
from seminars.admin.readers import masked, masked_answer, server_words
from seminars.admin.ruled import ReadOnly
from seminars.announcements.channels.base import MAIL
from seminars.announcements.progress import STAGE, Stage, stage_of
from seminars.models import ChannelKind, Delivery


class StageFilter(admin.SimpleListFilter):
    """What became of it, more exactly than its state says."""

    title = _("state")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(stage.value, stage.label) for stage in Stage]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.annotate(stage=STAGE).filter(stage=value) if value else queryset


class ChannelFilter(admin.SimpleListFilter):
    """By mail, or through which kind of group."""

    title = _("channel")
    parameter_name = "channel"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(MAIL, channel_words(MAIL)), *((kind.value, kind.label) for kind in ChannelKind)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(channel=value) if value else queryset


def channel_words(channel: str) -> str:
    """What a delivery’s channel is called."""
    return str(ChannelKind(channel).label) if channel in ChannelKind else gettext("mail")


class DeliveryAdmin(ReadOnly):
    """Each telling to one address."""

    list_filter = (StageFilter, ChannelFilter, "language")
    # The page of an announcement links here, and so did others by the state alone.
    offered_lookups = frozenset({"announcement__id__exact", "state__exact"})
    list_select_related = ("announcement", "target")

    def rows(self, user: rules.Account) -> QuerySet[Any]:
        return rules.deliveries_of(user)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return (
            self._address(request),
            "shown_kind",
            "shown_channel",
            "language",
            "shown_stage",
            "attempts",
            "shown_when",
            self._answer(request),
        )

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return (self._address(request), "shown_kind", "shown_channel", "language", "zone", "shown_stage", "attempts",
                "due_at", "sent_at", "returned_at", self._answer(request))  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return self.get_fields(request, obj)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return ("address",) if rules.may_see_addresses(request.user) else ()

    @admin.display(description=_("mail address"))
    def masked_address(self, row: Delivery) -> str:
        return _group(row) or masked(row.address)

    @admin.display(description=_("mail address"), ordering="address")
    def full_address(self, row: Delivery) -> str:
        return _group(row) or row.address

    @admin.display(description=_("answer"))
    def masked_error(self, row: Delivery) -> str:
        return masked_answer(row.error, row.address)

    @admin.display(description=_("answer"))
    def full_error(self, row: Delivery) -> str:
        return server_words(row.error)

    @admin.display(description=_("what"))
    def shown_kind(self, row: Delivery) -> str:
        return row.announcement.get_kind_display()

    @admin.display(description=_("channel"), ordering="channel")
    def shown_channel(self, row: Delivery) -> str:
        return channel_words(row.channel)

    @admin.display(description=_("state"), ordering="state")
    def shown_stage(self, row: Delivery) -> str:
        return str(stage_of(row).label)

    @admin.display(description=_("when"), ordering="due_at")
    def shown_when(self, row: Delivery) -> str:
        """When it was sent or came back; of what is put off, when it is tried again."""
        moment = row.returned_at or row.sent_at
        if stage_of(row) == Stage.DEFERRED:
            again = standing.shown(timezone.localtime(row.due_at), timezone.get_current_timezone_name())
            return gettext("again %(when)s") % {"when": again}
        return standing.shown(moment, timezone.get_current_timezone_name()) if moment else "—"

    def _address(self, request: HttpRequest) -> str:
        return "full_address" if rules.may_see_addresses(request.user) else "masked_address"

    def _answer(self, request: HttpRequest) -> str:
        return "full_error" if rules.may_see_addresses(request.user) else "masked_error"


def _group(row: Delivery) -> str:
    """The name of the chat channel; '' for mail."""
    return (str(row.target) if row.target else "—") if row.channel != MAIL else ""
