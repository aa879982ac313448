"""Chat channels of a series: added, tried, paused and resumed. What opens them is typed and never shown again."""

from __future__ import annotations

import base64
import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from seminars.access import rules
from seminars.admin.readers import server_words
from seminars.admin.ruled import Ruled
from seminars.announcements.channels.chat import BadAddress, Sent, Target, masked
from seminars.announcements.channels.kinds import KINDS
from seminars.announcements.sending import groups
from seminars.models import Channel, ChannelKind
from seminars.models.series import Series
from seminars.sealing.boxes import Unsealable
from seminars.text.typography import clean_line

if TYPE_CHECKING:
    _Form = forms.ModelForm[Channel]
else:
    _Form = forms.ModelForm

HIDDEN = {"autocomplete": "off", "spellcheck": "false"}


class ChannelForm(_Form):
    """A channel; an address or a secret that is left empty stays as it is."""

    new_address = forms.CharField(
        label=capfirst(_("robot’s address or token")),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs=HIDDEN | {"class": "vTextField"}),
        help_text=_(
            "As the robot shows it: whoever has it can post. Kept encrypted and never shown again; "
            "leave it empty to keep the present one."
        ),
    )
    new_secret = forms.CharField(
        label=capfirst(_("secret")),
        required=False,
        max_length=4000,
        widget=forms.PasswordInput(attrs=HIDDEN | {"class": "vTextField", "autocomplete": "new-password"}),
        help_text=_(
            "Feishu and DingTalk: the key for signatures. Telegram: the bot’s token. Matrix: the access token. "
            "Webhook: whsec_…, made for you if empty. Others have none. Leave it empty to keep the present one."
        ),
    )
    made_secret = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind") or self.instance.kind
        if not cleaned.get("name"):
            self.add_error("name", gettext("Give the channel a name."))
        if kind not in KINDS or self.errors:
            return cleaned
        target = self._target(kind)
        if target is None:
            return cleaned
        try:
            KINDS[kind].check(target)
        except BadAddress as refusal:
            self.add_error(f"new_{refusal.name}", str(refusal))
        else:
            self.instance.address, self.instance.secret = target.address, target.secret
        return cleaned

    def _target(self, kind: str) -> Target | None:
        """What was typed over what is kept; None, with an error said, where that cannot be opened."""
        address, secret = (
            clean_line(self.cleaned_data.get(f"new_{each}", "")) for each in ("address", "secret")
        )
        try:
            address, secret = address or self.instance.address, secret or self.instance.secret
        except Unsealable as error:
            what_to_do = gettext("Type address and secret anew.")
            self.add_error(None, f"{error} {what_to_do}")
            return None
        if kind == ChannelKind.WEBHOOK and not secret:
            secret = self.made_secret = f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
        return Target(address, secret, self.cleaned_data.get("keyword", ""))


class ChannelAdmin(Ruled):
    """The chat channels of the account's series."""

    form = ChannelForm
    change_form_template = "admin/seminars/channel/change_form.html"
    list_display = ("name", "series", "kind", "short_state", "language", "is_closed", "masked_address")
    list_filter = ("kind", ("series", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("series",)
    fieldsets = (
        (None, {"fields": ("series", "kind", "name", "new_address", "new_secret", "keyword")}),
        (_("What it is told"), {"fields": ("language", "is_closed", "reminds", "wants_recordings")}),
    )

    def rows(self, user: rules.Account) -> QuerySet[Any]:
        return rules.channels_of(user)

    def may_add(self, user: rules.Account) -> bool:
        return True

    def may_change(self, user: rules.Account, thing: Any) -> bool:
        return True

    def may_delete(self, user: rules.Account, thing: Any) -> bool:
        return True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # Another group has heard other things: it is another channel.
        return ("series", "kind", "masked_address", "state") if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = [(None, {"fields": ("state", "masked_address")})] if obj else []
        return [*shown, *super().get_fieldsets(request, obj)]

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.related_model is Series:
            kwargs["queryset"] = rules.series_of(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.save()
        if form.made_secret:
            sentence = gettext("The secret for its signatures, shown this once: %(secret)s")
            self.message_user(request, sentence % {"secret": form.made_secret}, messages.WARNING)

    @admin.display(description=_("present address"))
    def masked_address(self, channel: Channel) -> str:
        try:
            return masked(channel.address)
        except Unsealable as error:
            return str(error)

    @admin.display(description=_("state"), ordering="paused_at")
    def short_state(self, channel: Channel) -> str:
        return gettext("paused") if channel.paused_at else gettext("is told")

    @admin.display(description=_("state"))
    def state(self, channel: Channel) -> str:
        if channel.paused_at is None:
            return gettext("is told")
        if channel.pause_reason:
            return gettext("paused by itself: %(reason)s") % {"reason": server_words(channel.pause_reason)}
        return gettext("paused")

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        views = {"test": test_view, "pause": pause_view, "resume": resume_view}
        return [
            *(
                path(f"<int:pk>/{verb}/", guarded(view), name=f"seminars_channel_{verb}")
                for verb, view in views.items()
            ),
            *super().get_urls(),
        ]


@require_POST
def test_view(request: HttpRequest, pk: int) -> HttpResponse:
    """A message that says that it is a test."""
    channel = _own(request, pk)
    verdict = groups.send_test(channel, at=timezone.now())
    if isinstance(verdict, Sent):
        messages.success(request, gettext("The test was accepted; look into the group."))
    else:
        sentence = gettext("The test was not accepted: %(reason)s")
        messages.error(request, sentence % {"reason": server_words(getattr(verdict, "reason", ""))})
    return redirect("admin:seminars_channel_change", pk)


@require_POST
def pause_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing more is told, until somebody resumes."""
    channel = _own(request, pk)
    Channel.objects.filter(pk=channel.pk, paused_at=None).update(paused_at=timezone.now())
    messages.success(request, gettext("Paused: the group is told nothing until you resume."))
    return redirect("admin:seminars_channel_change", pk)


@require_POST
def resume_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The group is told again, also what it missed."""
    waiting = groups.resume(_own(request, pk), at=timezone.now())
    said = gettext("Resumed.")
    if waiting:
        missed = ngettext(
            "%(count)d missed announcement leaves now, if it is still true.",
            "%(count)d missed announcements leave now, as far as they are still true.",
            waiting,
        )
        said = f"{said} {missed % {'count': waiting}}"
    messages.success(request, said)
    return redirect("admin:seminars_channel_change", pk)


def _own(request: HttpRequest, pk: int) -> Channel:
    channel = get_object_or_404(Channel.objects.select_related("series"), pk=pk)
    if not rules.channels_of(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return channel
