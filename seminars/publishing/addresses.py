"""The address of a published event: the one it has, and those it left, which go on to lead to it."""

from __future__ import annotations

from seminars.models import Event, FormerPath


def leave_address(event: Event) -> None:
    """Remember the present address of `event` as a former one, before it gets another."""
    FormerPath.objects.get_or_create(series=event.series, path=event.path, defaults={"event": event})


def take_address(event: Event, path: str) -> None:
    """Give `event` the address `path` in its series, perhaps one that it had before; the event is not saved."""
    FormerPath.objects.filter(series=event.series, path=path, event=event).delete()
    event.path = path
