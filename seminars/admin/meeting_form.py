"""The form of an online meeting: an invitation as it was pasted, numbers as people write them, and a hidden host key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from seminars.meetings.addresses import Found, meeting_at
from seminars.meetings.codes import shown_code
from seminars.meetings.recognising import LONGEST_TEXT, digits_of, recognised
from seminars.models import Provider

if TYPE_CHECKING:
    _Form = forms.ModelForm[Any]
else:
    _Form = forms.ModelForm


class MeetingForm(_Form):
    """An online meeting; what the invitation says fills what is empty, and never overrules what was typed."""

    invitation = forms.CharField(
        label=_("Invitation, as you got it"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Paste it, and leave the rest empty: provider, number, link and passcode are taken from it. "
            "It is not kept."
        ),
    )
    code = forms.CharField(
        label=capfirst(pgettext_lazy("of an online meeting", "meeting number")),
        required=False,
        max_length=40,
        help_text=_("As in the invitation, with or without hyphens; leave it empty while it is not known."),
    )
    host_key = forms.CharField(
        label=capfirst(_("host key")),
        required=False,
        max_length=20,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Kept encrypted and never shown. Leave it empty to keep the present one."),
    )

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        found = recognised(typed)
        return digits_of(typed) or (found.code if found else "") or re.sub(r"[\s\-‐-―]", "", typed)

    def clean_url(self) -> str:
        """The link without what only says who passed it on."""
        typed: str = self.cleaned_data["url"]
        found = meeting_at(typed)
        return found.url if found else typed

    def clean_host_key(self) -> str:
        typed: str = self.cleaned_data["host_key"]
        kept: str = self.instance.host_key
        return typed or kept

    def clean_invitation(self) -> Found | None:
        text: str = self.cleaned_data["invitation"]
        if not text.strip():
            return None
        found = recognised(text)
        if found is None:
            raise ValidationError(
                gettext("No online meeting was found in this text. Give its number or its link below.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._fill(cleaned, cleaned.get("invitation"))
        # The number of a personal room stands in its link.
        self._fill(cleaned, meeting_at(cleaned.get("url") or ""))
        return cleaned

    def _fill(self, cleaned: dict[str, Any], found: Found | None) -> None:
        if found is None:
            return
        if found.code and cleaned.get("code") and cleaned["code"] != found.code:
            sentence = gettext("The invitation or the link has another number: %(code)s.")
            self.add_error("code", sentence % {"code": shown_code(found.code)})
            return
        for name in ("code", "url", "passcode", "label"):
            if name not in self.errors:
                cleaned[name] = cleaned.get(name) or getattr(found, name)
        self._follow(cleaned, found.provider)

    def _follow(self, cleaned: dict[str, Any], provider: str) -> None:
        """Take the provider that a link or an invitation names, unless another one was chosen by hand."""
        if provider == "other" or cleaned.get("provider") in (None, provider):
            return
        if "provider" in self.changed_data:
            sentence = gettext("The invitation or the link is one of %(provider)s.")
            self.add_error("provider", sentence % {"provider": Provider(provider).label})
        else:
            cleaned["provider"] = provider
