"""Mail: one recipient in each transaction, over one connection a batch."""

from __future__ import annotations

import email.charset
import smtplib
from datetime import datetime
from email import encoders
from email.header import Header
from email.message import Message as MimeMessage
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime, formataddr
from types import TracebackType

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from seminars.announcements.channels.base import (
    ChannelRefused,
    ChannelUnavailable,
    Invitation,
    Message,
)

# Bodies travel as base64: seven bits and short lines, whatever relays lie between.
UTF8 = email.charset.Charset("utf-8")
UTF8.body_encoding = email.charset.BASE64


class Mailer:
    """A connection to the mail server, opened at the first message and again after a failure."""

    def __init__(self) -> None:
        self._connection = get_connection(fail_silently=False)

    def __enter__(self) -> Mailer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, message: Message, *, to: str, headers: dict[str, str], at: datetime) -> None:
        """Hand `message` over for `to`; raises `ChannelRefused` or `ChannelUnavailable`."""
        mail = _built(message, to=to, headers={**headers, "Date": format_datetime(at)})
        try:
            # Opens a connection only where none is open.
            self._connection.open()
            mail.connection = self._connection
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            self._close()
            raise _failure(code, answer) from error
        except smtplib.SMTPDataError as error:
            self._close()
            raise _failure(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            # Also a 5xx to our greeting, login or sender: that is our fault, not the recipient's.
            self._close()
            raise ChannelUnavailable(f"{type(error).__name__}: {error}") from error

    def _close(self) -> None:
        try:
            self._connection.close()
        except (smtplib.SMTPException, OSError):
            # Already gone, which is what was wanted; Django would keep the dead socket.
            self._connection = get_connection(fail_silently=False)


class _Mail(EmailMultiAlternatives):
    """Django's mail, which may be an invitation, with a subject folded knowing that `Subject:` stands before it."""

    invitation: Invitation | None = None

    def message(self) -> MimeMessage:  # type: ignore[override]  # the stubs describe Django 6 already
        built = super().message()
        if self.invitation:
            bodies = next(each for each in built.walk() if each.get_content_type() == "multipart/alternative")
            # The last of the alternatives is the one that mail programs prefer (RFC 2046 §5.1.4).
            bodies.attach(_calendar_part(self.invitation))  # type: ignore[arg-type]  # Django 6 again
        # Otherwise the first line holds nothing but `Subject:`, and some clients show a blank.
        built.replace_header("Subject", Header(str(self.subject), "utf-8", header_name="Subject"))
        return built


def _failure(code: int, answer: bytes | str) -> ChannelRefused | ChannelUnavailable:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    kind = ChannelRefused if 500 <= code < 600 else ChannelUnavailable
    return kind(f"{code} {text}")


def _built(message: Message, *, to: str, headers: dict[str, str]) -> _Mail:
    name = headers.pop("X-From-Name", "") or settings.FROM_NAME
    mail = _Mail(
        subject=message.subject,
        body=message.text,
        from_email=formataddr((name, settings.DEFAULT_FROM_EMAIL)) if name else settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers=headers,
    )
    mail.encoding = UTF8
    mail.attach_alternative(message.html, "text/html")
    for attachment in message.attachments:
        mail.attach(attachment.name, attachment.body, attachment.content_type)
    mail.invitation = message.invitation
    return mail


def _calendar_part(invitation: Invitation) -> MIMENonMultipart:
    """The form that mail programs act upon: base64 of the very bytes, for other ways change the ends of lines."""
    part = MIMENonMultipart("text", "calendar", charset="utf-8", method=invitation.method)
    part.set_payload(invitation.body)
    encoders.encode_base64(part)
    return part
