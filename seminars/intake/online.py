"""Online meetings: provider, code, passcode and link, wherever the text has them; never a phone number."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from seminars.intake.page import Page
from seminars.intake.reading import MeetingReading, Place

PROVIDER_NAMES = {
    "tencent": "腾讯会议",
    "zoom": "Zoom",
    "feishu": "飞书会议",
    "teams": "Teams",
    "meet": "Google Meet",
    "webex": "Webex",
    "dingtalk": "钉钉",
    "jitsi": "Jitsi",
    "bbb": "BigBlueButton",
    "wecom": "企业微信会议",
    "other": "线上会议",
}
_PROVIDER = re.compile(
    r"(?P<tencent>腾讯会议|腾讯|Tencent[ ]?Meeting|VooV(?: Meeting)?|wemeet)|(?P<zoom>[Zz][Oo][Oo][Mm])|"
    r"(?P<feishu>飞书会议|飞书|Feishu(?: Meeting)?|Lark)|(?P<teams>Microsoft Teams|MS Teams|\bTeams\b)|"
    r"(?P<meet>Google Meet)|"
    r"(?P<webex>Webex)|(?P<dingtalk>钉钉会议|钉钉)|(?P<jitsi>\bJitsi\b)|(?P<bbb>BigBlueButton|\bBBB\b)|"
    r"(?P<wecom>企业微信会议|企业微信)"
)
_URL = re.compile(
    r"(?:https?://|wemeet://|(?:meet\.google\.com|meeting\.tencent\.com|zoom\.us|vc\.feishu\.cn|"
    r"teams\.microsoft\.com)/)"
    r"[^\s<>\"'“”‘’，。；、）】》（【《\u4e00-\u9fff]{3,400}"
)
_HOSTS = (
    ("tencent", re.compile(r"meeting\.tencent\.com|voovmeeting\.com|^wemeet://")),
    ("zoom", re.compile(r"zoom\.us|zoom\.com|zoom\.com\.cn")),
    ("feishu", re.compile(r"vc\.feishu\.cn|feishu\.cn/j/|larksuite\.com")),
    ("teams", re.compile(r"teams\.microsoft\.com|teams\.live\.com")),
    ("meet", re.compile(r"meet\.google\.com")),
    ("webex", re.compile(r"webex\.com")),
    ("jitsi", re.compile(r"meet\.jit\.si")),
    ("bbb", re.compile(r"/bigbluebutton/|//bbb\.")),
    ("wecom", re.compile(r"work\.weixin\.qq\.com")),
)
_CODE = re.compile(
    r"(?P<label>#?腾讯会议号?|腾讯会议[ ]?ID|会议[ ]?ID|会议号码?|Meeting[ ]?ID|meeting[ ]?id|房间号|"
    r"线上(?:会议)?(?=[ ]?:)|会议(?=[ ]?:)|"
    r"(?:Tencent[ ]?Meeting|VooV(?: Meeting)?|[Zz][Oo][Oo][Mm](?:[ ]?Meeting|会议)?|飞书(?:会议)?|"
    r"Feishu(?:[ ]?Meeting)?|Teams|腾讯)[ ]?(?:ID|号)?|\bID|号码)"
    r"[^\d\n]{0,16}?(?P<code>\d{3}[- ]?\d{3,4}[- ]?\d{3,4})(?![\d])(?!-\d)"
)
_NO_MEETING = re.compile(r"电话|手机|拨号|群|QQ|qq|Phone|phone|Tel|\+\d")
# Numbers of Teams go on: 355 503 016 842.
_MORE = re.compile(r"(?:[ -]?\d{1,3}){1,3}(?!\d)")
_PASSCODE = re.compile(
    r"(?<![?&])(?:会议密码|入会密码|参会密码|密码|口令|[Pp]asscode|PASSCODE|[Pp]assword|[Pp]wd|"
    r"\b[Pp][Ww])[ ]?(?:is|为|"
    r"是)?[ ]?[:=]?[ ]?(?P<word>[A-Za-z0-9]{3,12})(?![A-Za-z0-9])"
)
_INVITER = re.compile(r"(?:^|\n)[ ]*(?P<who>[^\n]{1,30}?)[ ]?邀请[您你](?:参加|加入)")
_SUBJECT = re.compile(r"会议主题[ ]?:[ ]?(?P<subject>[^\n]{1,100}?)(?=会议时间|\n|$)")
_LABEL = re.compile(r"[ ]{1,3}(?P<label>[A-Za-z][\w ]{1,30}|[\u4e00-\u9fff]{2,12})[ ]*$")
_CHROME = re.compile(
    r"点击链接入会,或添加至会议列表:?|点击链接直接加入会议:?|点击链接入会:?|"
    r"复制该信息,打开手机腾讯会议即可参与|手机一键拨号入会|"
    r"[^\n]{0,30}邀请[您你](?:参加|加入)腾讯会议|会议主题[ ]?:|\(GMT[+ ]?\d\d:\d\d\)|中国标准时间[ "
    r"]?-[ ]?北京"
)


@dataclass(slots=True)
class _Found:
    provider: str
    code: str | None
    url: str | None
    span: Place
    passcode: str | None = None
    label: str | None = None


def read_meetings(page: Page) -> list[MeetingReading]:
    """The online meetings a text names, in order; a provider named without a code is one too."""
    providers = [(m.start(), m.end(), str(m.lastgroup)) for m in _PROVIDER.finditer(page.plain)]
    found = [*_codes(page, providers), *_urls(page)]
    found.sort(key=lambda item: item.span)
    merged = _merged(found)
    known = {item.provider for item in merged}
    for start, end, provider in providers:
        if provider not in known and not page.in_long_block(start) and not page.in_body(start):
            known.add(provider)
            merged.append(_Found(provider, None, None, (start, end), label=_label(page, end)))
    _add_passcodes(page, merged)
    _doubt_codes(page, merged)
    for number, item in enumerate(merged):
        page.evidence.setdefault(f"meetings.{number}", item.span)
        page.use(*item.span)
    for m in _CHROME.finditer(page.plain):
        page.use(*m.span())
    for start, end, _ in providers:
        page.use(start, end)
    return _with_invite(
        page, [MeetingReading(i.provider, i.code, i.url, i.passcode, i.label) for i in merged]
    )


def links_in(page: Page, start: int, end: int) -> list[tuple[str, int, int]]:
    """The addresses of other things than meetings at a place, each with where it stands."""
    found = []
    for m in _URL.finditer(page.plain, start, end):
        stop = _url_end(m)
        if _provider_of(page.plain[m.start() : stop]) is None:
            found.append((page.text[m.start() : stop], m.start(), stop))
    return found


def _codes(page: Page, providers: list[tuple[int, int, str]]) -> list[_Found]:
    found = []
    for m in _CODE.finditer(page.plain):
        digits = re.sub(r"\D", "", m["code"])
        if not 9 <= len(digits) <= 11 or (page.in_long_block(m.start()) and "会议" not in m["label"]):
            continue
        before = page.plain[max(0, m.start("code") - 8) : m.start("code")].rpartition("\n")[2]
        if _NO_MEETING.search(before):
            continue
        place = bisect_left(providers, m.start("code"), key=lambda known: known[0])
        provider = providers[place - 1][2] if place else None
        if provider is None:
            provider = "tencent"
            page.doubt("meeting_provider_guessed", "meetings", ("tencent",), (m.span("code"),))
        end = m.end("code")
        if provider == "teams" and (more := _MORE.match(page.plain, end)):
            digits, end = digits + re.sub(r"\D", "", more[0]), more.end()
        found.append(_Found(provider, digits, None, (m.start("code"), end)))
        page.use(m.start(), m.end())
    return found


def _urls(page: Page) -> list[_Found]:
    found = []
    for m in _URL.finditer(page.plain):
        stop = _url_end(m)
        url = page.text[m.start() : stop]
        provider = _provider_of(page.plain[m.start() : stop])
        if provider is None:
            continue
        code = re.search(r"/p/(\d{9,11})(?!\d)|/j/(\d{9,11})(?!\d)|meeting_code=(\d{9,11})", url)
        digits = next((group for group in code.groups() if group), None) if code else None
        found.append(_Found(provider, digits, url, (m.start(), stop)))
    return found


def _url_end(m: re.Match[str]) -> int:
    end = m.end()
    while m.string[end - 1] in ".,;:!?)]}*#" and not (m.string[end - 1] == ")" and "(" in m[0]):
        end -= 1
    return end


def _provider_of(url: str) -> str | None:
    return next((name for name, host in _HOSTS if host.search(url)), None)


def _merged(found: list[_Found]) -> list[_Found]:
    """One entry for a meeting that is named by its link here and by its code there."""
    merged: list[_Found] = []
    for item in found:
        for known in merged:
            if known.provider != item.provider:
                continue
            same_code = item.code is not None and item.code == known.code
            fills = (item.code is None or known.code is None) and (item.url is None or known.url is None)
            if same_code or fills or (item.url is not None and item.url == known.url):
                known.code, known.url = known.code or item.code, known.url or item.url
                break
        else:
            merged.append(item)
    return merged


def _add_passcodes(page: Page, merged: list[_Found]) -> None:
    for m in _PASSCODE.finditer(page.plain):
        if page.in_long_block(m.start()):
            continue
        before = [item for item in merged if item.span[0] < m.start()] or merged
        if before and before[-1].passcode is None and any(c.isdigit() for c in m["word"]):
            before[-1].passcode = page.text[m.start("word") : m.end("word")]
            page.evidence.setdefault(f"meetings.{merged.index(before[-1])}.passcode", m.span("word"))
            page.use(*m.span())


def _doubt_codes(page: Page, merged: list[_Found]) -> None:
    for provider in {item.provider for item in merged}:
        coded = [item for item in merged if item.provider == provider and item.code]
        if len(coded) < 2 or any(_is_other_room(page, item.span[0]) for item in coded):
            continue
        codes = tuple(item.code for item in coded if item.code)
        page.doubt("meeting_conflict", "meetings", codes, tuple(item.span for item in coded))


def _is_other_room(page: Page, position: int) -> bool:
    line = page.plain.rfind("\n", 0, position) + 1
    words = page.plain[max(line, position - 60) : position]
    return re.search(r"主会场|分会场|备用|会场[一二三12]|backup|报告[一二三\d]|Talk \d", words) is not None


def _label(page: Page, end: int) -> str | None:
    """What the organizers call the meeting: the word that ends the line after the provider."""
    stop = page.plain.find("\n", end)
    m = _LABEL.match(page.plain, end, len(page.plain) if stop < 0 else stop)
    if m is None or re.search(r"待定|另行|通知|TBA|同步", m["label"]):
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
