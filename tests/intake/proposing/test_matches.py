"""Persons, rooms and meetings are matched with known ones; what only a human can tell is asked."""

from __future__ import annotations

import pytest

from seminars.intake.matching import same_name
from seminars.intake.proposing.proposal import NEW, OWN, SERIES, Choice, Question
from seminars.models import Meeting, Series, Source, Speaker, Venue
from seminars.presenting.differences import Line
from tests.factories import a_meeting, a_series, a_speaker, a_talk, a_venue, an_event
from tests.intake.proposing.texts import HEAD, TEXT, done, proposed, taken

pytestmark = pytest.mark.django_db
NEW_PERSON = Choice(NEW, "a new person")
ZHANG = HEAD + "题目：门控注意力\n报告人：张宇（{}）\n"
YU_ZHANG = HEAD + "Title: Gated Attention\nSpeaker: {}\n"


def who(text: str, series: Series, answers: dict[str, str] | None = None) -> tuple[list[Question], Speaker]:
    """The questions about persons, and who would speak first."""
    proposal = proposed(text, series, answers)
    asked = [each for each in proposal.questions if ".speakers." in each.name]
    assert proposal.plan is not None
    return asked, proposal.plan.talks[0].appearances[0].speaker


def a_zhang(**fields: str) -> Speaker:
    return a_speaker(**({"name_zh": "张宇", "name_en": "Yu Zhang"} | fields))


def test_one_known_person_of_the_name_is_chosen_and_can_be_changed(wenqu: Series) -> None:
    zhang = a_zhang(affiliation_zh="北辰大学")

    asked, speaker = who(ZHANG.format("北辰大学物理系"), wenqu)
    _asked, other = who(ZHANG.format("北辰大学物理系"), wenqu, {"talks.0.speakers.0": NEW})

    choices = (Choice(str(zhang.pk), "张宇 · Yu Zhang", "北辰大学"), NEW_PERSON)
    assert asked == [Question("talks.0.speakers.0", "张宇 (北辰大学物理系)", choices, str(zhang.pk))]
    assert (speaker, other.pk, other.name_zh) == (zhang, None, "张宇")


@pytest.mark.parametrize(
    ("known", "said", "chosen"),
    [
        ([{"affiliation_zh": "北辰大学"}], "北辰大学", 0),
        ([{}], "北辰大学", 0),
        # An institution in the other script says nothing against it.
        ([{"affiliation_en": "Beichen University"}], "北辰大学", 0),
        ([{"affiliation_zh": "海砚实验室"}], "北辰大学", None),
        ([{}, {}], "北辰大学", None),
        ([{"affiliation_zh": "海砚实验室"}, {}], "北辰大学", None),
        ([{"affiliation_zh": "海砚实验室"}, {"affiliation_zh": "北辰大学"}], "北辰大学", 1),
        ([{"affiliation_zh": "北辰大学"}, {"affiliation_zh": "北辰大学"}], "北辰大学", None),
    ],
)
def test_homonyms_are_asked_about(
    wenqu: Series, known: list[dict[str, str]], said: str, chosen: int | None
) -> None:
    people = [a_zhang(**fields) for fields in known]

    (question,), speaker = who(ZHANG.format(said), wenqu)

    assert question.chosen == ("" if chosen is None else str(people[chosen].pk))
    assert [choice.value for choice in question.choices] == [*(str(each.pk) for each in people), NEW]
    assert speaker.pk == (None if chosen is None else people[chosen].pk)


def test_an_affiliation_of_an_earlier_talk_tells_homonyms_apart(wenqu: Series) -> None:
    _other, zhang = a_zhang(), a_zhang()
    talk = a_talk(an_event(wenqu, has_talk=False), speakers=[zhang])
    talk.appearances.update(affiliation_zh="北辰大学")

    (question,), speaker = who(ZHANG.format("北辰大学"), wenqu)

    assert speaker == zhang
    assert question.choices[1].hint == "北辰大学 · Wenqu Class Seminar 2026-11-28"


@pytest.mark.parametrize("name", ["Yu Zhang", "Zhang Yu", "ZHANG Yu", "张宇 (Yu Zhang)"])
def test_a_name_in_the_other_script_or_order_is_the_same_person(wenqu: Series, name: str) -> None:
    zhang = a_zhang()

    _asked, speaker = who(YU_ZHANG.format(name), wenqu)

    assert speaker == zhang


def test_a_missing_name_is_completed_and_a_known_one_kept(wenqu: Series) -> None:
    zhang = a_zhang(name_en="")
    text = YU_ZHANG.format("张宇 (Yu Zhang)")

    taken(text, wenqu)
    taken(text.replace("Yu Zhang", "Yue Zhang"), wenqu, {"talks.0.speakers.0": str(zhang.pk)})

    zhang.refresh_from_db()
    assert (zhang.name_zh, zhang.name_en) == ("张宇", "Yu Zhang")


