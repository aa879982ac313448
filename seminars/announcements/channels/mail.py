"""Mail: one recipient in each transaction, over one connection a batch."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Generator, Sequence
from datetime import datetime
from types import TracebackType
from typing import NamedTuple

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

from seminars.announcements.channels.base import ChannelRefused, ChannelUnavailable
from seminars.announcements.channels.letters import Form, Letter, built, envelope_address
from seminars.announcements.channels.pipelining import Reply, Transaction, transmitted

logger = logging.getLogger(__name__)

# Forms of the messages that are told at the same time: languages by zones, and few more.
_MOST_FORMS = 100


class Sent(NamedTuple):
    """What became of a letter; no failure: it was taken."""

    letter: Letter
    failure: ChannelRefused | ChannelUnavailable | None = None


class Mailer:
    """A connection to the mail server, opened at the first message and again after a failure."""

    def __init__(self) -> None:
        self._connection = get_connection(fail_silently=False)
        self._forms: dict[object, Form] = {}

    def __enter__(self) -> Mailer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, letters: Sequence[Letter], *, at: datetime) -> Generator[Sent]:
        """Hand the letters over, in order, and say of each what became of it as soon as that is known.

        A letter that cannot be written or addressed is refused like one that the server refuses.
        """
        ready: list[tuple[Letter, Transaction]] = []
        if not isinstance(self._connection, SmtpBackend):
            for letter in letters:
                yield self._sent_by_django(letter, at=at)
            return
        for letter in letters:
            try:
                ready.append((letter, self._transaction(letter, at=at)))
            except Exception:
                yield Sent(letter, _impossible(letter))
        if ready:
            yield from self._transmitted(ready)

    def _transmitted(self, ready: Sequence[tuple[Letter, Transaction]]) -> Generator[Sent]:
        done = 0
        assert isinstance(self._connection, SmtpBackend), "asked only for mail that goes by SMTP"
        try:
            # Opens a connection only where none is open.
            self._connection.open()
            server = self._connection.connection
            assert server is not None, "it is open, or has said why not"
            replies = transmitted(server, [transaction for _letter, transaction in ready])
            for (letter, _transaction), reply in zip(ready, replies, strict=True):
                done += 1
                yield Sent(letter, _failure(reply))
                if reply.code == 421:
                    raise smtplib.SMTPServerDisconnected(f"421 {_text(reply)}")
        except GeneratorExit:
            self._close()
            raise
        except (smtplib.SMTPException, OSError) as error:
            # Also a 5xx to our greeting or login: that is our fault, not the recipient's.
            self._close()
            for letter, _transaction in ready[done:]:
                yield Sent(letter, ChannelUnavailable(f"{type(error).__name__}: {error}"))

    def _transaction(self, letter: Letter, *, at: datetime) -> Transaction:
        recipient = envelope_address(letter.to)
        common = tuple(item for item in letter.headers.items() if item[0] not in Form.OWN)
        key = (letter.message, common, tuple(letter.headers))
        form = self._forms.get(key)
        if form is None:
            if len(self._forms) >= _MOST_FORMS:
                self._forms.clear()
            form = self._forms[key] = Form(letter)
        sender = envelope_address(settings.DEFAULT_FROM_EMAIL)
        return Transaction(sender, recipient, form.filled(letter, at=at))

    def _sent_by_django(self, letter: Letter, *, at: datetime) -> Sent:
        try:
            mail = built(letter, at=at)
            mail.connection = self._connection
            mail.send()
        except (smtplib.SMTPException, OSError) as error:
            return Sent(letter, ChannelUnavailable(f"{type(error).__name__}: {error}"))
        except Exception:
            return Sent(letter, _impossible(letter))
        return Sent(letter)

    def _close(self) -> None:
        try:
            self._connection.close()
        except (smtplib.SMTPException, OSError):
            # Already gone, which is what was wanted; Django would keep the dead socket.
            self._connection = get_connection(fail_silently=False)


def _impossible(letter: Letter) -> ChannelRefused:
    # What cannot be composed or addressed now cannot be in a minute either, and must not hold up the rest.
    logger.exception("mail.impossible", extra={"mail": letter.headers.get("Message-ID", "")})
    return ChannelRefused("The message could not be composed or addressed.")


def _failure(reply: Reply) -> ChannelRefused | ChannelUnavailable | None:
    if reply.code < 400 and reply.command == "DATA":
        return None
    # A sender that is refused is our fault and not the recipient's.
    is_final = 500 <= reply.code < 600 and reply.command != "MAIL"
    return (ChannelRefused if is_final else ChannelUnavailable)(f"{reply.code} {_text(reply)}")


def _text(reply: Reply) -> str:
    return reply.text.decode("utf-8", "replace")
