"""Brings every stored secret under the first of DATA_KEYS."""

from typing import Any

from django.db import transaction

from seminars.management.base import Refused, ServiceCommand
from seminars.models import Meeting
from seminars.sealing.boxes import Unsealable


class Command(ServiceCommand):
    help = "Encrypt all stored secrets anew with the first of DATA_KEYS, so that older keys can be dropped."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                meetings = list(Meeting.objects.exclude(host_key="").select_for_update())
                for meeting in meetings:
                    # Opened with whichever key fits; saving seals it with the first.
                    meeting.host_key = str(meeting.host_key)
                    meeting.save(update_fields=["host_key"])
        except Unsealable as fault:
            raise Refused(str(fault)) from None
        self.stdout.write(f"Secrets encrypted anew: {len(meetings)}.")
