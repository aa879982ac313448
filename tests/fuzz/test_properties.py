"""The properties of parsers and renderers again, on many more examples, never the same twice."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.journeys.service import ROOT

pytestmark = pytest.mark.slow
ROOMS = {
    "words and times": (50, [
        "tests/text", "tests/timekeeping", "tests/intake", "tests/programme", "tests/sealing", "tests/presenting",
    ]),
    # An example here is a whole programme, published and read back.
    "calendars": (16, ["tests/calendars"]),
}  # fmt: skip


@pytest.mark.parametrize(("examples", "rooms"), ROOMS.values(), ids=ROOMS)
def test_properties_hold_on_many_examples(examples: int, rooms: list[str]) -> None:
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-m", "hypothesis and not slow and not services",
            "-p", "no:cacheprovider", *rooms,
        ],
        cwd=ROOT,
        env={**os.environ, "EXAMPLES": str(examples)},
        capture_output=True,
        encoding="utf-8",
        timeout=1800,
        check=False,
    )  # fmt: skip

    # A failure prints the smallest example; put it into the property's @example, then mend.
    assert done.returncode == 0, done.stdout[-8000:]
    assert re.search(r"\d+ passed", done.stdout), done.stdout[-2000:]
