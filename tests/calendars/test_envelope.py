from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar

from seminars.calendars.envelope import CLOSING, Heading, opening, with_alarm, wrapped
from seminars.text.bilingual import Bilingual
from tests.calendars.readers import alike
from tests.calendars.samples import CHANGED, SITE, a_snapshot, golden, read, written

HEADING = Heading(
    name=Bilingual("问渠班研讨会", "Wenqu Class Seminar"),
    about=Bilingual("谈 $x^2$。\r\n\r\n第二段\x00。", ""),
    zone="Asia/Shanghai",
    colour="steelblue",
    page=f"{SITE}/wenqu/",
    source=f"{SITE}/calendar/wenqu.ics?lang=both",
    changed_at=CHANGED,
)


def test_a_heading_is_written_as_known() -> None:
    body = opening(HEADING, "both") + CLOSING

    assert body == golden("heading-both.ics", body)


def test_a_heading_gives_durations_and_addresses_their_type() -> None:
    lines = opening(HEADING, "zh").split(b"\r\n")

    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert b"X-PUBLISHED-TTL:PT1H" in lines
    assert b"SOURCE;VALUE=URI:https://seminars.example.org/calendar/wenqu.ics?lang=both" in lines


def test_a_heading_without_texts_has_no_empty_lines() -> None:
    bare = Heading(HEADING.name, Bilingual(), "Asia/Shanghai", "", HEADING.page, HEADING.source, None)

    calendar = Calendar.from_ical(opening(bare, "en") + CLOSING)

    assert not {"DESCRIPTION", "X-WR-CALDESC", "COLOR", "LAST-MODIFIED", "UID"} & set(calendar)
    assert str(calendar["prodid"]) == "-//Seminars//Seminars 1.0//EN"


def test_a_wrapped_component_is_a_file_for_every_reader() -> None:
    body = wrapped([written(a_snapshot())], language="zh")

    calendar = Calendar.from_ical(body)
    assert (str(calendar["version"]), str(calendar["method"])) == ("2.0", "PUBLISH")
    assert [each.uid for each in alike(body)] == [a_snapshot().uid]


def test_an_alarm_is_put_inside_its_event() -> None:
    body = with_alarm(written(a_snapshot()), "published", minutes=90, language="en")

    (alarm,) = read(body).subcomponents
    assert alarm.decoded("trigger") == -timedelta(minutes=90)
    assert (str(alarm["action"]), str(alarm["description"])) == ("DISPLAY", "The seminar starts soon")


def test_a_cancelled_event_gets_no_alarm() -> None:
    body = written(a_snapshot(state="cancelled"))

    assert with_alarm(body, "cancelled", minutes=90, language="en") == body
