"""The sentences about a calendar that is not as it should be, and what each fault does to its readers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One sentence in each language; `code` is for programs."""

    code: str
    zh: str
    en: str


_SENTENCES = {
    "content_type": (
        "服务器将其标为 {value}，而不是 text/calendar；有的日历软件因此不予订阅。",
        "The server calls it {value} instead of text/calendar; some calendars then refuse it.",
    ),
    "charset": (
        "Content-Type 中没有 charset=utf-8；Google 会把中文显示成乱码。",
        "The Content-Type lacks charset=utf-8; Google then garbles everything that is not ASCII.",
    ),
    "large": (
        "文件有 {value} MB；Google 不接受超过 1 MB 的日历。",
        "The file has {value} MB; Google refuses calendars above 1 MB.",
    ),
    "mark": (
        "文件以字节顺序标记（BOM）开头；有的软件因此认不出 BEGIN:VCALENDAR。",
        "The file begins with a byte order mark; some readers then miss BEGIN:VCALENDAR.",
    ),
    "line_ends": (
        "有的行不以 CRLF 结尾（RFC 5545 第 3.1 节）。",
        "Some lines do not end with CRLF (RFC 5545 §3.1).",
    ),
    "not_utf8": ("文件不是 UTF-8 编码；中文会变成乱码。", "The file is not UTF-8; its text will be garbled."),
    "split_character": (
        "第 {line} 行在一个字的中间折断，共 {count} 行；Google 会在该处显示 ��。",
        "Line {line} is folded within a character ({count} such lines); Google shows �� there.",
    ),
    "folded_by_characters": (
        "折行按字数而不是按字节数计算：第 {line} 行超过 75 字节，共 {count} 行。",
        "Lines are folded by characters instead of octets: line {line} has more than 75 octets "
        "({count} such lines).",
    ),
    "unfolded": (
        "第 {line} 行过长，没有折行（每行最多 75 字节），共 {count} 行。",
        "Line {line} is not folded: at most 75 octets are allowed ({count} such lines).",
    ),
    "structure": (
        "第 {line} 行不是一个属性，或 BEGIN 与 END 不成对；其后的内容没有检查。",
        "Line {line} is no property, or BEGIN and END do not match there; nothing else was checked.",
    ),
    "no_calendar": (
        "这不是日历文件：开头没有 BEGIN:VCALENDAR。",
        "This is no calendar: it does not begin with BEGIN:VCALENDAR.",
    ),
    "missing": ("日历缺少必需的 {value}。", "The calendar lacks {value}, which is required."),
    "method": (
        "第 {line} 行写的是 METHOD:{value}；供订阅的日历须用 PUBLISH，否则会被当作邀请。",
        "Line {line} says METHOD:{value}; a calendar to subscribe to needs PUBLISH, or it is taken for an "
        "invitation.",
    ),
    "method_in_event": (
        "第 {line} 行的 METHOD 写在活动之内，应写在日历一级。",
        "The METHOD in line {line} stands within an event; it belongs to the calendar.",
    ),
    "attendee_in_event": (
        "第 {line} 行公开了参加者（ATTENDEE），共 {count} 处；订阅者会把它当作邀请。",
        "Line {line} names an ATTENDEE ({count} in all): subscribers take that for an invitation, and the "
        "addresses are public.",
    ),
    "colour": (
        "第 {line} 行的 COLOR 是 {value}，应为 CSS 颜色名称。",
        "The COLOR in line {line} is {value}; it must be the name of a CSS colour.",
    ),
    "duration": (
        "第 {line} 行的时长写错了：{value}。一小时写作 PT1H；写成 P1H，小米日历会拒绝整个文件。",
        "Line {line} has a malformed duration: {value}. One hour is PT1H; P1H makes Xiaomi's calendar refuse "
        "the whole file.",
    ),
    "refresh_without_type": (
        "第 {line} 行的 REFRESH-INTERVAL 缺少 VALUE=DURATION（RFC 7986 第 5.7 节）。",
        "The REFRESH-INTERVAL in line {line} lacks VALUE=DURATION (RFC 7986 §5.7).",
    ),
    "no_uid": (
        "{count} 个活动没有 UID（第一个在第 {line} 行）；每次更新都会重复出现。",
        "{count} of the events have no UID (the first in line {line}); each update shows them once more.",
    ),
    "same_uid": (
        "{count} 个 UID 被多个活动使用，例如 {value}；后面的会覆盖前面的。",
        "{count} of the UIDs belong to several events, such as {value}; the later ones replace the earlier.",
    ),
    "no_dtstamp": (
        "{count} 个活动没有 DTSTAMP（第一个在第 {line} 行）。",
        "{count} of the events have no DTSTAMP (the first in line {line}).",
    ),
    "no_sequence": (
        "{count} 个活动没有 SEQUENCE（第一个在第 {line} 行）；改期后，有的日历不会更新。",
        "{count} of the events have no SEQUENCE (the first in line {line}); some calendars then miss changes.",
    ),
    "no_start": (
        "{count} 个活动没有 DTSTART（第一个在第 {line} 行）。",
        "{count} of the events have no DTSTART (the first in line {line}).",
    ),
    "dtstamp_is_now": (
        "全部 {count} 个活动的 DTSTAMP 都是当前时刻；订阅者每次刷新都会以为全部有改动。",
        "The DTSTAMP of all {count} events is the present moment; at each refresh all look changed.",
    ),
    "no_vtimezone": (
        "第 {line} 行用了时区 {value}，文件中却没有它的 VTIMEZONE；Outlook 会报错或显示错误的时间。",
        "Line {line} uses the zone {value}, but the file has no VTIMEZONE for it; Outlook complains or shows "
        "wrong times.",
    ),
    "floating": (
        "{count} 个时间没有时区（第一个在第 {line} 行）；外地的读者会看到错误的时间。",
        "{count} of the times have no zone (the first in line {line}); readers elsewhere see wrong times.",
    ),
    "ends_first": (
        "{count} 个活动的结束不晚于开始（第一个在第 {line} 行）。",
        "{count} of the events do not end after they start (the first in line {line}).",
    ),
    "html": (
        "{count} 处 {value} 含有 HTML（第一处在第 {line} 行）；多数日历会原样显示标签。",
        "{count} times {value} holds HTML (first in line {line}); most calendars show the tags as they are.",
    ),
    "empty_summary": (
        "{count} 个活动的标题是空的（第一个在第 {line} 行）。",
        "{count} of the events have an empty title (the first in line {line}).",
    ),
    "status": (
        "第 {line} 行的 STATUS 是 {value}，只能是 CONFIRMED、TENTATIVE 或 CANCELLED（两个 L）。",
        "The STATUS in line {line} is {value}; it must be CONFIRMED, TENTATIVE or CANCELLED (two L).",
    ),
}


def fault(code: str, *, line: int = 0, value: str = "", count: int = 1) -> Fault:
    """The fault called `code`; what it quotes of the file is cut at 60 characters."""
    zh, en = (text.format(line=line, value=value[:60], count=count) for text in _SENTENCES[code])
    return Fault(code, zh, en)
