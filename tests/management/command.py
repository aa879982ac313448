"""Runs a command as the command line does, in this process."""

from __future__ import annotations

import io
import sys
from typing import NamedTuple

import pytest
from django.core.management import execute_from_command_line


class Done(NamedTuple):
    """Exit status and what was printed."""

    status: int
    out: str
    err: str


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str, text: bytes = b""
) -> Done:
    """Status and output of `manage.py words`, with `text` on standard input; nothing but SystemExit may come out."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    capsys.readouterr()
    status = 0
    try:
        execute_from_command_line(["manage.py", *words])
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    printed = capsys.readouterr()
    return Done(status, printed.out, printed.err)
