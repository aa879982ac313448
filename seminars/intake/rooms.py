"""Where the event is: building and room."""

from __future__ import annotations

import re
from dataclasses import dataclass

from seminars.intake.page import Page, is_closing
from seminars.intake.reading import Place, PlaceReading

ONLINE_WORDS = re.compile(
    r"#?腾讯会议|腾讯|Tencent[ ]?Meeting|VooV|Zoom|ZOOM|zoom|飞书|Lark|Teams|Google Meet|Webex|钉钉|"
    r"哔哩哔哩|[Bb]ilibili|"
    r"B站|b站|线上|在线|直播|online|Online|virtual|https?://|wemeet|会议号|会议ID|会议密码|密码",
)
_BUILDING = re.compile(
    r"(?:楼|馆|堂|厅|大厦|中心|学院|研究院|校区|教学区|阁|塔|斋|苑|书院|报告厅|广场|"
    r"[一二三四五六七八九十]教)(?!楼|馆|堂|厅|区|[)）])"
    r"|\b(?:Hall|Building|Bldg\.?|Center|Centre|Library|Tower|House|Auditorium|Theatre|Theater|"
    r"Complex|Pavilion)\b"
)
_ROOM_ONLY = re.compile(
    r"(?:Room|Rm\.?|Lecture Room|Seminar Room|room)[ ]?[\w.\-]+$|[A-Z]?\d[\w.\-]*(?: ?室)?$"
)
_TRAILING_ROOM = re.compile(
    r"^(?P<venue>.*?[^\d\s\-A-Z])[ ]*(?P<room>[A-Z]?-?\d[\w.\-]*(?:室|会议室|教室)?)$"
)
_IN = re.compile(
    r"(?:在|于|到|位于)[ ]?(?P<place>[^,。;:\n【《]{2,40}?)[ ]?(?P<how>【线下】|\[线下\]|\(线下\)|"
    r"【线下|举行|举办|进行|给大家|为大家|召开|开展|开讲)"
)
_PLACE_IS = re.compile(r"地点(?:仍|还是|依然|改|变更|调整)?[为是在到](?P<place>[^,。;:\n]{2,40})")
_ENGLISH_IN = re.compile(
    r"\b(?:in|at) (?:the )?(?P<place>(?:(?:Room|Rm\.?|Lecture Room) ?[\w.\-]{1,8},? )?"
    r"(?:[A-Z][\w'’]{0,20} ){1,3}"
    r"(?:Hall|Building|Center|Centre|Library|Auditorium|Theatre|Tower|House)"
    r"(?:,? (?:Room |Rm )?[\w\-]{0,4}\d[\w\-]{0,6})?)"
)
_CHROME = re.compile(r"点击此处[^ ,。]{0,12}|点击查看[^ ,。]{0,10}|查看地图|导航")
_SPLIT = re.compile(
    r"[+;/|、&\n]| and | or |以及|或者|,(?=[ ]?(?:腾讯|Zoom|线上|在线|同步|online|also))|同步"
)
_DROP = re.compile(
    r"[【\[(]?[ ]?(?:线下|现场|onsite|in[- ]person|offline|Onsite|In[- ]person)[ ]?[】\])]?[:]?|"
    r"[【\[(][ ]?[】\])]"
)
_NO_PLACE = re.compile(
    r"(?:待定|另行通知|TBA|TBD|to be announced|线上线下|线上|在线|online|网络|无)[ .]*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    place: PlaceReading
    span: Place
    weight: int


def read_places(page: Page, after_repeated_time: Place | None) -> list[PlaceReading]:
    """The rooms of the event, the first is where it is; two that do not agree make a doubt."""
    labelled = [c for block in page.labelled("place") for c in _from_words(page, block.start, block.end, 3)]
    others: list[_Candidate] = []
    if after_repeated_time is not None:
        others += _from_words(page, *after_repeated_time, 2)
    others += _from_prose(page)
    candidates = labelled + others
    if not candidates:
        return []
    main = _fullest(candidates[0], candidates)
    for other in others if labelled else others[1:]:
        if not _agree(main.place, other.place) and not any(_agree(c.place, other.place) for c in labelled):
            page.doubt(
                "place_conflict", "places", (_words(main.place), _words(other.place)), (main.span, other.span)
            )
    found = [main, *(c for c in labelled[1:] if not _agree(c.place, main.place))]
    for number, candidate in enumerate(found):
        page.evidence.setdefault(f"places.{number}", candidate.span)
    for candidate in candidates:
        page.use(*candidate.span)
    return [candidate.place for candidate in found]


def split_place(words: str) -> PlaceReading | None:
    """Building and room of `知行楼 B座 一层路演厅`, `Room 305, Wexford Hall` or `格致堂112`; None for no place."""
    text = " ".join(_DROP.sub(" ", words).split()).strip(" ,，。.;:【】[]-")
    for opening, closing in ("()", "（）"):
        if text.count(opening) != text.count(closing):
            text = text.strip(" " + opening + closing)
    if len(text) < 2 or len(text) > 80 or _NO_PLACE.fullmatch(text):
        return None
    parts = [part.strip() for part in re.split(r"[,，]", text) if part.strip()]
    if len(parts) > 1:
        rooms = [part for part in parts if _ROOM_ONLY.match(part)]
        if rooms and len(rooms) < len(parts):
            venue = ", ".join(part for part in parts if part not in rooms)
            return PlaceReading(venue, ", ".join(rooms), text)
    building = _BUILDING.search(text)
    if building and building.end() < len(text):
        room = text[building.end() :].strip(" ,-，")
        room = re.sub(r"^[(（]([^()（）]+)[)）]$", r"\1", room)
        return PlaceReading(text[: building.end()].strip(), room or None, text)
    if building:
        return PlaceReading(text, None, text)
    if m := _TRAILING_ROOM.match(text):
        return PlaceReading(m["venue"].strip(), m["room"], text)
    return PlaceReading(text, None, text)


def _from_words(page: Page, start: int, end: int, weight: int) -> list[_Candidate]:
    """The physical places among the words of a place field or of the line that repeats it."""
    found = []
    position = start
    for separator in [*_SPLIT.finditer(page.plain, start, end), None]:
        stop = separator.start() if separator else end
        candidate = _candidate(page, position, stop, weight)
        if candidate:
            found.append(candidate)
        position = separator.end() if separator else end
    return found


def _candidate(page: Page, start: int, end: int, weight: int) -> _Candidate | None:
    if chrome := _CHROME.search(page.plain, start, end):
        page.use(chrome.start(), chrome.end())
        end = chrome.start()
    if said := page.phrases_in(start, end):
        end = said[0].start
    online = ONLINE_WORDS.search(page.plain, start, end)
    if online:
        if page.plain[start : online.start()].strip(" (（【[:,，") == "":
            return None
        end = online.start()
    start, end = page.trimmed(start, end)
    place = split_place(page.plain[start:end])
    if place is None or not re.search(r"\w", place.venue):
        return None
    original = PlaceReading(place.venue, place.room, page.text[start:end].strip())
    return _Candidate(original, (start, end), weight)


def _from_prose(page: Page) -> list[_Candidate]:
    found: list[_Candidate] = []
    for pattern in (_PLACE_IS, _ENGLISH_IN):
        for m in pattern.finditer(page.plain):
            is_free = not page.in_body(m.start()) and not page.in_long_block(m.start())
            said = (
                _candidate(page, *m.span("place"), 1)
                if is_free and page.block_at(m.start()) is None
                else None
            )
            if said:
                found.append(said)
    for m in _IN.finditer(page.plain):
        if page.in_body(m.start()) or page.in_long_block(m.start()) or page.block_at(m.start()) is not None:
            continue
        if is_closing(page.plain[m.start() : m.start() + 20]):
            continue
        start, end = m.span("place")
        inside = [p for p in page.phrases_in(start - 60, end) if p.end > start]
        if inside:
            start = min(inside[-1].end, end)
        if "在" in page.plain[start:end]:
            start = page.plain.rindex("在", start, end) + 1
        candidate = _candidate(page, start, end, 1)
        if candidate and (
            _BUILDING.search(page.plain, start, end)
            or re.search(r"\d", page.plain[start:end])
            or "线下" in m["how"]
        ):
            found.append(candidate)
            page.use(*m.span("how"))
    return found


def _agree(one: PlaceReading, other: PlaceReading) -> bool:
    mine, theirs = _plain_words(one), _plain_words(other)
    if one.room and other.room and _plain(one.room) == _plain(other.room):
        venue, venue_of_other = _plain(one.venue), _plain(other.venue)
        return venue.endswith(venue_of_other) or venue_of_other.endswith(venue) or venue in venue_of_other
    return mine in theirs or theirs in mine


def _fullest(main: _Candidate, candidates: list[_Candidate]) -> _Candidate:
    """学堂 112 and 清华学堂112 are one place; the longer name says more."""
    same = [
        c for c in candidates if _agree(c.place, main.place) and bool(c.place.room) >= bool(main.place.room)
    ]
    return max(same, key=lambda c: (len(_plain(c.place.venue)), c.weight), default=main)


def _words(place: PlaceReading) -> str:
    return f"{place.venue} {place.room}" if place.room else place.venue


def _plain(words: str) -> str:
    return re.sub(r"[\W_]", "", words).lower()


def _plain_words(place: PlaceReading) -> str:
    return _plain(place.venue + (place.room or ""))
