"""Servers beside the benches: the web line of the Procfile, and the load that is put on it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from socket import create_connection
from tempfile import TemporaryFile
from typing import NamedTuple

from bench.measuring import NotMeasured, program
from bench.place import free_port

ROOT = Path(__file__).resolve().parent.parent
OURS = "config.wsgi:application"
FLOOR = "bench.floor:application"

SECONDS_TO_START = 30
SECONDS_OF_LOAD = 2


class Web(NamedTuple):
    """A server: where it listens, and its process."""

    port: int
    pid: int

    def resident_megabytes(self) -> float:
        """What it and its worker hold in memory."""
        own = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return sum(_resident_kilobytes(pid) for pid in (str(self.pid), *own)) / 1024


@contextmanager
def web(application: str, *, database: str = "") -> Iterator[Web]:
    """`application`, served just as `make run` serves ours, on the database with this URL."""
    port = free_port()
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines() if line)
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PORT": str(port),
    } | ({"DATABASE_URL": database} if database else {})
    command = ["/bin/sh", "-c", f"exec {lines['web'].replace(OURS, application)}"]
    with running(command, port, environment) as pid:
        yield Web(port, pid)


@contextmanager
def running(command: Sequence[str], port: int, environment: Mapping[str, str]) -> Iterator[int]:
    """`command` running and listening on `port`; raises `NotMeasured` when it does not come to that."""
    with TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=said, stderr=said)
        try:
            end = time.monotonic() + SECONDS_TO_START
            while not _listens(port):
                if process.poll() is not None or time.monotonic() > end:
                    said.seek(0)
                    words = said.read().decode(errors="replace").split("\n")
                    raise NotMeasured(next((line for line in reversed(words) if line.strip()), command[0]))
                time.sleep(0.1)
            yield process.pid
        finally:
            process.terminate()
            process.wait()


def _listens(port: int) -> bool:
    with suppress(OSError), create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def get(port: int, path: str, headers: Mapping[str, str]) -> HTTPResponse:
    """The answer, not yet read beyond its headers, over a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path, headers=dict(headers) | {"Connection": "close"})
    return connection.getresponse()


def rate(port: int, path: str, headers: Mapping[str, str], *, seconds: int = SECONDS_OF_LOAD) -> float:
    """Requests a second that 16 kept connections of wrk get answered."""
    flags = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    command = [program("wrk") or "wrk", "-t1", "-c16", f"-d{seconds}s", *flags]
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, encoding="utf-8", check=False
    )
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if found is None or "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise NotMeasured(f"wrk met errors at {path}.")
    return float(found[1])


def _resident_kilobytes(pid: str) -> int:
    found = re.search(r"^VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) if found else 0
