"""Where the event is: labelled, repeated at the end, beside the time, or said in a sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from seminars.intake.former import is_former, is_new, is_of_other_time
from seminars.intake.layout import is_closing
from seminars.intake.page import Page
from seminars.intake.reading import Place, PlaceReading
from seminars.intake.rooms import BUILDING, STRONG_BUILDING, is_same_place, letters, split_place

_ONLINE_WORDS = re.compile(
    r"#?腾讯会议|腾讯|Tencent[ ]?Meeting|VooV|Zoom|ZOOM|zoom|飞书|Feishu|Lark|(?:Microsoft|MS) ?Teams|Teams|"
    r"Google Meet|Webex|钉钉|"
    r"哔哩哔哩|[Bb]ilibili|"
    r"B站|b站|线上|在线|直播|online|Online|virtual|Virtual|https?://|wemeet|会议号|会议ID|会议密码|密码|[Pp]assword|[Pp]asscode|[Jj]itsi|"
    r"BigBlueButton|"
    r"企业微信",
)
_IN = re.compile(
    r"(?:在|于|到|位于)[ ]?(?P<place>[^,。;:\n【《]{2,40}?)[ ]?(?P<how>【线下】|\[线下\]|\(线下\)|"
    r"【线下|举行|举办|进行|给大家|为大家|召开|开展|开讲|(?=[,。;\n]))"
)
_PLACE_IS = re.compile(
    r"(?:地点|教室|会场|场地)[ ]?[由从][^,。;\n]{2,30}?(?:调整|改|变更|更改|更换|换|"
    r"移)[为至到成](?P<moved>[^,。;:\n(]{2,40})|"
    r"(?:地点|教室|会场|场地)(?:仍|还是|依然|改|变更|调整|设|更改|更换|换)?[为是在到](?P<place>[^,。;:\n]{2,40})"
    r"|(?:地点|教室|会场)[ ](?P<beside>[^,。;:\n]{2,40})"
    r"|(?:地点|教室|会场)(?:均|仍|保持)?(?:不变|照旧)[ ]?[(:,][ ]?(?:仍?[为在])?(?P<same>[^,。;:\n()]{2,40})"
    r"|\b(?:[Rr]oom|[Vv]enue|[Ll]ocation|[Pp]lace) (?:is |remains |stays |will be |has (?:been )?(?:changed|"
    r"moved) to )(?:the same|unchanged)?[:,]?[ ]?"
    r"(?:\(|in |the )?(?P<english>[A-Z][^.;:\n()]{3,60}(?:\.\d+)?)"
    r"|\b(?:meet|held|gather|take place|place) (?:again )?(?:in|"
    r"at) (?:the )?(?P<held>(?:[Rr]oom )?[A-Z][^.;:\n()]{2,60}?)(?=[.;\n(]| on | at \d| from |$)"
)
_ENDS_AS_ROOM = re.compile(r"(?:室|厅|楼|馆|堂|层|[\dA-Z][\d\-.]*)[ ]*$")
_HALL = r"(?:Hall|Building|Center|Centre|Library|Auditorium|Theatre|Theater|Tower|House|Pavilion)"
_ENGLISH = re.compile(
    r"(?:\b(?:in|at) (?:the )?|[,;|@·] ?|\()(?P<place>(?:(?:Room|Rm\.?|Lecture Room) ?[\w.\-]{1,8},? (?:in |"
    r"of )?(?:the )?|(?:[A-Z][\w'’]{0,20} ){1,2}Room, )?(?:\d(?:st|nd|rd|th) [Ff]loor, )?"
    r"(?:[A-Z][\w'’]{0,20} ){1,3}"
    rf"{_HALL}"
    r"(?:,? (?:[Rr]oom |Rm\.? )?[A-Z]{0,2}[\-.]?\d[\w\-.]{0,7}\w|,? (?:[Rr]oom |Rm\.? )?\d)?)"
    r"|\b(?:in|at) (?P<code>[A-Z]{1,3}\d{0,2}-\d{2,4}[A-Z]?)\b"
    r"|\b(?:in|at) (?P<named>(?!January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Spring|Summer|Autumn|Fall|Winter|Week|Section|Chapter|Theorem|Part|Python|"
    r"Lemma)[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})? "
    r"(?!(?:19|20)\d\d\b)[A-Z]?\d{2,4}[A-Z]?)(?=[,.;)\n]| on | at | by |$)"
    r"|\b(?:in|at) (?P<room>(?:Room|Rm\.?|Lecture Room|Lecture Hall|"
    r"Seminar Room) [A-Z]{0,2}-?\d[\w.\-]{0,7}(?:,? (?:of |"
    r"in )?(?:the )?(?:[A-Z][\w'’]{0,20} ){0,3}[A-Z][\w'’]{0,20})?)"
)
# A building, a blank or not, and a room: 南区实验楼 517, 微纳楼 B1 会议室, 图书馆三层研讨室.
_NUMBERED = re.compile(
    r"(?:楼|馆|堂|大厦|斋|苑|阁|[一二三四五六七八九十]教)(?P<rest>[ ]{0,2}(?:[A-Z东西南北中][座区侧翼]?[ ]?)?"
    r"(?:(?:地下)?[一二三四五六七八九十\d]{1,2}[层楼][ ]?)?"
    r"(?:[〇零一二三四五六七八九]{3,4}(?:教?室)?(?![㐀-鿿])|"
    r"[A-Z]{0,2}-?\d[A-Za-z0-9.\-]{0,7}室?(?:[ ]?(?:会议室|报告厅|教室|研讨室|讨论室))?|"
    r"(?:[A-Z]\d[ ]?)?[㐀-鿿]{0,5}(?:报告厅|"
    r"会议室|教室|演播厅|路演厅|讲堂|研讨室|讨论室|多功能厅|活动室|会议厅)(?:[ ]?[A-Z]?\d{1,4})?))"
)
_BEFORE_BUILDING = re.compile(r"(?:[㐀-鿿]{0,5}校区[ ])?[㐀-鿿A-Z\d]{1,12}$")
_LEADS = re.compile(
    r".*(?:[在于到至是为由从去来]|地点|上午|下午|晚上|时间|[年月日点时分]|号(?!$)|[周期][一二三四五六日天])"
)
_PLACE_LINE = re.compile(
    rf"(?:(?:Room|Rm\.?|"
    rf"Lecture Room) ?[\w.\-]{{1,8}},? )?(?:[A-Z][\w'’.]{{0,20}} ){{1,3}}{_HALL}(?: (?:Auditorium|Theatre|"
    rf"Theater))?(?:,? [\w .,\-]{{0,24}})?"
    r"|[A-Z][\w .'’&\-]{3,60}, (?:Auditorium|Room|Lecture (?:Hall|Theatre|Room)|Seminar Room|Hall)(?: [\w.\-]{1,8})?"
)
_MOVED_ONLINE = re.compile(
    r"改[为在成至到]?(?:线上|在线|腾讯会议|Zoom)|转为?线上|moved online|will be (?:held )?online instead"
)
_HEAD = 20
_BEHIND = re.compile(
    r"[ ]?[,;@·|)]?[ ]?(?P<place>[㐀-鿿][㐀-鿿A-Z\d \-]{1,23}?(?:室|厅|\d{2,5}[A-Z]?))[ ]?(?=[+,;(/&。]|$|以?及|和线上)"
)
_SENTENCE_WORDS = re.compile(r"[将请的与在于我您有改仍为由]|地点|时间|主讲|讲者|举|欢迎|报告会|讲座")
_CHROME = re.compile(r"点击此处[^ ,。]{0,12}|点击查看[^ ,。]{0,10}|查看地图|导航")
# What leads from a room to an app.
_LOOSE_END = re.compile(
    r"[ ,;(+&/]{1,3}(?:(?:and|or|with|also|on|via|by|over|in|as well as|with|at|simultaneously|online|virtually|"
    r"broadcast|live|(?:live-?)?stream(?:ed|ing)?)[ ]*){1,5}$|"
    r"[ ,;(+&/]{0,3}(?:及|和|与|或|并|同时|同步|以及|暨)[ ]*$"
)
_SPLIT = re.compile(
    r"https?://\S+|(?<![A-Z])(?<!Rm)(?<!Bldg)(?<!St)(?<!No)\.[ ](?=[A-Z])|。|[+;/|、&\n]| and "
    r"(?=[A-Z])| or |以及|或者|,(?=[ ]?(?:腾讯|Zoom|线上|在线|同步|online|also|"
    r"同时))|同步"
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    place: PlaceReading
    span: Place
    weight: int


def read_places(page: Page, after_repeated_time: Place | None) -> list[PlaceReading]:
    """The rooms of the event, the first is where it is; two that do not agree make a doubt."""
    labelled = [c for block in page.labelled("place") for c in _from_words(page, block.start, block.end, 3)]
    labelled += [
        c for block in page.labelled("occasion") for c in _beside_time(page, block.start, block.end, 3)
    ]
    others: list[_Candidate] = []
    if after_repeated_time is not None:
        others += _from_words(page, *after_repeated_time, 2)
    others += _from_prose(page)
    if not labelled and not others:
        others = [
            c for block in page.labelled("time", "meeting") for c in _numbered(page, block.start, block.end)
        ]
    candidates = labelled + others
    if not candidates:
        return []
    candidates, others = _without_former(page, candidates), _without_former(page, others)
    main = _fullest(candidates[0], candidates)
    for other in others if labelled else others[1:]:
        if not is_same_place(main.place, other.place) and not any(
            is_same_place(c.place, other.place) for c in labelled
        ):
            page.doubt(
                "place_conflict", "places", (_words(main.place), _words(other.place)), (main.span, other.span)
            )
    found = [main, *(c for c in labelled[1:] if not is_same_place(c.place, main.place))]
    for number, candidate in enumerate(found):
        page.evidence.setdefault(f"places.{number}", candidate.span)
    for candidate in candidates:
        page.use(*candidate.span)
    return [candidate.place for candidate in found]


def _without_former(page: Page, candidates: list[_Candidate]) -> list[_Candidate]:
    """The places without those where the event was to be, if others are left; a new one comes first."""
    still = [c for c in candidates if not is_former(page, c.span)]
    for former in candidates if still else ():
        page.use(*former.span)
    found = still or candidates
    return sorted(found, key=lambda c: not is_new(page, c.span))


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
    online = _ONLINE_WORDS.search(page.plain, start, end)
    if online:
        if page.plain[start : online.start()].strip(" (（【[:,，") == "":
            return None
        end = online.start()
    if loose := _LOOSE_END.search(page.plain, start, end):
        end = loose.start()
    start, end = page.trimmed(start, end)
    place = split_place(page.written(start, end))
    if place is None or not re.search(r"\w", place.venue):
        return None
    original = PlaceReading(place.venue, place.room, page.text[start:end].strip())
    return _Candidate(original, (start, end), weight)


def _beside_time(page: Page, start: int, end: int, weight: int) -> list[_Candidate]:
    """The place in a field that gives time and place together: what comes after the last time."""
    said = page.phrases_in(start, end)
    return _from_words(page, said[-1].end if said else start, end, weight)


def _from_prose(page: Page) -> list[_Candidate]:
    found: list[_Candidate] = []
    for pattern in (_PLACE_IS, _ENGLISH):
        for m in page.found_outside(pattern):
            said = _candidate(page, *m.span(m.lastgroup or 0), 1) if _is_free(page, m.start()) else None
            if said and (pattern is _ENGLISH or _is_like_a_room(said.place)):
                found.append(said)
    for m in page.found_outside(_IN):
        if not _is_free(page, m.start()) or is_closing(page.plain[m.start() : m.start() + 20]):
            continue
        start, end = m.span("place")
        inside = [p for p in page.phrases_in(start - 60, end) if p.end > start]
        if inside:
            start = min(inside[-1].end, end)
        if "在" in page.plain[start:end]:
            start = page.plain.rindex("在", start, end) + 1
        candidate = _candidate(page, start, end, 1)
        if (
            candidate
            and (
                (STRONG_BUILDING if not m["how"] else BUILDING).search(page.plain, start, end)
                or re.search(r"室|厅" if not m["how"] else r"\d", page.plain[start:end])
                or "线下" in m["how"]
            )
            and (
                # Without a verb the words themselves must end as a room does.
                m["how"] or _ENDS_AS_ROOM.search(page.plain, start, end)
            )
        ):
            found.append(candidate)
            page.use(*m.span("how"))
    taken = [candidate.span for candidate in found]
    for candidate in [c for place in page.outside() for c in _numbered(page, *place)]:
        if _is_free(page, candidate.span[0]) and not any(
            s < candidate.span[1] and candidate.span[0] < e for s, e in taken
        ):
            found.append(candidate)
    found += [*_own_lines(page), *_behind_times(page)]
    moved = _MOVED_ONLINE.search(page.plain)
    found = [c for c in found if not is_of_other_time(page, c.span)]
    found = [
        candidate
        for candidate in found
        if moved is None or not _in_sentence(page, candidate.span[0], moved.start())
    ]
    found.sort(key=lambda candidate: candidate.span)
    return found


def _own_lines(page: Page) -> Iterator[_Candidate]:
    """Lines that are nothing but a place, or a place and a date: `Harmon Library Auditorium`."""
    for line in page.lines[:_HEAD]:
        said = page.phrases_in(line.start, line.end)
        start, end = page.trimmed(line.start, said[0].start if said else line.end)
        if start < end and _is_free(page, start) and _PLACE_LINE.fullmatch(page.plain, start, end):
            candidate = _candidate(page, start, end, 1)
            if candidate:
                yield candidate


def _behind_times(page: Page) -> Iterator[_Candidate]:
    """What follows day and hour at the head, `3月5日 14:30，某所 6620 报告厅 + 在线`, where it ends as a room."""
    for phrase in page.phrases:
        line = page.line_at(phrase.start)
        if phrase.on is None or phrase.starts is None or line is None or not _is_free(page, phrase.start):
            continue
        m = _BEHIND.match(page.plain, phrase.end, line.end)
        if m and not _SENTENCE_WORDS.search(m["place"]) and (found := _candidate(page, *m.span("place"), 1)):
            yield found


def _in_sentence(page: Page, position: int, later: int) -> bool:
    return position < later and not re.search(r"[。\n]", page.plain[position:later])


def _numbered(page: Page, start: int, end: int) -> Iterator[_Candidate]:
    """Buildings with a room behind them, wherever they stand."""
    for m in _NUMBERED.finditer(page.plain, start, end):
        low = max(start, m.start() - 14)
        at = bisect_left(page.phrases, m.start(), key=lambda phrase: phrase.start)
        if at:
            low = max(low, min(page.phrases[at - 1].end, m.start()))
        name = _BEFORE_BUILDING.search(page.plain, low, m.start())
        if name is None and m[0][1] != "教":
            continue
        first = name.start() if name else m.start()
        if lead := _LEADS.match(page.plain, first, m.start()):
            first = lead.end()
        if (first < m.start() or m[0][1] == "教") and (candidate := _candidate(page, first, m.end("rest"), 1)):
            yield candidate


def _is_free(page: Page, position: int) -> bool:
    """Whether a place may stand here: in free text, not in the prose of a talk or in a field of its own."""
    return not page.in_body(position) and not page.in_long_block(position) and page.block_at(position) is None


def _is_like_a_room(place: PlaceReading) -> bool:
    words = place.text
    return BUILDING.search(words) is not None or re.search(r"\d|室|厅|Room", words) is not None


def _fullest(main: _Candidate, candidates: list[_Candidate]) -> _Candidate:
    """学堂 112 and 清华学堂112 are one place; the longer name says more."""
    same = [
        c
        for c in candidates
        if is_same_place(c.place, main.place) and bool(c.place.room) >= bool(main.place.room)
    ]
    return max(same, key=lambda c: (letters(c.place), c.weight), default=main)


def _words(place: PlaceReading) -> str:
    return f"{place.venue} {place.room}" if place.room else place.venue
