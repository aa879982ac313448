"""Makes the number of a published event its address."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from seminars.management.base import ServiceCommand, acting, add_by, the_event
from seminars.publishing.readdress import readdress


class Command(ServiceCommand):
    help = (
        "Make the number of a published event its address; the old one goes on to lead there. Tells nobody."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reference", metavar="REF", help="the event, as in yao/2025-11-01")
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by = acting(options["by"])
        event = the_event(options["reference"])
        readdress(event, by=by, at=timezone.now())
        self.stdout.write(f"/{event.reference}/")
