"""Celery's tasks: each calls one function, takes nothing, returns nothing, and may run twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from config.beat import waits_in_file_broker
from seminars.announcements import outbox, pulses


@shared_task
def drain_outbox() -> None:
    """Tell all that is due."""
    pulses.beat("worker", at=timezone.now())
    outbox.drain(clock=timezone.now)


@shared_task
def beat() -> None:
    """Rung by the clock: repairs lost bells, ripe due times and expired leases."""
    pulses.beat("beat", at=timezone.now())
    drain_outbox()


def ring() -> None:
    """Put one bell into the broker; in the file broker at most one waits."""
    if not waits_in_file_broker():
        drain_outbox.apply_async(expires=600)
