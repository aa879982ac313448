"""One fact changed, and nothing else; what was removed leaves only what its calendar entry needs."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from seminars.programme.changes import Change, ChangeKind, compare
from seminars.programme.patches import moved, with_removed
from seminars.programme.snapshots import (
    AbstractPart,
    LinkPart,
    Snapshot,
    SpeakerPart,
    TagPart,
    TalkPart,
)
from seminars.text.bilingual import Bilingual
from tests.programme.test_changes import BEFORE, STARTS
from tests.programme.test_snapshots import snapshots

HALF = timedelta(minutes=30)
FIRST = TalkPart(
    uid="t1",
    starts_at=STARTS,
    ends_at=STARTS + HALF,
    why=Bilingual("值得来"),
    abstracts=(AbstractPart("zh", "旋转编码", "从群表示的角度。"), AbstractPart("en", "", "Only a text.")),
    speakers=(SpeakerPart("lin", Bilingual("林知远"), honorific="同学", biography=Bilingual("生平")),),
    links=(LinkPart("paper", "https://papers.example.org/1"),),
    tags=(TagPart("ml", Bilingual("机器学习")),),
)
SECOND = TalkPart("t2", starts_at=STARTS + HALF, ends_at=STARTS + 2 * HALF)
WHOLE = replace(BEFORE, talks=(FIRST, SECOND, TalkPart("untimed")))
REST = replace(BEFORE, talks=(SECOND,))


def test_a_removed_talk_keeps_time_title_and_names_and_nothing_else() -> None:
    removed = TalkPart(
        uid="t1",
        state="removed",
        starts_at=STARTS,
        ends_at=STARTS + HALF,
        abstracts=(AbstractPart("zh", "旋转编码"),),
        speakers=(SpeakerPart("lin", Bilingual("林知远")),),
    )

    assert with_removed(REST, WHOLE) == replace(REST, talks=(SECOND, removed))


def test_a_removed_talk_is_told_as_withdrawn_once() -> None:
    after = with_removed(REST, WHOLE)
    later = with_removed(replace(REST, host="Han"), after)

    gone = tuple(Change(ChangeKind.TALK_WITHDRAWN, uid) for uid in ("t1", "untimed"))
    assert compare(WHOLE, after) == gone
    assert compare(after, later) == (Change(ChangeKind.TEXT),)
    assert [talk.uid for talk in later.talks] == ["t2", "t1"]


def test_nobody_meets_a_removed_talk() -> None:
    after = with_removed(REST, WHOLE)

    assert after.shown_talks == after.planned_talks == (SECOND,)
    assert after.speakers == ()


def test_a_removed_talk_stays_where_it_was_when_the_event_moves() -> None:
    day = timedelta(days=1)

    after = moved(with_removed(REST, WHOLE), starts_at=BEFORE.starts_at + day, ends_at=BEFORE.ends_at + day)

    assert [talk.starts_at for talk in after.talks] == [STARTS + HALF + day, STARTS]


@given(snapshots)
def test_what_nothing_was_removed_from_stays_as_it_is(snapshot: Snapshot) -> None:
    assert with_removed(snapshot, snapshot) == with_removed(snapshot, None) == snapshot
