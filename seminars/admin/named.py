"""Rooms, online meetings, people and topics: shared by all series, renamed everywhere at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from seminars.access import rules
from seminars.admin.meeting_form import MeetingForm
from seminars.admin.picture_field import PictureField
from seminars.admin.ruled import Ruled
from seminars.admin.zone_field import ZoneField
from seminars.intake.matching import free_slug
from seminars.intake.pictures import Use
from seminars.models import Speaker
from seminars.publishing.rename import rename_meeting, rename_speaker, rename_tag, rename_venue

if TYPE_CHECKING:
    _Form = forms.ModelForm[Any]
else:
    _Form = forms.ModelForm


class NamedForm(_Form):
    """Asks for names; the address makes itself where it is left out."""

    is_address_made = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = gettext(
                "The last part of the page’s address; made from the name if empty."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name = cleaned.get("name_zh") or cleaned.get("name_en")
        if "slug" in self.fields and "slug" not in self.errors and not cleaned.get("slug") and name:
            cleaned["slug"] = free_slug(self._meta.model, name)
            self.is_address_made = True
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # An address made here that somebody else has just taken is made anew; nobody is asked for another.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # the stubs leave it out
        return excluded | {"slug"} if self.is_address_made else excluded


class VenueForm(NamedForm):
    """A room."""

    zone = ZoneField(initial="Asia/Shanghai")


class SpeakerForm(NamedForm):
    """A person."""

    zone = ZoneField(required=False, help_text=_("Empty: that of the event."))
    photo = PictureField(
        use=Use.PHOTO,
        label=_("Photograph"),
        help_text=_(
            "JPEG, PNG or WebP, at most 10 MB. A square around the middle is shown on pages and posters of coming "
            "events; what the camera noted down, such as the place, is removed."
        ),
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        others = Speaker.objects.exclude(pk=self.instance.pk)
        if email and others.filter(email__iexact=email).exists():
            raise ValidationError(gettext("Another speaker has this mail address."))
        return email


class Named(Ruled):
    """What several series share; a change reaches every coming event that names it."""

    rename: ClassVar[Callable[..., list[Any]]]
    list_per_page = 100

    def rows(self, user: rules.Account) -> QuerySet[Any]:
        shared: QuerySet[Any] = self.model._default_manager.all()
        return shared

    def may_add(self, user: rules.Account) -> bool:
        return True

    def may_change(self, user: rules.Account, thing: Any) -> bool:
        return rules.may_change_shared(user, thing)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        is_shown = obj is not None and hasattr(obj, "publications") and obj.publications.exists()
        return ("slug",) if is_shown else ()

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        # Shown beside the address where it cannot be typed; `NamedForm` has other words for where it can.
        words = {"slug": _("The address stays as it is, because published pages link to it.")}
        return super().get_form(request, obj, change, **{"help_texts": words, **kwargs})

    def may_delete(self, user: rules.Account, thing: Any) -> bool:
        return rules.may_change_shared(user, thing) and not rules.is_in_use(thing)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.save()
            return
        by = request.user if isinstance(request.user, User) else None
        revisions = type(self).rename(obj, by=by, at=timezone.now())
        if revisions:
            said = ngettext(
                "%(count)d coming event now says so, on its page and in every calendar. Nobody was mailed.",
                "%(count)d coming events now say so, on their pages and in every calendar. Nobody was mailed.",
                len(revisions),
            )
            self.message_user(request, said % {"count": len(revisions)}, messages.SUCCESS)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        thing = self.get_object(request, object_id)
        if thing is not None and rules.is_in_use(thing):
            sentence = gettext("“%(thing)s” is named by a series or an event, so it cannot be deleted.")
            self.message_user(request, sentence % {"thing": thing}, messages.ERROR)
            return redirect(f"admin:seminars_{self.opts.model_name}_change", thing.pk)
        return super().delete_view(request, object_id, extra_context)


class VenueAdmin(Named):
    """Rooms."""

    form = VenueForm
    rename = staticmethod(rename_venue)
    list_display = ("name_zh", "name_en", "address_zh", "capacity")
    search_fields = ("name_zh", "name_en", "aliases", "slug")
    fieldsets = (
        (
            None,
            {"fields": (("name_zh", "name_en"), ("address_zh", "address_en"), ("access_zh", "access_en"))},
        ),
        (
            _("More"),
            {
                "classes": ("collapse",),
                "fields": ("aliases", ("capacity", "zone"), ("latitude", "longitude"), "slug"),
            },
        ),
    )


class MeetingAdmin(Named):
    """Online meetings. Those of other people's series are not shown at all."""

    form = MeetingForm
    rename = staticmethod(rename_meeting)
    list_display = ("__str__", "provider", "label", "code", "visibility")
    search_fields = ("label", "code")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "invitation",
                    ("provider", "label"),
                    ("code", "passcode"),
                    "url",
                    "visibility",
                    ("opens_before", "closes_after"),
                    "host_key",
                )
            },
        ),
    )

    def rows(self, user: rules.Account) -> QuerySet[Any]:
        return rules.meetings_of(user)


class SpeakerAdmin(Named):
    """People."""

    form = SpeakerForm
    rename = staticmethod(rename_speaker)
    list_display = ("name_zh", "name_en", "affiliation_zh", "affiliation_en")
    search_fields = ("name_zh", "name_en", "slug", "affiliation_zh", "affiliation_en")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name_zh", "name_en"),
                    ("affiliation_zh", "affiliation_en"),
                    ("biography_zh", "biography_en"),
                    "photo",
                    ("homepage", "email"),
                    ("language", "zone"),
                    "slug",
                )
            },
        ),
    )


class TagAdmin(Named):
    """Topics."""

    form = NamedForm
    rename = staticmethod(rename_tag)
    list_display = ("name_zh", "name_en", "slug")
    search_fields = ("name_zh", "name_en", "slug")
    fieldsets = ((None, {"fields": (("name_zh", "name_en"), "slug")}),)
