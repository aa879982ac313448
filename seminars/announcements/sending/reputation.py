"""Whether receivers have reason to believe that our mail is ours: SPF, DKIM and DMARC, as far as DNS can be asked.

RFC 7208, RFC 6376 §3.6, RFC 7489; DNS cannot say through which address our mail leaves in the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

import dns.exception
import dns.resolver

SECONDS = 5.0


class Mark(StrEnum):
    """How something stands."""

    OK = "ok"
    WRONG = "WRONG"
    # It could not be asked.
    UNKNOWN = "?"


class Finding(NamedTuple):
    """What was found about one thing, in a sentence with the mend."""

    mark: Mark
    name: str
    said: str


class NotAsked(Exception):
    """No name server gave an answer; str() says why."""


class NameServer:
    """Whom we ask: the name servers of this machine, or one that is named as `host` or `host:port`."""

    def __init__(self, place: str = "", *, seconds: float = SECONDS) -> None:
        try:
            self._resolver = dns.resolver.Resolver(configure=not place)
        except dns.exception.DNSException as error:
            raise NotAsked(f"this machine names no name server ({error})") from None
        self._resolver.lifetime = seconds
        if place:
            host, _, port = place.partition(":")
            try:
                self._resolver.nameservers, self._resolver.port = [host], int(port or 53)
            except ValueError:
                raise NotAsked(f"{place!r} is no name server; write 192.0.2.1 or 192.0.2.1:53") from None

    def texts(self, name: str) -> list[str]:
        """The TXT records of `name`, [] for none; raises `NotAsked`."""
        return [
            b"".join(record.strings).decode("utf-8", "replace")  # type: ignore[attr-defined]  # each TXT has them
            for record in self._records(name, "TXT")
        ]

    def takes_mail(self, domain: str) -> bool:
        """Whether mail to `domain` has anywhere to go (RFC 5321 §5.1); raises `NotAsked`."""
        return any(self._records(domain, kind) for kind in ("MX", "A", "AAAA"))

    def _records(self, name: str, kind: str) -> list[object]:
        try:
            return list(self._resolver.resolve(name, kind, search=False))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError, UnicodeError) as error:
            words = str(error) or type(error).__name__
            raise NotAsked(f"DNS could not be asked for {name} ({words.splitlines()[0]})") from None


def findings(server: NameServer, *, sender: str, envelope: str, selector: str) -> Iterator[Finding]:
    """What DNS says of mail from an address in `sender` that comes back to one in `envelope` (both domains)."""
    looks: dict[str, Callable[[], Finding]] = {
        "SPF": lambda: _spf(server.texts(envelope), envelope),
        "DKIM": lambda: _dkim(server, sender, selector),
        "DMARC": lambda: _dmarc(server, sender, envelope),
        "MX": lambda: _mx(server, envelope),
    }
    for name, look in looks.items():
        try:
            yield look()
        except NotAsked as fault:
            yield Finding(Mark.UNKNOWN, name, f"{fault}.")


def _spf(texts: list[str], domain: str) -> Finding:
    records = [text for text in texts if re.match(r"v=spf1(?: |$)", text, re.IGNORECASE)]
    if not records:
        return Finding(
            Mark.WRONG, "SPF", f"{domain} has no record; publish one such as “v=spf1 mx ip4:192.0.2.1 -all”."
        )
    if len(records) > 1:
        return Finding(
            Mark.WRONG, "SPF", f"{domain} has {len(records)} records, which counts as none; leave one."
        )
    terms = records[0].lower().split()[1:]
    if {"all", "+all"} & set(terms):
        return Finding(
            Mark.WRONG, "SPF", f"the record of {domain} lets everybody send; end it with “-all” or “~all”."
        )
    if not terms:
        return Finding(
            Mark.WRONG, "SPF", f"the record of {domain} lets nobody send; name our mail server in it."
        )
    return Finding(
        Mark.OK, "SPF", f"{domain} says “{records[0]}”; see that the server by which mail leaves is in it."
    )


def _dkim(server: NameServer, domain: str, selector: str) -> Finding:
    if not selector:
        return Finding(
            Mark.UNKNOWN,
            "DKIM",
            "DNS can only be asked for a selector; set DKIM_SELECTOR to that of the relay.",
        )
    name = f"{selector}._domainkey.{domain}"
    records = [_tags(text) for text in server.texts(name)]
    keys = [tags for tags in records if "p" in tags and tags.get("v", "DKIM1").upper() == "DKIM1"]
    if not keys:
        return Finding(
            Mark.WRONG, "DKIM", f"there is no key at {name}; publish the one with which the relay signs."
        )
    if not keys[0]["p"]:
        return Finding(
            Mark.WRONG, "DKIM", f"the key at {name} was revoked; publish the one with which the relay signs."
        )
    return Finding(
        Mark.OK, "DKIM", f"there is a key at {name}; the headers of the test mail show whether it signs."
    )


def _dmarc(server: NameServer, domain: str, envelope: str) -> Finding:
    labels = domain.split(".")
    # A policy of the whole organization holds for the domains below.
    for parent in (".".join(labels[start:]) for start in range(max(len(labels) - 1, 1))):
        records = [
            tags for text in server.texts(f"_dmarc.{parent}") if (tags := _tags(text)).get("v") == "DMARC1"
        ]
        if not records:
            continue
        policy = records[0].get("p", "")
        if len(records) > 1 or policy not in ("none", "quarantine", "reject"):
            return Finding(
                Mark.WRONG, "DMARC", f"the record at _dmarc.{parent} is no policy; it needs p=none or more."
            )
        note = (
            ""
            if _aligned(domain, envelope)
            else f" Mail comes back to {envelope}, so only DKIM can prove it."
        )
        return Finding(Mark.OK, "DMARC", f"_dmarc.{parent} says p={policy}.{note}")
    return Finding(Mark.WRONG, "DMARC", f"there is no policy at _dmarc.{domain}; publish “v=DMARC1; p=none”.")


def _mx(server: NameServer, domain: str) -> Finding:
    if server.takes_mail(domain):
        return Finding(Mark.OK, "MX", f"mail can come back to {domain}.")
    return Finding(
        Mark.WRONG, "MX", f"no mail can come back to {domain}, and many refuse it therefore; publish an MX."
    )


def _tags(text: str) -> dict[str, str]:
    """`v=DMARC1; p=none` as a dictionary."""
    pairs = (pair.partition("=") for pair in text.split(";") if "=" in pair)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _aligned(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
