"""Makes everything that a start needs: folders, keys, tables, static files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from seminars.calendars.store import is_outdated, store_all
from seminars.management.base import Refused, ServiceCommand


class Command(ServiceCommand):
    help = "Make folders and keys, migrate the database, collect static files. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        folders = [settings.QUEUE_DIR, settings.VAR_DIR / "queue" / "control", settings.VAR_DIR / "beat"]
        if settings.EMAIL_FILE_PATH:
            folders.append(Path(settings.EMAIL_FILE_PATH))
        try:
            for folder in folders:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Refused(f"Cannot make {error.filename}: {error.strerror}. See VAR_DIR.") from None
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
        if is_outdated():
            # Stored calendars carry the site's address and the renderer's version.
            self.stdout.write(f"Calendars written anew: {store_all()}.")
        self.stdout.write(f"Ready: {settings.VAR_DIR}")
