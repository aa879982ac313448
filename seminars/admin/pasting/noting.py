"""Which field of the forms holds what was read from which words, so that each shows where it is from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from django import forms

from seminars.admin.pasting.event_form import NEW
from seminars.admin.pasting.filling import talks_in_order
from seminars.admin.pasting.forms import Forms
from seminars.admin.pasting.marks import Found
from seminars.intake.matching import is_chinese
from seminars.intake.proposing.proposal import Plan, PlannedTalk

OF_EVENT: Mapping[str, tuple[str, ...]] = {
    "number": ("number",),
    "starts_at": ("start", "on"),
    "ends_at": ("end",),
    "zone": ("zone",),
    "signup_url": ("signup_url",),
    "signup_until": ("signup_on",),
    "host": ("host",),
    "contact": ("contact",),
}
IN_BOTH = {
    "title": "title",
    "intro": "intro",
    "audience": "audience",
    "notes": "notes",
    "programme": "notes",
    "inviter": "notes",
}
OF_SPEAKER = {
    "biography": "biography",
    "affiliation": "affiliation",
    "position": "honorific",
    "honorific": "honorific",
}
_TALK = re.compile(r"(talks\.\d+)\.(.+)")
_SPEAKER = re.compile(r"speakers(?:\.(\d+)\.(\w+))?")


def note(found: Iterable[Found], into: Forms, plan: Plan) -> dict[str, str]:
    """Let every field know its words; where on the page each path is to be found: path → id of its first field."""
    targets = {}
    for each in found:
        fields = list(_fields(each, into, plan))
        for form, name in fields if each.is_main else ():
            said = vars(form.fields[name]).setdefault("said", [])
            said.append(each)
        if fields:
            targets[each.path] = _address(*fields[0])
    return targets


def place_of(path: str, into: Forms, plan: Plan) -> str:
    """The id of the field in which something that the text does not say belongs; '' where there is none."""
    form, name = next(_fields(Found(0, path, 0, 0, "", True), into, plan), (None, ""))
    return _address(form, name) if form else ""


def _address(form: forms.BaseForm, name: str) -> str:
    return form[name].id_for_label or form[name].auto_id


def _fields(found: Found, into: Forms, plan: Plan) -> Iterator[tuple[forms.BaseForm, str]]:
    if match := _TALK.fullmatch(found.path):
        yield from _fields_of_talk(match[1], match[2], found, into, plan)
        return
    head, _dot, tail = found.path.partition(".")
    side = "zh" if is_chinese(found.words) else "en"
    if head in OF_EVENT:
        yield from ((into.event, name) for name in OF_EVENT[head])
    elif head in IN_BOTH:
        yield into.event, f"{IN_BOTH[head]}_{side}"
    elif found.path in ("places", "places.0"):
        is_new = into.event["venue_from"].value() == NEW
        yield into.event, f"new_venue_{side}" if is_new else "venue_from"
    elif head == "meetings" and tail.split(".")[0] in ("", "0"):
        yield from _fields_of_meeting(tail, into)


def _fields_of_meeting(tail: str, into: Forms) -> Iterator[tuple[forms.BaseForm, str]]:
    if into.event["meeting_from"].value() != NEW:
        yield into.event, "meeting_from"
    elif tail in ("", "0"):
        yield into.event.new_meeting, "code" if into.event.new_meeting["code"].value() else "provider"
    elif tail == "0.passcode":
        yield into.event.new_meeting, "passcode"


def _fields_of_talk(
    talk: str, what: str, found: Found, into: Forms, plan: Plan
) -> Iterator[tuple[forms.BaseForm, str]]:
    index, planned = _row_of(talk, plan)
    if planned is None or index >= len(into.talks.forms):
        return
    form = into.talks.forms[index]
    if match := _SPEAKER.fullmatch(what):
        number, part = int(match[1] or 0), match[2] or "name"
        if number >= len(form.speakers.forms):
            return
        row = form.speakers.forms[number]
        side = "zh" if is_chinese(found.words) else "en"
        if part == "name":
            yield row, "known" if row["known"].value() else f"name_{side}"
        elif part == "position" and found.words not in str(row["honorific"].value()):
            # It is told in the biography, or stands with the affiliation.
            return
        elif part in OF_SPEAKER:
            name = OF_SPEAKER[part]
            yield row, name if name in row.fields else f"{name}_{side}"
        return
    side = _side(planned, found.words)
    if what == "title":
        yield form, f"title_{side}"
    elif what == "abstract":
        yield form, f"text_{side}"
    elif what == "joint_biography":
        yield form, f"joint_biography_{'zh' if is_chinese(found.words) else 'en'}"
    elif what == "starts_at":
        yield form, "start"


def _row_of(talk: str, plan: Plan) -> tuple[int, PlannedTalk | None]:
    """The number of a talk's form and the talk, by its path in the text."""
    ordered = talks_in_order(plan)
    for index, planned in enumerate(ordered):
        if planned.said == talk:
            return index, planned
    return 0, None


def _side(planned: PlannedTalk, words: str) -> str:
    """The language under which the talk keeps these words."""
    first = words.strip()[:40]
    for abstract in planned.abstracts:
        if first and (first in abstract.text or first in abstract.title):
            return abstract.language
    return "zh" if is_chinese(words) else "en"
