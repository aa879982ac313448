"""The chat services, as far as we need them: each answers as it does in the world."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from tests.announcements.channels.cards import TARGETS
from tests.calling.robots import Call, Reply, answer

NAMES = (
    "qyapi.weixin.qq.com", "open.feishu.cn", "oapi.dingtalk.com", "hooks.example.org", "api.telegram.org",
    "hooks.slack.com", "chat.example.org", "matrix.example.org",
)  # fmt: skip


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
