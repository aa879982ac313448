"""Reads what came back by mail: returned mails, complaints, and mails of readers who leave."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.utils import timezone

from seminars.management.base import Refused, ServiceCommand
from seminars.returns.fetching import fetch
from seminars.returns.folders import Unreadable
from seminars.returns.recording import Result

SAID = {
    Result.RETURNED: "returned",
    Result.COMPLAINT: "complaints",
    Result.LEFT: "unsubscribed",
    Result.KNOWN: "known already",
    Result.IGNORED: "nothing to do",
    Result.UNKNOWN: "about no mail of ours",
}


class Command(ServiceCommand):
    help = "Read returned mails and complaints from a folder or an IMAP mailbox; what was read is put away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "place",
            nargs="?",
            default="",
            metavar="DIR|IMAP-URL",
            help="a folder with one file a mail, or imaps://user@host/INBOX with BOUNCES_PASSWORD; none: BOUNCES",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        place = options["place"] or settings.BOUNCES
        if not place:
            raise Refused("Name a folder or a mailbox, or set BOUNCES.")
        try:
            results = fetch(place, at=timezone.now())
        except Unreadable as fault:
            raise Refused(str(fault)) from None
        counts = [f"{results[result]} {words}" for result, words in SAID.items() if results[result]]
        self.stdout.write(", ".join(counts) or "Nothing came back.")
