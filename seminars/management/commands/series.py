"""Makes or updates a series."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from seminars.management.base import ServiceCommand, acting, add_by
from seminars.models import Series
from seminars.publishing.series import save_series
from seminars.timekeeping.zones import zone

FIELDS = {"name_zh", "name_en", "short_zh", "short_en", "zone", "minutes"}


class Command(ServiceCommand):
    help = "Make a series, or update the one with this address. Prints its path."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="its address: letters, digits and hyphens")
        parser.add_argument("--name-zh", help="its name in Chinese")
        parser.add_argument("--name-en", help="its name in English")
        parser.add_argument("--short-zh", help="its short name in Chinese")
        parser.add_argument("--short-en", help="its short name in English")
        parser.add_argument("--zone", help="its time zone, as in Asia/Shanghai")
        parser.add_argument("--minutes", type=int, help="its usual length")
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by = acting(options["by"])
        slug = options["slug"]
        series = Series.objects.filter(slug=slug).first() or Series(slug=slug)
        for name in FIELDS:
            if options[name] is not None:
                setattr(series, name, options[name])
        zone(series.zone)
        series.full_clean()
        save_series(series, by=by, at=timezone.now())
        self.stdout.write(f"/{series.slug}/")
