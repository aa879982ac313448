"""Whether this process lives, and whether the service can do its work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from seminars.announcements import pulses
from seminars.models import Announcement, Delivery

LATEST_DELIVERY = timedelta(minutes=15)
MISSED_BEATS = 4

# (is well, what to say)
Finding = tuple[bool, str]


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers; asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, migrations, outbox and clock are well, else 503; each with a word on it."""
    at = timezone.now()
    findings: dict[str, Finding] = {}
    for name, check in CHECKS.items():
        try:
            findings[name] = check(at)
        except DatabaseError as error:
            findings[name] = (False, f"The database does not answer ({type(error).__name__}).")
    is_well = all(well for well, _words in findings.values())
    body = {
        "ready": is_well,
        "checks": {name: {"ok": well, "detail": words} for name, (well, words) in findings.items()},
    }
    return JsonResponse(body, status=200 if is_well else 503)


def database(at: datetime) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return True, connection.vendor


def migrations(at: datetime) -> Finding:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not plan, f"{len(plan)} to apply; run manage.py prepare" if plan else "none to apply"


def outbox(at: datetime) -> Finding:
    """How late the oldest thing to be told is."""
    due = [
        *Announcement.objects.due(at=at).order_by("due_at").values_list("due_at", flat=True)[:1],
        *Delivery.objects.claimable(at=at).order_by("due_at").values_list("due_at", flat=True)[:1],
    ]
    if not due:
        return True, "nothing is due"
    late = at - min(due)
    return late <= LATEST_DELIVERY, f"the oldest is {int(late.total_seconds())} s late"


def beat(at: datetime) -> Finding:
    """How long ago the clock last rang."""
    last = pulses.last("beat")
    if last is None:
        return False, "beat has never rung"
    silent = at - last
    limit = timedelta(seconds=max(60, MISSED_BEATS * settings.BELL_SECONDS))
    return silent <= limit, f"last rang {max(0, int(silent.total_seconds()))} s ago"


CHECKS: dict[str, Callable[[datetime], Finding]] = {
    "database": database,
    "migrations": migrations,
    "outbox": outbox,
    "beat": beat,
}
