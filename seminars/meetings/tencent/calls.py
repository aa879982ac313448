"""The calls of Tencent Meeting's REST API v1 that reserving needs (product/1095/42417, 42418, 42422, 42424)."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from seminars.calling.door import Door, Forbidden, Unreachable
from seminars.calling.messages import Answer, Request
from seminars.meetings.tencent.faults import REFUSED_KEYS, UNREACHABLE, UNREADABLE, CallFailed, Fault
from seminars.meetings.tencent.signing import signature

HOST = "https://api.meeting.qq.com"
# The kind of device that calls: 1 is a computer, 0 would be a phone's dialler.
INSTANCE = 1
SCHEDULED = 0
BY_THE_ORGANIZERS = 1
LONGEST_SUBJECT_BYTES = 512
_MOST_LISTED = 20
_CODE = re.compile(r"\d{9,11}")


@dataclass(frozen=True, slots=True)
class Credentials:
    """An application's keys, and the user in whose name it calls. Nothing of them is for logs."""

    app_id: str
    secret_id: str
    secret_key: str
    user_id: str
    sdk_id: str = ""

    def __repr__(self) -> str:
        return f"Credentials({self.app_id})"


@dataclass(frozen=True, slots=True)
class Booking:
    """What is to be reserved: `subject` at most 512 octets in UTF-8, instants with their zone."""

    subject: str
    starts_at: datetime
    ends_at: datetime

    def fields(self) -> dict[str, Any]:
        return {
            "subject": shortened(self.subject),
            "start_time": str(int(self.starts_at.timestamp())),
            "end_time": str(int(self.ends_at.timestamp())),
        }


@dataclass(frozen=True, slots=True)
class Booked:
    """A meeting as the provider holds it: `code` is what people type, `external_id` what the API asks for."""

    external_id: str
    code: str
    url: str
    passcode: str = ""


class Tencent:
    """The provider, called with one application's keys. Every call raises `CallFailed`."""

    def __init__(self, door: Door, credentials: Credentials, *, at: datetime) -> None:
        self._door = door
        self._credentials = credentials
        self._at = at

    def create(self, booking: Booking) -> Booked:
        """Reserve a meeting."""
        return _booked(
            self._call("POST", "/v1/meetings", {**self._own, "type": SCHEDULED, **booking.fields()})
        )

    def find(self, booking: Booking) -> Booked | None:
        """The coming meeting of the user with exactly this subject and these times, if there is one."""
        answer = self._call("GET", f"/v1/meetings?{urlencode(self._own)}")
        wanted = booking.fields()
        for each in _listed(answer)[:_MOST_LISTED]:
            if all(str(each.get(name)) == value for name, value in wanted.items()):
                return _booked({"meeting_info_list": [each]})
        return None

    def modify(self, external_id: str, booking: Booking) -> None:
        """Give a meeting another subject and other times; its code stays."""
        self._call("PUT", f"/v1/meetings/{quote(external_id, safe='')}", {**self._own, **booking.fields()})

    def cancel(self, external_id: str, reason: str) -> None:
        """Release a meeting; one that is gone already is released."""
        fields = {
            **self._own,
            "reason_code": BY_THE_ORGANIZERS,
            "reason_detail": shortened(reason, most=200),
        }
        try:
            self._call("POST", f"/v1/meetings/{quote(external_id, safe='')}/cancel", fields)
        except CallFailed as failed:
            if not failed.fault.is_gone:
                raise

    @property
    def _own(self) -> dict[str, Any]:
        return {"userid": self._credentials.user_id, "instanceid": INSTANCE}

    def _call(self, method: str, target: str, fields: Mapping[str, Any] | None = None) -> dict[str, Any]:
        # What is signed are these octets, so they are made once.
        body = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode() if fields else b""
        request = Request(HOST + target, body, self._headers(method, target, body), method)
        try:
            answer = self._door.call(request)
        except (Unreachable, Forbidden) as failure:
            raise CallFailed(Fault(UNREACHABLE, str(failure))) from None
        if answer.status != 200 or "error_info" in answer.json():
            raise CallFailed(_fault(answer))
        return answer.json()

    def _headers(self, method: str, target: str, body: bytes) -> dict[str, str]:
        keys, nonce, timestamp = (
            self._credentials,
            secrets.randbelow(2**31 - 1) + 1,
            int(self._at.timestamp()),
        )
        if not f"{keys.app_id}{keys.sdk_id}{keys.secret_id}".isascii():
            # No header can carry them, so they are no keys.
            raise CallFailed(Fault(REFUSED_KEYS))
        signed = signature(
            keys.secret_id,
            keys.secret_key,
            method=method,
            target=target,
            body=body,
            nonce=nonce,
            timestamp=timestamp,
        )
        headers = {
            "Content-Type": "application/json",
            "X-TC-Key": keys.secret_id,
            "X-TC-Timestamp": str(timestamp),
            "X-TC-Nonce": str(nonce),
            "X-TC-Signature": signed,
            "X-TC-Registered": "1",
            "AppId": keys.app_id,
        }
        return headers | ({"SdkId": keys.sdk_id} if keys.sdk_id else {})


def shortened(text: str, *, most: int = LONGEST_SUBJECT_BYTES) -> str:
    """`text` with at most so many octets in UTF-8."""
    return text.encode()[:most].decode(errors="ignore").strip()


def _listed(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = answer.get("meeting_info_list")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _booked(answer: Mapping[str, Any]) -> Booked:
    found = next(iter(_listed(answer)), {})
    booked = Booked(
        external_id=str(found.get("meeting_id") or ""),
        code=str(found.get("meeting_code") or "").replace("-", ""),
        url=str(found.get("join_url") or ""),
        passcode=str(found.get("password") or ""),
    )
    if not booked.external_id or not _CODE.fullmatch(booked.code) or not booked.url.startswith("https://"):
        raise CallFailed(Fault(UNREADABLE))
    return booked


def _fault(answer: Answer) -> Fault:
    said = answer.json().get("error_info")
    if isinstance(said, dict) and said.get("error_code") is not None:
        return Fault(str(said["error_code"])[:20], str(said.get("message") or "")[:200])
    return Fault(str(answer.status) if answer.status != 200 else UNREADABLE, "")
