"""The services, as far as we need them: one HTTPS server on loopback that answers as each of them does."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from seminars.announcements.channels.http import Door, Place
from tests.announcements.channels.cards import TARGETS

NAMES = (
    "qyapi.weixin.qq.com", "open.feishu.cn", "oapi.dingtalk.com", "hooks.example.org", "api.telegram.org",
    "hooks.slack.com", "chat.example.org", "matrix.example.org",
)  # fmt: skip


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
        reply = self.server.replies.pop(0) if self.server.replies else SERVICES[call.host](call)
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

    def do_PUT(self) -> None:
        self.handle_one()

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are silent."""


class Robot(ThreadingHTTPServer):
    """The server; `calls` is what arrived, `replies` what it says next."""

    daemon_threads = True

    def __init__(self, certificate: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
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


# What settings.CHANNEL_DOOR names in tests of the outbox and of the desk.
_doors: list[Door] = []


def open_door(door: Door) -> None:
    _doors[:] = [door]


def door() -> Door:
    return _doors[0]


def _hmac(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()


def _wecom(call: Call) -> Reply:
    if parse_qs(urlsplit(call.path).query).get("key") != [TARGETS["wecom"].address.partition("key=")[2]]:
        return answer(errcode=93000, errmsg="invalid webhook url, hint: [1] from ip: 192.0.2.1")
    return answer(errcode=0, errmsg="ok")


def _feishu(call: Call) -> Reply:
    key = f"{call.json['timestamp']}\n{TARGETS['feishu'].secret}".encode()
    if call.json["sign"] != _hmac(key, b""):
        return answer(code=19021, msg="sign match fail or timestamp is not within one hour from current time")
    return answer(code=0, msg="success", data={})


def _dingtalk(call: Call) -> Reply:
    query = parse_qs(urlsplit(call.path).query)
    secret = TARGETS["dingtalk"].secret
    if query["sign"] != [_hmac(secret.encode(), f"{query['timestamp'][0]}\n{secret}".encode())]:
        return answer(errcode=310000, errmsg="sign not match")
    return answer(errcode=0, errmsg="ok")


def _webhook(call: Call) -> Reply:
    head = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode()
    key = base64.b64decode(TARGETS["webhook"].secret.removeprefix("whsec_"))
    if call.headers["webhook-signature"] != f"v1,{_hmac(key, head + call.body)}":
        return Reply(401, b"bad signature")
    return Reply(204)


def _telegram(call: Call) -> Reply:
    if call.path != f"/bot{TARGETS['telegram'].secret}/sendMessage":
        return answer(401, ok=False, error_code=401, description="Unauthorized")
    return answer(ok=True, result={"message_id": 1})


def _slack(call: Call) -> Reply:
    known = call.path == urlsplit(TARGETS["slack"].address).path
    return Reply(200, b"ok") if known else Reply(404, b"no_service")


def _mattermost(call: Call) -> Reply:
    if call.path != urlsplit(TARGETS["mattermost"].address).path:
        return answer(
            400, id="web.incoming_webhook.invalid.app_error", message="Invalid webhook", status_code=400
        )
    return Reply(200, b"ok", (("Content-Type", "text/plain"),))


def _matrix(call: Call) -> Reply:
    if call.headers["authorization"] != f"Bearer {TARGETS['matrix'].secret}":
        return answer(401, errcode="M_UNKNOWN_TOKEN", error="Invalid access token passed.")
    return answer(event_id="$event")


SERVICES: dict[str, Callable[[Call], Reply]] = dict(
    zip(NAMES, (_wecom, _feishu, _dingtalk, _webhook, _telegram, _slack, _mattermost, _matrix), strict=True)
)
