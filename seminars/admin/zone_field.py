"""The zone picker of the desk: all zones by country, in the language of the desk."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from seminars.text.bilingual import short_language
from seminars.timekeeping.names import zone_words
from seminars.timekeeping.zones import is_zone, zones_by_country


@cache
def _options(language: str) -> tuple[str, frozenset[str]]:
    """The list as HTML, made once for each language: through templates it would cost more than the page around it."""
    names, groups = set(), []
    for country in zones_by_country(language):
        options = ""
        for name, words in country.zones:
            names.add(name)
            shown = f"{words}（{name}）" if language == "zh" else f"{words} ({name})"
            options += f'<option value="{escape(name)}">{escape(shown)}</option>'
        groups.append(f'<optgroup label="{escape(country.name)}">{options}</optgroup>')
    return "".join(groups), frozenset(names)


class ZoneSelect(forms.Widget):
    """A select; the present zone stands first, so that it is chosen even if the list does not have it."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        language = short_language(get_language() or "")
        options, _known = _options(language)
        present = str(value or "")
        words = zone_words(present, language) if is_zone(present) else present
        first = (
            format_html('<option value="{}" selected>{} ({})</option>', present, words, present)
            if present
            else ""
        )
        if not self.is_required:
            first += format_html('<option value="">{}</option>', "—")
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        # The list is our own data, escaped above.
        return format_html("<select{}>{}{}</select>", flatatt(given), first, mark_safe(options))


class ZoneField(forms.CharField):
    """The name of an IANA zone, chosen from the list; any zone of the database is taken."""

    widget = ZoneSelect

    def __init__(self, *, help_text: Any = "", **options: Any) -> None:
        super().__init__(label=capfirst(_("time zone")), max_length=64, help_text=help_text, **options)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not is_zone(value):
            raise forms.ValidationError(_("There is no time zone “%(name)s”."), params={"name": value})
