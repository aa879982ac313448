"""Celery's tasks: each calls one function, takes nothing, returns nothing, and may run twice."""

from __future__ import annotations

from contextlib import suppress
from threading import Event, Lock

from celery import Task, shared_task
from django.utils import timezone

from config.beat import CALENDARS, OUTBOX, POSTERS, waits_in_file_broker
from seminars.announcements import outbox, pulses
from seminars.calendars import catalogue
from seminars.posters import gallery
from seminars.publishing import rebooking

_rung, _draining = Event(), Lock()


@shared_task
def drain_outbox() -> None:
    """Tell readers and providers all that is due. One drain in a process: when it dies, one handful was not recorded."""
    pulses.beat("worker", at=timezone.now())
    _rung.set()
    # Whoever comes while another drains leaves it to them, and the other thread free for calendars.
    while _rung.is_set() and _draining.acquire(blocking=False):
        try:
            _rung.clear()
            outbox.drain(clock=timezone.now)
        finally:
            _draining.release()
    # Readers first: the provider of meetings may be slow.
    rebooking.settle(clock=timezone.now)


@shared_task
def render_calendars() -> None:
    """Write the calendar files that most readers ask for, as far as they are not up to date."""
    catalogue.write_all(at=timezone.now())


@shared_task
def render_posters() -> None:
    """Draw some posters of coming events; what is left has its turn behind the calendars that wait."""
    with suppress(gallery.Busy):
        if gallery.draw_due(at=timezone.now()):
            _knock(render_posters, POSTERS)


@shared_task
def beat() -> None:
    """Rung by the clock: repairs lost bells, ripe due times and expired leases; the day moves windows."""
    pulses.beat("beat", at=timezone.now())
    render_calendars()
    _knock(render_posters, POSTERS)
    drain_outbox()


def ring() -> None:
    """Put one bell for each task into the broker; in the file broker at most one of each waits."""
    for task, queue in _BELLS:
        _knock(task, queue)


def _knock(task: Task[[], None], queue: str) -> None:
    if not waits_in_file_broker(queue):
        task.apply_async(queue=queue, expires=600)


_BELLS = ((drain_outbox, OUTBOX), (render_calendars, CALENDARS), (render_posters, POSTERS))
