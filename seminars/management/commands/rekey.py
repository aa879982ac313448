"""Brings every stored secret under the first of DATA_KEYS."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from seminars.management.base import Refused, ServiceCommand
from seminars.models.fields import SealedField
from seminars.sealing.boxes import Unsealable


class Command(ServiceCommand):
    help = "Encrypt all stored secrets anew with the first of DATA_KEYS, so that older keys can be dropped."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                count = sum(_resealed(model, names) for model, names in _with_secrets())
        except Unsealable as fault:
            raise Refused(str(fault)) from None
        self.stdout.write(f"Secrets encrypted anew: {count}.")


def _with_secrets() -> Iterator[tuple[type[Model], list[str]]]:
    """Every model that keeps secrets, with their names."""
    for model in apps.get_app_config("seminars").get_models():
        if names := [field.name for field in model._meta.fields if isinstance(field, SealedField)]:
            yield model, names


def _resealed(model: type[Model], names: list[str]) -> int:
    """How many secrets of `model` are now under the first key."""
    count = 0
    for row in model._default_manager.select_for_update().order_by("pk"):
        # Opened with whichever key fits; saving seals it with the first.
        found = {name: str(secret) for name in names if (secret := getattr(row, name))}
        for name, secret in found.items():
            setattr(row, name, secret)
        if found:
            row.save(update_fields=list(found))
        count += len(found)
    return count
