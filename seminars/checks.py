"""Mistakes of a production set-up, found at start-up instead of on the first Saturday."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register("seminars", deploy=True)
def check_production(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """What `check --deploy` says of a set-up that would fail in public."""
    found: list[CheckMessage] = []
    if len(settings.SECRET_KEY) < 40:
        found.append(
            Error(
                "SECRET_KEY is too short to be secret.", hint="Use 50 random characters.", id="seminars.E001"
            )
        )
    if settings.IS_HTTPS and settings.EMAIL_FILE_PATH:
        found.append(
            Warning(
                "Mail is written to files, not sent.", hint="Set EMAIL_URL to smtp://…", id="seminars.W001"
            )
        )
    if settings.IS_HTTPS and settings.CELERY_BROKER_URL.startswith("filesystem:"):
        found.append(
            Warning(
                "The file broker serves one machine only.",
                hint="Set CELERY_BROKER_URL to redis://… when web and worker run on different machines.",
                id="seminars.W002",
            )
        )
    return found
