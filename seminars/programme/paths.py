"""The path of an event within its series: chosen once, at first publication, and then kept."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from seminars.models import Event, FormerPath


def wanted_path(event: Event) -> str:
    """The number, else the date of the start in the event's zone; without regard to what is taken."""
    if event.number:
        return str(event.number)
    if event.starts_at is None:
        raise ValueError("An event without a start has no path.")
    return f"{event.starts_at.astimezone(ZoneInfo(event.zone)):%Y-%m-%d}"


def free_path(event: Event) -> str:
    """`wanted_path`, with `-2`, `-3` … behind it while another event of the series has or had it."""
    wanted = wanted_path(event)
    candidate, count = wanted, 1
    while is_taken(event, candidate):
        count += 1
        candidate = f"{wanted}-{count}"
    return candidate


def is_taken(event: Event, path: str) -> bool:
    """Whether another event of the series has or had that path: links to it must not lead to `event`."""
    others = Event.objects.filter(series=event.series, path=path).exclude(pk=event.pk)
    former = FormerPath.objects.filter(series=event.series, path=path).exclude(event=event)
    return others.exists() or former.exists()
