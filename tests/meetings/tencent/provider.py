"""Tencent Meeting on loopback: checks every signature, holds meetings, and refuses what it is told to refuse."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from seminars.meetings.tencent.signing import signature
from tests.calling.robots import Call, Reply, answer

HOST = "api.meeting.qq.com"
SECRET_ID, SECRET_KEY, APP_ID, USER = "AKIDexample", "SKexample", "2000000", "u1"
OLDEST_SECONDS = 300


def refusal(code: int, message: str, *, status: int = 500) -> Reply:
    return answer(status, error_info={"error_code": code, "message": message})


class Provider:
    """The meetings it holds by their id; `refuses` is what it says next instead, `now` its clock."""

    def __init__(self, now: float) -> None:
        self.now = now
        self.meetings: dict[str, dict[str, Any]] = {}
        self.refuses: list[Reply] = []
        self.calls: list[tuple[str, str]] = []
        self.nonces: set[str] = set()
        self.loses_answers = 0

    def __call__(self, call: Call) -> Reply:
        if fault := self._fault(call):
            return fault
        self.calls.append((call.method, urlsplit(call.path).path))
        if self.refuses:
            return self.refuses.pop(0)
        reply = self._reply(call)
        if self.loses_answers:
            self.loses_answers -= 1
            return Reply(502, b"<html>bad gateway</html>")
        return reply

    def _fault(self, call: Call) -> Reply | None:
        headers = call.headers
        nonce, timestamp = headers["x-tc-nonce"], int(headers["x-tc-timestamp"])
        expected = signature(
            SECRET_ID,
            SECRET_KEY,
            method=call.method,
            target=call.path,
            body=call.body,
            nonce=int(nonce),
            timestamp=timestamp,
        )
        if (headers["x-tc-key"], headers["appid"]) != (SECRET_ID, APP_ID):
            return refusal(401, "INVALID KEY", status=401)
        if headers["x-tc-signature"] != expected or abs(self.now - timestamp) > OLDEST_SECONDS:
            return refusal(401, "SIGNATURE ERROR", status=401)
        if nonce in self.nonces or not 0 < int(nonce) < 2**31:
            return refusal(190301, "REPLAY")
        self.nonces.add(nonce)
        return None

    def _reply(self, call: Call) -> Reply:
        parts = urlsplit(call.path)
        steps = parts.path.removeprefix("/v1/meetings").strip("/").split("/")
        if call.method == "GET":
            assert parse_qs(parts.query) == {"userid": [USER], "instanceid": ["1"]}
            return answer(meeting_number=len(self.meetings), meeting_info_list=list(self.meetings.values()))
        fields = json.loads(call.body)
        assert (fields.pop("userid"), fields.pop("instanceid")) == (USER, 1)
        if steps == [""]:
            assert fields.pop("type") == 0
            return answer(meeting_number=1, meeting_info_list=[self._made(fields)])
        if steps[0] not in self.meetings:
            return refusal(9003, "MEETING NOT EXIST")
        if steps[1:] == ["cancel"]:
            del self.meetings[steps[0]]
            return answer()
        self.meetings[steps[0]] |= fields
        return answer(meeting_number=1, meeting_info_list=[self.meetings[steps[0]]])

    def _made(self, fields: dict[str, Any]) -> dict[str, Any]:
        number = len(self.calls)
        made = {
            "meeting_id": f"66371885803991860{number:02}",
            "meeting_code": f"5550100{number:02}",
            "join_url": f"https://meeting.tencent.com/dm/EXAMPLE{number}",
            **fields,
        }
        self.meetings[str(made["meeting_id"])] = made
        return made
