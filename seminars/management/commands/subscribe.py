"""Adds an address that is known to want mail."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from seminars.management.base import ServiceCommand, the_series
from seminars.subscriptions.subscribe import add_confirmed
from seminars.timekeeping.zones import zone


class Command(ServiceCommand):
    help = "Subscribe an address to a series, confirmed at once; nothing is sent to it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--series", required=True, metavar="SLUG")
        parser.add_argument("--language", choices=["zh", "en"], default="")
        parser.add_argument("--zone", default="", help="time zone of the reader; none: the series' own")

    def handle(self, *args: Any, **options: Any) -> None:
        series = the_series(options["series"])
        language = options["language"] or ("en" if series.language == "en" else "zh")
        name = zone(options["zone"] or series.zone).key
        subscriber = add_confirmed(
            options["email"], series=[series], language=language, zone=name, at=timezone.now()
        )
        self.stdout.write(f"{subscriber.email} follows {series}.")
