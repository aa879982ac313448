"""The desk's pages ask `access.rules` and nothing else what an account may see and change."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import IntegrityError
from django.db.models import Model, QuerySet, URLField
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from seminars.access import rules
from seminars.admin.prose import ProseBox
from seminars.models.fields import ProseField

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Any]
else:
    _Admin = admin.ModelAdmin

MOST_RACES = 5
FILTER_ENDINGS = ("exact", "id__exact", "isnull")
DATE_ENDINGS = ("year", "month", "day", "gte", "lt")


class Ruled(_Admin):
    """A page of the desk for rows that `rows` names; nothing can be done on it unless a subclass says so."""

    formfield_overrides = {
        ProseField: {
            "form_class": ProseBox,
            "widget": forms.Textarea(attrs={"rows": 4, "class": "desk-prose"}),
        },
        URLField: {"assume_scheme": "https"},
    }
    # Deleting several at once would go past the question what hangs on each.
    actions = None
    # Filters that a link of the desk uses although the list does not offer them.
    offered_lookups: ClassVar[frozenset[str]] = frozenset()
    # What saving meets when somebody else has just taken the same number or address.
    lost_races: ClassVar[tuple[type[Exception], ...]] = (IntegrityError,)

    def rows(self, user: rules.Account) -> QuerySet[Any]:
        """What the account may see here."""
        raise NotImplementedError

    def may_add(self, user: rules.Account) -> bool:
        return False

    def may_change(self, user: rules.Account, thing: Any) -> bool:
        return False

    def may_delete(self, user: rules.Account, thing: Any) -> bool:
        return False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        add = super().add_view
        return self._checked_again(lambda: add(request, form_url, extra_context))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        change = super().change_view
        return self._checked_again(lambda: change(request, object_id, form_url, extra_context))

    def _checked_again(self, answer: Callable[[], HttpResponse]) -> HttpResponse:
        """The answer to a form; who loses a race is asked again, and then told at the field what is taken."""
        for _each in range(MOST_RACES):
            with suppress(*self.lost_races):
                return answer()
        return answer()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        try:
            return super().get_changelist_instance(request)
        except (ValueError, OverflowError) as error:
            # Django reckons with the year of the date filter unchecked; so the list comes without the filter.
            raise IncorrectLookupParameters(error) from error

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Whether a list may be filtered so: by what it offers and nothing else.

        Django allows every column of the model, and so would answer guesses at what is not shown.
        """
        offered = self.list_filter if request is None else self.get_list_filter(request)
        names = [each[0] if isinstance(each, tuple) else each for each in offered]
        allowed = {f"{name}__{ending}" for name in names for ending in FILTER_ENDINGS}
        allowed |= {getattr(each, "parameter_name", "") for each in offered} - {""}
        if self.date_hierarchy:
            allowed |= {f"{self.date_hierarchy}__{ending}" for ending in DATE_ENDINGS}
        return lookup in allowed | self.offered_lookups

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.rows(request.user).order_by(*(self.get_ordering(request) or self.opts.ordering or ["pk"]))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rules.may_enter_desk(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if obj is None:
            return rules.may_enter_desk(request.user)
        return self.rows(request.user).filter(pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return rules.may_enter_desk(request.user) and self.may_add(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if obj is None:
            return rules.may_enter_desk(request.user)
        return self.has_view_permission(request, obj) and self.may_change(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if obj is None:
            return False
        return self.has_view_permission(request, obj) and self.may_delete(request.user, obj)


class ReadOnly(Ruled):
    """Rows that are looked at and never typed."""

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
