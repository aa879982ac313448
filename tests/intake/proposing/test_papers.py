"""The title of a paper is offered for a talk without one, with the words that give it, and never filled in."""

from __future__ import annotations

from datetime import date

import pytest

from seminars.intake.proposing.papers import papers
from seminars.intake.proposing.proposal import TAKE, Offer
from seminars.intake.reader import read
from seminars.intake.reading import Reading, TalkReading
from seminars.models import Abstract, Series
from tests.intake.proposing.texts import proposed, taken

PAPER = "https://arxiv.org/abs/2505.01234"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("她将介绍论文《Gates Everywhere》（https://arxiv.org/abs/2505.01234）。", "Gates Everywhere"),
        ("论文 “Gates Everywhere”: https://arxiv.org/abs/2505.01234", "Gates Everywhere"),
        ("论文：Gates Everywhere, arXiv:2505.01234", "Gates Everywhere"),
        ("Paper: Gates Everywhere (https://arxiv.org/abs/2505.01234)", "Gates Everywhere"),
        ("See [Gates Everywhere](https://arxiv.org/abs/2505.01234).", "Gates Everywhere"),
        ("https://arxiv.org/abs/2505.01234 《Gates Everywhere》", "Gates Everywhere"),
        ("论文链接：https://arxiv.org/abs/2505.01234", None),
        ("在注意力之后使用门控最有效(https://arxiv.org/abs/2505.01234)。", None),
        ("推荐《量子力学》一书。\n论文：https://arxiv.org/abs/2505.01234", None),
        ("《量子力学》读书会 https://example.org/2505.01234", None),
    ],
)
def test_a_title_is_offered_only_where_the_text_puts_it_beside_the_link(
    text: str, expected: str | None
) -> None:
    found = papers(Reading(talks=(TalkReading(links=(PAPER,)),)), text)

    assert (found[0].title if found else None) == expected
    for paper in found.values():
        assert (paper.url, text[slice(*paper.span)]) == (PAPER, paper.source)


def test_of_several_talks_each_has_its_own_paper() -> None:
    text = f"论文《A Tale of Gates》{PAPER}\n论文《B for Balance》https://arxiv.org/abs/2505.09999"
    links = (PAPER, "https://arxiv.org/abs/2505.09999")

    found = papers(Reading(talks=tuple(TalkReading(links=(link,)) for link in links)), text)

    assert [found[place].title for place in (0, 1)] == ["A Tale of Gates", "B for Balance"]


def test_an_offer_is_filled_in_only_when_it_is_taken(wenqu: Series) -> None:
    text = (
        "时间：2026年12月5日（周六）14:00-16:00\n地点：格致堂112\n讲者：林知远（文曲大学）\n"
        f"题目：待定\n相关论文：《Gates Everywhere》（{PAPER}）\n"
    )
    reading = read(text, date(2026, 11, 24), "Asia/Shanghai")
    assert not reading.talks[0].title

    source = f"《Gates Everywhere》（{PAPER}"
    at = text.index(source)
    offer = Offer("talks.0.title", "Gates Everywhere", source, (at, at + len(source)), PAPER)
    assert proposed(text, wenqu).offers == (offer,)
    taken(text, wenqu)
    assert not Abstract.objects.exclude(title="").exists()
    taken(text, wenqu, {"talks.0.title": TAKE})
    assert Abstract.objects.get(title="Gates Everywhere").language == "en"
    # What is there is not offered once more, and stays.
    again = proposed(text, wenqu)
    assert (again.offers, again.is_nothing) == ((), True)
