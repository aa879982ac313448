"""Invented announcements of every shape, each with the truth a reader must find (the keys it names)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from seminars.intake.reader import read
from seminars.intake.record import as_json
from tests.intake.scoring import FLOORS, NEVER_INVENTED, scored

# Two readings that cannot both be right: every one must be told, and none that is not there.
COMPULSORY = frozenset(
    {
        "weekday_mismatch",
        "date_conflict",
        "place_conflict",
        "meeting_conflict",
        "ambiguous_date",
        "ambiguous_hour",
    }
)
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


@cache
def read_sample(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    truth = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    on = date.fromisoformat(truth.pop("reference_date"))
    del truth["id"]
    found = as_json(read(text, on, truth.pop("reference_tz")))
    found["warnings"].sort()
    found["conflicts"] = [code for code in found["warnings"] if code in COMPULSORY]
    truth.get("warnings", []).sort()
    return found, truth


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_read_as_it_is_meant(name: str) -> None:
    found, truth = read_sample(name)

    assert plain(named(found, truth)) == plain(truth)


def test_every_field_is_found_where_it_is_said() -> None:
    scores = Counter[tuple[str, str]]()
    for name in NAMES:
        scores += scored(*read_sample(name))

    found = {field: scores[field, "right"] / scores[field, "said"] for field in FLOORS}
    assert {field: share for field, share in found.items() if share < FLOORS[field]} == {}
    assert {field: scores[field, "invented"] for field in NEVER_INVENTED if scores[field, "invented"]} == {}


def test_there_are_samples_of_every_kind() -> None:
    kinds = {read_sample(name)[1]["kind"] for name in NAMES}

    assert kinds == {"announcement", "cancellation", "postponement", "correction"}
