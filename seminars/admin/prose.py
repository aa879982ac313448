"""Text over several lines, as the desk asks for it."""

from __future__ import annotations

from typing import Any

from django import forms

from seminars.text.typography import clean


class ProseBox(forms.CharField):
    """Markdown and LaTeX. Browsers send other line ends than those that are kept: that alone is no change."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(clean(initial or ""), clean(data or ""))
