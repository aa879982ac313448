"""Rows that are typed on the form of what they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Field, Model
from django.forms import BaseInlineFormSet
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest

from seminars.access import rules

if TYPE_CHECKING:
    _Inline = InlineModelAdmin[Any, Any]
    _Table = admin.TabularInline[Any, Any]
    _Forms = BaseInlineFormSet[Any, Any, Any]
else:
    _Inline, _Table, _Forms = InlineModelAdmin, admin.TabularInline, BaseInlineFormSet


class OpenInline(_Inline):
    """Everybody with a desk may type here; whose series or event it is, the form around it has asked."""

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.may_enter_desk(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.may_enter_desk(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.may_enter_desk(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.may_enter_desk(request.user)


class LabelledForms(_Forms):
    """The rows of a table, whose box to delete them is named too."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields:
            box = form.fields[DELETION_FIELD_NAME]
            box.widget.attrs["aria-label"] = str(box.label)


class Rows(OpenInline, _Table):
    """A table, with one empty row."""

    formset = LabelledForms
    extra = 1

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            # The head of a column is no label to who does not see the table.
            field.widget.attrs.setdefault("aria-label", str(field.label))
        return field
