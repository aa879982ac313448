"""Where the event is: labelled, repeated at the end, beside the time, or said in a sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from seminars.intake.former import is_former, is_new, is_of_other_time
from seminars.intake.layout import is_closing
from seminars.intake.page import Page
from seminars.intake.placewords import (
    BEFORE_BUILDING,
    BEHIND,
    CHROME,
    ENDS_AS_ROOM,
    ENGLISH,
    HEAD,
    IN,
    LEADS,
    LOOSE_END,
    MOVED_ONLINE,
    NUMBERED,
    ONLINE_WORDS,
    PLACE_IS,
    PLACE_LINE,
    SENTENCE_WORDS,
    SPLIT,
)
from seminars.intake.reading import Place, PlaceReading
from seminars.intake.rooms import BUILDING, STRONG_BUILDING, is_same_place, letters, split_place
from seminars.intake.ties import is_beside, is_restated, is_tied_place

# What stands behind the label of a headline, `[New place] Wenqu #42`.
_NUMBERED_EVENT = re.compile(r"^(?!.*(?:[Rr]oom|Rm|室)).*[ ]#\d{1,4}$")


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
    others += _ours(page, _from_prose(page), is_alone=not labelled and not others)
    if not labelled and not others:
        others = [
            c for block in page.labelled("time", "meeting") for c in _numbered(page, block.start, block.end)
        ]
    candidates = labelled + others
    if not candidates:
        return []
    candidates, others = _without_former(page, candidates), _without_former(page, others)
    restated = [c for c in labelled if is_restated(page, c.span[0])] if len(labelled) > 1 else []
    main = _fullest(candidates[0], candidates)
    labelled = [c for c in labelled if c not in restated]
    rivals = [c for c in others if c is not candidates[0] and is_tied_place(page, c.span)]
    for other in [*restated, *rivals]:
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


def _ours(page: Page, found: list[_Candidate], *, is_alone: bool) -> list[_Candidate]:
    """The places of sentences that speak of the event, not of the dinner, the desk or the usual room."""
    ours = [c for c in found if not is_beside(page, c.span)]
    return ours or (found if is_alone else [])


def _from_words(page: Page, start: int, end: int, weight: int) -> list[_Candidate]:
    """The physical places among the words of a place field or of the line that repeats it."""
    found = []
    position = start
    for separator in [*SPLIT.finditer(page.plain, start, end), None]:
        stop = separator.start() if separator else end
        candidate = _candidate(page, position, stop, weight)
        if candidate:
            found.append(candidate)
        position = separator.end() if separator else end
    return found


def _candidate(page: Page, start: int, end: int, weight: int) -> _Candidate | None:
    if chrome := CHROME.search(page.plain, start, end):
        page.use(chrome.start(), chrome.end())
        end = chrome.start()
    if said := page.phrases_in(start, end):
        end = said[0].start
    online = ONLINE_WORDS.search(page.plain, start, end)
    if online:
        if page.plain[start : online.start()].strip(" (（【[:,，") == "":
            return None
        end = online.start()
    if loose := LOOSE_END.search(page.plain, start, end):
        end = loose.start()
    if page.plain.count("(", start, end) > page.plain.count(")", start, end):
        # What is left of a remark, `B101（如座位不够，同步…`.
        end = max(page.plain.rfind("(", start, end), start + 1)
    start, end = page.trimmed(start, end)
    place = split_place(page.written(start, end))
    if place is None or not re.search(r"\w", place.venue) or _NUMBERED_EVENT.search(page.plain[start:end]):
        return None
    original = PlaceReading(place.venue, place.room, page.text[start:end].strip())
    return _Candidate(original, (start, end), weight)


def _beside_time(page: Page, start: int, end: int, weight: int) -> list[_Candidate]:
    """The place in a field that gives time and place together: what comes after the last time."""
    said = page.phrases_in(start, end)
    return _from_words(page, said[-1].end if said else start, end, weight)


def _from_prose(page: Page) -> list[_Candidate]:
    found: list[_Candidate] = []
    for pattern in (PLACE_IS, ENGLISH):
        for m in page.found_outside(pattern):
            said = _candidate(page, *m.span(m.lastgroup or 0), 1) if _is_free(page, m.start()) else None
            if said and (pattern is ENGLISH or _is_like_a_room(said.place)):
                found.append(said)
    for m in page.found_outside(IN):
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
                m["how"] or ENDS_AS_ROOM.search(page.plain, start, end)
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
    moved = MOVED_ONLINE.search(page.plain)
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
    for line in page.lines[:HEAD]:
        said = page.phrases_in(line.start, line.end)
        start, end = page.trimmed(line.start, said[0].start if said else line.end)
        if start < end and _is_free(page, start) and PLACE_LINE.fullmatch(page.plain, start, end):
            candidate = _candidate(page, start, end, 1)
            if candidate:
                yield candidate


def _behind_times(page: Page) -> Iterator[_Candidate]:
    """What follows day and hour at the head, `3月5日 14:30，某所 6620 报告厅 + 在线`, where it ends as a room."""
    for phrase in page.phrases:
        line = page.line_at(phrase.start)
        if phrase.on is None or phrase.starts is None or line is None or not _is_free(page, phrase.start):
            continue
        m = BEHIND.match(page.plain, phrase.end, line.end)
        if m and not SENTENCE_WORDS.search(m["place"]) and (found := _candidate(page, *m.span("place"), 1)):
            yield found


def _in_sentence(page: Page, position: int, later: int) -> bool:
    return position < later and not re.search(r"[。\n]", page.plain[position:later])


def _numbered(page: Page, start: int, end: int) -> Iterator[_Candidate]:
    """Buildings with a room behind them, wherever they stand."""
    for m in NUMBERED.finditer(page.plain, start, end):
        low = max(start, m.start() - 14)
        at = bisect_left(page.phrases, m.start(), key=lambda phrase: phrase.start)
        if at:
            low = max(low, min(page.phrases[at - 1].end, m.start()))
        name = BEFORE_BUILDING.search(page.plain, low, m.start())
        if name is None and m[0][1] != "教":
            continue
        first = name.start() if name else m.start()
        if lead := LEADS.match(page.plain, first, m.start()):
            first = lead.end()
        if (first < m.start() or m[0][1] == "教") and (
            candidate := _candidate(page, first, m.end("rest"), 1)
        ):
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
