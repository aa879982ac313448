from __future__ import annotations

from dataclasses import replace

from seminars.programme.snapshots import AbstractPart, MeetingPart, TagPart
from seminars.search.index import index
from seminars.text.bilingual import Bilingual
from tests.presenting.samples import BROOK, LIN, a_snapshot, a_talk


def test_the_index_holds_every_public_word_folded_and_once() -> None:
    talk = a_talk(
        abstracts=(AbstractPart("zh", "梯度下降的ＬＥＭＭＡ", "关于 $O(n^2)$ 的**上界**。"),),
        speakers=(LIN, BROOK),
        tags=(TagPart("ml", Bilingual("机器学习", "Machine Learning")),),
    )

    entry = index(a_snapshot(talks=(talk,)))

    assert entry.text.split("\n") == [
        "89",
        "#89",
        "第89期",
        "问渠班研讨会",
        "wenqu class seminar",
        "问渠",
        "wenqu",
        "梯度下降的lemma",
        "林知远",
        "lin zhiyuan",
        "ada brook",
        "机器学习",
        "machine learning",
        "格致堂112",
        "gezhi hall 112",
        "关于 o(n2) 的上界。",
    ]
    assert entry.names == "\n".join(entry.text.split("\n")[:13])


def test_meetings_and_withdrawn_talks_are_not_indexed() -> None:
    hidden = a_talk(uid="two", title="不讲了", text="", state="withdrawn")
    snapshot = a_snapshot(
        talks=(a_talk(), hidden), meeting=MeetingPart("tencent", "室", "555010021", passcode="2468")
    )

    entry = index(snapshot)

    alone = index(replace(snapshot, talks=(a_talk(),), meeting=None))
    assert entry == alone._replace(facets=" year:2025 where:online where:onsite ")
