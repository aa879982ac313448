from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from seminars.presenting.events import event_page
from seminars.presenting.history import Bar, Past, Sentence, bars, steps
from seminars.programme.patches import cancelled, moved, restored
from seminars.programme.snapshots import MeetingPart, Snapshot, VenuePart
from seminars.text.bilingual import Bilingual
from tests.presenting.samples import BEFORE, LIN, MEETING, STARTS, a_snapshot, a_talk

DAY = "Sat, 1 November"


def history(*snapshots: Snapshot) -> list[Past]:
    return [Past(number, BEFORE + timedelta(hours=number), each) for number, each in enumerate(snapshots, 1)]


def sentences(*snapshots: Snapshot) -> list[Sentence]:
    return [each for step in steps(history(*snapshots), "en", "public") for each in step.sentences]


def later(snapshot: Snapshot, hours: int) -> Snapshot:
    starts = snapshot.starts_at + timedelta(hours=hours)
    return moved(snapshot, starts_at=starts, ends_at=starts + timedelta(hours=2))


def test_a_moved_event_says_old_and_new_time() -> None:
    first = a_snapshot()

    (bar,) = bars(history(first, later(first, 2)), "zh", "public")

    assert (bar.kind, bar.old, bar.new, bar.at) == (
        "time",
        "11月1日 周六 15:00–17:00（北京时间）",
        "11月1日 周六 17:00–19:00（北京时间）",
        "2025年10月29日（周三）17:00（北京时间）",
    )


def test_twice_moved_names_the_time_before_the_last_move() -> None:
    first = a_snapshot()
    second = later(first, 1)

    (bar,) = bars(history(first, second, later(second, 1)), "en", "public")

    assert (bar.old, bar.new) == (f"{DAY} 16:00–18:00 (Beijing time)", f"{DAY} 17:00–19:00 (Beijing time)")


def test_a_change_of_text_raises_no_bar() -> None:
    first = a_snapshot()

    assert bars(history(first, replace(first, host="Lin")), "en", "public") == ()
    assert sentences(first, replace(first, host="Lin")) == [Sentence("Details were edited.")]


def test_a_cancelled_event_has_one_bar_with_its_reason() -> None:
    first = a_snapshot()
    told = bars(history(first, later(first, 1), cancelled(later(first, 1), reason="Snow")), "en", "public")

    assert told == (Bar("cancelled", "Cancelled", "", "Snow", "Wed, 29 October 2025, 18:00 (Beijing time)"),)


def test_every_kind_of_change_has_a_sentence() -> None:
    first = a_snapshot(talks=(a_talk(), a_talk(uid="two", speakers=())))
    hall = VenuePart("xinyuan", Bilingual("信远楼301", "Xinyuan 301"))

    changed = replace(first, venue=hall, meeting=replace(MEETING, code="555020022"))
    fewer = replace(changed, talks=(a_talk(title="新题", speakers=(LIN, replace(LIN, slug="x"))),))
    off = cancelled(fewer, reason="Snow")

    assert sentences(first, changed, fewer, off, restored(off)) == [
        Sentence("Takes place after all"),
        Sentence("Cancelled", "", "Snow"),
        Sentence("Talk withdrawn", "再看旋转位置编码", ""),
        Sentence("Speakers", "Lin Zhiyuan", "Lin Zhiyuan, Lin Zhiyuan"),
        Sentence("Title", "再看旋转位置编码", "新题"),
        Sentence("Place", "Gezhi Hall 112", "Xinyuan 301"),
        Sentence("Online meeting", "Tencent Meeting 555-010-021", "Tencent Meeting 555-020-022"),
    ]


def test_numbers_are_not_told_once_the_meeting_is_closed() -> None:
    first = a_snapshot()
    closed = replace(MEETING, code="555020022", visibility="subscribers")
    told = sentences(
        first, replace(first, meeting=replace(MEETING, code="555030033")), replace(first, meeting=closed)
    )

    assert told == [Sentence("Online meeting changed"), Sentence("Online meeting changed")]


def test_a_number_that_was_to_come_raises_no_bar() -> None:
    first = a_snapshot(meeting=MeetingPart("tencent"))

    assert bars(history(first, replace(first, meeting=MEETING)), "en", "public") == ()


def test_bars_are_gone_when_the_event_is_over_unless_it_was_cancelled() -> None:
    first = a_snapshot()
    after = STARTS + timedelta(days=1)
    off = cancelled(first, reason="")

    kinds = [
        [bar.kind for bar in event_page(each[-1], language="en", at=after, history=history(*each)).bars]
        for each in ([first, later(first, 1)], [first, off])
    ]

    assert kinds == [[], ["cancelled"]]
