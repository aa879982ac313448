"""Whose mail server takes the mail to an address, and how much of it. Pure.

Rates of Tencent and NetEase are secret; those here are what bulk senders found harmless.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

TENCENT, NETEASE = "qq.com", "163.com"


class Pace(NamedTuple):
    """How many messages a provider takes in a minute, and over one connection; None: as many as there are."""

    per_minute: int | None = None
    per_connection: int | None = None


# Company mail of these providers cannot be told by its domain; its answers are.
_FAMILIES = {
    TENCENT: ("foxmail.com", "vip.qq.com"),
    NETEASE: ("126.com", "yeah.net", "188.com", "vip.163.com", "vip.126.com", "vip.188.com"),
    "gmail.com": ("googlemail.com",),
    "outlook.com": ("hotmail.com", "live.com", "live.cn", "msn.com"),
}
_HEADS = {domain: head for head, domains in _FAMILIES.items() for domain in domains}

PACES = {
    TENCENT: Pace(20, 20),
    NETEASE: Pace(20, 20),
    "gmail.com": Pace(300),
    "outlook.com": Pace(300),
}
UNLIMITED = Pace()


def provider_of(address: str) -> str:
    """The provider of a mail address: its domain in ASCII and small letters, or the head of that domain's family."""
    return _provider(address.rpartition("@")[2])


@lru_cache(maxsize=4096)
def _provider(domain: str) -> str:
    domain = domain.strip().rstrip(".").lower()
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            # No mail can be sent there; sending it says so.
            return domain[:255]
    return _HEADS.get(domain, domain)[:255]


def pace_of(provider: str) -> Pace:
    """What a provider is known to take."""
    return PACES.get(provider, UNLIMITED)