def test_whoever_speaks_at_the_event_already_is_meant(wenqu: Series) -> None:
    done(ZHANG.format("北辰大学"), wenqu)
    a_zhang()
    text = ZHANG.format("海砚实验室")

    (question,), speaker = who(text, wenqu)

    assert (question.is_open, speaker.affiliation_zh) == (False, "北辰大学")
    assert list(proposed(text, wenqu).changes) == [
        Line("Talk 1: speakers", "张宇 (北辰大学)", "张宇 (海砚实验室)")
    ]


def test_a_new_person_of_a_known_name_is_a_new_person(wenqu: Series) -> None:
    zhang = a_zhang()

    event = taken(ZHANG.format("北辰大学"), wenqu, {"talks.0.speakers.0": NEW})

    (appearance,) = event.talks.get().appearances.all()
    assert (appearance.speaker != zhang, Speaker.objects.count()) == (True, 2)
    # And stays so, whatever is pasted next.
    again = taken(ZHANG.format("北辰大学"), wenqu)
    assert again.talks.get().appearances.get() == appearance


def test_a_person_who_speaks_twice_is_one(wenqu: Series) -> None:
    taken(TEXT.replace("杜若溪（海砚实验室）", "林知远（文曲大学）"), wenqu)

    assert Speaker.objects.count() == 1


def test_names_are_compared_without_case_order_and_marks() -> None:
    assert same_name("Zhang, Yu", "yu  ZHANG")
    assert same_name("Jean-Paul Marat", "Jean Paul Marat")
    assert not same_name("张宇", "张语")
    assert not same_name("Yu Zhang", "Yue Zhang")


def test_a_room_is_known_by_its_aliases(wenqu: Series) -> None:
    hall = a_venue(aliases="格致112\n格致堂 112 教室")
    a_venue(name_zh="明理楼305", name_en="")

    for said in ("格致堂112", "格致 112", "Gezhi Hall 112", "格致堂112教室"):
        proposal = proposed(TEXT.replace("格致堂112", said), wenqu)
        assert proposal.plan is not None
        assert (proposal.plan.event.venue, proposal.open_questions) == (hall, ()), said


def test_an_unknown_spelling_is_asked_about_and_learned(wenqu: Series) -> None:
    other, hall = a_venue(name_zh="明理楼305", name_en=""), a_venue(name_zh="文曲大学格致堂112", name_en="")

    (question,) = proposed(TEXT, wenqu).open_questions
    event = taken(TEXT, wenqu, {"venue": str(hall.pk)})

    assert question == Question(
        "venue",
        "格致堂112",
        (
            Choice(str(hall.pk), "文曲大学格致堂112"),
            Choice(str(other.pk), "明理楼305"),
            Choice(NEW, "a new room", "格致堂112"),
        ),
    )
    hall.refresh_from_db()
    assert (event.venue, hall.aliases) == (hall, "格致堂112")
    assert proposed(TEXT, wenqu).open_questions == ()


def test_a_shortened_room_of_the_event_is_that_room_and_nothing_is_learned(wenqu: Series) -> None:
    event = done(TEXT.replace("格致堂112", "文曲大学格致堂112"), wenqu)

    proposal = proposed(TEXT, wenqu)

    assert (proposal.event, proposal.is_nothing, proposal.open_questions) == (event, True, ())
    done(TEXT, wenqu)
    assert Venue.objects.get().aliases.splitlines() == ["文曲大学格致堂112"]


def test_the_usual_place_and_the_standing_meeting_are_inherited() -> None:
    hall, meeting = a_venue(), a_meeting(passcode="1234")
    series = a_series(venue=hall, meeting=meeting, minutes=120)

    proposal = proposed(TEXT, series)
    own = proposed(TEXT, series, {"meeting": OWN})

    asked = next(each for each in proposal.questions if each.name == "meeting")
    assert (asked.chosen, [choice.value for choice in asked.choices]) == (SERIES, [SERIES, OWN])
    assert proposal.plan is not None
    assert own.plan is not None
    event, other = proposal.plan.event, own.plan.event
    assert (event.venue_from, event.venue, event.meeting_from, event.meeting) == (
        Source.SERIES, None, Source.SERIES, None,
    )  # fmt: skip
    assert (other.meeting_from, other.meeting.code if other.meeting else "") == (Source.OWN, "555010021")


def test_another_code_does_not_open_a_closed_room() -> None:
    series = a_series(meeting=a_meeting(visibility="members", opens_before=15), minutes=120)

    event = taken(TEXT.replace("021", "022"), series)

    assert event.meeting is not None
    assert (event.meeting.code, event.meeting.visibility, event.meeting.opens_before) == (
        "555010022", "members", 15,
    )  # fmt: skip
    assert Meeting.objects.count() == 2


def test_without_a_word_about_the_place_it_is_the_usual_one() -> None:
    series = a_series(venue=a_venue(), minutes=120)

    proposal = proposed(TEXT.replace("地点：格致堂112\n腾讯会议：555-010-021\n", ""), series)

    assert proposal.plan is not None
    assert (proposal.plan.event.venue_from, proposal.refusals) == (Source.SERIES, ())
