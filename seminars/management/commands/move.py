"""Moves a published event to another time."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from seminars.management.base import ServiceCommand, acting, add_by, instant, the_event
from seminars.publishing.change import move


class Command(ServiceCommand):
    help = "Move a published event to another time; everybody who heard of it is told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reference", metavar="REF", help="the event, as in yao/89 or yao/2025-11-01")
        parser.add_argument(
            "--start", required=True, metavar="ISO", help="new start; without offset by the event's clocks"
        )
        parser.add_argument("--end", metavar="ISO", help="new end; none: the same length")
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by = acting(options["by"])
        event = the_event(options["reference"])
        ends_at = instant(options["end"], event.zone) if options["end"] else None
        move(
            event, starts_at=instant(options["start"], event.zone), ends_at=ends_at, by=by, at=timezone.now()
        )
        self.stdout.write(f"/{event.reference}/")
