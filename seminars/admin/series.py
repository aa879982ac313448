"""Series at the desk: names that change at once, and the usual place, which is published event by event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from seminars.access import rules
from seminars.admin import inheriting
from seminars.admin.acting import WAIT, organizer
from seminars.admin.copying_places import PlaceInline
from seminars.admin.inlines import Rows
from seminars.admin.meeting_account import MeetingAccountInline
from seminars.admin.picture_field import PictureField
from seminars.admin.ruled import Ruled
from seminars.admin.times import ClockInput, DayInput
from seminars.admin.zone_field import ZoneField
from seminars.announcements.planning.deciding import Wish
from seminars.calendars.stamps import next_cursor
from seminars.intake.pictures import Use
from seminars.models import FormerSlug, Series, SkippedDate
from seminars.models.series import is_reserved
from seminars.publishing.series import ReservedSlug, republish_inherited, save_series

if TYPE_CHECKING:
    _Form = forms.ModelForm[Series]
else:
    _Form = forms.ModelForm

PLACE = frozenset({"venue", "meeting"})


class SeriesForm(_Form):
    """A series; its address may not be one of ours."""

    zone = ZoneField(initial="Asia/Shanghai")
    logo = PictureField(
        use=Use.LOGO,
        label=_("Logo"),
        help_text=_("PNG with a transparent ground looks best; JPEG and WebP work too. At most 10 MB."),
    )

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        former = FormerSlug.objects.filter(slug=slug).exclude(
            series=self.instance if self.instance.pk else None
        )
        if is_reserved(slug) or former.exists():
            raise ValidationError(
                gettext("The address “%(slug)s” is reserved; choose another one.") % {"slug": slug}
            )
        return slug


class SkippedDateInline(Rows):
    """The dates on which it does not meet."""

    model = SkippedDate

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "on":
            kwargs["widget"] = DayInput
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class SeriesAdmin(Ruled):
    """What is said of a series once for all. It is public at once."""

    form = SeriesForm
    lost_races = (IntegrityError, ReservedSlug)
    inlines = (PlaceInline, SkippedDateInline, MeetingAccountInline)
    list_display = ("name_zh", "name_en", "slug", "visibility")
    list_display_links = ("name_zh", "name_en", "slug")
    filter_horizontal = ("organizers",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name_zh", "name_en"),
                    ("short_zh", "short_en"),
                    ("about_zh", "about_en"),
                    ("motto_zh", "motto_en"),
                    "logo",
                    ("audience_zh", "audience_en"),
                    "contact",
                    ("acknowledgements_zh", "acknowledgements_en"),
                    "licence",
                )
            },
        ),
        (
            _("When and where it usually meets"),
            {"fields": (("usual_weekday", "usual_start", "minutes"), "zone", ("venue", "meeting"))},
        ),
        (
            _("How it is published"),
            {
                "fields": (
                    ("slug", "visibility"),
                    ("language", "colour"),
                    ("is_numbered", "announce_days_before"),
                )
            },
        ),
        (_("Who runs it"), {"fields": ("organizers",)}),
    )

    def rows(self, user: rules.Account) -> QuerySet[Any]:
        return rules.series_of(user)

    def may_add(self, user: rules.Account) -> bool:
        return rules.may_appoint(user)

    def may_change(self, user: rules.Account, thing: Any) -> bool:
        return True

    def may_delete(self, user: rules.Account, thing: Any) -> bool:
        return rules.may_appoint(user) and not thing.events.exists()

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return () if rules.may_appoint(request.user) else ("organizers",)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "usual_start":
            kwargs["widget"] = ClockInput
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "meeting":
            kwargs["queryset"] = rules.meetings_of(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "organizers":
            kwargs["queryset"] = User.objects.filter(is_staff=True).order_by("username")
            kwargs["help_text"] = _(
                "Accounts that may enter the desk (staff). Those with a mail address are told of its events first, "
                "with an invitation."
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        revisions = save_series(obj, by=organizer(request), at=timezone.now())
        if revisions:
            said = ngettext(
                "%(count)d coming event says it too. Nobody was mailed.",
                "%(count)d coming events say it too. Nobody was mailed.",
                len(revisions),
            )
            self.message_user(request, said % {"count": len(revisions)}, messages.SUCCESS)
        obj.has_another_place = change and bool(PLACE & set(form.changed_data))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        obj.delete()
        # Feeds are kept until the cursor rises; without this the calendar would outlive its series.
        next_cursor()

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if getattr(obj, "has_another_place", False) and inheriting.affected(obj, at=timezone.now()):
            self.message_user(request, gettext("The series is saved."), messages.SUCCESS)
            return redirect("admin:seminars_series_inherit", obj.pk)
        return super().response_change(request, obj)

    def inherit(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Which coming events shall say the new usual place: chosen, published in one act, told once."""
        series = get_object_or_404(Series.objects.select_related("venue", "meeting"), pk=pk)
        if not rules.may_edit_series(request.user, series):
            raise PermissionDenied
        rows = inheriting.affected(series, at=timezone.now())
        if request.method == "POST":
            chosen = [row.event for row in rows if str(row.event.pk) in request.POST.getlist("events")]
            done = (
                republish_inherited(
                    series, chosen, by=organizer(request), at=timezone.now(), wish=Wish(wait=WAIT)
                )
                if chosen
                else []
            )
            said = ngettext(
                "%(count)d event says the new place, and its subscribers are told once.",
                "%(count)d events say the new place, and their subscribers are told once.",
                len(done),
            )
            self.message_user(request, said % {"count": len(done)}, messages.SUCCESS)
            return redirect("admin:index")
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("The usual place has changed"),
            "opts": self.opts,
            "series": series,
            "rows": rows,
        }
        return TemplateResponse(request, "admin/seminars/series/inherit.html", context)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.inherit)
        return [path("<int:pk>/inherit/", view, name="seminars_series_inherit"), *super().get_urls()]
