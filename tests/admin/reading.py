"""Reads the forms of a page as a browser would send them, so that tests type into what is really there."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.contrib.messages import get_messages


class _Reader(HTMLParser):
    """Collects name → value of every control outside `<template>`, form by form."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.actions: list[str] = []
        self._templates = 0
        self._form: dict[str, Any] | None = None
        self._select = ""
        self._is_multiple = False
        self._textarea = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "template":
            self._templates += 1
        if self._templates:
            return
        if tag == "form":
            self._form = {}
            self.forms.append(self._form)
            self.actions.append(given.get("action") or "")
        name = given.get("name") or ""
        if self._form is None or "disabled" in given:
            return
        if tag == "input" and name:
            self._take_input(name, given)
        elif tag == "select" and name:
            self._select = name
            self._is_multiple = "multiple" in given
            if not self._is_multiple:
                self._form.setdefault(name, "")
        elif tag == "option" and self._select and "selected" in given:
            value = given.get("value") or ""
            chosen = [*self._form.get(self._select, []), value] if self._is_multiple else value
            self._form[self._select] = chosen
        elif tag == "textarea" and name:
            self._textarea, self._text = name, ""

    def _take_input(self, name: str, given: dict[str, str | None]) -> None:
        assert self._form is not None
        kind = given.get("type") or "text"
        if kind in ("submit", "button", "image"):
            return
        if kind in ("checkbox", "radio"):
            if "checked" not in given:
                return
            value = given.get("value") or "on"
            if kind == "checkbox" and name in self._form:
                known = self._form[name]
                self._form[name] = [*(known if isinstance(known, list) else [known]), value]
                return
            self._form[name] = value
            return
        self._form[name] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._templates -= 1
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._textarea and self._form is not None:
            self._form[self._textarea] = self._text.removeprefix("\n")
            self._textarea = ""
        elif tag == "form":
            self._form = None


def form_with(response: Any, field: str) -> dict[str, Any]:
    """The values of the form on the page that has a control called `field`."""
    reader = _Reader()
    reader.feed(response.content.decode())
    return next(form for form in reader.forms if field in form)


def said(response: Any) -> str:
    """What the answer to a pressed button says: the page itself, or the messages of the page it leads to."""
    if response.status_code == 302:
        return "\n".join(str(each) for each in get_messages(response.wsgi_request))
    return text_of(response)


def text_of(response: Any) -> str:
    """The page's source."""
    return str(response.content.decode())
