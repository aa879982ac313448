"""What counts as a change, what raises SEQUENCE, and what is news."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from seminars.programme.changes import Change, ChangeKind, compare, is_news, is_told_at_once, raises_sequence
from seminars.programme.snapshots import (
    AbstractPart,
    MeetingPart,
    SeriesPart,
    Snapshot,
    SpeakerPart,
    TalkPart,
    VenuePart,
)
from seminars.text.bilingual import Bilingual

STARTS = datetime(2026, 11, 28, 6, tzinfo=UTC)
LIN = SpeakerPart("lin", Bilingual("林知远", "Lin Zhiyuan"))
QI = SpeakerPart("qi", Bilingual("沈栖", "Shen Qi"))
TALK = TalkPart("t1", abstracts=(AbstractPart("zh", "旋转编码", "摘要"),), speakers=(LIN,))
HALL = VenuePart("hall", Bilingual("格致堂112"), Bilingual("东门内"))
BEFORE = Snapshot(
    uid="u",
    series=SeriesPart("wenqu", Bilingual("问渠班研讨会"), Bilingual("问渠"), "zh"),
    path="42",
    state="published",
    starts_at=STARTS,
    ends_at=STARTS + timedelta(hours=2),
    zone="Asia/Shanghai",
    venue=HALL,
    meeting=MeetingPart("tencent", code="555010021"),
    talks=(TALK,),
)


def with_talk(**fields: object) -> Snapshot:
    return replace(BEFORE, talks=(replace(TALK, **fields),))  # type: ignore[arg-type]


CASES = [
    (BEFORE, (), False, False),
    (replace(BEFORE, state="cancelled"), ("cancelled",), True, True),
    (replace(BEFORE, starts_at=STARTS + timedelta(minutes=30)), ("time",), True, True),
    (replace(BEFORE, ends_at=STARTS + timedelta(hours=3)), ("time",), True, True),
    (replace(BEFORE, venue=None), ("place",), True, True),
    (replace(BEFORE, venue=replace(HALL, address=Bilingual("西门内"))), ("place",), True, True),
    (replace(BEFORE, venue=replace(HALL, access=Bilingual("刷卡"))), ("text",), False, False),
    (replace(BEFORE, meeting=None), ("meeting",), True, True),
    (
        replace(BEFORE, meeting=MeetingPart("tencent", code="555010021", visibility="members")),
        ("text",),
        False,
        False,
    ),
    (with_talk(speakers=(QI,)), ("speakers:t1",), False, True),
    (with_talk(abstracts=(AbstractPart("zh", "新的题目", "摘要"),)), ("title:t1",), False, True),
    (with_talk(abstracts=(AbstractPart("zh", "旋转编码", "改过的摘要"),)), ("text",), False, False),
    (
        with_talk(abstracts=(*TALK.abstracts, AbstractPart("en", "Rotary codes", ""))),
        ("text",),
        False,
        False,
    ),
    (with_talk(state="withdrawn"), ("talk_withdrawn:t1",), False, True),
    (replace(BEFORE, talks=(TALK, TalkPart("t2", speakers=(QI,)))), ("talk_added:t2",), False, True),
    (replace(BEFORE, notes=Bilingual("有零食")), ("text",), False, False),
]


def written(change: Change) -> str:
    return f"{change.kind}:{change.talk}" if change.talk else str(change.kind)


@pytest.mark.parametrize(("after", "kinds", "sequence", "news"), CASES)
def test_a_change_is_named_and_weighed(
    after: Snapshot, kinds: tuple[str, ...], sequence: bool, news: bool
) -> None:
    changes = compare(BEFORE, after)

    assert tuple(map(written, changes)) == kinds
    assert (raises_sequence(changes), is_news(changes)) == (sequence, news)


def test_a_move_back_is_no_change() -> None:
    away = replace(BEFORE, starts_at=STARTS + timedelta(hours=1))

    assert compare(BEFORE, replace(away, starts_at=STARTS)) == ()


def test_the_gravest_change_comes_first() -> None:
    after = replace(with_talk(speakers=(QI,)), venue=None, state="cancelled")

    changes = compare(BEFORE, after)

    assert [change.kind for change in changes] == [
        ChangeKind.CANCELLED,
        ChangeKind.PLACE,
        ChangeKind.SPEAKERS,
    ]
    assert is_told_at_once(changes, left=timedelta(days=9))


def test_a_cancelled_event_that_is_restored_says_so() -> None:
    assert [change.kind for change in compare(replace(BEFORE, state="cancelled"), BEFORE)] == [
        ChangeKind.RESTORED
    ]
