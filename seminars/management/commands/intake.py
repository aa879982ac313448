"""Reads announcements as they stand, and saves or publishes what they say."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from seminars.intake.doubts import doubts_words
from seminars.intake.matching import in_its_language
from seminars.intake.proposing.proposal import NEW, Proposal
from seminars.intake.proposing.propose import propose
from seminars.intake.proposing.take import Unclear, take, without_a_human
from seminars.intake.reader import read
from seminars.intake.reading import Reading
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
from seminars.models import Event, Series
from seminars.programme.intents import Verb
from seminars.publishing.carrying_out import carry_out
from seminars.publishing.series import save_series
from seminars.timekeeping.zones import zone

MOST_BYTES = 8 * 1024 * 1024
DEFAULT_ZONE = "Asia/Shanghai"
CHANGES_WORDS = (Verb.DRAFT, Verb.UPDATE, Verb.RESTORE)


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
        now = timezone.now()
        asked = propose(reading, text=text, series=series, at=now)
        try:
            proposal = without_a_human(asked, at=now)
            if options["publish"]:
                _check_publishable(proposal)
            self._say_what_was_assumed(asked)
            # Refused is refused: then nothing is saved either.
            with transaction.atomic():
                event = take(proposal, by=by, at=now)
                tell_as_asked(event, options["announce"])
                if options["publish"]:
                    self._carry_out(proposal, event, by)
        except Unclear as unclear:
            raise Refused(str(unclear)) from None
        if not options["publish"] and proposal.verb not in CHANGES_WORDS:
            self.stderr.write(f"Nothing saved: this text would {proposal.verb} the event; --publish does it.")
        return event

    def _carry_out(self, proposal: Proposal, event: Event, by: User | None) -> None:
        if proposal.verb in CHANGES_WORDS:
            _take_motto(proposal.reading, event.series, by)
        if carry_out(event, proposal.intent, by=by, at=timezone.now()) is None:
            self.stdout.write("Nothing to publish: the public copy says the same.")

    def _say_what_was_assumed(self, proposal: Proposal) -> None:
        for question in proposal.open_questions:
            known = "; ".join(choice.label for choice in question.choices if choice.value != NEW)
            self.stderr.write(f"{question.said}: taken for new. Known already: {known}.")


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


def _check_publishable(proposal: Proposal) -> None:
    faults = [doubt for doubt in proposal.refusals if doubt.code != "missing_end"]
    if faults:
        raise Refused(f"Not published: {doubts_words(faults, _language())}.")
    if proposal.refusals:
        raise Refused(
            "Not published: the text gives no end, and the series has no usual length (series --minutes)."
        )


def _take_motto(reading: Reading, series: Series, by: User | None) -> None:
    if reading.motto and not series.motto:
        side = in_its_language(reading.motto)
        series.motto_zh, series.motto_en = side.zh, side.en
        save_series(series, by=by, at=timezone.now())
