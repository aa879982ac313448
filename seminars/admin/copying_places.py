"""The groups and accounts of a series, on its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from seminars.access import rules
from seminars.models import Place, Series

if TYPE_CHECKING:
    _Inline = admin.TabularInline[Place, Series]
else:
    _Inline = admin.TabularInline


class PlaceInline(_Inline):
    """Where the posts of the series are pasted by hand."""

    model = Place
    extra = 1
    fields = ("name", "language", "position")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.may_enter_desk(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.may_enter_desk(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.may_enter_desk(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.may_enter_desk(request.user)
