"""Cases that broke calendars of others, from the working copy through the database into every kind of file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from seminars.calendars.feed import feed
from seminars.calendars.files import event_file, mail_calendar
from seminars.calendars.options import Options
from seminars.models import Event
from seminars.timekeeping.zones import parse_local
from tests.calendars.readers import alike
from tests.factories import NOW, a_meeting, a_series, a_speaker, a_talk, a_venue, an_event, published

pytestmark = pytest.mark.django_db

WHEN = "2026年11月28日（周六）14:00–16:00（北京时间）"
LIN, ROOM = "讲者：林知远", "地点：格致堂112"
LINK = "https://meeting.example.org/dm/aBc"
NAMED = "CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL=腾讯会议 555-010-021;VALUE=URI"
MEETING = ("线上：腾讯会议 555-010-021", f"入会链接：{LINK}")


def said(*lines: str) -> dict[str, str]:
    """A description of these lines, as it stands in a file."""
    page = "https://seminars.example.org/wenqu/89/"
    return {"DESCRIPTION": "\\n".join([*lines, page])}


def in_beijing(*wall: int, hours: int = 2, **fields: Any) -> dict[str, Any]:
    """Fields of an event that starts at this time by the clocks of Beijing."""
    starts_at = parse_local(datetime(*wall), "Asia/Shanghai").astimezone(UTC)  # type: ignore[arg-type]
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=hours)} | fields


def times(starts: str, ends: str, when: str) -> dict[str, str | None]:
    return {"DTSTART": starts, "DTEND": ends, **said(when, LIN, ROOM)}


# What every case says where it says nothing else.
PLAIN: dict[str, str | None] = {
    "SUMMARY": "问渠 #89 · 林知远",
    **times("20261128T060000Z", "20261128T080000Z", WHEN),
    "DTSTAMP": "20261124T040000Z",
    "SEQUENCE": "0",
    "CLASS": "PUBLIC",
    "COLOR": "steelblue",
    "CREATED": "20261124T040000Z",
    "LAST-MODIFIED": "20261124T040000Z",
    "LOCATION": "格致堂112",
    "STATUS": "CONFIRMED",
    "TRANSP": "TRANSPARENT",
    "URL": "https://seminars.example.org/wenqu/89/",
    "X-MICROSOFT-CDO-BUSYSTATUS": "FREE",
}

# Fields of the event, words of its talk, and the lines in which it differs from the plain one.
CASES: dict[str, tuple[dict[str, Any], dict[str, str], dict[str, str | None]]] = {
    "nothing special": ({}, {}, {}),
    "the summer time of 1988": (
        in_beijing(1988, 7, 1, 9), {},
        times("19880701T000000Z", "19880701T020000Z", "1988年7月1日（周五）09:00–11:00（北京时间）"),
    ),
    "midnight and New Year": (
        in_beijing(2026, 12, 31, 23), {},
        times(
            "20261231T150000Z", "20261231T170000Z",
            "2026年12月31日（周四）23:00–2027年1月1日（周五）01:00（北京时间）",
        ),
    ),
    "whole days, the end exclusive": (
        in_beijing(2026, 12, 31, hours=72, is_all_day=True), {},
        {"DTSTART": None, "DTEND": None}
        | {"DTSTART;VALUE=DATE": "20261231", "DTEND;VALUE=DATE": "20270103"}
        | said("2026年12月31日（周四）至2027年1月2日（周六）（北京时间）", LIN, ROOM),
    ),
    "the year 2040": (
        in_beijing(2040, 7, 2, 21), {},
        times("20400702T130000Z", "20400702T150000Z", "2040年7月2日（周一）21:00–23:00（北京时间）"),
    ),
    "line ends of every kind": (
        {}, {"abstract": "甲。\r乙。\n丙。\r\n丁。\u2028戊。\u2029\u2029己。\x85\x00庚。"},
        said(WHEN, LIN, ROOM, *(f"{sign}。" for sign in "甲乙丙丁戊己庚")),
    ),
    "line ends in a title": (
        {}, {"title": "一\r二\r\n三\u2028四\n五"},
        {"SUMMARY": "问渠 #89 · 林知远 · 一 二 三 四 五"} | said(WHEN, LIN, ROOM, "题目：一 二 三 四 五"),
    ),
    "commas, semicolons, backslashes": (
        {}, {"title": r"a,b;c:d\e", "abstract": r"甲,乙;丙\丁"},
        {"SUMMARY": r"问渠 #89 · 林知远 · a\,b\;c:d\\e"}
        | said(WHEN, LIN, ROOM, r"题目：a\,b\;c:d\\e", r"甲\,乙\;丙\\丁"),
    ),
    "TeX that looks like line ends": (
        {}, {"title": r"$\nabla u$ 与 `\n`", "abstract": r"由 $\nu \ne 0$；`\n` 是换行。"},
        {"SUMMARY": r"问渠 #89 · 林知远 · ∇u 与 \\n"}
        | said(WHEN, LIN, ROOM, r"题目：∇u 与 \\n", r"由 ν≠0；\\n 是换行。"),
    ),
    "a title of three hundred characters": (
        {}, {"title": "长" * 300},
        {"SUMMARY": f"问渠 #89 · 林知远 · {'长' * 239}…"} | said(WHEN, LIN, ROOM, f"题目：{'长' * 300}"),
    ),
    "HTML beside an inequality": (
        {},
        {"title": "<b>题</b> 一", "abstract": '<p class="x">甲<br>乙 &amp; <b>丙</b></p>若 a<b 且 b>c。'},
        {"SUMMARY": "问渠 #89 · 林知远 · 题 一"}
        | said(WHEN, LIN, ROOM, "题目：题 一", "甲", "乙 & 丙", "若 a<b 且 b>c。"),
    ),
    "a property in a name": (
        {}, {"name": "林\r\nATTENDEE:mailto:x@example.org\u2028X-A;B=1:c"},
        {"SUMMARY": r"问渠 #89 · 林 ATTENDEE:mailto:x@example.org X-A\;B=1:c"}
        | said(WHEN, r"讲者：林 ATTENDEE:mailto:x@example.org X-A\;B=1:c", ROOM),
    ),
    "quotes in parameters": (
        {"venue": {"name_zh": '“甲”"乙": 丙;丁,戊^', "address_zh": '"北" 路', "latitude": "40.5", "longitude": "116.5"}},
        {},
        {
            "GEO": "40.5;116.5",
            "LOCATION": r'“甲”"乙": 丙\;丁\,戊^\n"北" 路',
            "X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS=\"^'北^' 路\";X-APPLE-RADIUS=70;"
            "X-TITLE=\"“甲”^'乙^': 丙;丁,戊^^\"": "geo:40.5,116.5",
        }
        | said(WHEN, LIN, r'地点：“甲”"乙": 丙\;丁\,戊^（"北" 路）'),
    ),
    "nothing but a title and a room": (
        {"title_zh": "沙龙"}, {},
        {"SUMMARY": "问渠 #89 · 沙龙"} | said(WHEN, ROOM),
    ),
    "online": (
        {"meeting": {"url": LINK}}, {},
        {"LOCATION": LINK, NAMED: LINK} | said(WHEN, LIN, *MEETING),
    ),
    "online, the number to come": (
        {"meeting": {"code": ""}}, {},
        {"LOCATION": "腾讯会议（会议号另行通知）"} | said(WHEN, LIN, "线上：腾讯会议（会议号另行通知）"),
    ),
    "hybrid": (
        {"venue": {}, "meeting": {"url": LINK}}, {},
        {NAMED: LINK} | said(WHEN, LIN, ROOM, *MEETING),
    ),
}  # fmt: skip


def made(fields: dict[str, Any], words: dict[str, str]) -> Event:
    """A draft of this case."""
    rooms = {"venue": a_venue, "meeting": a_meeting}
    values = {name: rooms[name](**value) if name in rooms else value for name, value in fields.items()}
    series = a_series(slug="wenqu", name_en="", short_zh="问渠")
    event = an_event(series, number=89, has_talk=False, **values)
    if "title_zh" not in fields:
        name, texts = words.get("name", "林知远"), {"title": "", "abstract": ""} | words
        a_talk(
            event, speakers=[a_speaker(name_zh=name, name_en="")],
            title=texts["title"], abstract=texts["abstract"],
        )  # fmt: skip
    return event


def properties(body: bytes) -> dict[str, str]:
    """Those of the only event in the file, none twice: name with parameters, and value as written."""
    inside = body[body.index(b"BEGIN:VEVENT") : body.index(b"END:VEVENT")]
    lines = inside.decode().replace("\r\n ", "").split("\r\n")[1:-1]
    found = dict(_at_colon(line) for line in lines)
    assert len(found) == len(lines)
    return found


def _at_colon(line: str) -> tuple[str, str]:
    """Within quotes a colon belongs to a parameter."""
    at = next(at for at, sign in enumerate(line) if sign == ":" and line[:at].count('"') % 2 == 0)
    return line[:at], line[at + 1 :]


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_told_in_every_kind_of_file(name: str, settings: LazySettings) -> None:
    settings.SITE_URL = "https://seminars.example.org"
    fields, words, differences = CASES[name]
    publication = published(made(fields, words))

    body = feed("wenqu", Options(is_whole_history=True), at=NOW).body

    expected = {line: value for line, value in (PLAIN | differences).items() if value is not None}
    assert properties(body) == expected | {"UID": str(publication.uid)}
    (seen,) = alike(body)
    for other in (
        feed("all", Options(language="zh", is_whole_history=True), at=NOW).body,
        feed("wenqu", Options(is_whole_history=True, has_cancelled=False), at=NOW).body,
        event_file("wenqu", "89", Options()).body,
        mail_calendar([publication], language="zh"),
    ):
        assert properties(other) == properties(body)
        assert alike(other) == [seen]
