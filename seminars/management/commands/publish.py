"""Makes the working copy of an event public."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from seminars.management.base import ServiceCommand, acting, add_announce, add_by, tell_as_asked, the_event
from seminars.publishing.publish import publish


class Command(ServiceCommand):
    help = "Publish an event, or its changes. Prints its path."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reference", metavar="REF", help="the event, as in yao/89 or yao/2025-11-01")
        add_announce(parser)
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by = acting(options["by"])
        event = the_event(options["reference"])
        tell_as_asked(event, options["announce"])
        if publish(event, by=by, at=timezone.now()) is None:
            self.stdout.write("Nothing to publish: the public copy says the same.")
        self.stdout.write(f"/{event.reference}/")
