"""Fields of a reading as the desk names them."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_TALK = re.compile(r"talks\.(\d+)\.(.+)")
_NUMBERS = re.compile(r"\.\d+")

_LABELS = {
    "series": _("Series"),
    "number": _("Number"),
    "title": _("Headline"),
    "intro": _("Theme"),
    "starts_at": _("start"),
    "ends_at": _("end"),
    "previous_start": _("Old time"),
    "previous_end": _("Old end"),
    "zone": _("Time zone"),
    "places": _("Place"),
    "meetings": _("Online meeting"),
    "meetings.passcode": _("passcode"),
    "meetings.subject": _("Subject of the meeting"),
    "meetings.inviter": _("Who invites to the meeting"),
    "programme": _("Programme"),
    "host": _("host"),
    "inviter": _("Invited by"),
    "contact": _("contact"),
    "signup_url": _("Sign-up"),
    "signup_until": _("sign-up deadline"),
    "audience": _("Who is invited"),
    "notes": _("Notes"),
    "motto": _("motto"),
    "speakers": _("Speakers"),
}
_LABELS_OF_TALK = {
    "title": _("Title"),
    "abstract": _("abstract"),
    "other": _("In the other language"),
    "joint_biography": _("joint biography"),
    "speakers": _("Speakers"),
    "speakers.name": _("speaker"),
    "speakers.honorific": _("form of address"),
    "speakers.affiliation": _("affiliation"),
    "speakers.position": _("position"),
    "speakers.biography": _("biography"),
    "starts_at": _("start"),
    "ends_at": _("end"),
    "links": _("Links"),
}


def labeller(talks: int) -> Callable[[str], str]:
    """The name of a field by its path; talks are numbered where there are several of them."""

    def label(path: str) -> str:
        match = _TALK.fullmatch(path)
        if match is None:
            return capfirst(str(_LABELS.get(_NUMBERS.sub("", path), path)))
        what = capfirst(str(_LABELS_OF_TALK.get(_NUMBERS.sub("", match[2]), match[2])))
        if talks < 2:
            return what
        return gettext("%(what)s %(number)d") % {"what": what, "number": int(match[1]) + 1}

    return label
