"""The organizers' desk: Django's admin with our titles, our groups, our rules of entry and a landing page."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, re_path, reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from seminars.access import rules
from seminars.admin import landing
from seminars.admin.channels import ChannelAdmin
from seminars.admin.deliveries import DeliveryAdmin
from seminars.admin.events import EventAdmin
from seminars.admin.finding import Picker
from seminars.admin.importing.page import import_page, sample
from seminars.admin.ledger import AnnouncementAdmin
from seminars.admin.named import MeetingAdmin, SpeakerAdmin, TagAdmin, VenueAdmin
from seminars.admin.readers import SubscriberAdmin
from seminars.admin.series import SeriesAdmin
from seminars.admin.wordings import WordingAdmin
from seminars.models import (
    Announcement,
    Channel,
    Delivery,
    Event,
    Meeting,
    Series,
    Speaker,
    Subscriber,
    Tag,
    Venue,
    Wording,
)

# What stands together on the landing page and in the side bar; models by their object names, in order.
GROUPS = (
    ("programme", _("Programme"), ("Event", "Series")),
    ("named", _("People and places"), ("Speaker", "Venue", "Meeting", "Tag")),
    ("readers", _("Readers"), ("Subscriber", "Channel", "Wording", "Announcement", "Delivery")),
)
# Registered by the site itself: Django makes the site while it looks for registrations, and asks for it anew.
PAGES = (
    (Event, EventAdmin),
    (Series, SeriesAdmin),
    (Speaker, SpeakerAdmin),
    (Venue, VenueAdmin),
    (Meeting, MeetingAdmin),
    (Tag, TagAdmin),
    (Subscriber, SubscriberAdmin),
    (Channel, ChannelAdmin),
    (Wording, WordingAdmin),
    (Announcement, AnnouncementAdmin),
    (Delivery, DeliveryAdmin),
)
OTHERS = _("Accounts")
OTHER_LANGUAGE = {"zh": ("en", "English"), "en": ("zh-hans", "中文")}


class Desk(AdminSite):
    """What organizers see under /admin/ (Chinese) and /en/admin/ (English)."""

    site_title = _("Seminar desk")
    site_header = _("Seminar desk")
    index_title = _("Today at the desk")

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        for model, page in PAGES:
            self.register(model, page)

    def has_permission(self, request: HttpRequest) -> bool:
        return rules.may_enter_desk(request.user)

    def get_urls(self) -> list[Any]:
        desk = {"desk": self._registry[Event]}
        form, table = self.admin_view(import_page), self.admin_view(sample)
        return [
            path("seminars/event/import/", form, desk, name="seminars_event_import"),
            re_path(
                "^seminars/event/import/term[.](?P<kind>csv|xlsx)$",
                table,
                desk,
                name="seminars_event_import_sample",
            ),
            *super().get_urls(),
        ]

    def each_context(self, request: Any) -> dict[str, Any]:
        context = super().each_context(request)
        code, name = OTHER_LANGUAGE["en" if (get_language() or "").startswith("en") else "zh"]
        context["other_language"] = {
            "code": code,
            "name": name,
            "url": translate_url(request.get_full_path(), code),
        }
        try:
            context["site_url"] = reverse("home")
        except NoReverseMatch:
            context["site_url"] = "/"
        return context

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        found = super().get_app_list(request, app_label)
        ours = {model["object_name"]: model for app in found for model in app["models"] if _is_ours(app)}
        groups = []
        for key, name, members in GROUPS:
            if models := [ours[member] for member in members if member in ours]:
                groups.append(_group(key, str(name), models))
        if theirs := [model for app in found if not _is_ours(app) for model in app["models"]]:
            groups.append(_group("accounts", str(OTHERS), theirs))
        return groups

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, Picker.as_view(admin_site=self)(request))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        shown = landing.look(request.user, at=timezone.now())
        return super().index(request, {"landing": shown, "subtitle": None, **(extra_context or {})})

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return super().app_index(request, app_label, {"title": gettext("All lists"), **(extra_context or {})})


def _is_ours(app: Any) -> bool:
    return bool(app["app_label"] == "seminars")


def _group(key: str, name: str, models: list[Any]) -> dict[str, Any]:
    return {
        "name": name,
        "app_label": key,
        "app_url": reverse("admin:app_list", kwargs={"app_label": "seminars"}),
        "has_module_perms": True,
        "models": models,
    }
