"""What `make run` does between preparing and serving: the demo, a look at the port, and a word to the user."""

from __future__ import annotations

import errno
import os
import socket
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from seminars.management.base import Refused, ServiceCommand
from seminars.models import Series

INTAKE = ".venv/bin/python manage.py intake examples/announcement.txt --series wenqu"


class Command(ServiceCommand):
    help = "Fill an empty database with the demo, check that the port is free, and say where everything is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *args: Any, **options: Any) -> None:
        check_port(os.environ.get("BIND", "127.0.0.1"), settings.PORT)
        if not options["no_demo"] and not Series.objects.exists() and not User.objects.exists():
            call_command("demo", verbosity=0)
        site = settings.SITE_URL
        lines = ["", f"  Site           {site}/  ·  English: {site}/en/", f"  Desk           {site}/admin/"]
        login = settings.VAR_DIR / "secrets" / "demo-login"
        if login.exists() and User.objects.filter(username="demo").exists():
            lines.append(f"  Login          {login.read_text(encoding='utf-8').strip()}")
        elif not User.objects.exists():
            lines.append("  Login          make one with: .venv/bin/python manage.py createsuperuser")
        if settings.EMAIL_FILE_PATH and not settings.IS_HTTPS:
            lines.append(f"  Outgoing mail  {site}/outgoing/")
        demo = Series.objects.filter(slug="wenqu").first()
        if demo:
            # The example says “this Saturday”; read on a Monday, that is always to come.
            today = timezone.localdate()
            monday = today + timedelta(days=7 - today.weekday())
            lines += [
                "",
                "  Try            cancel the next talk, then look at the page, the feed and the mail:",
                "                 .venv/bin/python manage.py cancel wenqu/42 --reason 讲者航班取消",
                f"                 {site}/calendar/wenqu.ics",
                "                 or paste an announcement of your own:",
                f"                 {INTAKE} --on {monday} --publish",
            ]
        self.stdout.write("\n".join([*lines, "", "  Ctrl-C stops everything.", ""]))


def check_port(host: str, port: int) -> None:
    """Raise `Refused` unless a server could listen on `host` and `port`."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refused(
                f"Port {port} is in use. Stop what listens there, or choose another: make run PORT=8001"
            ) from None
        raise Refused(
            f"Cannot listen on {host}:{port}: {error.strerror or error}. See BIND and PORT."
        ) from None
