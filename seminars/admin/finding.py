"""The answers of the pickers: a person with the affiliation, so that namesakes can be told apart."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.utils.translation import get_language

from seminars.models import Speaker


class Picker(AutocompleteJsonView):
    """Rows by name, as the desk calls them."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        found: dict[str, str] = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Speaker) and (affiliation := obj.affiliation.best(get_language() or "")):
            found["text"] = f"{found['text']} ({affiliation})"
        return found
