"""Events at the desk: the list, and the form of the working copy. What becomes public is done by `acts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import F, ForeignKey, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seminars.access import rules
from seminars.admin import acts, formulas, landing, posters, standing, telling
from seminars.admin.buttons import BUTTONS
from seminars.admin.event_form import EventForm
from seminars.admin.inlines import OpenInline
from seminars.admin.pasting.page import paste
from seminars.admin.resending import SavedOnce
from seminars.admin.suggesting import suggested
from seminars.admin.talk_form import TalkForm, TalkForms
from seminars.admin.versions import versions
from seminars.models import Event, EventState, Series, Talk

if TYPE_CHECKING:
    _Inline = admin.StackedInline[Talk, Event]
else:
    _Inline = admin.StackedInline

MOST_DIGITS = 20


class TalkInline(OpenInline, _Inline):
    """The talks on the page of their event."""

    model = Talk
    form = TalkForm
    formset = TalkForms  # type: ignore[assignment]  # the stubs know no form class of its own
    template = "admin/seminars/event/talks.html"

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        return 1 if obj is not None and obj.pk else 2

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, can_order=True, **kwargs)


class EventAdmin(SavedOnce):
    """Working copies. Saving shows nothing to anybody; the buttons do."""

    form = EventForm
    inlines = (TalkInline,)
    list_display = ("shown_when", "shown_name", "shown_headline", "state")
    list_display_links = ("shown_when", "shown_name", "shown_headline")
    list_filter = ("state", ("series", admin.RelatedOnlyFieldListFilter))
    list_per_page = 50
    search_fields = (
        "number", "title_zh", "title_en", "talks__abstracts__title",
        "talks__appearances__speaker__name_zh", "talks__appearances__speaker__name_en",
    )  # fmt: skip
    date_hierarchy = "starts_at"
    ordering = (F("starts_at").desc(nulls_first=True), "-pk")
    radio_fields = {"venue_from": admin.VERTICAL, "meeting_from": admin.VERTICAL}
    fieldsets = (
        (
            _("When"),
            {"fields": (("series", "number"), ("on", "start", "end"), ("last", "zone"), "is_all_day")},
        ),
        (_("Where"), {"fields": (("venue_from", "venue"), ("meeting_from", "meeting"))}),
        (
            _("The event as a whole"),
            {
                "fields": (
                    ("title_zh", "title_en"),
                    ("intro_zh", "intro_en"),
                    ("notes_zh", "notes_en"),
                    ("audience_zh", "audience_en"),
                )
            },
        ),
        (
            _("Host, contact and sign-up"),
            {
                "classes": ("collapse",),
                "fields": (("host", "host_email"), "contact", "signup_url", ("signup_on", "signup_at")),
            },
        ),
    )

    class Media:
        js = ("admin-desk/event.js",)

    def rows(self, user: rules.Account) -> QuerySet[Any]:
        return rules.events_of(user)

    def may_add(self, user: rules.Account) -> bool:
        return rules.series_of(user).exists()

    def may_change(self, user: rules.Account, thing: Any) -> bool:
        return thing.state != EventState.WITHDRAWN and rules.may_edit_event(user, thing)

    def may_delete(self, user: rules.Account, thing: Any) -> bool:
        return thing.state == EventState.DRAFT and rules.may_edit_event(user, thing)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("series", "venue", "meeting")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        shown = super().get_changelist_instance(request)
        shown.result_list = shown.result_list.prefetch_related(
            "talks__abstracts", "talks__appearances__speaker"
        )
        return shown

    @admin.display(description=_("when"), ordering="starts_at")
    def shown_when(self, event: Event) -> str:
        if event.starts_at is None:
            return gettext("no date yet")
        return standing.shown(event.starts_at, event.zone)

    @admin.display(description=_("event"), ordering="number")
    def shown_name(self, event: Event) -> str:
        return standing.name(event)

    @admin.display(description=_("title or speakers"))
    def shown_headline(self, event: Event) -> str:
        return landing.headline(event) or "—"

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "series" and field is not None:
            # A series is not begun or changed in passing.
            widget = field.widget
            widget.can_add_related = widget.can_change_related = widget.can_view_related = False
        return field

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "series":
            kwargs["queryset"] = rules.series_of(request.user).select_related("venue", "meeting")
        elif db_field.name == "meeting":
            kwargs["queryset"] = rules.meetings_of(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        series = self._asked_series(request)
        return suggested(series, at=timezone.now()) if series else {}

    def _asked_series(self, request: HttpRequest) -> Series | None:
        mine = rules.series_of(request.user)
        asked = request.GET.get("series", "")
        if asked.isdecimal():
            # Python reads no number of thousands of digits, and no key has as many.
            return mine.filter(pk=int(asked)).first() if len(asked) < MOST_DIGITS else None
        return mine.first() if mine.count() == 1 else None

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "GET" and self.has_add_permission(request) and not self._asked_series(request):
            context = {
                **self.admin_site.each_context(request),
                "title": gettext("A new event of which series?"),
                "opts": self.opts,
                "choices": rules.series_of(request.user).order_by("slug"),
            }
            return TemplateResponse(request, "admin/seminars/event/choose.html", context)
        return super().add_view(request, form_url, {"title": gettext("New event"), **(extra_context or {})})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        event = self.get_object(request, object_id)
        if isinstance(event, Event):
            if event.state == EventState.WITHDRAWN:
                sentence = gettext("“%(event)s” was withdrawn; nothing more can be done with it.")
                self.message_user(request, sentence % {"event": standing.name(event)}, messages.WARNING)
                return redirect("admin:seminars_event_changelist")
            bar = standing.bar(event, user=request.user, at=timezone.now())
            bar["waiting"] = telling.waiting_for(event, at=timezone.now())
            extra_context = bar | (extra_context or {})
        return super().change_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change and request.user.is_authenticated:
            obj.created_by = request.user
        obj.save()
        if change and "host_email" in form.changed_data and obj.state != EventState.DRAFT:
            sentence = gettext(
                "The host’s new address is invited, and the former one told, with the next change."
            )
            self.message_user(request, sentence, messages.WARNING)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._after_saving(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._after_saving(request, obj)

    def _after_saving(self, request: HttpRequest, obj: Event) -> HttpResponse:
        event = Event.objects.with_programme().get(pk=obj.pk)
        if event.state == EventState.DRAFT:
            sentence = gettext("The draft is saved. Nobody else sees it before you publish it.")
        else:
            sentence = gettext("Saved. Readers see the last published version until you publish the changes.")
        self.message_user(request, sentence, messages.SUCCESS)
        for fault in formulas.faults(event):
            self.message_user(request, fault, messages.WARNING)
        return self._wanted(request, event)

    def response_resent(self, request: HttpRequest, event: Event) -> HttpResponse:
        self.message_user(
            request, gettext("This form was saved already; here is the event as it stands now.")
        )
        return self._wanted(request, event)

    def _wanted(self, request: HttpRequest, event: Event) -> HttpResponse:
        wanted = next(
            (name for name in ("preview", "publish", "reinstate") if f"_{name}" in request.POST), "change"
        )
        return redirect(f"admin:seminars_event_{wanted}", event.pk)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        event = self.get_object(request, object_id)
        if isinstance(event, Event) and event.state in (EventState.PUBLISHED, EventState.CANCELLED):
            return redirect("admin:seminars_event_withdraw", event.pk)
        return super().delete_view(request, object_id, extra_context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        event = self.get_object(request, object_id)
        context: dict[str, Any] = {}
        if isinstance(event, Event):
            name = standing.name(event)
            title = gettext("History of %(event)s") % {"event": name}
            context = {"versions": versions(event), "name": name, "title": title}
            context["told"] = telling.told_of(event, at=timezone.now())
        return super().history_view(request, object_id, context | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                {"desk": self},
                name=f"seminars_event_{name}",
            )
            for name, view in BUTTONS.items()
        ]
        latest = self.admin_site.admin_view(acts.duplicate_latest)
        pasting = self.admin_site.admin_view(paste)
        door = self.admin_site.admin_view(posters.door_sign)
        return [
            *own,
            path("<int:pk>/door-sign.pdf", door, {"desk": self}, name="seminars_event_door_sign"),
            path("paste/", pasting, {"desk": self}, name="seminars_event_paste"),
            path("duplicate-last/<int:pk>/", latest, {"desk": self}, name="seminars_event_duplicate_last"),
            *super().get_urls(),
        ]

    def view_on_site(self, obj: Event) -> str:
        return standing.public_url(obj) or reverse("admin:seminars_event_preview", args=[obj.pk])
