"""ical.js, by which Thunderbird and Nextcloud read calendars: one Node.js process for all files of a test run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "ical_js"
NODE = shutil.which("node")


class Refused(ValueError):
    """ical.js could not read the file, and said why."""


def missing() -> str:
    """Why there is no ical.js, as a sentence; '' when there is one."""
    if NODE is None:
        return "There is no Node.js, so ical.js cannot read our calendars (Debian: nodejs, npm)."
    if not (FOLDER / "node_modules" / "ical.js").is_dir():
        return f"ical.js is not installed, so it cannot read our calendars: npm ci --prefix {FOLDER}"
    return ""


def events(body: bytes) -> list[dict[str, Any]]:
    """Each event as ical.js understood it: instants in seconds, dates as YYYY-MM-DD. Raises `Refused`."""
    reader = _reader(os.getpid())
    assert reader.stdin
    assert reader.stdout
    reader.stdin.write(json.dumps(body.decode()) + "\n")
    reader.stdin.flush()
    answer = json.loads(reader.stdout.readline())
    if "refused" in answer:
        raise Refused(answer["refused"])
    found: list[dict[str, Any]] = answer["events"]
    return found


@cache  # a forked process starts a reader of its own
def _reader(_pid: int) -> subprocess.Popen[str]:
    """It ends by itself with the process that feeds it."""
    assert NODE
    return subprocess.Popen(
        [NODE, "read.js"],
        cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", bufsize=1,
    )  # fmt: skip
