"""Mails that lie in a mailbox, read through IMAP (RFC 3501); what was read is flagged as seen."""

from __future__ import annotations

import imaplib
import ipaddress
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from seminars.returns.folders import Unreadable
from seminars.returns.reading import MOST_OCTETS

SECONDS = 30
_UID = re.compile(rb"\d+")


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox, and how to get into it."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    mailbox: str
    is_tls: bool

    @property
    def is_near(self) -> bool:
        """Whether what goes there never leaves this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def account(url: str, *, password: str = "") -> Account:
    """What `imaps://user:password@host/mailbox` names; `password` where the URL has none. Raises `Unreadable`."""
    try:
        parts: SplitResult = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unreadable("The address of the mailbox is not a URL.") from None
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise Unreadable("A mailbox is named as in imaps://user@host/INBOX.")
    is_tls = parts.scheme == "imaps"
    return Account(
        host=parts.hostname,
        port=port or (993 if is_tls else 143),
        user=unquote(parts.username),
        password=unquote(parts.password or "") or password,
        mailbox=unquote(parts.path.strip("/")) or "INBOX",
        is_tls=is_tls,
    )


class Mailbox:
    """An open mailbox."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self._server = server

    def mails(self) -> Iterator[tuple[bytes, str]]:
        """Each mail that nobody has seen, oldest first, and the number by which it is flagged."""
        _kind, found = self._server.uid("SEARCH", "UNSEEN")
        for uid in _UID.findall(found[0] or b"") if found else ():
            _kind, parts = self._server.uid("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{MOST_OCTETS}>)")
            octets = next((part[1] for part in parts if isinstance(part, tuple)), None)
            if isinstance(octets, bytes):
                yield octets, uid.decode()

    def put_away(self, uid: str) -> None:
        """Flag a mail as seen."""
        self._server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")


@contextmanager
def opened(account: Account) -> Iterator[Mailbox]:
    """The mailbox, open for as long as it is needed; raises `Unreadable`, in words without the password."""
    try:
        server = _connected(account)
        try:
            server.login(account.user, account.password)
            kind, said = server.select(_quoted(account.mailbox))
            if kind != "OK":
                raise Unreadable(f"There is no mailbox {account.mailbox!r}: {_words(said)}")
            yield Mailbox(server)
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                server.logout()
    except (imaplib.IMAP4.error, OSError) as error:
        words = str(error) or type(error).__name__
        words = words.replace(account.password, "•••") if account.password else words
        raise Unreadable(f"{account.host}:{account.port}: {words}") from None


def _connected(account: Account) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if account.is_tls:
        return imaplib.IMAP4_SSL(account.host, account.port, ssl_context=context, timeout=SECONDS)
    server = imaplib.IMAP4(account.host, account.port, timeout=SECONDS)
    if "STARTTLS" in server.capabilities:
        server.starttls(context)
    elif not account.is_near:
        server.shutdown()
        raise Unreadable(f"{account.host} offers no encryption; the password is not sent. Use imaps://…")
    return server


def _quoted(name: str) -> str:
    escaped = name.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'


def _words(said: object) -> str:
    if isinstance(said, list) and said and isinstance(said[0], bytes):
        return said[0].decode("utf-8", "replace")
    return ""
