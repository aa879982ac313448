"""Where the benches work: a folder, databases and ports of their own; nothing under var/ is read or written."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

# Whatever the caller has set of these, the benches measure the embedded default.
_SETTABLE = """
    ALLOWED_HOSTS BELL_SECONDS BIND CACHE_URL CELERY_BROKER_URL DATABASE_URL DATA_KEYS DEBUG
    DEFAULT_FROM_EMAIL DELIVERY_LEASE_SECONDS PORT SECRET_KEY SECRET_KEY_FALLBACKS TRUSTED_PROXIES
"""


def settle(folder: Path) -> None:
    """Start Django in `folder`, with mail that goes to a free port of this machine."""
    for name in _SETTABLE.split():
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "VAR_DIR": str(folder),
        "SITE_URL": "https://seminars.example.org",
        "MAIL_DOMAIN": "seminars.example.org",
        "EMAIL_URL": f"smtp://127.0.0.1:{free_port()}",
        "LOG_LEVEL": "WARNING",
    }
    django.setup()
    for path in (settings.QUEUE_DIR, folder / "queue" / "control"):
        path.mkdir(parents=True)


def a_database(name: str, fill: Callable[[], None]) -> Path:
    """The database of this name, in use; it is made and filled when it is asked for the first time."""
    path, empty = (Path(settings.VAR_DIR) / f"{each}.sqlite3" for each in (name, "empty"))
    if not path.exists():
        if not empty.exists():
            use(empty)
            call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
            # The last to leave a database writes its journal back.
            connection.close()
        shutil.copy(empty, path)
        use(path)
        fill()
    use(path)
    return path


def use(database: Path) -> None:
    """From now on this process reads and writes `database`."""
    connection.close()
    connection.settings_dict["NAME"] = str(database)


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
