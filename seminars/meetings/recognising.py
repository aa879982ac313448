"""Links, numbers in their context and pasted invitations → the online meetings a text means. Pure.

Chats take the line breaks out of invitations, so labels count here, not lines. A number counts only behind a
word that makes it one of a meeting: telephone numbers, dates and numbers of papers never do. This is the one
rule for meetings in the house: forms ask `recognised`, the reader of announcements asks for the sightings.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from seminars.meetings.addresses import Found, meeting_at
from seminars.meetings.codes import LONGEST, SHORTEST
from seminars.timekeeping.numerals import folded, lower_ascii

# Longer texts are no invitations.
LONGEST_TEXT = 20_000

_NAMES = {
    **dict.fromkeys(("企业微信会议", "企业微信", "wecom", "tencent wework", "tencentwework"), "wecom"),
    **dict.fromkeys(("腾讯会议", "腾讯", "tencent meeting", "tencentmeeting"), "tencent"),
    **dict.fromkeys(("voov meeting", "voov", "wemeet"), "tencent"),
    **dict.fromkeys(("飞书会议", "飞书", "feishu meeting", "feishu", "lark"), "feishu"),
    "zoom": "zoom",
    **dict.fromkeys(("microsoft teams", "ms teams", "teams"), "teams"),
    "google meet": "meet",
    "webex": "webex",
    **dict.fromkeys(("钉钉会议", "钉钉", "dingtalk"), "dingtalk"),
    **dict.fromkeys(("bigbluebutton", "bbb"), "bigbluebutton"),
    "jitsi": "jitsi",
}
# In lower case and without a group, so that the search can leap from one first letter to the next.
_PROVIDER = re.compile("|".join(sorted(_NAMES, key=len, reverse=True)))
# These are also words of their own: they count as written with capitals.
_COMMON = {"teams": "Teams", "lark": "Lark", "bbb": "BBB"}
_ADDRESS = r"[^\s<>\"'“”‘’，。；、（）【】《》\u4e00-\u9fff]{3,500}"
_URL = re.compile(rf"(?:https?|wemeet)://{_ADDRESS}")
_BARE_HOSTS = (
    "meet.google.com/",
    "meeting.tencent.com/",
    "voovmeeting.com/",
    "zoom.us/",
    "vc.feishu.cn/",
    "teams.microsoft.com/",
)
_BARE_URL = re.compile(
    rf"(?:(?:https?|wemeet)://|(?<![\w./@])(?:(?:[\w-]{{1,30}}\.)?(?:{'|'.join(map(re.escape, _BARE_HOSTS))}))){_ADDRESS}"
)
_STRONG = (
    r"#?(?:腾讯|飞书|Zoom|线上|网络|企业微信|Tencent ?|VooV ?)?[ ]?(?:会议|Meeting|Webinar|Conference)[ ]?"
    r"(?:ID|号码|号|室号|number)|会议代码|#腾讯会议|#Tencent ?Meeting|房间号|入会号|\bID(?=[ ]?:)|"
    r"(?:线上(?:会议)?|会议)(?=[ ]?:)"
)
_CODE = re.compile(r"(?<!\d)\d{3,4}(?:[- ]?\d{3,4}){1,3}(?:[- ]?\d{1,3})?(?!\d|-\d|\.\d)")
_BEFORE_CODE = re.compile(
    rf"(?:(?P<strong>{_STRONG})|(?P<name>腾讯会议|腾讯|Tencent ?Meeting|VooV(?: Meeting)?|飞书(?:会议)?|"
    r"Feishu(?: Meeting)?|(?<![a-z])Zoom(?: Meeting|会议)?|Teams|企业微信(?:会议)?|WeCom(?: Meeting)?)"
    r"[ ]?(?P<called>ID|号)?)"
    r"(?P<between>[^\d\n]{0,16}?\s{0,2})$",
    re.IGNORECASE,
)
# A label and what may stand between it and its number.
_LONGEST_LABEL = 44
_TELEPHONE = re.compile(
    r"电话|手机|拨号|联系人|热线|群|QQ|Phone|\bTel|\bcall\b|\+|arXiv|doi|基金|编号|项目", re.IGNORECASE
)
_BEFORE_TELEPHONE = re.compile(r"(?:电话|手机|拨号|Phone|Tel)[^\d]{0,8}$", re.IGNORECASE)
# Numbers of Teams go on after that: 355 503 016 842.
_SHORT_CODE = re.compile(r"\d{3}[- ]?\d{3,4}[- ]?\d{3,4}(?!\d|-\d|\.\d)")
# `555 010 002 6`, but not the hour of a day that follows.
_LAST_GROUP = re.compile(r"[ -]\d{1,2}(?![\d:.,/点时月日号年-]|[ ]?[ap]m)", re.IGNORECASE)
# No text tells of more meetings than a programme has rooms.
_MOST = 40
# A mobile number of mainland China.
_MOBILE = re.compile(r"1[3-9]\d{9}")
_GROUPED = re.compile(r"\d{3,4}(?:[ -]?\d{3,4}){1,3}(?:[ -]?\d{1,2})?")
_PASSCODE = re.compile(
    r"(?<![?&A-Za-z])(?:(?:会议|入会|参会)?(?:密码|口令)|Passcode|Password|Pwd|\bPW\b)[ ]?(?:is|为|是)?"
    r"[ ]?(?P<colon>[:=])?[ ]?"
    r"(?P<word>[A-Za-z0-9](?:[A-Za-z0-9@*_!$%^&+=#-]{1,14}[A-Za-z0-9]|[A-Za-z0-9]))(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_NO_PASSCODE = re.compile(
    r"none|required|needed|same|available|sent|tba|tbd|upon|please|e?mail|will|not|and|on|is|for|to|the|"
    r"meeting|zoom|https?",
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


@dataclass(frozen=True, slots=True)
class Sighting:
    """A number or a link of a meeting in a folded text.

    `start`…`end` are its own characters, `label_start` is where the word before it begins; `is_labelled` tells
    that this word calls it the number of a meeting.
    """

    found: Found
    start: int
    end: int
    label_start: int
    is_labelled: bool = False


def recognised(text: str) -> Found | None:
    """The one meeting that `text` tells how to join, the first if it tells several; None if it tells of none."""
    plain = folded(unicodedata.normalize("NFKC", text[:LONGEST_TEXT]))
    links = list(links_in(plain))
    known = [each for each in links if each.found.provider != "other"]
    numbers = list(numbers_in(plain, known, providers_in(plain)))
    if not known and not numbers:
        return _alone(plain, links)
    together = [sighting for sighting, _ in merged([*known, *numbers])]
    # A link cannot be misread.
    found = next((each.found for each in together if each.found.url), together[0].found)
    passcode, subject = next(passcodes_in(plain), None), _SUBJECT.search(plain)
    if passcode and not found.passcode:
        found = replace(found, passcode=plain[slice(*passcode[1:])])
    if subject and not _UNTITLED.search(subject["subject"]):
        found = replace(found, label=subject["subject"].strip())
    return found


def names_provider(text: str) -> bool:
    """Whether a text says whose app a number belongs to."""
    return bool(providers_in(folded(text)))


def holds_passcode(text: str) -> bool:
    """Whether a text tells a passcode, whatever it is of."""
    return next(passcodes_in(folded(text)), None) is not None


def digits_of(grouped: str) -> str:
    """The digits of a number as people write it; '' where it is none of 9 to 15 digits."""
    shape = folded(grouped).strip()
    digits = re.sub(r"\D", "", shape)
    return digits if _GROUPED.fullmatch(shape) and SHORTEST <= len(digits) <= max(LONGEST.values()) else ""


def providers_in(plain: str) -> list[tuple[int, int, str]]:
    """Where a folded text names the apps of meetings, and which."""
    return [
        (m.start(), m.end(), _NAMES[m[0]])
        for m in _PROVIDER.finditer(lower_ascii(plain))
        if _is_name(plain, m)
    ]


def links_in(plain: str) -> Iterator[Sighting]:
    """Every address of a folded text; those of unknown providers are "other"."""
    lowered = lower_ascii(plain)
    pattern = _BARE_URL if any(host in lowered for host in _BARE_HOSTS) else _URL
    for m in pattern.finditer(lowered):
        end = m.end()
        while plain[end - 1] in ".,;:!?)]}*#" and not (plain[end - 1] == ")" and "(" in m[0]):
            end -= 1
        address = plain[m.start() : end]
        found = meeting_at(address if "://" in address else f"https://{address}")
        if found is not None:
            yield Sighting(found, m.start(), end, m.start())


def numbers_in(
    plain: str, links: Iterable[Sighting], providers: Iterable[tuple[int, int, str]]
) -> Iterator[Sighting]:
    """The numbers of meetings in a folded text: each of the app or link named last before it.

    Where none is, of the one named right behind it or linked later; "other" where nothing tells.
    """
    linked = [(each.start, each.end, each.found.provider) for each in links if each.found.provider != "other"]
    named = sorted([*providers, *linked])
    later = linked[0][2] if linked else "other"
    for code in _CODE.finditer(plain):
        if sum(map(str.isdigit, code[0])) < SHORTEST:
            continue
        label = _BEFORE_CODE.search(plain, max(0, code.start() - _LONGEST_LABEL), code.start())
        if label is None:
            continue
        place = bisect_left(named, (code.start(),))
        behind = _PROVIDER.match(_words_after(plain, code.end()))
        is_near = bool(label["name"]) or (place > 0 and named[place - 1][1] > label.start())
        provider = named[place - 1][2] if place else later
        if behind is not None and not is_near:
            provider = _NAMES[behind[0]]
        end = code.end()
        if provider != "teams":
            short = _SHORT_CODE.match(plain, code.start())
            end = short.end() if short else code.start()
            if short and (more := _LAST_GROUP.match(plain, end)):
                end = more.end()
        digits = re.sub(r"\D", "", plain[code.start() : end])
        is_long_enough = SHORTEST <= len(digits) <= LONGEST.get(provider, 11)
        if is_long_enough and not _is_telephone(plain, label, digits):
            yield Sighting(
                Found(provider, code=digits), code.start(), end, label.start(), bool(label["strong"])
            )


def passcodes_in(plain: str) -> Iterator[tuple[int, int, int]]:
    """Where the passcodes of a folded text stand: the word before each, its first character, its end."""
    for m in _PASSCODE.finditer(plain):
        has_digit = any(each.isdigit() for each in m["word"])
        is_word = m["colon"] and len(m["word"]) > 3 and not _NO_PASSCODE.fullmatch(m["word"])
        if (has_digit and len(m["word"]) > 2) or is_word:
            yield m.start(), m.start("word"), m.end("word")


def merged(sightings: Iterable[Sighting]) -> list[tuple[Sighting, Sighting | None]]:
    """One entry for a meeting that is named by its link here and by its number there, with both places."""
    entries: list[tuple[Sighting, Sighting | None]] = []
    for sighting in sorted(sightings, key=lambda each: each.start):
        for place, (first, second) in enumerate(entries):
            if _is_same(first.found, sighting.found):
                both = replace(
                    first.found,
                    code=first.found.code or sighting.found.code,
                    url=first.found.url or sighting.found.url,
                    passcode=first.found.passcode or sighting.found.passcode,
                )
                entries[place] = (replace(first, found=both), second or sighting)
                break
        else:
            if len(entries) < _MOST:
                entries.append((sighting, None))
    return entries


def _is_same(known: Found, found: Found) -> bool:
    if known.provider != found.provider:
        return False
    fills = not (known.code and found.code) and not (known.url and found.url)
    return (
        fills or bool(known.code and known.code == found.code) or bool(known.url and known.url == found.url)
    )


def _words_after(plain: str, end: int) -> str:
    """What begins behind a number, perhaps with a name in brackets: `955 5010 0713 (Zoom)`."""
    return lower_ascii(plain[end : end + _LONGEST_LABEL].lstrip(" (（"))


def _is_name(plain: str, m: re.Match[str]) -> bool:
    """Whether a match in lower case is the name of an app and no part of a longer word."""
    word = plain[m.start() : m.end()]
    if m[0] in _COMMON:
        return word == _COMMON[m[0]] and not plain[m.start() - 1 : m.start()].isalpha()
    before, after = plain[m.start() - 1 : m.start()], plain[m.end() : m.end() + 1]
    return not (
        word.isascii() and ((before.isascii() and before.isalpha()) or (after.isascii() and after.islower()))
    )


def _alone(plain: str, links: list[Sighting]) -> Found | None:
    """An address of an unknown provider, where the text is nothing else or says that it is one of a meeting."""
    if len(links) != 1:
        return None
    is_said = re.search(r"入会|加入会议|join", plain, re.IGNORECASE) is not None
    return links[0].found if is_said or not re.search(r"\s", plain.strip()) else None


def _is_telephone(plain: str, m: re.Match[str], digits: str) -> bool:
    before = re.split(r"[\n,，。;；]", plain[max(m.start() - 12, 0) : m.start()])[-1]
    if _TELEPHONE.search(m["between"]) or _BEFORE_TELEPHONE.search(before):
        return True
    # The app's name alone does not make a mobile number that of a meeting.
    return not m["strong"] and not m["called"] and _MOBILE.fullmatch(digits) is not None
