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

from bench.measuring import NotMeasured, program
from bench.place import free_port

ROOT = Path(__file__).resolve().parent.parent
OURS = "config.wsgi:application"
FLOOR = "bench.floor:application"

SECONDS_TO_START = 30
SECONDS_OF_LOAD = 2


@contextmanager
def web(application: str, *, database: Path | None = None) -> Iterator[int]:
    """The port on which `application` is served just as `make run` serves ours."""
    port = free_port()
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines() if line)
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PORT": str(port),
    } | ({"DATABASE_URL": f"sqlite:///{database}"} if database else {})
    with running(["/bin/sh", "-c", f"exec {lines['web'].replace(OURS, application)}"], port, environment):
        yield port


@contextmanager
def running(command: Sequence[str], port: int, environment: Mapping[str, str]) -> Iterator[None]:
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
            yield
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


def rate(port: int, path: str, headers: Mapping[str, str]) -> float:
    """Requests a second that 16 kept connections of wrk get answered."""
    flags = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    command = [program("wrk") or "wrk", "-t1", "-c16", f"-d{SECONDS_OF_LOAD}s", *flags]
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, encoding="utf-8", check=False
    )
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if found is None or "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise NotMeasured(f"wrk met errors at {path}.")
    return float(found[1])
