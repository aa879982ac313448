"""Does all that is due, without Celery."""

from typing import Any

from django.utils import timezone

from seminars.announcements import outbox
from seminars.calendars import catalogue
from seminars.management.base import ServiceCommand
from seminars.publishing import rebooking


class Command(ServiceCommand):
    help = "Tell all that is due now and write calendar files, in this process; the same as the worker does."

    def handle(self, *args: Any, **options: Any) -> None:
        catalogue.write_all(at=timezone.now())
        done = outbox.drain(clock=timezone.now)
        rebooking.settle(clock=timezone.now)
        self.stdout.write(f"Settled: {done}.")
