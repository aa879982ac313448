"""Why something is off, in the announcement's own words. Pure."""

from __future__ import annotations

import re

# Not 因故, 因此, 因果推断, 原因.
_ZH = re.compile(
    r"(?:由于|因为|(?<![原起成病死])因(?![此而故果子式数素缘]|特网|材))"
    r"(?P<why>[^，,。；;！!\n]{2,80})(?P<rest>[^。！!\n]*)"
)
_EN = re.compile(r"\b(?:because(?: of)?|due to|owing to)\s+(?P<why>[^.,;!\n]{2,80})", re.IGNORECASE)
_CALLED_OFF = re.compile(
    r"(?:而|故|被迫|不得不|临时|暂时|需要?|须|将|已|现|只能|只好)*"
    r"(?:延期|取消|推迟|改期|延后|暂停|停办|停一次|停课|顺延|改[至到为在]|调整[至到为]|提前|无法|不能|未能)"
)


def cause(text: str) -> str:
    """The reason that a notice of cancellation or postponement gives; '' where it gives none."""
    for found in _ZH.finditer(text):
        why = found["why"].strip()
        # “因讲者生病取消，” and “因航班取消，报告推迟”: only the first one calls the event off in this clause.
        off = _CALLED_OFF.search(why)
        if off and not _CALLED_OFF.search(found["rest"]):
            why = why[: off.start()].strip()
        if len(why) > 1:
            return why
    said = _EN.search(text)
    return said["why"].strip() if said else ""
