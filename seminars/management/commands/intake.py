"""Reads announcements as they stand, and saves or publishes what they say."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from seminars.intake.doors.entries import Entry
from seminars.intake.doors.opening import TABLES
from seminars.intake.record import as_json
from seminars.management.base import (
    REFUSALS,
    Refused,
    ServiceCommand,
    a_date,
    acting,
    add_announce,
    add_by,
    caller_language,
    the_series,
)
from seminars.management.sources import Source, entries_of, is_folder, sources_of
from seminars.management.taking import Act
from seminars.models import Series

DEFAULT_ZONE = "Asia/Shanghai"


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
        sources = sources_of(options["source"])
        if options["json"]:
            self._print_readings(sources, options)
            return
        if not options["series"]:
            raise Refused("Name the series: --series SLUG.")
        series = the_series(options["series"])
        by = acting(options["by"])
        if is_folder(options["source"]):
            self._take_folder(sources, series, by, options)
            return
        act = self._act(series, by, options)
        with transaction.atomic():
            act.take(self._entries(sources[0], series, options))
            act.publish()
        self._print_paths(act)

    def _print_readings(self, sources: list[Source], options: dict[str, Any]) -> None:
        zone_name = options["zone"] or DEFAULT_ZONE
        is_old = is_folder(options["source"])
        found, refused = [], []
        for source in sources:
            try:
                entries = entries_of(source, on=options["on"], zone_name=zone_name, is_old=is_old)
            except Refused as refusal:
                if not is_old:
                    raise
                refused.append(str(refusal))
            else:
                found += [_shape(entry, is_one=len(entries) == 1) for entry in entries]
        is_list = is_old or len(found) > 1 or options["source"].lower().endswith(TABLES)
        self.stdout.write(json.dumps(found if is_list else found[0], ensure_ascii=False, indent=1))
        if refused:
            raise Refused("\n".join(refused))

    def _take_folder(
        self, sources: list[Source], series: Series, by: User | None, options: dict[str, Any]
    ) -> None:
        """Every file that can be taken, oldest event first; then one report, and the paths."""
        act = self._act(series, by, options)
        refused: list[str] = []
        files: list[tuple[Entry, ...]] = []
        for source in sources:
            try:
                files.append(self._entries(source, series, options, is_old=True))
            except Refused as refusal:
                refused.append(str(refusal))
        for entries in sorted(files, key=_when):
            if any(entry.reading.kind != "announcement" for entry in entries):
                # What a notice calls off must have been announced before.
                act.publish()
            part = act.part()
            try:
                with transaction.atomic():
                    part.take(entries)
            except (Refused, *REFUSALS) as refusal:
                refused.append(f"{entries[0].name}: {str(refusal).removeprefix(f'{entries[0].name}: ')}")
            else:
                act.absorb(part)
        act.publish()
        for line in act.report:
            self.stderr.write(line)
        self.stderr.write(
            f"Files read: {len(sources)}. Events made: {act.made}, updated: {act.updated}, "
            f"unchanged: {act.unchanged}. Files refused: {len(refused)}."
        )
        self._print_paths(act)
        if refused:
            raise Refused("\n".join(refused))

    def _entries(
        self, source: Source, series: Series, options: dict[str, Any], *, is_old: bool = False
    ) -> tuple[Entry, ...]:
        return entries_of(
            source,
            on=options["on"],
            zone_name=options["zone"] or series.zone,
            usual_start=series.usual_start,
            is_old=is_old,
        )

    def _act(self, series: Series, by: User | None, options: dict[str, Any]) -> Act:
        return Act(
            series=series,
            by=by,
            announce=options["announce"],
            publishes=options["publish"],
            language=_language(),
            hint=self.stderr.write,
        )

    def _print_paths(self, act: Act) -> None:
        if act.publishes and act.events and not act.revisions:
            self.stdout.write("Nothing to publish: the public copy says the same.")
        for event in act.events:
            self.stdout.write(f"/{event.reference}/" if event.path else f"draft {event.pk}")


def _language() -> str:
    return "zh" if caller_language() == "zh-hans" else "en"


def _shape(entry: Entry, *, is_one: bool) -> dict[str, Any]:
    """The reading in the shape of the samples; with what the file alone has where there is any."""
    shape = as_json(entry.reading)
    if not is_one:
        shape["entry"] = entry.name
    if entry.faults:
        shape["faults"] = [fault.words.best(_language()) for fault in entry.faults]
    if entry.remarks:
        shape["remarks"] = [remark.best(_language()) for remark in entry.remarks]
    return shape


def _when(entries: tuple[Entry, ...]) -> tuple[datetime, bool]:
    """The first start of a file's events; a notice comes after the announcement it is about."""
    readings = [entry.reading for entry in entries]
    starts = [start for each in readings if (start := each.previous_start or each.starts_at)]
    return min(starts, default=datetime.max.replace(tzinfo=UTC)), readings[0].kind != "announcement"
