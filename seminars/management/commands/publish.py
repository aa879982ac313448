"""Makes the working copy of an event public."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from seminars.management.base import (
    Refused,
    ServiceCommand,
    acting,
    add_announce,
    add_by,
    tell_as_asked,
    the_event,
)
from seminars.programme.states import check_publishable
from seminars.publishing.publish import publish
from seminars.publishing.reserving import NotReserved, may_reserve, reserve


class Command(ServiceCommand):
    help = "Publish an event, or its changes. Prints its path."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reference", metavar="REF", help="the event, as in yao/89 or yao/2025-11-01")
        parser.add_argument(
            "--without-meeting",
            action="store_true",
            help="reserve no online meeting, although the series does so",
        )
        add_announce(parser)
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by = acting(options["by"])
        event = the_event(options["reference"])
        tell_as_asked(event, options["announce"])
        wants_meeting = event.resolved_meeting is not None and not options["without_meeting"]
        if wants_meeting and may_reserve(event, at=timezone.now()):
            try:
                check_publishable(event)
                reserve(event, at=timezone.now())
            except NotReserved as refusal:
                raise Refused(f"Not published: {refusal} Try again, or say --without-meeting.") from None
        if publish(event, by=by, at=timezone.now()) is None:
            self.stdout.write("Nothing to publish: the public copy says the same.")
        self.stdout.write(f"/{event.reference}/")
