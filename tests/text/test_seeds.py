"""Real texts with formulas, where SEED_TEXTS names a folder of them."""

import re
from pathlib import Path

import pytest

from seminars.text.markdown import render
from seminars.text.plain import plain


@pytest.mark.parametrize(("name", "formulas"), [("001_*.txt", 17), ("003_*.txt", 18)])
def test_every_formula_of_the_real_texts_is_set(seed_texts: Path, name: str, formulas: int) -> None:
    (path,) = seed_texts.glob(name)
    source = path.read_text(encoding="utf-8")

    rendered = render(source, prefix="t")

    assert rendered.errors == ()
    assert len(re.findall("<math[ >]", rendered.html)) == formulas
    assert re.findall(r"\\[A-Za-z]+", plain(source)) == []
