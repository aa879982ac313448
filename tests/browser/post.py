"""The mail that lies in the service's folder."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default

from tests.journeys.service import Service, wait_for


def mails_to(service: Service, address: str) -> list[EmailMessage]:
    """All that was sent to an address, the oldest first."""
    files = sorted((service.folder / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    mails = [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]
    return [mail for mail in mails if mail["To"] == address]


def mail_number(number: int, service: Service, address: str) -> EmailMessage:
    """The so-manieth mail to an address, as soon as it is there; it must be the last."""
    wait_for(lambda: len(mails_to(service, address)) >= number)
    mails = mails_to(service, address)
    assert len(mails) == number, [str(mail["Subject"]) for mail in mails]
    return mails[-1]
