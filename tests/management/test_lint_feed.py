from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from seminars.calendars.envelope import wrapped
from seminars.management.commands import lint_feed
from tests.calendars.samples import a_snapshot, written
from tests.management.command import Done, run

SOUND = wrapped([written(a_snapshot())], language="zh")


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def lint(source: object, text: bytes = b"") -> Done:
        return run(capsys, monkeypatch, "lint_feed", str(source), text=text)

    return lint


@pytest.fixture
def site() -> Iterator[str]:
    """A server of calendars, some of them odd."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/away":
                self.send_response(302)
                self.send_header("Location", "file:///etc/hostname")
                self.end_headers()
                return
            self.send_response(404 if self.path == "/gone" else 200)
            kind = "text/calendar" + ("" if self.path == "/bare" else "; charset=utf-8")
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(SOUND)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_sound_file_is_said_to_be_sound(lint: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.ics"
    path.write_bytes(SOUND)

    assert lint(path) == lint("-", SOUND) == Done(0, "Nothing is wrong with this calendar.\n", "")


def test_faults_are_listed_and_the_status_is_one(lint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = SOUND.replace(b"METHOD:PUBLISH", b"METHOD:REQUEST").replace(b"SEQUENCE:0\r\n", b"")

    assert lint("-", text) == Done(
        1,
        "Line 5 says METHOD:REQUEST; a calendar to subscribe to needs PUBLISH, or it is taken for an invitation.\n"
        "1 of the events have no SEQUENCE (the first in line 6); some calendars then miss changes.\n",
        "Faults found: 2.\n",
    )
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert lint("-", text).err == "共有 2 处问题。\n"


def test_a_calendar_is_fetched_and_its_headers_are_judged(lint: Any, site: str) -> None:
    assert lint(f"{site}/x.ics").status == 0
    assert lint(f"{site}/bare").out.startswith("The Content-Type lacks charset=utf-8")


def test_what_cannot_be_fetched_is_refused_in_a_sentence(
    lint: Any, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_web = "Only addresses of http and https can be fetched.\n"

    assert (
        lint("file:///etc/hostname")
        == lint("ftp://127.0.0.1/x")
        == lint("http://[x")
        == Done(1, "", only_web)
    )
    assert lint(f"{site}/gone") == Done(1, "", "The address answers 404.\n")
    assert lint(f"{site}/away").status == 1
    assert lint("http://127.0.0.1:1/").err.startswith("The address cannot be fetched: ")
    assert lint("/nowhere/x.ics") == Done(
        1, "", "/nowhere/x.ics cannot be read: No such file or directory.\n"
    )
    monkeypatch.setattr(lint_feed, "LARGEST", 10)
    assert lint(f"{site}/x.ics") == Done(1, "", "The address sends more than 10 MB.\n")
