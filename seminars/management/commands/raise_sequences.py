"""Raises the SEQUENCE of all coming events, for a database restored from a backup."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from seminars.management.base import ServiceCommand
from seminars.publishing.sequences import raise_sequences

MOST = 1_000_000


class Command(ServiceCommand):
    help = (
        "Raise the version number (SEQUENCE) of every published event that is not over, "
        "so that calendars which saw more than a restored database knows take its changes. Tells nobody."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--by", type=_steps, default=100, metavar="N", help="by how much; 100 unless told otherwise"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count = raise_sequences(options["by"], by=None, at=timezone.now())
        self.stdout.write(f"Raised by {options['by']}: {count} events.")


def _steps(value: str) -> int:
    steps = int(value)
    if not 1 <= steps <= MOST:
        raise ValueError(value)
    return steps


_steps.__name__ = f"number from 1 to {MOST}"
