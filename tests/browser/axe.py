"""axe-core, which finds what keeps people out of a page."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

SOURCE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
# Widgets that are Django's own.
NOT_OURS = [[".select2-container"], [".help-tooltip"]]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


@cache
def _source() -> str:
    if SOURCE.is_file():
        return SOURCE.read_text()
    fault = f"axe-core is not installed, so nobody looks for barriers: npm ci --prefix {SOURCE.parents[2]}"
    if os.environ.get("CI"):
        pytest.fail(fault)
    pytest.skip(fault)


def barriers(page: Page) -> list[str]:
    """What keeps people out of the page as it is shown now: rule, place and reason."""
    page.evaluate(_source())
    found: list[dict[str, Any]] = page.evaluate(
        """([rules, exclude]) => axe.run({exclude}, {runOnly: rules, resultTypes: ["violations"]})
            .then((result) => result.violations)""",
        [RULES, NOT_OURS],
    )
    return [
        f"{each['id']}: {node['target']} {node['html'][:120]} {node['failureSummary'][:200]}"
        for each in found
        for node in each["nodes"]
    ]
