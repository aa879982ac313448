"""What a text would do is said before anything is saved."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from seminars.intake.proposing.proposal import NEW, Choice, Proposal
from seminars.models import Event, Series, Speaker, Venue
from seminars.presenting.differences import Line
from seminars.programme.intents import Intent, Verb
from seminars.publishing.withdraw import withdraw
from tests.factories import NOW, a_series, an_event, published
from tests.intake.proposing.texts import (
    CANCELLED,
    DECEMBER_5,
    DECEMBER_12,
    FIRST,
    HEAD,
    LATER,
    MOVED,
    POSTPONED,
    SECOND,
    TEXT,
    THIRD,
    done,
    proposed,
    taken,
)

UPDATE = Intent(Verb.UPDATE)
NUMBERED = [
    Line("Talk 1: title (Chinese)", "", "再看旋转位置编码"),
    Line("Talk 1: speakers", "", "林知远 (文曲大学)"),
    Line("Talk 1: abstract (Chinese)", "", "从群表示的角度重新整理旋转类编码。"),
    Line("Talk 2: title (Chinese)", "", "门控注意力"),
    Line("Talk 2: speakers", "", "杜若溪 (海砚实验室)"),
    Line("Talk 2: abstract (Chinese)", "", "对照实验。"),
]


def gist(proposal: Proposal) -> tuple[Intent, Event | None, list[Line], list[str], tuple[str, ...]]:
    """The whole of it but the plan: intent, event, lines, names of open questions, obstacles."""
    open_questions = [question.name for question in proposal.open_questions]
    return proposal.intent, proposal.event, list(proposal.changes), open_questions, proposal.obstacles


def test_a_new_event_says_all_and_saves_nothing(wenqu: Series) -> None:
    proposal = proposed(TEXT, wenqu)

    assert gist(proposal) == (
        Intent(Verb.DRAFT),
        None,
        [
            Line("Series", "", "Wenqu Class Seminar"),
            Line("Time", "", DECEMBER_5),
            Line("Place", "", "格致堂112"),
            Line("Online meeting", "", "tencent 555010021"),
            Line("Number", "", "#42"),
            *NUMBERED,
        ],
        [],
        (),
    )
    assert proposal.questions == ()
    assert not Event.objects.exists()
    assert not Speaker.objects.exists()
    assert not Venue.objects.exists()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (TEXT, []),
        (TEXT.replace("格致堂112", "明理楼305"), [Line("Place", "格致堂112", "明理楼305")]),
        (LATER, [Line("Time", DECEMBER_5, DECEMBER_12)]),
        (TEXT.replace("021", "022"), [Line("Online meeting", "tencent 555010021", "tencent 555010022")]),
        (TEXT.replace("门控", "稀疏"), [Line("Talk 2: title (Chinese)", "门控注意力", "稀疏注意力")]),
        (TEXT.replace("对照实验。", "新的实验。"), [Line("Talk 2: abstract (Chinese)", "对照实验。", "新的实验。")]),
        (
            TEXT.replace("海砚实验室", "北辰大学"),
            [Line("Talk 2: speakers", "杜若溪 (海砚实验室)", "杜若溪 (北辰大学)")],
        ),
        (
            TEXT + THIRD,
            [
                Line("Talk 3: takes place", "", "planned"),
                Line("Talk 3: title (Chinese)", "", "慢变量的快算法"),
                Line("Talk 3: speakers", "", "方时雨 (鹿鸣研究院)"),
                Line("Order of the talks", "1, 2", "1, 2, 3"),
            ],
        ),
        (HEAD + FIRST, [Line("Talk 2: takes place", "planned", "withdrawn")]),
        (
            HEAD + FIRST + THIRD.replace("3", "2"),
            [
                Line("Talk 2: takes place", "", "planned"),
                Line("Talk 2: title (Chinese)", "", "慢变量的快算法"),
                Line("Talk 2: speakers", "", "方时雨 (鹿鸣研究院)"),
                Line("Talk 3: takes place", "planned", "withdrawn"),
                Line("Order of the talks", "1, 3", "1, 2, 3"),
            ],
        ),
        (
            HEAD + SECOND.replace("2", "1") + FIRST.replace("报告 1", "报告 2"),
            [Line("Order of the talks", "2, 1", "1, 2")],
        ),
        ("【更正】问渠班研讨会第42期的地点改为明理楼305。", [Line("Place", "格致堂112", "明理楼305")]),
        ("【更正】问渠班研讨会第42期改为线上举行，腾讯会议：555-010-021", [Line("Place", "格致堂112", "")]),
    ],
    ids=["again", "room", "day", "code", "title", "abstract", "affiliation", "added", "left_out", "swapped",
         "other_order", "correction", "online"],
)  # fmt: skip
def test_a_known_event_is_updated_and_the_difference_shown(
    wenqu: Series, text: str, lines: list[Line]
) -> None:
    event = done(TEXT, wenqu)

    proposal = proposed(text, wenqu)

    assert gist(proposal) == (UPDATE, event, lines, [], ())
    assert proposal.is_nothing == (not lines)


def test_what_a_notice_would_do(wenqu: Series) -> None:
    event = done(TEXT, wenqu)
    off = [Line("State", "published", "cancelled: 场地检修")]
    later = "延期，时间另行通知（讲者身体不适）"
    new_time = Line("Time", DECEMBER_5, DECEMBER_12)
    starts_at, ends_at = proposed(MOVED, wenqu).reading.starts_at, proposed(MOVED, wenqu).reading.ends_at

    assert gist(proposed(CANCELLED, wenqu)) == (Intent(Verb.CANCEL, reason="场地检修"), event, off, [], ())
    assert gist(proposed(POSTPONED, wenqu)) == (
        Intent(Verb.POSTPONE, reason=later),
        event,
        [Line("State", "published", f"cancelled: {later}")],
        [],
        (),
    )
    assert gist(proposed(MOVED, wenqu)) == (Intent(Verb.MOVE, starts_at, ends_at), event, [new_time], [], ())
    assert gist(proposed(MOVED.replace("地点不变", "地点改为明理楼305"), wenqu)) == (
        UPDATE,
        event,
        [new_time, Line("Place", "格致堂112", "明理楼305")],
        [],
        (),
    )


def test_a_notice_sent_twice_does_nothing_the_second_time(wenqu: Series) -> None:
    event = done(TEXT, wenqu)
    for text in (MOVED, POSTPONED, CANCELLED.replace("12月5日", "12月12日")):
        done(text, wenqu)

        again = proposed(text, wenqu)

        assert (again.event, again.is_nothing, list(again.changes)) == (event, True, [])


def test_a_postponed_event_comes_back_with_a_date(wenqu: Series) -> None:
    event = done(TEXT, wenqu)
    done(POSTPONED, wenqu)
    back = [
        Line("State", "cancelled: 延期，时间另行通知（讲者身体不适）", "published"),
        Line("Time", DECEMBER_5, DECEMBER_12),
    ]

    by_number = proposed(LATER, wenqu)
    by_speakers = proposed(LATER.replace(" 第42期", ""), wenqu)
    by_notice = proposed("问渠班研讨会第42期延期至12月12日（周六）14:00-16:00。", wenqu)
    old_date, others = proposed(TEXT, wenqu), proposed(HEAD.replace("42", "43") + THIRD, wenqu)

    for proposal in (by_number, by_speakers, by_notice):
        assert gist(proposal) == (Intent(Verb.RESTORE), event, back, [], ())
    assert gist(old_date) == (UPDATE, event, [], [], ())
    assert (others.verb, others.event) == (Verb.DRAFT, None)
    # The new date saved, and nothing more: it is still called off.
    assert (taken(LATER, wenqu), proposed(LATER, wenqu).verb) == (event, Verb.RESTORE)


def test_a_notice_about_nothing_known_says_so_and_names_what_there_is(wenqu: Series) -> None:
    nothing = proposed(CANCELLED, wenqu)
    event = done(TEXT, wenqu)
    unclear = proposed(CANCELLED.replace("12月5日（周六）", "12月9日（周三）"), wenqu)

    sentence = "This text calls an event off or moves it, but it is not clear which one."
    assert gist(nothing) == (Intent(Verb.CANCEL, reason="场地检修"), None, [], [], (sentence,))
    assert gist(unclear) == (Intent(Verb.CANCEL, reason="场地检修"), None, [], ["event"], (sentence,))
    answered = proposed(unclear.text, wenqu, {"event": str(event.pk)})
    assert (answered.event, answered.obstacles) == (event, ())


def test_a_draft_is_not_cancelled_but_moved(wenqu: Series) -> None:
    event = taken(TEXT, wenqu)

    off, moved = proposed(CANCELLED, wenqu), proposed(MOVED, wenqu)

    assert off.obstacles == ("This event was never published: delete the draft instead.",)
    assert gist(moved) == (UPDATE, event, [Line("Time", DECEMBER_5, DECEMBER_12)], [], ())


def test_the_same_speakers_on_another_day_are_asked_about(wenqu: Series) -> None:
    event = done(TEXT, wenqu)
    text = LATER.replace(" 第42期", "")

    unclear = proposed(text, wenqu)

    (question,) = unclear.open_questions
    assert question.choices == (
        Choice(
            str(event.pk),
            "#42 · Sat, 5 December 2026, 14:00 (Beijing time) · published",
            "林知远 · 杜若溪 · 再看旋转位置编码 · 门控注意力",
        ),
        Choice(NEW, "a new event"),
    )
    same = proposed(text, wenqu, {"event": str(event.pk)})
    assert gist(same) == (UPDATE, event, [Line("Time", DECEMBER_5, DECEMBER_12)], [], ())
    new = proposed(text, wenqu, {"event": NEW})
    assert (new.verb, new.event, new.open_questions) == (Verb.DRAFT, None, ())
    # Another number, or another title, is another event.
    assert proposed(LATER.replace("42", "43"), wenqu).open_questions == ()


def test_a_new_event_leaves_a_taken_number_alone(wenqu: Series) -> None:
    done(TEXT, wenqu)

    proposal = proposed(LATER, wenqu, {"event": NEW})

    assert proposal.plan is not None
    assert (proposal.verb, proposal.plan.event.number) == (Verb.DRAFT, None)


def test_a_withdrawn_event_is_not_found_again(wenqu: Series) -> None:
    withdraw(done(TEXT, wenqu), by=None, at=NOW)

    proposal = proposed(TEXT, wenqu)

    assert (proposal.verb, proposal.event) == (Verb.DRAFT, None)


def test_the_other_series_is_found_by_name_and_by_number(wenqu: Series) -> None:
    other = a_series(slug="algebra", name_zh="代数讨论班", name_en="Algebra Seminar", short_en="Algebra")
    published(an_event(other, number=90, has_talk=False, title_en="Open problems"))
    both = [wenqu, other]

    assert proposed(TEXT, None, open_to=both).series == wenqu
    assert proposed(TEXT.replace("问渠班研讨会", "代数讨论班"), None, open_to=both).series == other
    assert proposed(TEXT.replace("问渠班研讨会 第42期", "第91期"), None, open_to=both).series == other
    unknown = proposed(TEXT.replace("问渠班研讨会 第42期\n", ""), None, open_to=both)
    assert (unknown.series, unknown.plan, [q.name for q in unknown.open_questions]) == (
        None,
        None,
        ["series"],
    )
    chosen = proposed(unknown.text, None, {"series": str(other.pk)}, open_to=both)
    assert (chosen.series, chosen.open_questions) == (other, ())


def test_one_of_our_own_entries_is_known_by_its_uid(wenqu: Series) -> None:
    event = done(TEXT, wenqu)
    text = HEAD.replace(" 第42期", "").replace("12月5日（周六）", "12月30日（周三）") + THIRD.replace(
        "3", "1"
    )

    assert proposed(text, wenqu).event is None
    assert proposed(text, wenqu, uid=str(event.uid)).event == event


def test_the_desk_reads_its_own_language(wenqu: Series) -> None:
    done(TEXT, wenqu)

    with translation.override("zh-hans"):
        (line,) = proposed(TEXT.replace("格致堂112", "明理楼305"), wenqu).changes

    assert line == Line("地点", "格致堂112", "明理楼305")


@pytest.mark.parametrize("text", [TEXT, MOVED, CANCELLED])
def test_looking_up_takes_as_many_queries_for_one_event_as_for_four(wenqu: Series, text: str) -> None:
    done(TEXT, wenqu)
    with CaptureQueriesContext(connection) as few:
        proposed(text, wenqu)
    for number in (50, 51, 52):
        done(HEAD.replace("42", str(number)) + FIRST + SECOND + THIRD, wenqu, {"event": NEW})

    with CaptureQueriesContext(connection) as many:
        proposed(text, wenqu)

    assert len(few) == len(many)
    assert not [query for query in many if not query["sql"].startswith("SELECT")]
