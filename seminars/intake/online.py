"""Online meetings: provider, code, passcode and link, wherever the text has them; never a phone number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from seminars.intake.page import Page
from seminars.intake.reading import MeetingReading, Place
from seminars.meetings.addresses import Found
from seminars.meetings.recognising import (
    Sighting,
    merged,
    numbers_in,
    passcodes_in,
    providers_in,
)

# Of a number in an announcement that nothing tells the app of.
_LIKELIEST = "tencent"
_INVITER = re.compile(r"(?:^|\n)[ ]*(?P<who>[^\n]{1,30}?)[ ]?邀请[您你](?:参加|加入)")
_SUBJECT = re.compile(r"会议主题[ ]?:[ ]?(?P<subject>[^\n]{1,100}?)(?=会议时间|\n|$)")
_LABEL = re.compile(r"[ ]{1,3}(?P<label>[A-Za-z][\w ]{1,30}|[\u4e00-\u9fff]{2,12})[ ]*$")
_NO_LABEL = re.compile(r"待定|另行|通知|TBA|同步|直播|链接|会议号")
_OTHER_ROOM = re.compile(r"主会场|分会场|备用|会场[一二三12]|backup|报告[一二三\d]|Talk \d")
# A number of a rehearsal, of another week, or one that no longer holds.
_NOT_OURS = re.compile(
    r"测试|调试|试音|试讲|彩排|预演|联调|上一?[次期周场]|下一?[次期周场]|往期|平时|以往|旧的?(?:会议)?号|原(?:会议|定|来|先|发)|误[写发]|"
    r"\b(?:test|testing|rehears\w+|"
    r"dry run|sound ?check|last (?:week|time)|next (?:week|time)|previous\w*|old|usual(?:ly)?|"
    r"instead of|no longer)\b",
    re.IGNORECASE,
)
# What an announcement says of an app without meaning that it meets there.
_ASIDE = re.compile(r"(?:不|无|没有|无需|不再|not|no|without)[^。\n]{0,6}$", re.IGNORECASE)
_CHROME = re.compile(
    r"点击链接入会,或添加至会议列表:?|点击链接直接加入会议:?|点击链接入会:?|"
    r"复制该信息,打开手机腾讯会议即可参与|手机一键拨号入会|"
    r"[^\n]{0,30}邀请[您你](?:参加|加入)腾讯会议|会议主题[ ]?:|\(GMT[+ ]?\d\d:\d\d\)|中国标准时间[ "
    r"]?-[ ]?北京"
)


@dataclass(slots=True)
class _Entry:
    """A meeting of the text, with the places of its number, its link and its passcode."""

    found: Found
    span: Place
    url: str | None = None
    passcode: str | None = None
    label: str | None = None


def read_meetings(page: Page) -> list[MeetingReading]:
    """The online meetings a text names, in order; a provider named without a code is one too."""
    providers = providers_in(page.plain)
    links = [each for each in page.links if each.found.provider != "other"]
    entries = _of_event(
        page, [_entry(page, *pair) for pair in merged([*links, *_numbers(page, links, providers)])]
    )
    known = {entry.found.provider for entry in entries}
    for start, end, provider in providers:
        is_told = not page.in_long_block(start) and not page.in_body(start)
        if provider not in known and is_told and not _ASIDE.search(page.plain, max(0, start - 8), start):
            known.add(provider)
            entries.append(_Entry(Found(provider), (start, end), label=_label(page, end)))
    _add_passcodes(page, entries)
    _doubt_codes(page, entries)
    for number, entry in enumerate(entries):
        page.evidence.setdefault(f"meetings.{number}", entry.span)
        page.use(*entry.span)
    for m in _CHROME.finditer(page.plain):
        page.use(*m.span())
    for start, end, _ in providers:
        page.use(start, end)
    return _with_invite(page, [_reading(entry) for entry in entries])


def links_of(page: Page, start: int, end: int) -> list[tuple[str, int, int]]:
    """The addresses of other things than meetings at a place, each with where it stands."""
    return [
        (page.text[each.start : each.end], each.start, each.end)
        for each in page.links_at(start, end)
        if each.found.provider == "other"
    ]


def _numbers(page: Page, links: list[Sighting], providers: list[tuple[int, int, str]]) -> list[Sighting]:
    found = []
    for each in numbers_in(page.plain, links, providers):
        if page.in_long_block(each.start) and not each.is_labelled:
            continue
        page.use(each.label_start, each.end)
        if each.found.provider == "other":
            page.doubt("meeting_provider_guessed", "meetings", (_LIKELIEST,), ((each.start, each.end),))
            each = replace(each, found=replace(each.found, provider=_LIKELIEST))
        found.append(each)
    return found


def _of_event(page: Page, entries: list[_Entry]) -> list[_Entry]:
    """The meetings without those of a rehearsal, a test or another week, if others are left."""
    ours = [entry for entry in entries if not _is_of_something_else(page, entry.span[0])]
    return ours or entries


def _is_of_something_else(page: Page, position: int) -> bool:
    low = max(0, position - 60)
    low = max(low, *(page.plain.rfind(mark, low, position) + 1 for mark in "\n。;"))
    return _NOT_OURS.search(page.plain, low, position) is not None


def _entry(page: Page, first: Sighting, second: Sighting | None) -> _Entry:
    places = [first, *([second] if second else [])]
    links = {(each.start, each.end) for each in page.links}
    link = next((each for each in places if (each.start, each.end) in links), None)
    for each in places:
        page.use(each.start, each.end)
    # The number says which meeting it is; the link may be long.
    shown = next((each for each in places if each is not link), first)
    url = _address(page.text[link.start : link.end]) if link and first.found.url else None
    return _Entry(first.found, (shown.start, shown.end), url, first.found.passcode or None)


def _address(words: str) -> str:
    return words if "://" in words else f"https://{words}"


def _reading(entry: _Entry) -> MeetingReading:
    return MeetingReading(
        entry.found.provider, entry.found.code or None, entry.url, entry.passcode, entry.label
    )


def _add_passcodes(page: Page, entries: list[_Entry]) -> None:
    for label, start, end in passcodes_in(page.plain):
        if page.in_long_block(start):
            continue
        before = [entry for entry in entries if entry.span[0] < start] or entries
        if before and before[-1].passcode is None:
            before[-1].passcode = page.said(start, end)
            page.evidence.setdefault(f"meetings.{entries.index(before[-1])}.passcode", (start, end))
            page.use(label, end)


def _doubt_codes(page: Page, entries: list[_Entry]) -> None:
    for provider in {entry.found.provider for entry in entries}:
        coded = [entry for entry in entries if entry.found.provider == provider and entry.found.code]
        if len(coded) < 2 or any(_is_other_room(page, entry.span[0]) for entry in coded):
            continue
        codes = tuple(entry.found.code for entry in coded)
        page.doubt("meeting_conflict", "meetings", codes, tuple(entry.span for entry in coded))


def _is_other_room(page: Page, position: int) -> bool:
    line = page.plain.rfind("\n", 0, position) + 1
    return _OTHER_ROOM.search(page.plain, max(line, position - 60), position) is not None


def _label(page: Page, end: int) -> str | None:
    """What the organizers call the meeting: the word that ends the line after the provider."""
    stop = page.plain.find("\n", end)
    m = _LABEL.match(page.plain, end, len(page.plain) if stop < 0 else stop)
    if m is None or _NO_LABEL.search(m["label"]):
        return None
    page.use(*m.span("label"))
    return page.text[m.start("label") : m.end("label")].strip()


def _with_invite(page: Page, meetings: list[MeetingReading]) -> list[MeetingReading]:
    """Subject and inviter of a pasted Tencent invitation, put beside its meeting."""
    inviter, subject = _INVITER.search(page.plain), _SUBJECT.search(page.plain)
    place = next((n for n, meeting in enumerate(meetings) if meeting.provider == "tencent"), None)
    if place is None or not (inviter or subject):
        return meetings
    path = f"meetings.{place}"
    meetings[place] = replace(
        meetings[place],
        inviter=page.note(f"{path}.inviter", *inviter.span("who")) if inviter else None,
        subject=page.note(f"{path}.subject", *subject.span("subject")) if subject else None,
    )
    return meetings
