"""Mail: one recipient in each transaction, over one connection for as many as it takes."""

from __future__ import annotations

import logging
import smtplib
import socket
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from time import monotonic
from types import TracebackType
from typing import NamedTuple

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.utils.translation import gettext_noop

from seminars.announcements.channels.answers import (
    AT_ONCE,
    MailRefused,
    MailUnavailable,
    Meaning,
    failure,
    quotable,
)
from seminars.announcements.channels.base import ChannelRefused, ChannelUnavailable
from seminars.announcements.channels.letters import Letter, built, envelope_address
from seminars.announcements.channels.pipelining import Transaction, transmitted
from seminars.announcements.channels.providers import pace_of, provider_of

logger = logging.getLogger(__name__)

# Servers count what comes over one connection, and close those that fall silent.
_MOST_ON_A_CONNECTION = 100
_SILENT_SECONDS = 5.0
IMPOSSIBLE = gettext_noop("The message could not be composed or addressed.")


class Sent(NamedTuple):
    """What became of a letter; no failure: it was taken."""

    letter: Letter
    failure: ChannelRefused | ChannelUnavailable | None = None


class _Ready(NamedTuple):
    letter: Letter
    transaction: Transaction
    provider: str


class _Waiting:
    """Letters that are to be sent, in order; each is asked for, and written, when the one before it leaves."""

    def __init__(self, letters: Iterable[Letter], write: Callable[[Letter], Transaction]) -> None:
        self._letters, self._write = iter(letters), write
        self._ready: deque[_Ready] = deque()
        self._unwritable: deque[Letter] = deque()

    def first(self) -> _Ready | None:
        """The next one, which stays; None when all are gone."""
        while not self._ready and (letter := next(self._letters, None)):
            try:
                self._ready.append(_Ready(letter, self._write(letter), provider_of(letter.to)))
            except Exception:
                # What cannot be written or addressed now cannot be in a minute either.
                logger.exception("mail.impossible", extra={"mail": letter.headers.get("Message-ID", "")})
                self._unwritable.append(letter)
        return self._ready[0] if self._ready else None

    def taken(self) -> _Ready:
        return self._ready.popleft()

    def put_back(self, others: Sequence[_Ready]) -> None:
        self._ready.extendleft(reversed(others))

    def rest(self) -> Iterator[_Ready]:
        while self.first():
            yield self.taken()

    def unwritable(self) -> Iterator[Sent]:
        """Of those that were asked for until now."""
        while self._unwritable:
            yield Sent(self._unwritable.popleft(), ChannelRefused(IMPOSSIBLE))


