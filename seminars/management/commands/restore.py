"""Takes a cancellation back."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from seminars.management.base import ServiceCommand, acting, add_by, the_event
from seminars.publishing.change import restore


class Command(ServiceCommand):
    help = "Let a cancelled event take place after all; everybody who heard of it is told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reference", metavar="REF", help="the event, as in yao/89 or yao/2025-11-01")
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by = acting(options["by"])
        event = the_event(options["reference"])
        restore(event, by=by, at=timezone.now())
        self.stdout.write(f"/{event.reference}/")
