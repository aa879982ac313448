"""The paste page: a text in, a filled form out, and an event once a human has looked."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from seminars.models import Event, Series, Speaker, Venue
from seminars.publishing.change import cancel
from seminars.publishing.publish import publish
from tests.admin.pasting import PASTE, TEXT, choose, read, save, sent
from tests.admin.reading import form_with, said, text_of
from tests.factories import NOW, a_series, a_speaker

SAMPLES = Path(__file__).resolve().parent.parent / "data" / "announcements"


def test_a_text_fills_the_form_and_saving_keeps_the_text(desk: Client, wenqu: Series) -> None:
    page = read(desk)

    filled = sent(page)
    assert Event.objects.count() == 0
    wanted = {
        "series": str(wenqu.pk),
        "number": "42",
        "on": "2026-11-28",
        "start": "14:00",
        "end": "16:00",
        "venue_from": "new",
        "new_venue_zh": "信息楼202",
        "meeting_from": "new",
        "new_meeting-code": "555010077",
        "talks-0-title_zh": "最大值有多大",
        "talks-0-speakers-0-name_zh": "林知远",
        "talks-0-speakers-0-affiliation_zh": "云栖湾大学",
        "notes_zh": "报告前后有零食。",
    }
    assert {name: filled.get(name) for name in wanted} == wanted

    response = desk.post(PASTE, filled | {"_save": "1"})

    event = Event.objects.get()
    assert response["Location"] == f"/en/admin/seminars/event/{event.pk}/change/"
    assert "The draft is saved." in said(response)
    assert event.source_text == TEXT
    assert (event.number, str(event.venue), event.meeting.code) == (42, "信息楼202", "555010077")
    talk = event.talks.get()
    assert [each.speaker.name_zh for each in talk.appearances.all()] == ["林知远"]
    assert [(each.language, each.title) for each in talk.abstracts.all()] == [("zh", "最大值有多大")]


def test_a_text_pasted_again_updates_the_event_and_keeps_its_talks(desk: Client, wenqu: Series) -> None:
    save(desk, read(desk))
    event = Event.objects.get()
    (talk,) = event.talks.all()
    publish(event, by=None, at=NOW)

    changed = TEXT.replace("14:00-16:00", "15:00-17:00").replace("最大值有多大\n", "最小值有多小\n")
    page = read(desk, changed)

    assert "Wenqu Class Seminar #42 is known already" in text_of(page)
    assert "<del>最大值有多大</del>" in text_of(page)
    assert "<ins>最小值有多小</ins>" in text_of(page)
    response = save(desk, page, "_publish")
    assert response["Location"] == f"/en/admin/seminars/event/{event.pk}/publish/"
    event.refresh_from_db()
    assert (Event.objects.count(), Venue.objects.count(), Speaker.objects.count()) == (1, 2, 1)
    assert event.starts_at == datetime(2026, 11, 28, 7, tzinfo=UTC)
    assert event.talks.get() == talk
    assert talk.abstracts.get().title == "最小值有多小"

    again = text_of(read(desk, changed))
    assert "there is nothing to change" in again


def test_a_conflict_is_chosen_before_anything_is_saved_and_what_was_typed_stays(
    desk: Client, wenqu: Series
) -> None:
    page = read(desk, TEXT.replace("周六", "周五"))
    assert "Date and weekday do not agree. Which day is it?" in text_of(page)

    refused = save(desk, page, notes_en="Snacks.")
    assert "Choose first what the text leaves open; nothing was saved yet." in text_of(refused)
    assert Event.objects.count() == 0

    settled = choose(desk, refused, "weekday_mismatch:starts_at=2026-11-27", number="43")
    filled = sent(settled)
    assert (filled["on"], filled["notes_en"], filled["number"]) == ("2026-11-27", "Snacks.", "43")
    save(desk, settled)
    event = Event.objects.get()
    assert (event.number, event.starts_at) == (43, datetime(2026, 11, 27, 6, tzinfo=UTC))


def test_namesakes_are_asked(desk: Client, wenqu: Series) -> None:
    zhangs = [
        a_speaker(name_zh="张宇", name_en="", affiliation_zh=each) for each in ("云栖湾大学", "北辰大学")
    ]
    page = read(desk, TEXT.replace("林知远（云栖湾大学）", "张宇"))
    assert "who is that?" in text_of(page)
    assert "Choose first" in text_of(save(desk, page))

    known = choose(desk, page, f"talks.0.speakers.0={zhangs[1].pk}")
    assert sent(known)["talks-0-speakers-0-known"] == str(zhangs[1].pk)
    new = choose(desk, known, "talks.0.speakers.0=new")
    save(desk, new)

    assert Event.objects.get().talks.get().appearances.get().speaker not in zhangs
    assert Speaker.objects.filter(name_zh="张宇").count() == 3


NOTICE = "【取消通知】因报告人生病，原定11月28日（周六）14:00 的第 42 期问渠班研讨会取消。"
MOVED = "【延期通知】原定于11月28日（周六）14:00-16:00 的问渠班研讨会第 42 期，改期至12月5日（周六）15:00-17:00 举行。"
LATER = "【延期通知】因台风，原定11月28日（周六）14:00 的问渠班研讨会第 42 期延期举行，具体时间另行通知。"


@pytest.mark.parametrize(
    ("text", "verb", "filled"),
    [
        (NOTICE, "cancel", {"reason": "报告人生病"}),
        (LATER, "cancel", {"reason": "延期，时间另行通知（台风）"}),
        (MOVED, "move", {"on": "2026-12-05", "start": "15:00", "end": "17:00"}),
    ],
)
def test_a_notice_leads_to_the_page_that_does_it(
    desk: Client, wenqu: Series, text: str, verb: str, filled: dict[str, str]
) -> None:
    save(desk, read(desk))
    event = Event.objects.get()
    publish(event, by=None, at=NOW)

    page = text_of(read(desk, text))

    link = re.search(rf'href="(/en/admin/seminars/event/{event.pk}/{verb}/[^"]*)"', page)
    assert link, page
    act = desk.get(html.unescape(link[1]))
    form = form_with(act, "how")
    assert {name: form[name] for name in filled} == filled
    assert Event.objects.get().state == "published"


def test_a_date_brings_a_postponed_event_back_under_its_number_and_address(
    desk: Client, wenqu: Series
) -> None:
    save(desk, read(desk))
    event = Event.objects.get()
    publish(event, by=None, at=NOW)
    cancel(event, reason="延期，时间另行通知", by=None, at=NOW)
    uid, path = event.uid, event.path

    page = read(desk, TEXT.replace("11月28日", "12月5日"))
    assert "Wenqu Class Seminar #42 takes place after all" in text_of(page)
    asked = save(desk, page, "_reinstate")["Location"]
    assert asked == f"/en/admin/seminars/event/{event.pk}/reinstate/"
    assert Event.objects.get().state == "cancelled"
    desk.post(asked, form_with(desk.get(asked), "how"))

    event.refresh_from_db()
    assert (event.state, event.uid, event.path) == ("published", uid, path)
    assert event.starts_at == datetime(2026, 12, 5, 6, tzinfo=UTC)
    assert event.revisions.count() == 3


def test_a_notice_that_fits_no_event_says_so_and_can_be_read_as_an_announcement(
    desk: Client, wenqu: Series
) -> None:
    page = read(desk, NOTICE)
    assert "it is not clear which one" in text_of(page)

    again = desk.post(PASTE, form_with(page, "text") | {"choose": "kind=announcement"})
    assert (sent(again)["number"], sent(again)["on"]) == ("42", "2026-11-28")


def test_markup_in_a_text_stays_words(desk: Client, wenqu: Series) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    page = text_of(read(desk, TEXT.replace("最大值有多大\n", f"{evil}\n") + evil))

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_form_sent_twice_makes_one_event(desk: Client, wenqu: Series) -> None:
    filled = sent(read(desk)) | {"_save": "1"}

    places = [desk.post(PASTE, filled)["Location"] for _each in range(2)]

    assert len(set(places)) == 1
    assert Event.objects.count() == 1


def test_two_who_paste_one_text_make_one_event(desk: Client, wenqu: Series) -> None:
    pages = [read(desk, TEXT.replace("Seminar #42", "")) for _each in range(2)]

    save(desk, pages[0])
    second = save(desk, pages[1])

    assert "Meanwhile this event was saved by somebody else." in text_of(second)
    assert Event.objects.count() == 1
    assert save(desk, second).status_code == 302
    assert Event.objects.count() == 1


def test_only_own_series_are_offered_and_taken(ottos_desk: Client, visitor: Client, wenqu: Series) -> None:
    save(ottos_desk, read(ottos_desk))
    assert Event.objects.get().series.slug == "otto"

    forged = read(ottos_desk, **{"answer-series": str(wenqu.pk)})
    assert sent(forged)["series"] == str(Series.objects.get(slug="otto").pk)
    save(ottos_desk, forged, series=str(wenqu.pk))
    assert not Event.objects.filter(series=wenqu).exists()

    assert visitor.get(PASTE).status_code == 302
    checked = Client(enforce_csrf_checks=True)
    checked.cookies = ottos_desk.cookies
    assert checked.post(PASTE, {"text": TEXT, "read_on": ""}).status_code == 403


def test_of_several_series_the_one_named_is_taken_else_it_is_asked(desk: Client, wenqu: Series) -> None:
    other = a_series(slug="lakes", name_zh="湖畔论坛", name_en="Lakes")
    assert sent(read(desk))["series"] == str(wenqu.pk)

    page = read(desk, TEXT.replace("Seminar #42", "").replace("问渠班研讨会", ""))
    assert "Which series is it?" in text_of(page)
    assert "venue_from" not in text_of(page)
    chosen = desk.post(PASTE, form_with(page, "text") | {"choose": f"series={other.pk}"})
    assert sent(chosen)["series"] == str(other.pk)


@pytest.mark.parametrize("talks", [1, 3])
def test_reading_asks_the_database_little(
    desk: Client, wenqu: Series, django_assert_max_num_queries: Any, talks: int
) -> None:
    rows = "".join(
        f"报告人：讲者{each}\n题目：第{each}个题目很长\n摘要：这是一个摘要。\n\n" for each in "甲乙丙"[:talks]
    )
    text = TEXT.partition("报告人")[0] + rows

    with django_assert_max_num_queries(40 + 12 * talks):
        page = read(desk, text)

    assert sent(page)["talks-TOTAL_FORMS"] == str(talks + 1)


@pytest.mark.parametrize(("language", "first"), [("", 0), ("/en", 12)])
def test_samples_are_shown_whole_with_their_marks(
    desk: Client, wenqu: Series, language: str, first: int
) -> None:
    for file in sorted(SAMPLES.glob("*.txt"))[first::24]:
        text = file.read_text(encoding="utf-8")
        page = desk.post(f"{language}/admin/seminars/event/paste/", {"text": text, "read_on": "2026-11-24"})
        shown = re.search(r'<div class="paste-text"[^>]*>(.*?)</div>', text_of(page), re.DOTALL)
        assert shown, file.name
        words = re.sub(r"<a [^>]*>.*?</a>|<[^>]+>", "", shown[1])
        assert html.unescape(words) == text.replace("\r\n", "\n"), file.name
