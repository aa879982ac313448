"""Says what is in order and what is not, with the mend."""

from __future__ import annotations

import socket
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.validators import validate_email
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from seminars.announcements import outbox, pulses
from seminars.announcements.sending.reputation import Finding, Mark, NameServer, NotAsked, findings
from seminars.announcements.sending.trial import send_trial, trial_sender
from seminars.management.base import Refused, ServiceCommand
from seminars.text.markdown import render
from seminars.timekeeping.zones import check_zone_data


class Unwell(Exception):
    """Something is not in order; str() says what, and how to mend it."""


class Command(ServiceCommand):
    help = (
        "Check database, zone data, mathematics, broker, mail and processes; exit 1 when something is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--mail", metavar="ADDRESS", help="send a test there; check SPF, DKIM and DMARC of the sender"
        )
        parser.add_argument("--dns", metavar="HOST[:PORT]", default="", help="ask this name server")

    def handle(self, *args: Any, **options: Any) -> None:
        is_well = True
        if options["mail"]:
            _check_address(options["mail"])
        for name, look in LOOKS.items():
            try:
                self.stdout.write(f"ok    {name}: {look()}")
            except Exception as fault:
                is_well = False
                reason = (str(fault).strip() or type(fault).__name__).splitlines()[0]
                self.stdout.write(f"WRONG {name}: {reason}")
        for finding in _mail_findings(options["mail"], options["dns"]) if options["mail"] else ():
            is_well = is_well and finding.mark != Mark.WRONG
            self.stdout.write(f"{finding.mark:<5} {finding.name}: {finding.said}")
        if not is_well:
            raise SystemExit(1)


def _database() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise Unwell(f"{len(waiting)} migrations are missing; run `manage.py prepare`.")
    return f"{connection.vendor}, all migrations applied"


def _zone_data() -> str:
    check_zone_data()
    return "as new as it has to be (America/Vancouver is UTC−7 in December 2026)"


def _mathematics() -> str:
    rendered = render(r"$\mathbb{E}[z] \sim \sqrt{2\log n}$", prefix="d")
    if rendered.errors or "<math" not in rendered.html:
        raise Unwell(
            "a formula does not render; reinstall with `pip install --require-hashes -r requirements.txt`."
        )
    return "formulas render"


def _broker() -> str:
    url = settings.CELERY_BROKER_URL
    if url.startswith("filesystem:"):
        probe = settings.QUEUE_DIR / ".doctor"
        probe.touch()
        probe.unlink()
        return "files (one machine); redis:// for several"
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "localhost", parts.port or 6379), timeout=3):
        return f"{parts.scheme} answers at {parts.hostname}"


def _mail() -> str:
    if settings.EMAIL_FILE_PATH:
        return f"written to {settings.EMAIL_FILE_PATH}; set EMAIL_URL to send"
    server = get_connection(fail_silently=False)
    server.open()
    server.close()
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} answers"


def _outbox() -> str:
    oldest = outbox.oldest_due(at=timezone.now())
    if oldest and (late := (timezone.now() - oldest).total_seconds()) > 300:
        raise Unwell(f"something has been due for {late / 60:.0f} minutes; is the worker running?")
    return "nothing is late"


def _beat() -> str:
    at = pulses.last("beat")
    if at is None:
        return "not started yet"
    seconds = (timezone.now() - at).total_seconds()
    return f"last beat {seconds:.0f} s ago"


LOOKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "zone data": _zone_data,
    "mathematics": _mathematics,
    "broker": _broker,
    "mail": _mail,
    "outbox": _outbox,
    "beat": _beat,
}


def _check_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(f"{address!r} is not a mail address.") from None


def _mail_findings(address: str, name_server: str) -> Iterator[Finding]:
    failure = send_trial(address, at=timezone.now())
    if failure:
        yield Finding(Mark.WRONG, "test mail", str(failure))
    elif settings.EMAIL_FILE_PATH:
        yield Finding(Mark.OK, "test mail", f"written to {settings.EMAIL_FILE_PATH}")
    else:
        yield Finding(Mark.OK, "test mail", f"{settings.EMAIL_HOST} took it; look whether it arrived")
    sender, envelope = (each.rpartition("@")[2] for each in (settings.DEFAULT_FROM_EMAIL, trial_sender()))
    try:
        server = NameServer(name_server)
    except NotAsked as fault:
        yield Finding(Mark.UNKNOWN, "SPF, DKIM, DMARC", f"{fault}.")
        return
    yield from findings(server, sender=sender, envelope=envelope, selector=settings.DKIM_SELECTOR)
    if settings.VERP and not settings.BOUNCES:
        yield Finding(
            Mark.UNKNOWN,
            "returned mail",
            f"set BOUNCES to where mail to b+…@{envelope} lies, and run `bounces`.",
        )
