"""Building and room, taken apart and compared."""

from __future__ import annotations

import re

from seminars.intake.reading import PlaceReading
from seminars.timekeeping.numerals import folded

# 一楼 is a floor, 一号楼 a building.
_STRONG = (
    r"(?<![一二三四五六七八九十\d])楼|馆|大厦|堂|阁|塔|斋|苑|[一二三四五六七八九十]教(?![学室研])|教学区|号院"
)
_WEAK = "厅|中心|学院|研究院|校区|书院|广场|园区|基地|所"
STRONG_BUILDING = re.compile(
    rf"(?:{_STRONG})(?!楼|馆|大厦|堂|阁|塔|斋|苑|区|[)）])"
    r"|\b(?:Hall(?! of )|Building|Bldg\.?|Library|Tower|House|Auditorium|Theatre|Theater|Complex|Pavilion)\b"
)
BUILDING = re.compile(
    rf"{STRONG_BUILDING.pattern}|(?:{_WEAK})(?!{_WEAK}|楼|馆|大厦|堂|阁|塔|斋|苑|区|[)）])|\b(?:Center|Centre|Institute|"
    rf"Campus)\b"
)
_ROOM_ONLY = re.compile(
    r"(?:(?:[A-Z]\w+ )?[Rr]oom|Rm\.?|Lecture Room|Seminar Room|Lecture Hall|Conference Room|Office|room|lecture room|"
    r"seminar room|Auditorium|Lecture Theatre|Lecture Theater|Classroom)[ ]?[\w.\-/]+$|"
    r"[A-Z]{0,2}-?\d[\w.\-]*(?: ?室)?$|(?:[A-Z][\w'’]+ ){1,2}Room$|(?:\d+(?:st|nd|rd|th)|[Gg]round|[Ff]irst|"
    r"[Ss]econd|[Tt]hird) [Ff]loor$|[Ff]loor \d+$"
)
_TRAILING_ROOM = re.compile(
    r"^(?P<venue>.*?[^\d\s\-A-Z])[ ]*(?P<room>[A-Z]{0,2}-?\d[\w.\-]*(?:室|会议室|教室)?)$"
    r"|^(?P<name>\w[\w.&' ]*?)[ ]+(?P<number>[A-Z]{0,2}-?\d[\w.\-]*(?:室|会议室|教室)?)$"
)
_DROP = re.compile(
    r"[【\[(]?[ ]?(?:线下|现场|onsite|in[- ]person|offline|Onsite|In[- ]person)[ ]?[】\])]?[:]?|"
    r"[【\[(][ ]?[】\])]"
)
# Brackets that tell something about a place and are no part of its name.
_REMARK = re.compile(
    r"[(（【\[][^()（）【】\[\]]{0,40}(?:会场|直播|不是|不在|原|改|有误|更正|线下|现场|限|座位|请|入口|刷卡|登记|凭|扫码|门口|电梯|靠近|旁|"
    r"附近|提前|步行|导航|"
    r"地图|对面|容纳|座|注意|非|not |near|next to|limited|seats|note|map|in person|main|overflow|"
    r"changed)[^()（）【】\[\]]{0,40}[)）】\]]"
)
_NO_PLACE = re.compile(
    r"(?:待定|另行通知|TBA|TBD|to be announced|线上线下|线上|在线|online|网络|无|不变|同上|同前|unchanged)[ .]*",
    re.IGNORECASE,
)


def without_remarks(words: str) -> str:
    """A place without what brackets remark on it, `0416（不是 0614）`."""
    return _REMARK.sub(" ", words)


def split_place(words: str) -> PlaceReading | None:
    """Building and room of `知行楼 B座 一层路演厅`, `Room 305, Wexford Hall` or `格致堂112`; None for no place."""
    text = " ".join(_DROP.sub(" ", without_remarks(words)).split()).strip(" ,，。.;:【】[]-·|*")
    for opening, closing in ("()", "（）"):
        if text.count(opening) != text.count(closing):
            text = text.strip(" " + opening + closing)
    # Taken apart by its folded twin, told in its own characters.
    plain = folded(text)
    if len(text) < 2 or len(text) > 80 or _NO_PLACE.fullmatch(plain):
        return None
    return _with_room_apart(text, plain) or _with_room_behind(text, plain) or PlaceReading(text, None, text)


def _with_room_apart(text: str, plain: str) -> PlaceReading | None:
    """`Room 305, Wexford Hall`: parts between commas, some of which are rooms."""
    parts = [part.strip() for part in re.split(r"[,，]", text) if part.strip()]
    rooms = [part for part in parts if _ROOM_ONLY.match(folded(part))]
    if not rooms or len(rooms) == len(parts):
        return None
    venue = ", ".join(part for part in parts if part not in rooms)
    return PlaceReading(venue, ", ".join(rooms), text)


def _with_room_behind(text: str, plain: str) -> PlaceReading | None:
    """The room is what follows the building, or a number at the end."""
    building = STRONG_BUILDING.search(plain) or BUILDING.search(plain)
    if building and building.end() < len(text):
        room = text[building.end() :].strip(" ,-，")
        after = plain[building.end() :]
        if re.fullmatch(r"[ ]*(?:Auditorium|Theatre|Theater|Hall|Library|Building)", after) or re.match(
            "旁|对面|附近|门口|[前后东西南北]侧?广场", after.strip(" ,-")
        ):
            return PlaceReading(text, None, text)
        room = re.sub(r"^[(（]([^()（）]+)[)）]$", r"\1", room)
        return PlaceReading(text[: building.end()].strip(), room or None, text)
    if building:
        m = re.match(r"(?P<room>(?:Room |Rm\.? ?)[\w.\-]+)[ ,]+(?:in |of )?(?:the )?(?P<venue>.+)$", plain)
        return PlaceReading(text[slice(*m.span("venue"))], text[slice(*m.span("room"))], text) if m else None
    if m := re.fullmatch(r"(?P<venue>[A-Z]{1,3}\d{1,2})-(?P<room>\d{2,4}[A-Z]?)", plain):
        return PlaceReading(m["venue"], m["room"], text)
    if m := _TRAILING_ROOM.match(plain):
        first = "venue" if m["venue"] else "name"
        last = "room" if m["room"] else "number"
        return PlaceReading(text[slice(*m.span(first))].strip(), text[slice(*m.span(last))], text)
    if m := re.fullmatch(r"(?P<venue>[㐀-鿿]{2,12})[ ]+(?P<room>\S.*(?:室|厅|\d).*)", plain):
        return PlaceReading(text[slice(*m.span("venue"))], text[slice(*m.span("room"))], text)
    return None


def is_same_place(one: PlaceReading, other: PlaceReading) -> bool:
    """Whether two ways to write a place mean the same: 学堂 112 and 清华学堂112."""
    mine, theirs = _plain_words(one), _plain_words(other)
    if one.room and other.room and _plain(one.room) == _plain(other.room):
        venue, venue_of_other = _plain(one.venue), _plain(other.venue)
        return venue.endswith(venue_of_other) or venue_of_other.endswith(venue) or venue in venue_of_other
    return mine in theirs or theirs in mine


def letters(place: PlaceReading) -> int:
    """How much the name of the building says."""
    return len(_plain(place.venue))


def _plain(words: str) -> str:
    return re.sub(r"[\W_]", "", words).lower()


def _plain_words(place: PlaceReading) -> str:
    return _plain(place.venue + (place.room or ""))
