"""What all commands share: the caller's language, who acts, what REF means, and how a refusal is said."""

from __future__ import annotations

import logging
import os
import sys
from argparse import ArgumentParser
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from seminars.models import Event, FormerPath, FormerSlug, Series
from seminars.models.events import FIRST_YEAR, LAST_YEAR, Telling
from seminars.programme.states import NotPossible, NotPublishable
from seminars.publishing.change import NothingToDo, WrongTime
from seminars.publishing.readdress import TakenAddress
from seminars.publishing.series import ReservedSlug
from seminars.subscriptions.subscribe import WrongAddress
from seminars.timekeeping.zones import TimeRefused, UnknownZone, parse_local

REFUSALS = (NotPossible, NotPublishable, ReservedSlug, TakenAddress, WrongAddress, WrongTime)


class Refused(CommandError):
    """A request that cannot be met; its text is one sentence for the caller (exit 1)."""


class ServiceCommand(BaseCommand):
    """A command of the service: refusals are one sentence on stderr and exit 1, never a traceback."""

    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        translation.activate(caller_language())
        logging.getLogger().setLevel(logging.WARNING)
        # Django's parser then says what is wrong with the usage and exits with 2.
        self._called_from_command_line = True
        # Bytes that are no UTF-8 reach Python as lone surrogates, which nothing can store.
        argv = [word.encode("utf-8", "replace").decode() for word in argv]
        options = vars(self.create_parser(argv[0], argv[1]).parse_args(argv[2:]))
        arguments = options.pop("args", ())
        try:
            self.execute(*arguments, **options)
        except CommandError as refusal:
            sys.stderr.write(f"{refusal}\n")
            sys.exit(refusal.returncode)

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except TimeRefused as refusal:
            raise Refused(said(refusal)) from None
        except UnknownZone as refusal:
            raise Refused(said(refusal)) from None
        except ValidationError as refusal:
            raise Refused(" ".join(refusal.messages)) from None
        except NothingToDo as nothing:
            self.stdout.write(str(nothing))
            return None
        except REFUSALS as refusal:
            raise Refused(str(refusal)) from None


def said(refusal: Any) -> str:
    """The sentence of a refusal that carries one in each language, as `sentence` or as `zh` and `en`."""
    sentence = getattr(refusal, "sentence", refusal)
    return str(sentence.zh if caller_language() == "zh-hans" else sentence.en)


def caller_language() -> str:
    """The language of the caller's terminal, as Django names it."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh-hans" if locale.lower().startswith("zh") else "en"


def add_by(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--by", metavar="EMAIL", default="", help="who acts; none: full rights, shown as “command line”"
    )


def add_announce(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--announce",
        type=_announce,
        default=None,
        metavar="now|never|YYYY-MM-DD",
        help="when the first publication is told",
    )


def _announce(value: str) -> str:
    if value in {"now", "never"}:
        return value
    on = _date(value)
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise ValueError(value)
    return on.isoformat()


def a_date(value: str) -> date:
    """An argument of the form YYYY-MM-DD."""
    return _date(value)


def _date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        # argparse turns exactly this into a usage error.
        raise ValueError(value) from None


a_date.__name__ = "date"
_announce.__name__ = "announcement day"


def tell_as_asked(event: Event, announce: str | None) -> None:
    """Note on a draft when its first publication is to be told; None leaves what is there."""
    if not announce or event.published_at:
        return
    event.tell_on = None
    if announce == "now":
        event.tell = Telling.NOW
    elif announce == "never":
        event.tell = Telling.NEVER
    else:
        event.tell, event.tell_on = Telling.ON_DAY, date.fromisoformat(announce)
    event.save(update_fields=["tell", "tell_on"])


def acting(email: str) -> User | None:
    """The account of `email`; None for ''. Raises `Refused`."""
    if not email:
        return None
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise Refused(f"There is no account with the address {email!r}.")
    return user


def the_series(slug: str) -> Series:
    """The series with this address, or that once had it. Raises `Refused`."""
    series = Series.objects.filter(slug=slug).first()
    former = None if series else FormerSlug.objects.filter(slug=slug).select_related("series").first()
    if series is None and former is None:
        raise Refused(f"There is no series {slug!r}; make it with `manage.py series {slug} --name-zh …`.")
    return series or former.series  # type: ignore[union-attr]  # one of the two is there


def the_event(reference: str) -> Event:
    """The event that `reference` names: `yao/89` or `yao/2025-11-01`. Raises `Refused`."""
    slug, _, path = reference.strip("/").partition("/")
    if not path:
        raise Refused(f"{reference!r} is not of the form series/number or series/date, as in yao/89.")
    series = the_series(slug)
    event = Event.objects.filter(series=series, path=path).first()
    if event is None and (former := FormerPath.objects.filter(series=series, path=path).first()):
        event = former.event
    if event is None:
        drafts = Event.objects.filter(series=series, path="")
        event = next((draft for draft in drafts if _is_meant(draft, path)), None)
    if event is None:
        raise Refused(f"There is no event {reference!r}.")
    return event


def _is_meant(draft: Event, path: str) -> bool:
    if path.isdigit() and len(path) <= 6:
        return draft.number == int(path)
    if draft.starts_at is None:
        return False
    return f"{draft.starts_at.astimezone(ZoneInfo(draft.zone)):%Y-%m-%d}" == path


def instant(value: str, zone: str) -> datetime:
    """The instant that `value` names: ISO 8601, by the clocks of `zone` when it has no offset. Raises `Refused`."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise Refused(f"{value!r} is not a time; write it as 2026-12-05T14:00.") from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Refused(f"{value!r} lies outside the years {FIRST_YEAR} to {LAST_YEAR}.")
    return parse_local(moment, zone).astimezone(UTC) if moment.tzinfo is None else moment.astimezone(UTC)
