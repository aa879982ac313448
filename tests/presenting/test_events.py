from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from seminars.meetings.audiences import Audience
from seminars.presenting.events import EventPage, event_page
from seminars.presenting.facts import Contact, contact
from seminars.programme.snapshots import AbstractPart, MeetingPart, Snapshot
from seminars.text.bilingual import Bilingual
from tests.presenting.samples import BEFORE, BROOK, LIN, STARTS, a_snapshot, a_talk, with_link


def page_of(snapshot: Snapshot, language: str = "en") -> EventPage:
    return event_page(snapshot, language=language, at=BEFORE)


def test_the_only_talk_s_title_heads_the_page() -> None:
    page = page_of(a_snapshot(), "zh")

    assert (page.heading.text, page.number, page.frame.title) == (
        "再看旋转位置编码",
        "第 89 期",
        "再看旋转位置编码 · 问渠 · 第 89 期",
    )


def test_without_a_title_the_speakers_head_the_page() -> None:
    page = page_of(a_snapshot(talks=(a_talk(title="", speakers=(LIN, BROOK)),)))

    assert (page.heading.text, page.talks[0].byline) == (
        "Lin Zhiyuan, Ada Brook",
        "Talk by Lin Zhiyuan, Ada Brook",
    )


def test_an_event_without_title_and_speakers_is_called_after_its_series() -> None:
    assert page_of(a_snapshot(talks=())).heading.text == "Wenqu #89"


def test_two_talks_are_headed_by_their_speakers() -> None:
    page = page_of(a_snapshot(talks=(a_talk(), a_talk(uid="talk-two", speakers=(BROOK,)))))

    assert (page.heading.text, [talk.order for talk in page.talks]) == ("Lin Zhiyuan, Ada Brook", [1, 2])


def test_the_abstract_in_the_reader_s_language_comes_first() -> None:
    talk = a_talk(
        abstracts=(AbstractPart("zh", "题", "中文。"), AbstractPart("en", "Title", "English.", "translation"))
    )

    abstracts = page_of(a_snapshot(talks=(talk,))).talks[0].abstracts

    assert [(each.lang, each.label, each.mark, str(each.text.html)) for each in abstracts] == [
        ("en", "Abstract in English", "Translation", "<p>English.</p>\n"),
        ("zh-Hans", "Abstract in Chinese", "", "<p>中文。</p>\n"),
    ]


@pytest.mark.parametrize(
    ("fields", "later", "is_awaited"),
    [
        ({}, timedelta(0), True),
        ({}, timedelta(days=9), False),
        ({"state": "cancelled"}, timedelta(0), False),
    ],
)
def test_a_missing_abstract_is_awaited_while_the_event_is_ahead(
    fields: dict[str, str], later: timedelta, is_awaited: bool
) -> None:
    snapshot = a_snapshot(talks=(a_talk(text=""),), **fields)

    page = event_page(snapshot, language="zh", at=BEFORE + later)

    assert page.talks[0].is_awaited == is_awaited


def test_a_withdrawn_talk_stays_and_is_marked() -> None:
    talks = (a_talk(), a_talk(uid="talk-two", title="不讲了", text="", state="withdrawn"))

    page = page_of(a_snapshot(talks=talks), "zh")

    assert [(talk.is_withdrawn, talk.is_awaited) for talk in page.talks] == [(False, False), (True, False)]
    assert page.heading.text == "再看旋转位置编码"


def test_forms_of_address_stay_with_their_script() -> None:
    snapshot = a_snapshot(talks=(a_talk(speakers=(LIN, BROOK)),))

    names = [
        [str(person.name) for person in page_of(snapshot, each).talks[0].people] for each in ("zh", "en")
    ]

    assert names == [["林知远同学", "Prof. Ada Brook"], ["Lin Zhiyuan", "Prof. Ada Brook"]]


@pytest.mark.parametrize(
    ("snapshot", "after_start", "face"),
    [
        (a_snapshot(), timedelta(minutes=-16), "calendar"),
        (a_snapshot(), timedelta(minutes=-15), "join"),
        (a_snapshot(), timedelta(minutes=119), "join"),
        (a_snapshot(meeting=None), timedelta(0), "calendar"),
        (a_snapshot(), timedelta(hours=2), "follow"),
        (with_link(a_snapshot(), "recording"), timedelta(hours=2), "watch"),
        (a_snapshot(state="cancelled"), timedelta(minutes=-16), "follow"),
    ],
)
def test_the_first_button_follows_the_clock(snapshot: Snapshot, after_start: timedelta, face: str) -> None:
    assert event_page(snapshot, language="en", at=STARTS + after_start).face == face


