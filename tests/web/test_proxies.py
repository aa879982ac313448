from __future__ import annotations

from ipaddress import ip_network

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from seminars.web.proxies import TrustedProxyMiddleware


@pytest.fixture(autouse=True)
def _proxies(settings) -> None:  # type: ignore[no-untyped-def]
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


def seen(**variables: str) -> tuple[str, str]:
    """The address and scheme that views see."""
    found = []

    def view(request: HttpRequest) -> HttpResponse:
        found.append((request.META["REMOTE_ADDR"], str(request.scheme)))
        return HttpResponse()

    TrustedProxyMiddleware(view)(RequestFactory().request(**variables))
    return found[0]


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9, 10.2.2.2", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "unknown, 203.0.113.9:4711", "203.0.113.9"),
        ("10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("fd00::5", "::ffff:203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9, nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "10.3.3.3", "10.3.3.3"),
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),
        ("", "203.0.113.9", ""),
    ],
)
def test_only_our_proxies_say_who_the_client_is(remote: str, forwarded: str, client: str) -> None:
    assert seen(REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)[0] == client


@pytest.mark.parametrize(
    ("remote", "proto", "scheme"),
    [
        ("10.0.0.1", "https", "https"),
        ("10.0.0.1", "HTTPS", "https"),
        ("10.0.0.1", "http, https", "https"),
        ("10.0.0.1", "gopher", "http"),
        ("192.0.2.1", "https", "http"),
    ],
)
def test_only_our_proxies_say_which_scheme_it_was(remote: str, proto: str, scheme: str) -> None:
    assert seen(REMOTE_ADDR=remote, HTTP_X_FORWARDED_PROTO=proto)[1] == scheme
