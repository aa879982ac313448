"""Other services on loopback: an HTTPS server that takes what comes, and a door that leads to it."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from seminars.calling.door import Door, Place


class Call(NamedTuple):
    """A request as it arrived."""

    method: str
    host: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Reply(NamedTuple):
    """What the server says to one request."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


# Does with the connection what it likes, instead of a reply.
Mischief = Callable[["Handler"], None]


def answer(status: int = 200, **body: Any) -> Reply:
    return Reply(status, json.dumps(body).encode(), (("Content-Type", "application/json"),))


class Handler(BaseHTTPRequestHandler):
    """Takes the next prepared reply; else answers as the service of that name."""

    server: Robot
    protocol_version = "HTTP/1.1"

    def handle_one(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        call = Call(self.command, headers["host"], self.path, headers, body)
        self.server.calls.append(call)
        reply = self.server.replies.pop(0) if self.server.replies else self.server.services[call.host](call)
        if not isinstance(reply, Reply):
            reply(self)
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def do_POST(self) -> None:
        self.handle_one()

    def do_GET(self) -> None:
        self.handle_one()

    def do_PUT(self) -> None:
        self.handle_one()

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are silent."""


class Robot(ThreadingHTTPServer):
    """The server; `calls` is what arrived, `replies` what it says next."""

    daemon_threads = True

    def __init__(self, certificate: Path, services: Mapping[str, Callable[[Call], Reply]]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.services = services
        self.calls: list[Call] = []
        self.replies: list[Reply | Mischief] = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what some tests are about."""

    @property
    def place(self) -> Place:
        return Place("127.0.0.1", self.server_address[1])


def certificate_in(folder: Path, *names: str) -> Path:
    """A file with a key and a certificate that it signed itself, for `names`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(each) for each in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "certificate.pem"
    path.write_bytes(private + built.public_bytes(encoding))
    return path


# What settings.CALLING_DOOR names in tests.
_doors: list[Door] = []


def open_door(door: Door) -> None:
    _doors[:] = [door]


def door() -> Door:
    return _doors[0]


@contextmanager
def running(certificate: Path, services: Mapping[str, Callable[[Call], Reply]]) -> Iterator[Robot]:
    """The services behind the installation's door."""
    robot = Robot(certificate, services)
    trust = ssl.create_default_context(cafile=str(certificate))
    open_door(
        Door(
            look_up=lambda host, port: [robot.place], is_allowed=lambda address: True, trust=trust, timeout=2
        )
    )
    yield robot
    robot.shutdown()
    robot.server_close()
