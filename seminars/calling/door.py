"""The one door through which other services are called: short, small, without redirects, and to public addresses only.

Written on `http.client`, because what matters is the connection itself: the address that was looked up and found
public is the address that is connected to, so no second look-up can lead elsewhere (DNS rebinding). It knows no
proxies of the environment and follows nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from seminars.calling.messages import Answer, Request

TIMEOUT_SECONDS = 10.0
MOST_BYTES = 64 * 1024
AGENT = "seminars"
# Written down as they stand here; the desk says them in its own language.
NOT_FOUND = gettext_noop("The server was not found.")
REFUSED = gettext_noop("The server cannot be reached.")

# Global by the registries, and yet not for us: what leads into private nets by translation or tunnel, and the
# metadata service of one cloud.
_NOT_FOR_US = [
    ipaddress.ip_network(each)
    for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10", "168.63.129.16/32")
]


class Place(NamedTuple):
    """Where to connect."""

    address: str
    port: int


class Unreachable(Exception):
    """No answer came, or none that can be read; str() says why, without the address. Worth another try."""


class Forbidden(Exception):
    """The address leads where we do not go."""

    def __str__(self) -> str:
        return "The address leads into a private network."


def look_up(host: str, port: int) -> list[Place]:
    """All places that `host` names; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(Place(str(each[4][0]), int(each[4][1])) for each in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet at large, also once it is unwrapped."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if not found.is_global or found.is_multicast or found.is_reserved or found.is_unspecified:
        return False
    return not any(found.version == net.version and found in net for net in _NOT_FOR_US)


class Door:
    """Takes requests out and brings answers back.

    `look_up`, `is_allowed` and `trust` are arguments so that tests can stand a server of their own behind a public
    name; nothing that the service reads from its environment reaches them.
    """

    def __init__(
        self,
        *,
        look_up: Callable[[str, int], Sequence[Place]] = look_up,
        is_allowed: Callable[[str], bool] = is_public,
        trust: ssl.SSLContext | None = None,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._look_up = look_up
        self._is_allowed = is_allowed
        self._trust = trust
        self._timeout = timeout

    def call(self, request: Request) -> Answer:
        """What the other side answers, of whatever status; raises `Unreachable` or `Forbidden`."""
        parts = urlsplit(request.url)
        host, port = parts.hostname or "", parts.port or 443
        connection = http.client.HTTPConnection(host, port)
        connection.default_port = 443
        try:
            connection.sock = self._connected(host, port)
            with _Deadline(connection.sock, self._timeout):
                connection.sock.do_handshake()
                return _exchanged(
                    connection, request, f"{parts.path or '/'}{'?' * bool(parts.query)}{parts.query}"
                )
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(f"certificate: {error.verify_message}") from None
        except TimeoutError:
            raise Unreachable(f"no answer in {self._timeout:g} seconds") from None
        except socket.gaierror:
            raise Unreachable(NOT_FOUND) from None
        except ConnectionRefusedError:
            raise Unreachable(REFUSED) from None
        except (OSError, http.client.HTTPException) as error:
            # Not its words: those of http.client may quote the address.
            words = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
            raise Unreachable(str(words)) from None
        finally:
            connection.close()

    def _connected(self, host: str, port: int) -> ssl.SSLSocket:
        places = self._look_up(host, port)
        if not places or not all(self._is_allowed(place.address) for place in places):
            # One private address among public ones is no accident.
            raise Forbidden
        trust = self._trust or ssl.create_default_context()
        bare = _first_that_answers(places, self._timeout)
        try:
            bare.settimeout(self._timeout)
            return trust.wrap_socket(bare, server_hostname=host, do_handshake_on_connect=False)
        except BaseException:
            bare.close()
            raise


def the_door() -> Door:
    """The door of this installation: what CALLING_DOOR in the settings names; no variable of the environment does."""
    made = import_string(settings.CALLING_DOOR)()
    assert isinstance(made, Door)
    return made


class _Deadline:
    """Hangs up when time is over: socket timeouts alone let a drop every nine seconds go on for ever."""

    def __init__(self, connected: socket.socket, seconds: float) -> None:
        self._socket = connected
        self._timer = threading.Timer(seconds, self._hang_up)
        self._is_over = False

    def __enter__(self) -> None:
        self._timer.daemon = True
        self._timer.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._timer.cancel()
        if self._is_over:
            # Even without an error: http.client takes an end in the midst of headers for the end of headers.
            raise TimeoutError from None

    def _hang_up(self) -> None:
        self._is_over = True
        try:
            # That of the bare socket: the one of SSL would pull its object from under the reading thread.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
        except OSError:
            """It is closed already."""


def _first_that_answers(places: Sequence[Place], timeout: float) -> socket.socket:
    last: OSError = OSError("no address")
    for place in places[:4]:
        try:
            return socket.create_connection(place, timeout=timeout / min(len(places), 4))
        except OSError as error:
            last = error
    raise last


def _exchanged(connection: http.client.HTTPConnection, request: Request, target: str) -> Answer:
    connection.request(
        request.method,
        target,
        body=request.body,
        headers={**request.headers, "User-Agent": AGENT, "Connection": "close"},
    )
    response = connection.getresponse()
    body = response.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise http.client.IncompleteRead(b"")
    return Answer(response.status, body, {name.lower(): value for name, value in response.getheaders()})
