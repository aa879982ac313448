"""A link, a number in its context or a pasted invitation → the online meeting it means. Pure.

Chats take the line breaks out of invitations, so labels count here, not lines. A number counts only behind a
word that makes it one of a meeting: telephone numbers, dates and numbers of papers never do.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from seminars.meetings.addresses import Found, meeting_at
from seminars.meetings.codes import LONGEST, SHORTEST

# Longer texts are no invitations.
LONGEST_TEXT = 20_000

_PROVIDER = re.compile(
    r"(?P<wecom>企业微信|WeCom|Tencent ?WeWork)|"
    r"(?P<tencent>腾讯会议|Tencent ?Meeting|VooV|wemeet)|"
    r"(?P<feishu>飞书|Feishu|Lark)|"
    r"(?P<zoom>\bZoom)|"
    r"(?P<teams>Microsoft Teams|MS Teams|\bTeams\b)|"
    r"(?P<meet>Google Meet)|"
    r"(?P<bigbluebutton>BigBlueButton)|"
    r"(?P<jitsi>\bJitsi)",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?:https?|wemeet)://[^\s<>\"'“”‘’，。；、（）【】《》\u4e00-\u9fff]{3,500}", re.IGNORECASE
)
_CODE = re.compile(
    r"(?P<label>#腾讯会议|#TencentMeeting|会议[ ]?ID|会议号码?|会议室号|房间号|Meeting[ ]?(?:ID|number)|\bID)"
    r"(?P<between>[ ]?(?:is|为|是)?[ ]?[:=]?[\s]{0,4})(?P<code>\d[\d -]{7,20}\d)(?![\d.]|-\d)|"
    r"(?P<name>腾讯会议|Tencent ?Meeting|VooV(?: Meeting)?|飞书(?:会议)?|Feishu(?: Meeting)?|Zoom(?: Meeting|会议)?|"
    r"Teams|企业微信(?:会议)?|WeCom(?: Meeting)?)[ ]?(?P<strong>ID|号)?"
    r"[ ]?[:=]?[ ]?(?P<named>\d[\d -]{7,20}\d)(?![\d.]|-\d)",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{3,4}(?:[ -]?\d{3,4}){1,3}(?:[ -]?\d{1,2})?")
# A mobile number of mainland China.
_MOBILE = re.compile(r"1[3-9]\d{9}")
_PASSCODE = re.compile(
    r"(?<![?&A-Za-z])(?:(?:会议|入会|参会)?密码|口令|Passcode|Password|Pwd)[ ]?(?:is|为|是)?[ ]?[:=]?[ ]?"
    r"(?P<word>[A-Za-z0-9]{3,12})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:会议主题|Meeting Topic|Topic|主题)[ ]?:[ ]?(?P<subject>[^\n]{1,100}?)[ ]*"
    r"(?=会议时间|Meeting Time|Time:|时间:|点击链接|https?:|\n|$)",
    re.IGNORECASE,
)
# What apps write where nobody typed a subject.
_UNTITLED = re.compile(
    r"预定的会议|的快速会议|Scheduled Meeting|Personal Meeting Room|个人会议室", re.IGNORECASE
)


def recognised(text: str) -> Found | None:
    """The one meeting that `text` tells how to join, the first if it tells several; None if it tells of none."""
    text = unicodedata.normalize("NFKC", text[:LONGEST_TEXT])
    addresses = _addresses(text)
    linked = next((each for each in addresses if each.provider != "other"), None)
    numbered = _number(text, linked)
    if linked is None and numbered is None:
        return _alone(text, addresses)
    found = _merged(linked, numbered)
    passcode, subject = _PASSCODE.search(text), _SUBJECT.search(text)
    if passcode and any(each.isdigit() for each in passcode["word"]) and not found.passcode:
        found = replace(found, passcode=passcode["word"])
    if subject and not _UNTITLED.search(subject["subject"]):
        found = replace(found, label=subject["subject"].strip())
    return found


def names_provider(text: str) -> bool:
    """Whether a text says whose app a number belongs to."""
    return _PROVIDER.search(unicodedata.normalize("NFKC", text)) is not None


def holds_passcode(text: str) -> bool:
    """Whether a text tells a passcode, whatever it is of."""
    text = unicodedata.normalize("NFKC", text)
    return any(any(each.isdigit() for each in m["word"]) for m in _PASSCODE.finditer(text))


def digits_of(grouped: str) -> str:
    """The digits of a number as people write it; '' where it is none of 9 to 15 digits."""
    shape = unicodedata.normalize("NFKC", grouped).strip()
    shape = re.sub(r"[‐-―−]", "-", shape)
    digits = re.sub(r"\D", "", shape)
    return digits if _GROUPED.fullmatch(shape) and SHORTEST <= len(digits) <= max(LONGEST.values()) else ""


def _addresses(text: str) -> list[Found]:
    found = (meeting_at(m[0].rstrip(".,;:!?)]}*#")) for m in _URL.finditer(text))
    return [each for each in found if each]


def _alone(text: str, addresses: list[Found]) -> Found | None:
    """An address of an unknown provider, where the text is nothing else or says that it is one of a meeting."""
    if len(addresses) != 1:
        return None
    is_said = re.search(r"入会|加入会议|join", text, re.IGNORECASE) is not None
    return addresses[0] if is_said or not re.search(r"\s", text.strip()) else None


def _number(text: str, linked: Found | None) -> Found | None:
    """The first number of a meeting, under the provider named last before it, else that of the link."""
    named = [(m.start(), str(m.lastgroup)) for m in _PROVIDER.finditer(text)]
    for m in _CODE.finditer(text):
        digits = digits_of(m["code"] or m["named"])
        if not digits or _is_telephone(text, m, digits):
            continue
        before = [provider for start, provider in named if start < m.start("code" if m["code"] else "named")]
        provider = before[-1] if before else linked.provider if linked else "other"
        if len(digits) <= LONGEST.get(provider, 11):
            return Found(provider, code=digits)
    return None


def _is_telephone(text: str, m: re.Match[str], digits: str) -> bool:
    if re.search(
        r"(?:电话|手机|拨号|Phone|Tel)[^\d\n]{0,8}$", text[max(m.start() - 12, 0) : m.start()], re.IGNORECASE
    ):
        return True
    # The app's name alone does not make a mobile number that of a meeting.
    return m["named"] is not None and m["strong"] is None and _MOBILE.fullmatch(digits) is not None


def _merged(linked: Found | None, numbered: Found | None) -> Found:
    """Link and number of one meeting; of two that disagree the link, which cannot be misread."""
    if linked is None or numbered is None:
        found = linked or numbered
        assert found is not None, "the caller has one of them"
        return found
    is_same = linked.provider == numbered.provider or numbered.provider == "other"
    return replace(linked, code=linked.code or numbered.code) if is_same else linked
