"""With what a series reserves its meetings, on its form. The key is typed and never shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seminars.admin.inlines import OpenInline
from seminars.models import MeetingAccount, Series

if TYPE_CHECKING:
    _Form = forms.ModelForm[MeetingAccount]
    _Inline = admin.StackedInline[MeetingAccount, Series]
else:
    _Form = forms.ModelForm
    _Inline = admin.StackedInline

NEEDED = ("app_id", "secret_id", "user_id")


class MeetingAccountForm(_Form):
    """An account; a key that is left empty stays as it is."""

    new_key = forms.CharField(
        label=_("SecretKey"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "vTextField"}),
        help_text=_("Kept encrypted and never shown again; leave it empty to keep the present one."),
    )

    class Meta:
        model = MeetingAccount
        fields = ("is_on", "app_id", "sdk_id", "secret_id", "user_id")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("is_on"):
            return cleaned
        for name in NEEDED:
            if not cleaned.get(name):
                self.add_error(name, gettext("Tencent Meeting asks for this."))
        if not cleaned.get("new_key") and not (self.instance.pk and self.instance.secret_key):
            self.add_error("new_key", gettext("Tencent Meeting asks for this."))
        return cleaned

    def save(self, commit: bool = True) -> MeetingAccount:
        if self.cleaned_data["new_key"]:
            self.instance.secret_key = self.cleaned_data["new_key"]
        return super().save(commit)


class MeetingAccountInline(OpenInline, _Inline):
    """Reserving meetings at Tencent Meeting: off unless somebody with its keys switches it on."""

    model = MeetingAccount
    form = MeetingAccountForm
    classes = ("collapse",)
    max_num = 1
    extra = 1
    verbose_name = _("Reserve meetings at Tencent Meeting")
    verbose_name_plural = _("Reserve meetings at Tencent Meeting")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        # What is reserved is released with these keys.
        return False
