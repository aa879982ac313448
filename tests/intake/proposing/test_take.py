"""A confirmed proposal becomes the working copy, once, and nothing is published with it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from seminars.intake.proposing.proposal import KEEP, NEW
from seminars.intake.proposing.propose import propose
from seminars.intake.proposing.take import Outdated, Unclear, take, without_a_human
from seminars.intake.reader import read
from seminars.intake.reading import Reading
from seminars.models import (
    Abstract,
    Appearance,
    Event,
    Link,
    Meeting,
    Publication,
    Series,
    Speaker,
    Talk,
    TalkState,
    Venue,
)
from seminars.programme.intents import Verb
from tests.factories import NOW, a_series, a_speaker, a_venue, an_event
from tests.intake.proposing.texts import (
    CANCELLED,
    FIRST,
    HEAD,
    MOVED,
    SECOND,
    TEXT,
    THIRD,
    done,
    proposed,
    taken,
)
from tests.intake.test_samples import NAMES, SAMPLES


def everything() -> list[list[tuple[object, ...]]]:
    """All rows that a paste may write."""
    kinds = (Event, Talk, Abstract, Link, Appearance, Speaker, Venue, Meeting)
    return [list(kind.objects.order_by("pk").values_list()) for kind in kinds]


def test_a_paste_saves_what_was_proposed_and_publishes_nothing(wenqu: Series, mei: User) -> None:
    event = take(proposed(TEXT, wenqu), by=mei, at=NOW)

    assert (event.number, event.state, event.created_by, event.source_text) == (42, "draft", mei, TEXT)
    assert [talk.abstracts.get().title for talk in event.talks.all()] == ["再看旋转位置编码", "门控注意力"]
    assert not Publication.objects.exists()


@pytest.mark.parametrize("part", [0, *(pytest.param(each, marks=pytest.mark.slow) for each in (1, 2, 3))])
def test_a_text_twice_is_as_good_as_once(part: int, db: None) -> None:
    for name in NAMES[part::4]:
        truth = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
        text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
        reading = read(text, date.fromisoformat(truth["reference_date"]), truth["reference_tz"])
        with transaction.atomic():
            _twice(name, reading, text)
            transaction.set_rollback(True)


def _twice(name: str, reading: Reading, text: str) -> None:
    series = a_series(minutes=90)
    proposal = propose(reading, text=text, series=series, at=NOW)
    if reading.kind in ("cancellation", "postponement"):
        # There is nothing to call off.
        assert proposal.obstacles, name
        return
    event = take(without_a_human(proposal, at=NOW), by=None, at=NOW)

    again = propose(reading, text=text, series=series, at=NOW)

    assert (again.verb, again.event, again.changes, again.open_questions) == (
        Verb.UPDATE, event, (), (),
    ), name  # fmt: skip


def test_what_changes_nothing_writes_nothing(wenqu: Series) -> None:
    event = taken(TEXT, wenqu)
    before = everything()

    assert taken(TEXT, wenqu) == event
    assert everything() == before


def test_talks_keep_their_identity_through_every_change(wenqu: Series) -> None:
    event = done(TEXT, wenqu)
    first, second = (talk.uid for talk in event.talks.all())

    event = done(
        HEAD + SECOND.replace("2", "1") + THIRD.replace("3", "2") + FIRST.replace("报告 1", "报告 3"), wenqu
    )

    talks = list(event.talks.order_by("position"))
    assert [talk.uid for talk in talks] == [second, talks[1].uid, first]
    assert talks[1].uid not in (first, second)
    assert [talk.state for talk in talks] == [TalkState.PLANNED] * 3


def test_a_talk_that_a_text_leaves_out_is_withdrawn_unless_it_is_kept(wenqu: Series) -> None:
    event = done(TEXT, wenqu)
    second = event.talks.last()
    assert second is not None

    kept = taken(HEAD + FIRST, wenqu, {f"dropped.{second.pk}": KEEP})
    assert [talk.state for talk in kept.talks.all()] == ["planned", "planned"]
    gone = taken(HEAD + FIRST, wenqu)
    assert [talk.state for talk in gone.talks.all()] == ["planned", "withdrawn"]
    back = taken(TEXT, wenqu)
    assert [(talk.uid, talk.state) for talk in back.talks.all()][1] == (second.uid, "planned")


def test_a_talk_that_a_draft_no_longer_has_is_gone(wenqu: Series) -> None:
    taken(TEXT, wenqu)

    assert taken(HEAD + FIRST, wenqu).talks.count() == 1


def test_what_the_text_does_not_say_stays(wenqu: Series) -> None:
    event = taken(TEXT, wenqu)
    talk = event.talks.all()[0]
    Event.objects.update(title_zh="主题日", title_en="Theme day", host="林知远", notes_en="Snacks.")
    Talk.objects.filter(pk=talk.pk).update(level="本科生")
    Abstract.objects.create(talk=talk, language="en", title="Rotary Encodings Revisited")

    event = taken(TEXT.replace("格致堂112", "明理楼305").replace("腾讯会议：555-010-021\n", ""), wenqu)

    assert (event.title_zh, event.title_en, event.host, event.notes_en) == (
        "主题日", "Theme day", "林知远", "Snacks.",
    )  # fmt: skip
    assert event.meeting is not None
    assert (event.meeting.code, event.venue and event.venue.name_zh) == ("555010021", "明理楼305")
    assert Talk.objects.get(pk=talk.pk).level == "本科生"
    assert Abstract.objects.filter(title="Rotary Encodings Revisited").exists()


def test_a_correction_leaves_alone_what_it_does_not_name(wenqu: Series) -> None:
    event = done(TEXT, wenqu)

    corrected = taken(
        "【更正】问渠班研讨会第42期\n报告人：杜若溪（北辰大学）\n题目：门控注意力（修订版）\n", wenqu
    )

    assert corrected == event
    assert [talk.state for talk in corrected.talks.all()] == ["planned", "planned"]
    assert [talk.abstracts.get().title for talk in corrected.talks.all()] == [
        "再看旋转位置编码",
        "门控注意力（修订版）",
    ]
    assert corrected.source_text.startswith(TEXT.strip())
    assert "修订版" in corrected.source_text


def test_another_institution_takes_its_translation_with_it(wenqu: Series) -> None:
    event = taken(TEXT, wenqu)
    Appearance.objects.update(affiliation_en="Wenqu University")

    moved = taken(TEXT.replace("文曲大学", "东望大学").replace("海砚实验室", "海砚实验室认知组"), wenqu)

    assert moved == event
    assert sorted(Appearance.objects.values_list("affiliation_zh", "affiliation_en")) == [
        ("东望大学", ""),
        ("海砚实验室认知组", "Wenqu University"),
    ]


def test_calling_off_and_moving_are_left_to_publishing(wenqu: Series) -> None:
    event = done(TEXT, wenqu)
    before = everything()

    assert [taken(text, wenqu) for text in (CANCELLED, MOVED)] == [event, event]
    assert everything() == before


def test_what_is_open_cannot_be_taken(wenqu: Series) -> None:
    for _each in range(2):
        a_speaker(name_zh="林知远", name_en="")
    a_venue(name_zh="文曲大学格致堂112")
    proposal = proposed(TEXT, wenqu)

    with pytest.raises(Unclear) as refused:
        take(proposal, by=None, at=NOW)

    assert str(refused.value) == "Say who or what is meant: 林知远 (文曲大学), 格致堂112."
    assert not Event.objects.exists()
    alone = without_a_human(proposal, at=NOW)
    assert alone.open_questions == ()
    assert (take(alone, by=None, at=NOW).venue or a_venue()).name_zh == "格致堂112"
    assert Speaker.objects.filter(name_zh="林知远").count() == 3


def test_nothing_is_taken_for_granted_without_a_series_or_an_event(wenqu: Series) -> None:
    both = [wenqu, a_series(name_zh="代数", name_en="Algebra")]
    homeless = proposed(TEXT.replace("问渠班研讨会 第42期\n", ""), None, open_to=both)

    for proposal in (homeless, proposed(CANCELLED, wenqu)):
        for refuse in (lambda each: take(each, by=None, at=NOW), lambda each: without_a_human(each, at=NOW)):
            with pytest.raises(Unclear):
                refuse(proposal)


def test_what_was_confirmed_is_what_is_done(wenqu: Series) -> None:
    done(TEXT, wenqu)
    seen = proposed(TEXT.replace("格致堂112", "明理楼305"), wenqu)
    done(TEXT.replace("格致堂112", "理科楼101"), wenqu)

    with pytest.raises(Outdated) as outdated:
        take(seen, by=None, at=NOW, seen=seen.fingerprint)

    now = outdated.value.proposal
    assert [(line.before, line.after) for line in now.changes] == [("理科楼101", "明理楼305")]
    assert take(now, by=None, at=NOW, seen=now.fingerprint).venue == Venue.objects.get(name_zh="明理楼305")


def test_an_alias_is_learned_only_by_whoever_may_change_the_room(wenqu: Series, otto: User) -> None:
    hall = a_venue(name_zh="文曲大学格致堂112", name_en="")
    an_event(a_series(), venue=hall)

    take(proposed(TEXT, wenqu, {"venue": str(hall.pk)}), by=otto, at=NOW)

    hall.refresh_from_db()
    assert hall.aliases == ""


def test_a_length_that_cannot_be_saves_nothing(wenqu: Series) -> None:
    text = TEXT.replace("14:00-16:00", "14:00-13:00")

    with pytest.raises(ValidationError):
        taken(text, wenqu, {"event": NEW})

    assert not Event.objects.exists()
    assert not Venue.objects.exists()
