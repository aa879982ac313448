"""How sure each field of a reading is."""

from __future__ import annotations

from seminars.intake.page import Page

LABELLED, SAID, GUESSED = 1.0, 0.8, 0.5


def confidences(page: Page) -> dict[str, float]:
    """For every field with evidence: 1.0 behind its label, 0.8 said in a sentence, 0.5 guessed or in "
    "doubt."""
    doubted = {doubt.field for doubt in page.doubts}
    return {
        path: GUESSED
        if path in page.guesses or path in doubted
        else LABELLED
        if page.block_at(start)
        else SAID
        for path, (start, _end) in page.evidence.items()
    }
