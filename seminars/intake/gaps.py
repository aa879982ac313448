"""What a human should look at before an announcement goes out."""

from __future__ import annotations

from dataclasses import replace

from seminars.intake.confidence import confidences
from seminars.intake.page import Page
from seminars.intake.reading import Place, Reading


def add_doubts(page: Page, reading: Reading, rest: tuple[Place, ...]) -> Reading:
    """The reading with all that is missing or hard to believe, and with the words nobody understood."""
    if reading.kind != "cancellation":
        _missing(page, reading)
    elif reading.previous_start is None:
        page.doubt("missing_start", "previous_start")
    if reading.starts_at and reading.ends_at and reading.ends_at <= reading.starts_at:
        page.doubt(
            "end_before_start", "ends_at", (reading.starts_at.isoformat(), reading.ends_at.isoformat())
        )
    return replace(
        reading,
        doubts=tuple(page.doubts),
        evidence=dict(page.evidence),
        confidence=confidences(page),
        rest=rest,
    )


def _missing(page: Page, reading: Reading) -> None:
    if reading.starts_at is None:
        page.doubt("missing_start", "starts_at")
    elif reading.ends_at is None:
        page.doubt("missing_end", "ends_at")
    if not reading.places and not reading.meetings and reading.mode == "onsite":
        page.doubt("missing_place", "places")
    for number, meeting in enumerate(reading.meetings):
        if not (meeting.code or meeting.url):
            page.doubt("missing_meeting_id", f"meetings.{number}", (), _span(page, f"meetings.{number}"))
    is_moved = reading.kind == "postponement"
    announced_later = {doubt.field for doubt in page.doubts if doubt.code == "title_tba"}
    for number, talk in enumerate(reading.talks):
        path = f"talks.{number}"
        if talk.title is None and not is_moved and f"{path}.title" not in announced_later:
            page.doubt("missing_talk_title", f"{path}.title")
        if talk.abstract is None and reading.kind == "announcement":
            page.doubt("missing_abstract", f"{path}.abstract")
        if not talk.speakers:
            page.doubt("missing_speaker", f"{path}.speakers")


def _span(page: Page, path: str) -> tuple[Place, ...]:
    return (page.evidence[path],) if path in page.evidence else ()
