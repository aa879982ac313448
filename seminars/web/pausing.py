"""What is known of the next term where nothing is announced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db.models import Min, Q

from seminars.models import Series, SkippedDate
from seminars.models.querysets import PublicationQuerySet
from seminars.presenting.pauses import beginning, resumption, terms_ahead
from seminars.timekeeping.zones import zone


def expectations(
    all_series: Sequence[Series], events: PublicationQuerySet, language: str, *, at: datetime
) -> list[str]:
    """Sentences: which series is expected again and when, else when the term began a year ago. Two queries."""
    today = at.astimezone(zone(settings.TIME_ZONE)).date()
    skipped: dict[int, set[date]] = defaultdict(set)
    for pk, on in SkippedDate.objects.filter(series__in=all_series, on__gte=today).values_list(
        "series", "on"
    ):
        skipped[pk].add(on)
    told = [resumption(each, skipped[each.pk], language, at=at) for each in all_series]
    if any(told):
        return [sentence for sentence in told if sentence]
    bounds = [term.bounds(settings.TIME_ZONE) for term in terms_ahead(today)]
    within = [Q(starts_at__gte=first, starts_at__lt=last) for first, last in bounds]
    found = (
        events.filter(within[0] | within[1])
        .order_by()
        .aggregate(present=Min("starts_at", filter=within[0]), following=Min("starts_at", filter=within[1]))
    )
    days = [each.astimezone(zone(settings.TIME_ZONE)).date() for each in found.values() if each]
    return [sentence for day in days if (sentence := beginning(day, today, language))][:1]
