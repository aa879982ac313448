"""Readers at the desk: masked for organizers, whose business is how many there are and not who."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seminars.access import rules
from seminars.admin.ruled import Ruled
from seminars.admin.zone_field import ZoneField
from seminars.models import Subscriber, Subscription

if TYPE_CHECKING:
    _Form = forms.ModelForm[Subscriber]
    _Inline = admin.TabularInline[Subscription, Subscriber]
else:
    _Form = forms.ModelForm
    _Inline = admin.TabularInline

ADDRESS = re.compile(r"[^\s<>()\[\]{},;:'\"@]+@[^\s<>()\[\]{},;:'\"@]+")


def masked(address: str) -> str:
    """`m•••@example.org`: enough to see which mail provider refuses, too little to write to."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}•••{at}{domain}"


def server_words(answer: str) -> str:
    """An answer as it was written down; what we said ourselves of a silent server, in the desk's language."""
    return gettext(answer) if answer else ""


def masked_answer(answer: str, address: str) -> str:
    """What a mail server said about `address`, with every address and every mention of its name masked."""
    words = ADDRESS.sub(lambda found: masked(found[0]), server_words(answer))
    name = address.rpartition("@")[0]
    # Servers drop what follows a plus sign, and write names in letters of their own.
    for each in (name, name.partition("+")[0]):
        if each:
            words = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", f"{each[:1]}•••", words, flags=re.IGNORECASE)
    return words


def subject_words(row: Subscription) -> str:
    """What a reader follows, by name; a search in quotation marks."""
    return str(row.series or row.speaker or row.tag or f"“{row.query}”")


class OwnSeriesFilter(admin.RelatedOnlyFieldListFilter):
    """Readers by series; which other series they follow is not an organizer's business."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        own = {str(pk) for pk in rules.series_of(request.user).values_list("pk", flat=True)}
        choices = super().field_choices(field, request, model_admin)
        return [(str(pk), name) for pk, name in choices if str(pk) in own]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        offered = {pk for pk, _name in self.lookup_choices}
        if not offered.issuperset(self.lookup_val or ()):
            return queryset.none()
        return super().queryset(request, queryset)


class SubscriberForm(_Form):
    """What a reader's preferences page asks too."""

    zone = ZoneField()


class SubscriptionInline(_Inline):
    """What a reader follows, and in which rhythm; added by readers themselves."""

    model = Subscription
    extra = 0
    max_num = 0
    fields = ("subject", "rhythm", "created_at")
    readonly_fields = ("subject", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscription]:
        return super().get_queryset(request).select_related("series", "speaker", "tag")

    @admin.display(description=_("follows"))
    def subject(self, row: Subscription) -> str:
        return subject_words(row)


class SubscriberAdmin(Ruled):
    """Confirmed addresses come from the subscription page or the command; nobody is signed up from here."""

    form = SubscriberForm
    inlines = (SubscriptionInline,)
    list_filter = ("language", ("subscriptions__series", OwnSeriesFilter))
    readonly_fields = ("email", "confirmed_at", "unsubscribed_at")
    fields = ("email", "language", "zone", "confirmed_at", "unsubscribed_at")

    def rows(self, user: rules.Account) -> QuerySet[Any]:
        own = Subscription.objects.select_related("series", "speaker", "tag").order_by("pk")
        # What they follow besides is not an organizer's business.
        if not rules.is_trusted(user):
            own = own.filter(series__in=rules.series_of(user))
        return rules.subscribers_of(user).prefetch_related(Prefetch("subscriptions", queryset=own))

    def may_change(self, user: rules.Account, thing: Any) -> bool:
        return rules.is_trusted(user)

    def may_delete(self, user: rules.Account, thing: Any) -> bool:
        return rules.is_trusted(user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        # One reader's page shows the address; organizers have the list.
        is_shown = obj is None or rules.may_see_addresses(request.user)
        return is_shown and super().has_view_permission(request, obj)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        address = "email" if rules.may_see_addresses(request.user) else "masked_address"
        return (address, "language", "zone", "follows", "confirmed_on", "unsubscribed_on")

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        return ("email",) if rules.may_see_addresses(request.user) else None

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        # Searching would tell an organizer whether somebody they know reads this.
        return ("email",) if rules.may_see_addresses(request.user) else ()

    @admin.display(description=_("mail address"))
    def masked_address(self, subscriber: Subscriber) -> str:
        return masked(subscriber.email)

    @admin.display(description=_("confirmed"), ordering="confirmed_at")
    def confirmed_on(self, subscriber: Subscriber) -> str:
        return f"{timezone.localtime(subscriber.confirmed_at):%Y-%m-%d}" if subscriber.confirmed_at else "—"

    @admin.display(description=_("unsubscribed"), ordering="unsubscribed_at")
    def unsubscribed_on(self, subscriber: Subscriber) -> str:
        return (
            f"{timezone.localtime(subscriber.unsubscribed_at):%Y-%m-%d}"
            if subscriber.unsubscribed_at
            else "—"
        )

    @admin.display(description=_("follows"))
    def follows(self, subscriber: Subscriber) -> str:
        return ", ".join(map(subject_words, subscriber.subscriptions.all()))
