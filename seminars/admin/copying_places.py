"""The groups and accounts of a series, on its form."""

from __future__ import annotations

from seminars.admin.inlines import Rows
from seminars.models import Place


class PlaceInline(Rows):
    """Where the posts of the series are pasted by hand."""

    model = Place
    fields = ("name", "language", "position")
