"""The service as its user runs it: every line of the Procfile a real process, commands beside it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent.parent
PROCFILE = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines() if line)


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Service:
    """A service of its own: folder, port, processes."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.port = free_port()
        self.folder = folder
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "VAR_DIR": str(folder),
            "PORT": str(self.port),
            "BELL_SECONDS": "1",
            "DELIVERY_LEASE_SECONDS": "4",
            "MAIL_DOMAIN": "seminars.example.org",
        } | environment
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def command(self, *words: str, status: int = 0, text: str | None = None) -> str:
        """What `manage.py words` prints; asserts its exit status, and that it never ends in a traceback."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT, env=self.environment, capture_output=True, encoding="utf-8", input=text, timeout=120, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == status, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout if status == 0 else done.stderr

    def start(self, *names: str) -> None:
        """Start these lines of the Procfile, each in a process group of its own."""
        for name in names:
            log = (self.folder / f"{name}.log").open("ab")
            self.processes[name] = subprocess.Popen(
                ["/bin/sh", "-c", f"exec {PROCFILE[name]}"],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """SIGKILL a process and all it started."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in self.processes.values():
            os.killpg(process.pid, signal.SIGTERM)
        for name in list(self.processes):
            try:
                self.processes[name].wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill(name)

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of a page."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()

    def page(self, path: str) -> str:
        """The words of a page that must be there, without tags, every run of white space one blank."""
        status, body = self.get(path)
        assert status == 200, f"{path}: {status}"
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))

    def is_up(self) -> bool:
        try:
            return self.get("/healthz")[0] == 200
        except (OSError, urllib.error.URLError):
            return False


def wait_for(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    """Return as soon as `condition` holds; fail after `seconds`, which is a guard and not a measure."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"still not so after {seconds} s"
        time.sleep(0.1)


@cache
def _prepared() -> TemporaryDirectory[str]:
    """A folder as `prepare` leaves it: most services begin with a copy, for migrating takes seconds."""
    folder = TemporaryDirectory(prefix="prepared-")
    Service(Path(folder.name)).command("prepare")
    return folder


def prepare(service: Service) -> None:
    """What `manage.py prepare` does for a service that has nothing yet, done once for all that are alike."""
    if "DATABASE_URL" in service.environment:
        service.command("prepare")
    else:
        shutil.copytree(_prepared().name, service.folder, dirs_exist_ok=True)


@contextmanager
def running(service: Service, *names: str) -> Iterator[Service]:
    """The service prepared, with these processes started and answering; stopped at the end."""
    prepare(service)
    try:
        service.start(*names)
        if "web" in names:
            wait_for(service.is_up)
        yield service
    finally:
        service.stop()
