"""What Tencent Meeting's error codes mean for us: done all the same, try again, or refused; and in words.

Codes as in the answers of `/v1/meetings` (product/1095/42417, 42422, 42700).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

UNREACHABLE = "unreachable"
UNREADABLE = "unreadable"
REFUSED_KEYS = "401"

# The meeting is not there any more, which is what releasing it wanted.
GONE = frozenset({"9003", "9007"})
# Too many requests for now, or trouble on their side.
PASSING = frozenset({"9061", "9098", "190301", "190310", "500", "502", "503", "504", UNREACHABLE, UNREADABLE})


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a call did not do what it should: `code` as the provider numbers it, `words` as it says it."""

    code: str
    words: str = ""

    @property
    def is_passing(self) -> bool:
        """Whether the same call may succeed later."""
        return self.code in PASSING

    @property
    def is_gone(self) -> bool:
        """Whether the meeting does not exist any more."""
        return self.code in GONE

    def sentence(self) -> str:
        """The fault in the language of the reader."""
        known = _known().get(self.code)
        if known:
            return known
        return _("Tencent Meeting refused it: %(words)s (%(code)s)") % {
            "words": self.words or "—",
            "code": self.code,
        }


class CallFailed(Exception):
    """A call to the provider that did not succeed."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.code)

    def __str__(self) -> str:
        return self.fault.sentence()


def _known() -> dict[str, str]:
    quota = _("The account has reserved as many meetings as its contract allows.")
    credentials = _("Tencent Meeting does not accept the keys of this series; check SecretId and SecretKey.")
    rights = _("The user of this series may not reserve meetings in Tencent Meeting.")
    return {
        UNREACHABLE: _("Tencent Meeting cannot be reached."),
        UNREADABLE: _("Tencent Meeting answered in a way that we do not understand."),
        "9003": _("Tencent Meeting does not know this meeting any more."),
        "9007": _("The meeting was cancelled in Tencent Meeting."),
        "9008": quota,
        "9042": rights,
        "500014": rights,
        "9061": _("Tencent Meeting was asked too often; try again in a minute."),
        "190310": _("Tencent Meeting was asked too often; try again in a minute."),
        "9093": _("Tencent Meeting does not accept the title: it holds a word that its filter refuses."),
        "9098": _("Tencent Meeting is busy with another request of this account; try again in a minute."),
        "13602": _("The meeting has begun already, so Tencent Meeting does not change it any more."),
        "20001": _("Tencent Meeting does not know the user of this series."),
        REFUSED_KEYS: credentials,
        "403": credentials,
        "190301": _("Tencent Meeting took the request for a repeated one; try again."),
    }
