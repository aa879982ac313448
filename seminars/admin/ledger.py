"""What was told and to whom: read only, but for *Send now* and *Stop* while something still waits."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from seminars.access import rules
from seminars.admin import standing
from seminars.admin.readers import masked, masked_answer
from seminars.admin.ruled import ReadOnly
from seminars.announcements.channels.base import MAIL
from seminars.announcements.ledger import send_now, stop
from seminars.models import Announcement, Delivery


@require_POST
def send_now_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The minute is not waited for."""
    announcement = _own(request, pk)
    if announcement.withdrawn_at is not None:
        messages.error(request, gettext("This was stopped already."))
    else:
        send_now(announcement, at=timezone.now())
        messages.success(request, gettext("It leaves now."))
    return redirect(_back(request))


@require_POST
def stop_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody else hears of it; what was published stays."""
    announcement = _own(request, pk)
    _withdrawn, left = stop(announcement, at=timezone.now())
    if left:
        said = ngettext(
            "Stopped. %(count)d mail had left already; the page stays as it is.",
            "Stopped. %(count)d mails had left already; the page stays as it is.",
            left,
        )
        messages.warning(request, said % {"count": left})
    else:
        messages.success(request, gettext("Stopped: nobody was told. The page stays as it is."))
    return redirect(_back(request))


def _own(request: HttpRequest, pk: int) -> Announcement:
    announcement = get_object_or_404(Announcement, pk=pk)
    if not rules.announcements_of(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return announcement


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("admin:index")


class AnnouncementAdmin(ReadOnly):
    """Everything that was told or is about to be."""

    list_display = ("shown_kind", "shown_about", "shown_when", "shown_deliveries")
    list_filter = ("kind", ("series", admin.RelatedOnlyFieldListFilter))
    fields = ("shown_kind", "shown_about", "series", "shown_when", "shown_deliveries", "shown_list")
    readonly_fields = fields

    def rows(self, user: rules.Account) -> QuerySet[Any]:
        rows = rules.announcements_of(user).select_related("series")
        return rows.prefetch_related("revisions__event__series")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        shown = super().get_changelist_instance(request)
        shown.result_list = list(shown.result_list)
        for row, told in zip(
            shown.result_list, standing.told(shown.result_list, at=timezone.now()), strict=True
        ):
            row.told_words = told
        return shown

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        waiting = _words(row).waiting if isinstance(row, Announcement) else None
        context = {
            "waiting": [waiting] if waiting else [],
            "title": gettext("Announcement"),
            "subtitle": None,
        }
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    @admin.display(description=_("what"))
    def shown_kind(self, row: Announcement) -> str:
        return _words(row).kind

    @admin.display(description=_("about"))
    def shown_about(self, row: Announcement) -> str:
        return _words(row).about

    @admin.display(description=_("when"), ordering="due_at")
    def shown_when(self, row: Announcement) -> str:
        return _words(row).when

    @admin.display(description=_("deliveries"))
    def shown_deliveries(self, row: Announcement) -> str:
        words = _words(row)
        if words.is_stopped and not words.deliveries:
            return gettext("stopped, nobody was told")
        return ", ".join(f"{label}: {count}" for _state, label, count in words.deliveries) or gettext(
            "not yet"
        )

    @admin.display(description=_("to whom"))
    def shown_list(self, row: Announcement) -> str:
        href = f"{reverse('admin:seminars_delivery_changelist')}?announcement__id__exact={row.pk}"
        return format_html('<a href="{}">{}</a>', href, gettext("Show each delivery"))

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/send-now/", guarded(send_now_view), name="seminars_announcement_send_now"),
            path("<int:pk>/stop/", guarded(stop_view), name="seminars_announcement_stop"),
            *super().get_urls(),
        ]


class DeliveryAdmin(ReadOnly):
    """Each telling to one address."""

    list_filter = ("state", "channel")
    # The page of an announcement links here.
    offered_lookups = frozenset({"announcement__id__exact"})
    list_select_related = ("announcement", "target")

    def rows(self, user: rules.Account) -> QuerySet[Any]:
        return rules.deliveries_of(user)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return (
            self._address(request),
            "shown_kind",
            "channel",
            "language",
            "state",
            "attempts",
            "sent_at",
            self._answer(request),
        )

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return (self._address(request), "shown_kind", "channel", "language", "zone", "state", "attempts", "due_at",
                "sent_at", self._answer(request))  # fmt: skip

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

    @admin.display(description=_("what"))
    def shown_kind(self, row: Delivery) -> str:
        return row.announcement.get_kind_display()

    def _address(self, request: HttpRequest) -> str:
        return "full_address" if rules.may_see_addresses(request.user) else "masked_address"

    def _answer(self, request: HttpRequest) -> str:
        return "error" if rules.may_see_addresses(request.user) else "masked_error"


def _group(row: Delivery) -> str:
    """The name of the chat channel; '' for mail."""
    return (str(row.target) if row.target else "—") if row.channel != MAIL else ""


def _words(row: Announcement) -> standing.Told:
    """How it stands; worked out for a whole list at once where there is one."""
    known = getattr(row, "told_words", None)
    return known if isinstance(known, standing.Told) else standing.told([row], at=timezone.now())[0]
