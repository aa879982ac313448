"""What was told and to whom: read only, but for *Send now* and *Stop* while something still waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from seminars.access import rules
from seminars.admin import progressing, standing, telling
from seminars.admin.ruled import ReadOnly
from seminars.announcements.ledger import may_be_retried, retry, send_now, stop
from seminars.announcements.progress import totals
from seminars.models import Announcement, AnnouncementKind

DAY = timedelta(days=1)
# Nobody acts on these one by one.
ROUTINE = (AnnouncementKind.DIGEST, AnnouncementKind.CONFIRMATION)


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


@require_POST
def retry_view(request: HttpRequest, pk: int) -> HttpResponse:
    """What failed is tried anew; who was told is not told again."""
    count = retry(_own(request, pk), at=timezone.now())
    if count:
        said = ngettext("%(count)d is tried again.", "%(count)d are tried again.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, gettext("There is nothing to try again."))
    return redirect(_back(request))


def progress_view(request: HttpRequest, pk: int) -> JsonResponse:
    """How far it is, for the page that shows it."""
    return JsonResponse(progressing.shown(_own(request, pk), at=timezone.now()).to_json())


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


class RoutineFilter(admin.SimpleListFilter):
    """Digests and confirmations come by the hundred, so they stand in the list only if asked for."""

    title = _("digests and confirmations")
    parameter_name = "routine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("with", _("shown too")), ("only", _("nothing else"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [first | {"display": gettext("left out")}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "with":
                return queryset
            case "only":
                return queryset.filter(kind__in=ROUTINE)
        return queryset if "kind__exact" in request.GET else queryset.exclude(kind__in=ROUTINE)


class AnnouncementAdmin(ReadOnly):
    """Everything that was told or is about to be."""

    change_list_template = "admin/seminars/announcement/change_list.html"
    list_display = ("shown_kind", "shown_about", "shown_when", "shown_deliveries")
    list_filter = ("kind", RoutineFilter, ("series", admin.RelatedOnlyFieldListFilter))
    fields = ("shown_kind", "shown_about", "series", "shown_when", "shown_note", "shown_list")
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

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        own = rules.announcements_of(request.user)
        counted = totals(own.filter(kind=AnnouncementKind.DIGEST, due_at__gt=timezone.now() - DAY))
        context = {"digests": [(stage.value, stage.label, count) for stage, count in counted]}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        context: dict[str, Any] = {"title": gettext("Announcement"), "subtitle": None}
        if isinstance(row, Announcement):
            context |= self._standing(row)
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def _standing(self, row: Announcement) -> dict[str, Any]:
        at = timezone.now()
        is_waiting = row.fanned_out_at is None and row.withdrawn_at is None
        shown = None if is_waiting else progressing.shown(row, at=at)
        return {
            "waiting": [telling.waiting(row, at=at)] if is_waiting else [],
            "progress": shown,
            "failed": 0 if is_waiting else may_be_retried(row, at=at),
            "postings": progressing.postings(row) if shown and not shown.is_over else [],
            "is_stopped": row.withdrawn_at is not None,
            "name": _words(row).about,
        }

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

    @admin.display(description=_("note"))
    def shown_note(self, row: Announcement) -> str:
        return row.note or "—"

    @admin.display(description=_("to whom"))
    def shown_list(self, row: Announcement) -> str:
        href = f"{reverse('admin:seminars_delivery_changelist')}?announcement__id__exact={row.pk}"
        return format_html('<a href="{}">{}</a>', href, gettext("Show each delivery"))

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/send-now/", guarded(send_now_view), name="seminars_announcement_send_now"),
            path("<int:pk>/stop/", guarded(stop_view), name="seminars_announcement_stop"),
            path("<int:pk>/retry/", guarded(retry_view), name="seminars_announcement_retry"),
            path("<int:pk>/progress/", guarded(progress_view), name="seminars_announcement_progress"),
            *super().get_urls(),
        ]


def _words(row: Announcement) -> standing.Told:
    """How it stands; worked out for a whole list at once where there is one."""
    known = getattr(row, "told_words", None)
    return known if isinstance(known, standing.Told) else standing.told([row], at=timezone.now())[0]
