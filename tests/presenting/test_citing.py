from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from seminars.presenting.citing import citations, escaped, escaped_title
from seminars.presenting.said import speaking
from seminars.programme.snapshots import AbstractPart
from tests.presenting.samples import BROOK, LIN, STARTS, a_snapshot, a_talk

PAGE = "http://127.0.0.1:8000/en/wenqu/89/"
ENTRY = """@misc{wenqu-89,
  author = {{Lin Zhiyuan} and {Ada Brook}},
  title = {{Sorting 100\\% of $O(n \\log n)$ \\& more}},
  howpublished = {Talk at Wenqu Class Seminar \\#89},
  year = {2025},
  month = nov,
  day = {1},
  url = {http://127.0.0.1:8000/en/wenqu/89/},
}"""


def test_a_talk_is_cited_as_a_sentence_and_for_bibtex() -> None:
    title = "Sorting 100% of $O(n \\log n)$ & more"
    talk = a_talk(abstracts=(AbstractPart("en", title, ""),), speakers=(LIN, BROOK))

    with speaking("en"):
        (citation,) = citations(a_snapshot(talks=(talk,)), "en")

    assert citation.text == (
        "Lin Zhiyuan, Ada Brook: “Sorting 100% of O(n log n) & more”. "
        f"Talk at Wenqu Class Seminar #89, 1 November 2025. {PAGE}"
    )
    assert citation.bibtex == ENTRY


def test_each_titled_talk_that_takes_place_is_cited_on_its_own_day() -> None:
    night = STARTS + timedelta(hours=10)
    talks = (
        a_talk(uid="one"),
        a_talk(uid="two", title=""),
        a_talk(uid="three", state="withdrawn"),
        a_talk(uid="four", starts_at=night, ends_at=night + timedelta(hours=1)),
    )
    snapshot = a_snapshot(talks=talks)

    with speaking("zh"):
        found = citations(snapshot, "zh")
        cancelled = citations(replace(snapshot, state="cancelled"), "zh")

    assert [each.bibtex.splitlines()[0] for each in found] == ["@misc{wenqu-89-1,", "@misc{wenqu-89-4,"]
    assert [line for line in found[1].bibtex.splitlines() if "day" in line] == ["  day = {2},"]
    assert cancelled == ()


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("50% off_by_one", r"50\% off\_by\_one"),
        (r"a\b~c^d {e}", r"a\textbackslash{}b\textasciitilde{}c\textasciicircum{}d \{e\}"),
        ("two\n lines", "two lines"),
    ],
)
def test_what_means_something_to_tex_is_escaped(text: str, tex: str) -> None:
    assert escaped(text) == tex


@pytest.mark.parametrize(
    ("title", "tex"),
    [
        (r"Why $\mathbb{R}^n$?", r"Why $\mathbb{R}^n$?"),
        # A stray brace would swallow the rest of the entry.
        (r"Why $}^n$?", r"Why \$\}\textasciicircum{}n\$?"),
        (r"Costs $5", r"Costs \$5"),
    ],
)
def test_formulas_of_a_title_stay_while_their_braces_are_in_order(title: str, tex: str) -> None:
    assert escaped_title(title) == tex
