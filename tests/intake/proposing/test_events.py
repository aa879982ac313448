"""Which known event a text is about, and what is asked where that is not certain."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from seminars.intake.proposing.proposal import NEW
from seminars.intake.proposing.take import Unclear, without_a_human
from seminars.models import Event, Series
from seminars.programme.intents import Verb
from tests.factories import NOW, STARTS, a_series, a_speaker, a_talk, an_event, published
from tests.intake.proposing.texts import FIRST, HEAD, MOVED, SECOND, TEXT, done, proposed, taken


def test_a_number_that_begins_anew_after_a_year_is_asked_about(wenqu: Series) -> None:
    old = done(TEXT, wenqu)
    Event.objects.update(
        starts_at=STARTS - timedelta(days=360), ends_at=STARTS - timedelta(days=359, hours=23)
    )
    other = HEAD + "题目：慢变量的快算法\n报告人：方时雨（鹿鸣研究院）\n"

    unclear = proposed(other, wenqu)

    (question,) = unclear.open_questions
    assert (question.name, [choice.value for choice in question.choices]) == ("event", [str(old.pk), NEW])
    assert without_a_human(unclear, at=NOW).verb == Verb.DRAFT
    # The same speaker once more is the same event, as its number says.
    assert proposed(HEAD + FIRST, wenqu).event == old


def test_a_draft_without_a_date_is_the_one_that_is_filled_in(wenqu: Series) -> None:
    draft = an_event(wenqu, starts_at=None, ends_at=None, has_talk=False)
    a_talk(draft, speakers=[a_speaker(name_zh="方时雨", name_en="")], title="", abstract="")
    text = HEAD.replace(" 第42期", "") + "题目：慢变量的快算法\n报告人：方时雨（鹿鸣研究院）\n"

    (question,) = (each for each in proposed(text, wenqu).open_questions if each.name == "event")

    assert [choice.value for choice in question.choices] == [str(draft.pk), NEW]
    filled = taken(text, wenqu, {"event": str(draft.pk), "talks.0.speakers.0": NEW})
    assert (filled.pk, filled.starts_at is not None) == (draft.pk, True)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("【取消通知】方时雨的报告因故取消。", ["方时雨"]),
        ("【延期通知】原定12月5日（周六）14:00的研讨会延期，时间另行通知。", ["方时雨"]),
        ("【更正】12月5日（周六）14:00的研讨会地点改为明理楼305。", ["方时雨"]),
    ],
)
def test_a_notice_finds_the_only_event_of_its_day_or_speaker(
    wenqu: Series, text: str, speakers: list[str]
) -> None:
    people = [a_speaker(name_zh=name, name_en="") for name in speakers]
    event = an_event(wenqu, starts_at=STARTS + timedelta(days=7), has_talk=False)
    a_talk(event, speakers=people)
    published(event)
    published(an_event(wenqu, starts_at=STARTS + timedelta(days=14)))

    proposal = proposed(text, wenqu)

    assert (proposal.event, proposal.obstacles) == (event, ())


def test_two_events_on_the_day_of_a_notice_are_asked_about(wenqu: Series) -> None:
    starts_at = STARTS + timedelta(days=7, hours=-3)
    events = [
        published(an_event(wenqu, starts_at=starts_at + timedelta(hours=hours))).event for hours in (0, 5)
    ]

    (question,) = proposed(MOVED, wenqu).open_questions

    assert sorted(choice.value for choice in question.choices) == sorted(
        [*(str(event.pk) for event in events), NEW]
    )


def test_what_moves_an_event_that_nobody_entered_may_be_a_new_one(wenqu: Series) -> None:
    unclear = proposed(MOVED, wenqu)

    assert (unclear.event, unclear.plan, len(unclear.obstacles)) == (None, None, 1)
    with pytest.raises(Unclear):
        without_a_human(unclear, at=NOW)
    new = proposed(MOVED, wenqu, {"event": NEW})
    assert (new.verb, new.obstacles, new.open_questions) == (Verb.DRAFT, (), ())


def test_a_correction_of_nothing_known_says_so(wenqu: Series) -> None:
    short = proposed("【更正】研讨会的地点改为明理楼305。", wenqu)
    whole = proposed(TEXT.replace("问渠班", "【更正】问渠班", 1), wenqu)

    assert short.obstacles == ("This text corrects an event, but it is not clear which one.",)
    assert (whole.reading.kind, whole.verb, whole.obstacles) == ("correction", Verb.DRAFT, ())


def test_events_of_other_series_are_nobodys_business(wenqu: Series) -> None:
    done(TEXT, wenqu)

    proposal = proposed(TEXT, a_series())

    assert (proposal.verb, proposal.event) == (Verb.DRAFT, None)


def test_an_event_at_that_time_with_nobody_in_common_is_another(wenqu: Series) -> None:
    done(HEAD.replace(" 第42期", "") + FIRST, wenqu)

    proposal = proposed(HEAD.replace(" 第42期", "") + SECOND.replace("2", "1"), wenqu)

    assert (proposal.verb, proposal.event) == (Verb.DRAFT, None)


def test_the_same_words_without_a_date_are_the_same_draft(wenqu: Series) -> None:
    text = "题目：慢变量的快算法\n报告人：方时雨（鹿鸣研究院）\n时间待定\n"
    draft = taken(text, wenqu)
    dated = taken(text.replace("时间待定", "时间：12月5日（周六）14:00"), wenqu, {"event": str(draft.pk)})

    assert (proposed(text, wenqu).event, proposed(text, wenqu).verb) == (None, Verb.DRAFT)
    assert dated == draft
    Event.objects.update(source_text=text)
    assert proposed(text, wenqu).event == draft


def test_a_sign_up_link_too_long_to_be_one_is_kept_in_the_notes(wenqu: Series) -> None:
    link = f"https://forms.example.org/{'a' * 200}"

    event = taken(f"{TEXT}\n报名：{link}\n", wenqu)

    assert event.signup_url == ""
    assert event.notes.best("en").endswith(link)


@pytest.mark.parametrize(("visibility", "is_said"), [("public", True), ("hidden", False)])
def test_an_entry_of_another_series_is_not_taken_for_new(
    wenqu: Series, visibility: str, is_said: bool
) -> None:
    lakes = a_series(slug="lakes", name_zh="湖畔理论研讨会", name_en="Lakes")
    uid = str(published(an_event(lakes)).uid)
    lakes.visibility = visibility
    lakes.save()

    with translation.override("en"):
        proposal = proposed(TEXT, wenqu, uid=uid)

    assert (proposal.obstacles == ("This event belongs to Lakes already.",)) is is_said
    assert bool(proposal.obstacles) is is_said
