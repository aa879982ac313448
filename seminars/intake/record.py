"""A reading as plain data, in the shape of the sample announcements."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from seminars.intake.reading import MeetingReading, Reading, TalkReading
from seminars.meetings.words import PROVIDERS, UNNAMED

Shape = dict[str, Any]


def as_json(reading: Reading) -> Shape:
    """A reading as JSON-ready data: the keys of the samples, then what they do not have (doubts, evidence, rest).

    With one talk, `title` is the talk's; a postponed or cancelled event has its old time in `previous_start`.
    """
    place = reading.places[0] if reading.places else None
    meetings = [_meeting(meeting) for meeting in reading.meetings]
    only = reading.talks[0].title if len(reading.talks) == 1 else None
    return {
        "lang": reading.language,
        "kind": reading.kind,
        "title": reading.title or only,
        "series": reading.series,
        "number": reading.number,
        "start": _instant(reading.starts_at),
        "end": _instant(reading.ends_at),
        "timezone": reading.zone,
        "venue": place.venue if place else None,
        "room": place.room if place else None,
        "venues": [
            *({"venue": p.venue, "room": p.room, "kind": "physical"} for p in reading.places),
            *({"venue": name, "room": None, "kind": "online"} for name in _online_names(reading)),
        ],
        "meeting": meetings[0] if meetings else None,
        "meetings": meetings,
        "talks": [_talk(talk) for talk in reading.talks],
        "host": reading.host,
        "inviter": reading.inviter,
        "contact": reading.contact,
        "links": list(reading.links),
        "previous_start": _instant(reading.previous_start),
        "previous_end": _instant(reading.previous_end),
        "sessions": [{"start": _instant(start), "end": _instant(end)} for start, end in reading.sessions],
        "warnings": list(dict.fromkeys(_warning(doubt.code) for doubt in reading.doubts)),
        "candidates": list(
            dict.fromkeys(
                c for d in reading.doubts if "date" in d.code or "weekday" in d.code for c in d.candidates
            )
        ),
        "program": [
            {"kind": r.kind, "title": r.title, "start": _instant(r.starts_at), "end": _instant(r.ends_at)}
            for r in reading.programme
        ],
        "intro": reading.intro,
        "mode": reading.mode,
        "all_day": reading.is_all_day,
        "audience": reading.audience,
        "notes": reading.notes,
        "motto": reading.motto,
        "signup_url": reading.signup_url,
        "signup_until": _instant(reading.signup_until),
        "doubts": [
            {
                "code": d.code,
                "field": d.field,
                "candidates": list(d.candidates),
                "spans": [list(s) for s in d.spans],
            }
            for d in reading.doubts
        ],
        "evidence": {path: list(span) for path, span in reading.evidence.items()},
        "confidence": dict(reading.confidence),
        "rest": [list(span) for span in reading.rest],
    }


def _talk(talk: TalkReading) -> Shape:
    affiliations = list(dict.fromkeys(s.affiliation for s in talk.speakers if s.affiliation))
    biographies = [s.biography for s in talk.speakers if s.biography]
    shape: Shape = {
        "title": talk.title,
        "speaker": "; ".join(s.name for s in talk.speakers) or None,
        "affiliation": "; ".join(affiliations) or None,
        "abstract": talk.abstract,
        "bio": talk.joint_biography or "\n\n".join(biographies) or None,
        "links": list(talk.links),
        "start": _instant(talk.starts_at),
        "end": _instant(talk.ends_at),
    }
    if len(talk.speakers) > 1:
        shape["speakers"] = [s.name for s in talk.speakers]
    positions = list(dict.fromkeys(s.position for s in talk.speakers if s.position))
    if positions:
        shape["position"] = "; ".join(positions)
    if talk.other:
        shape["other"] = {
            "lang": talk.other.language,
            "title": talk.other.title,
            "abstract": talk.other.abstract,
        }
    return shape


def _meeting(meeting: MeetingReading) -> Shape:
    shape: Shape = {
        "provider": meeting.provider,
        "id": re.sub(r"\D", "", meeting.code) if meeting.code else None,
        "password": meeting.passcode,
        "url": meeting.url,
    }
    extra = {"subject": meeting.subject, "inviter": meeting.inviter, "label": meeting.label}
    return shape | {name: words for name, words in extra.items() if words}


def _online_names(reading: Reading) -> list[str]:
    return list(dict.fromkeys(PROVIDERS.get(meeting.provider, UNNAMED).zh for meeting in reading.meetings))


def _warning(code: str) -> str:
    """Times that disagree are a conflict of the date in the samples' words."""
    return "date_conflict" if code == "time_conflict" else code


def _instant(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
