"""`make run` as a stranger types it: everything set up, the demo there, links that lead to the port that serves."""

from __future__ import annotations

import email
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.journeys.service import ROOT, Service, wait_for

pytestmark = pytest.mark.slow


def test_make_run_serves_the_demo_and_mails_links_that_work(tmp_path: Path, socket_enabled: None) -> None:
    service = Service(tmp_path)
    log = tmp_path / "run.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=ROOT,
            env=service.environment | {"MAKEFLAGS": ""},
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        wait_for(service.is_up, seconds=180)
        said = log.read_text(encoding="utf-8")
        for words in (f"http://127.0.0.1:{service.port}/admin/", "demo / ", "/outgoing/"):
            assert words in said, said
        assert "#42" in service.page("/en/wenqu/42/")
        before = set((tmp_path / "mail").glob("*.eml"))
        service.command("cancel", "wenqu/42", "--reason", "讲者航班延误")

        wait_for(lambda: len(set((tmp_path / "mail").glob("*.eml")) - before) == 2)
        page = service.get("/outgoing/")[1]
        assert "【取消】" in page
        wait_for(lambda: service.get("/readyz")[0] == 200)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)
    told = sorted((tmp_path / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)[-1]
    # The worker wrote this one, not the web process.
    unsubscribe = str(email.message_from_bytes(told.read_bytes())["List-Unsubscribe"]).strip()
    assert unsubscribe.startswith(f"<http://127.0.0.1:{service.port}/unsubscribe/")