class Mailer:
    """A connection to the mail server, opened at the first message and again where it must be."""

    def __init__(self) -> None:
        self._connection = get_connection(fail_silently=False)
        self._sent_to: Counter[str] = Counter()
        self._used_at = 0.0

    def __enter__(self) -> Mailer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, letters: Iterable[Letter], *, at: datetime) -> Generator[Sent]:
        """Hand the letters over, in order, and say of each what became of it as soon as that is known.

        They are asked for one by one, each while the server is busy with another. A letter that cannot be written
        or addressed is refused like one that the server refuses. Where the answer to one concerns others too,
        these are not tried and wait.
        """
        if not isinstance(self._connection, SmtpBackend):
            for letter in letters:
                yield self._sent_by_django(letter, at=at)
            return
        waiting = _Waiting(letters, lambda letter: _transaction(letter, at=at))
        try:
            while waiting.first():
                yield from self._transmitted(waiting)
            yield from waiting.unwritable()
        except BaseException:
            # Whoever stops early leaves an envelope behind.
            self._close()
            raise

    def _transmitted(self, waiting: _Waiting) -> Generator[Sent]:
        """Hand over what one connection takes, in the order of `waiting`, from which it is taken."""
        held: dict[str, MailUnavailable] = {}
        passed: deque[_Ready] = deque()
        try:
            server = self._opened()
        except (smtplib.SMTPException, OSError) as error:
            # A 5xx to our greeting or login is our fault, not the recipient's.
            self._close()
            for each in waiting.rest():
                yield Sent(each.letter, _unopened(error))
            return
        under_way: deque[_Ready] = deque()
        fed = self._fed(waiting, under_way, passed, held)
        try:
            for reply in transmitted(server, fed, meanwhile=waiting.first):
                yield from waiting.unwritable()
                each = under_way.popleft()
                found = failure(reply, each.provider)
                if found is None or found.meaning not in _STOPPING:
                    held |= _held_after(found, each.provider)
                    yield Sent(each.letter, found)
                    continue
                self._close()
                yield Sent(each.letter, found)
                waiting.put_back(under_way)
                if found.meaning != Meaning.RECONNECT:
                    for other in waiting.rest():
                        yield Sent(other.letter, _waits_with(found))
                break
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            gone = MailUnavailable(quotable(f"{type(error).__name__}: {error}"), Meaning.AWAY)
            # Perhaps it was the one message that the server cannot bear: it alone has failed.
            for number, each in enumerate(chain(under_way, waiting.rest())):
                yield Sent(each.letter, _waits_with(gone) if number else gone)
        self._used_at = monotonic()
        if waiting.first():
            # This connection has carried all that it should.
            self._close()
        for each in passed:
            yield Sent(each.letter, held[each.provider])

    def _opened(self) -> smtplib.SMTP:
        assert isinstance(self._connection, SmtpBackend), "asked only for mail that goes by SMTP"
        server = self._connection.connection
        if server is not None and monotonic() - self._used_at > _SILENT_SECONDS and not _answers(server):
            self._close()
            assert isinstance(self._connection, SmtpBackend), "a new one of the same kind"
        # Opens a connection only where none is open.
        is_new = self._connection.open()
        server = self._connection.connection
        assert server is not None, "it is open, or has said why not"
        if is_new and server.sock:
            # Else the end of each message waits for the acknowledgment of its beginning, which servers delay.
            server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server.ehlo_or_helo_if_needed()
        return server

    def _fed(
        self,
        waiting: _Waiting,
        under_way: deque[_Ready],
        passed: deque[_Ready],
        held: dict[str, MailUnavailable],
    ) -> Iterator[Transaction]:
        """The transactions of `waiting` for as long as this connection may carry more."""
        while each := waiting.first():
            provider = each.provider
            if provider in held:
                passed.append(waiting.taken())
                continue
            most = pace_of(provider).per_connection
            if self._sent_to.total() >= _MOST_ON_A_CONNECTION or (most and self._sent_to[provider] >= most):
                return
            self._sent_to[provider] += 1
            under_way.append(waiting.taken())
            yield each.transaction

    def _sent_by_django(self, letter: Letter, *, at: datetime) -> Sent:
        try:
            mail = built(letter, at=at)
            mail.connection = self._connection
            mail.send()
        except (smtplib.SMTPException, OSError) as error:
            return Sent(letter, ChannelUnavailable(quotable(f"{type(error).__name__}: {error}")))
        except Exception:
            logger.exception("mail.impossible", extra={"mail": letter.headers.get("Message-ID", "")})
            return Sent(letter, ChannelRefused(IMPOSSIBLE))
        return Sent(letter)

    def _close(self) -> None:
        self._sent_to.clear()
        try:
            self._connection.close()
        except (smtplib.SMTPException, OSError):
            # Already gone, which is what was wanted; Django would keep the dead socket.
            self._connection = get_connection(fail_silently=False)


# After these nothing more goes over the same connection.
_STOPPING = {Meaning.RECONNECT, Meaning.AWAY, Meaning.OUR_FAULT}


def _transaction(letter: Letter, *, at: datetime) -> Transaction:
    recipient = envelope_address(letter.to)
    sender = envelope_address(letter.sender or settings.DEFAULT_FROM_EMAIL)
    return Transaction(sender, recipient, letter.form.filled(letter, at=at))


def _unopened(error: smtplib.SMTPException | OSError) -> MailUnavailable:
    reason = quotable(f"{type(error).__name__}: {error}")
    if isinstance(error, smtplib.SMTPResponseException) and 500 <= error.smtp_code < 600:
        return MailUnavailable(reason, Meaning.OUR_FAULT, after=AT_ONCE)
    return MailUnavailable(reason, Meaning.AWAY)


def _held_after(found: MailRefused | MailUnavailable | None, provider: str) -> dict[str, MailUnavailable]:
    """Whom an answer holds up besides the message to which it was given."""
    return {provider: _waits_with(found)} if found and found.meaning == Meaning.SLOW_DOWN else {}


def _waits_with(found: MailRefused | MailUnavailable) -> MailUnavailable:
    """What is said of a message that was not tried because of another's answer."""
    return MailUnavailable(str(found), Meaning.LATER, after=AT_ONCE)


def _answers(server: smtplib.SMTP) -> bool:
    try:
        return server.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False
