"""What templates need beside their objects: the frame of the page, and the name of the site."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.translation import get_language

from seminars.presenting.frames import Frame, unprefixed

register = template.Library()


@register.simple_tag(takes_context=True)
def frame_of_page(context: Context) -> Frame:
    """The frame that the view gives, else that of its page, else a plain one for the requested address."""
    given: Any = context.get("frame") or getattr(context.get("page"), "frame", None)
    if isinstance(given, Frame):
        return given
    request = context.get("request")
    path = unprefixed(request.path) if request else "/"
    return Frame(
        language=get_language() or "", path=path, title=str(context.get("title", "")), is_indexed=False
    )


@register.simple_tag
def site_name() -> str:
    """What the whole service is called."""
    return str(settings.SITE_NAME)


@register.filter
def strip_scheme(address: str) -> str:
    """An address as people read it: without https:// and the last slash."""
    return address.split("://", 1)[-1].rstrip("/")
