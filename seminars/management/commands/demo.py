"""Fills an empty database with two invented seminars and an organizer."""

from __future__ import annotations

import os
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from seminars.management.base import Refused, ServiceCommand
from seminars.management.demo.staging import stage
from seminars.models import Series


class Command(ServiceCommand):
    help = "Fill an empty database with two invented seminars around today, and an organizer “demo”."

    def handle(self, *args: Any, **options: Any) -> None:
        if Series.objects.exists():
            raise Refused("The demo goes into an empty database only; this one has series already.")
        password = secrets.token_urlsafe(9)
        with transaction.atomic():
            user, _created = User.objects.get_or_create(
                username="demo",
                defaults={"email": "demo@example.org", "is_staff": True, "is_superuser": True},
            )
            user.set_password(password)
            user.save()
            stage(timezone.now())
        login = settings.VAR_DIR / "secrets" / "demo-login"
        login.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(
            os.open(login, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(f"demo / {password}\n")
        self.stdout.write(f"Demo ready. Login: demo / {password}")
