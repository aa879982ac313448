"""The clock that rings the bell every few seconds, but never hangs a second one beside one that waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from celery.beat import PersistentScheduler
from django.conf import settings

# A worker listens to all of them.
OUTBOX, CALENDARS, POSTERS = "outbox", "calendars", "posters"


def waits_in_file_broker(queue: str) -> bool:
    """Whether a bell already lies in the folder of the file broker; always False with another broker."""
    return settings.CELERY_BROKER_URL.startswith("filesystem:") and any(
        settings.QUEUE_DIR.glob(f"*.{queue}.msg")
    )


class BellScheduler(PersistentScheduler):
    """Celery's scheduler, which rings at once when it starts and leaves a round out while a bell waits."""

    def setup_schedule(self) -> None:
        super().setup_schedule()
        # What became due while nothing ran should not wait for another round.
        self.schedule["ring"].last_run_at = self.app.now() - timedelta(seconds=settings.BELL_SECONDS)

    def apply_async(self, entry: Any, producer: Any = None, advance: bool = True, **options: Any) -> Any:
        if waits_in_file_broker(OUTBOX):
            # Celery counts the round as done; the bell that waits does the same work.
            if advance:
                self.reserve(entry)
            return None
        return super().apply_async(entry, producer=producer, advance=advance, **options)
