"""Invented announcements of every shape, each with the truth a reader must find (the keys it names)."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from seminars.intake.reader import read
from seminars.intake.record import as_json

SAMPLES = Path(__file__).parents[1] / "data" / "announcements"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.json"))


def plain(value: Any) -> Any:
    """Texts compared after NFKC and without whitespace, as the samples' rules say."""
    if isinstance(value, str):
        return re.sub(r"\s+", "", unicodedata.normalize("NFKC", value))
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def named(found: Any, truth: Any) -> Any:
    """What was found, cut down to the keys the truth names."""
    if isinstance(truth, dict) and isinstance(found, dict):
        return {key: named(found.get(key), item) for key, item in truth.items()}
    if isinstance(truth, list) and isinstance(found, list) and len(truth) == len(found):
        return [named(one, other) for one, other in zip(found, truth, strict=True)]
    return found


def read_sample(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    truth = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    on = date.fromisoformat(truth.pop("reference_date"))
    del truth["id"]
    return as_json(read(text, on, truth.pop("reference_tz"))), truth


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_read_as_it_is_meant(name: str) -> None:
    found, truth = read_sample(name)
    found["warnings"].sort()
    truth.get("warnings", []).sort()

    assert plain(named(found, truth)) == plain(truth)


def test_there_are_samples_of_every_kind() -> None:
    kinds = {read_sample(name)[1]["kind"] for name in NAMES}

    assert kinds == {"announcement", "cancellation", "postponement", "correction"}
