"""Reads announcements as they stand, and saves or publishes what they say."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from seminars.intake.causes import cause
from seminars.intake.doubts import doubts_words
from seminars.intake.draft import save_draft
from seminars.intake.matching import in_its_language, meant_event
from seminars.intake.reader import read
from seminars.intake.reading import Reading, refusals
from seminars.intake.record import as_json
from seminars.intake.unreadable import Unreadable
from seminars.management.base import (
    Refused,
    ServiceCommand,
    a_date,
    acting,
    add_announce,
    add_by,
    caller_language,
    said,
    tell_as_asked,
    the_series,
)
from seminars.models import Event, EventState, Series
from seminars.publishing.change import cancel, move
from seminars.publishing.publish import publish
from seminars.publishing.series import save_series
from seminars.timekeeping.zones import zone

MOST_BYTES = 8 * 1024 * 1024
DEFAULT_ZONE = "Asia/Shanghai"
LATER = {"zh": "延期，时间另行通知", "en": "postponed; the new date will be announced"}


class Command(ServiceCommand):
    help = "Read an announcement (a file, - for standard input, or a folder) as it stands. Prints the event's path last."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="FILE|-|DIR")
        parser.add_argument("--series", default="", metavar="SLUG")
        parser.add_argument(
            "--on", type=a_date, metavar="YYYY-MM-DD", help="the day the text was written; none: today"
        )
        parser.add_argument("--zone", default="", help="time zone of the text; none: the series' own")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--json", action="store_true", help="print what was read; needs no series and no database"
        )
        what.add_argument("--save", action="store_true", help="make or update the draft")
        what.add_argument("--publish", action="store_true", help="publish it")
        add_announce(parser)
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        texts = _texts(options["source"])
        if options["json"]:
            self._print_readings(texts, options)
            return
        if not options["series"]:
            raise Refused("Name the series: --series SLUG.")
        series = the_series(options["series"])
        by = acting(options["by"])
        for name, text in texts:
            reading = _reading(name, text, options, zone_name=options["zone"] or series.zone)
            if reading.doubts:
                self.stderr.write(f"{name}: {doubts_words(reading.doubts, _language())}")
            event = self._take(reading, text, series, by, options)
            self.stdout.write(f"/{event.reference}/" if event.path else f"draft {event.pk}")

    def _print_readings(self, texts: list[tuple[str, str]], options: dict[str, Any]) -> None:
        zone_name = options["zone"] or DEFAULT_ZONE
        found = [as_json(_reading(name, text, options, zone_name=zone_name)) for name, text in texts]
        shown = found if Path(options["source"]).is_dir() else found[0]
        self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1))

    def _take(
        self, reading: Reading, text: str, series: Series, by: User | None, options: dict[str, Any]
    ) -> Event:
        if options["publish"]:
            if reading.kind in {"cancellation", "postponement"}:
                return _call_off(reading, text, series, by)
            _check_publishable(reading, series)
        event = save_draft(reading, text=text, series=series, by=by)
        tell_as_asked(event, options["announce"])
        if options["publish"]:
            _take_motto(reading, series, by)
            if publish(event, by=by, at=timezone.now()) is None:
                self.stdout.write("Nothing to publish: the public copy says the same.")
        return event


def _texts(source: str) -> list[tuple[str, str]]:
    """Name and text of each announcement that `source` holds, files of a folder by name. Raises `Refused`."""
    if source == "-":
        return [("-", _decoded("-", sys.stdin.buffer.read(MOST_BYTES)))]
    path = Path(source)
    try:
        files = sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else [path]
        found = []
        for file in files:
            with file.open("rb") as stream:
                found.append((file.name, _decoded(file.name, stream.read(MOST_BYTES))))
    except OSError as error:
        raise Refused(f"Cannot read {source}: {error.strerror}.") from None
    if not found:
        raise Refused(f"There is no file in {source}.")
    return found


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        # What Windows in China saves unless told otherwise.
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise Refused(f"{name}: this is not a text (neither UTF-8 nor GB18030).") from None
    if "\0" in text:
        raise Refused(f"{name}: this is not a text but binary data.")
    return text


def _language() -> str:
    return "zh" if caller_language() == "zh-hans" else "en"


def _reading(name: str, text: str, options: dict[str, Any], *, zone_name: str) -> Reading:
    # Without a day the text is taken to be of today, by the clocks of its own zone.
    on = options["on"] or timezone.now().astimezone(zone(zone_name)).date()
    try:
        return read(text, on, zone_name)
    except Unreadable as fault:
        raise Refused(f"{name}: {said(fault)}") from None


def _check_publishable(reading: Reading, series: Series) -> None:
    faults = [
        doubt
        for doubt in refusals(reading)
        # What the announcement leaves out may be usual in the series.
        if not (doubt.code == "missing_place" and (series.venue or series.meeting))
    ]
    if faults:
        raise Refused(f"Not published: {doubts_words(faults, _language())}.")
    if reading.ends_at is None and not reading.is_all_day and series.minutes is None:
        raise Refused(
            "Not published: the text gives no end, and the series has no usual length (series --minutes)."
        )


def _call_off(reading: Reading, text: str, series: Series, by: User | None) -> Event:
    """Cancel or move the event that the notice means. Raises `Refused`."""
    event = meant_event(reading, series)
    if event is None or event.state == EventState.DRAFT:
        raise Refused("This text calls an event off or moves it, but it is not clear which one.")
    now = timezone.now()
    if reading.kind == "postponement" and reading.starts_at:
        move(event, starts_at=reading.starts_at, ends_at=reading.ends_at, by=by, at=now)
    else:
        later = LATER[reading.language if reading.language in LATER else "zh"]
        reason = cause(text) or (later if reading.kind == "postponement" else "")
        cancel(event, reason=reason, by=by, at=now)
    return event


def _take_motto(reading: Reading, series: Series, by: User | None) -> None:
    if reading.motto and not series.motto:
        side = in_its_language(reading.motto)
        series.motto_zh, series.motto_en = side.zh, side.en
        save_series(series, by=by, at=timezone.now())