def test_the_reader_s_zone_is_shown_only_where_its_clock_differs() -> None:
    told = {
        zone: event_page(a_snapshot(), language="en", at=BEFORE, reader_zone=zone).facts.yours
        for zone in ("America/New_York", "Asia/Singapore", "")
    }

    assert {zone: str(yours) if yours else "" for zone, yours in told.items()} == {
        "America/New_York": "Sat, 1 November 03:00–05:00 (New York time)",
        "Asia/Singapore": "",
        "": "",
    }


def test_whoever_comes_is_told_how_clocks_change_around_the_event() -> None:
    far_away = a_snapshot(zone="America/New_York")
    told = [
        event_page(each, language="en", at=at, reader_zone=zone).clock_changes
        for each, at, zone in (
            (a_snapshot(), BEFORE, ""),
            (a_snapshot(), BEFORE, "America/New_York"),
            (far_away, BEFORE, "America/New_York"),
            (far_away, STARTS + timedelta(days=1), ""),
        )
    ]

    assert [[sentence.split(".")[0] for sentence in each] for each in told] == [
        [],
        ["Clocks in New York go back by 1 hour on Sun, 2 November 2025"],
        ["Clocks in New York go back by 1 hour on Sun, 2 November 2025"],
        [],
    ]


@pytest.mark.parametrize(
    ("visibility", "audience", "code"),
    [
        ("public", "public", "555-010-021"),
        ("subscribers", "public", ""),
        ("subscribers", "subscriber", "555-010-021"),
        ("members", "subscriber", ""),
        ("members", "member", "555-010-021"),
        ("request", "member", ""),
    ],
)
def test_the_meeting_is_shown_by_its_rule(visibility: str, audience: Audience, code: str) -> None:
    meeting = MeetingPart("tencent", code="555010021", passcode="2468", visibility=visibility)

    page = event_page(a_snapshot(meeting=meeting), language="en", at=BEFORE, audience=audience)

    joining = page.facts.joining
    assert joining is not None
    assert (joining.shown_code, bool(joining.passcode)) == (code, bool(code))


def test_a_meeting_known_by_its_provider_only_says_so() -> None:
    page = page_of(a_snapshot(meeting=MeetingPart("tencent")), "zh")

    assert page.facts.joining
    assert (page.facts.joining.words, page.facts.joining.can_join) == ("腾讯会议（会议号另行通知）", False)


def test_a_preview_is_marked_and_never_indexed() -> None:
    page = event_page(a_snapshot(), language="zh", at=BEFORE, is_preview=True)

    assert (page.is_preview, page.frame.is_indexed, page.updated) == (True, False, "")


def test_the_description_names_time_people_and_place() -> None:
    cancelled = replace(a_snapshot(), state="cancelled")

    assert (page_of(a_snapshot()).frame.description, page_of(cancelled).frame.description) == (
        "Sat, 1 November 15:00–17:00 (Beijing time) · Lin Zhiyuan · Gezhi Hall 112",
        "Cancelled · Sat, 1 November 15:00–17:00 (Beijing time) · Lin Zhiyuan · Gezhi Hall 112",
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("seminar@example.org", Contact("seminar@example.org", "mailto:seminar@example.org")),
        ("https://example.org/about/", Contact("example.org/about", "https://example.org/about/")),
        ("微信群里问小林", Contact("微信群里问小林", "")),
        ("javascript:alert(1)@x.y", Contact("javascript:alert(1)@x.y", "mailto:javascript:alert(1)@x.y")),
        ("", None),
    ],
)
def test_a_contact_is_clickable_when_it_is_an_address(text: str, shown: Contact | None) -> None:
    assert contact(text) == shown


def test_titles_show_formulas_as_plain_text() -> None:
    talk = a_talk(abstracts=(AbstractPart("en", "Sorting in $O(n \\log n)$", ""),))

    assert page_of(a_snapshot(talks=(talk,), title=Bilingual())).heading.text == "Sorting in O(n log n)"
