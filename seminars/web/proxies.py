"""Who really asks: what our own proxies say of the client is believed, what anybody else says is not."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class TrustedProxyMiddleware:
    """Sets REMOTE_ADDR and scheme from X-Forwarded-For and -Proto, if one of TRUSTED_PROXIES sends them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        meta = request.META
        if is_trusted(_address(meta.get("REMOTE_ADDR", ""))):
            client = client_of(meta.get("HTTP_X_FORWARDED_FOR", ""))
            if client is not None:
                meta["REMOTE_ADDR"] = str(client)
            scheme = meta.get("HTTP_X_FORWARDED_PROTO", "").rsplit(",", 1)[-1].strip().lower()
            if scheme in ("http", "https"):
                meta["wsgi.url_scheme"] = scheme
        return self.get_response(request)


def is_trusted(address: Address | None) -> bool:
    """Whether `address` is one of our own proxies."""
    return address is not None and any(address in network for network in settings.TRUSTED_PROXIES)


def client_of(forwarded_for: str) -> Address | None:
    """The last address of X-Forwarded-For that is not one of our proxies; None where there is none.

    Proxies append, so whatever stands to the left of that address was written by the client itself.
    """
    client = None
    for word in reversed(forwarded_for.split(",")):
        address = _address(word)
        if address is None:
            break
        client = address
        if not is_trusted(address):
            break
    return client


def _address(text: str) -> Address | None:
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
