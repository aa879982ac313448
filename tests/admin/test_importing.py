"""The import page: what a file would do is shown before anything is saved, and then all of it is saved or nothing."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from seminars.models import Event, Series, Speaker
from tests.factories import an_event, published

IMPORT = "/en/admin/seminars/event/import/"
TABLE = (
    "number,date,time,title,speaker,affiliation,venue,phone\n"
    "42,2026-12-03,15:00-16:00,Sparse Recovery,Lin Zhiyuan,Beichen University,Mingli Hall 201,138\n"
    "42,,,Sparse Recovery Again,Zhou Yiming,Qinghe University,,139\n"
    "43,2026-12-10,15:00-16:00,TBA,Ann Lee,,Mingli Hall 201,\n"
)


def upload(desk: Client, series: Series, content: str | bytes, name: str = "term.csv", **more: str) -> Any:
    octets = content.encode() if isinstance(content, str) else content
    return desk.post(IMPORT, {"series": series.pk, "file": SimpleUploadedFile(name, octets), **more})


def hidden(page: Any) -> dict[str, str]:
    """What the form of the preview sends along."""
    form = page.content.decode().split("</form>")[1 if b"logout" in page.content.split(b"</form>")[0] else 0]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def words(page: Any) -> str:
    text = re.sub(r"<(script|style).*?</\1>", " ", page.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_a_table_is_shown_and_then_saved_as_drafts(desk: Client, wenqu: Series) -> None:
    shown = upload(desk, wenqu, TABLE)

    assert Event.objects.count() == Speaker.objects.count() == 0
    assert "#42" in words(shown)
    assert "Lin Zhiyuan, Zhou Yiming" in words(shown)
    assert "Columns that were not read: phone." in words(shown)
    numbered = TABLE.replace("phone", "meeting").replace(",138", ",腾讯会议555010021").replace(",139", ",")
    assert "Mingli Hall 201 · 555-010-021" in words(upload(desk, wenqu, numbered))

    saved = desk.post(IMPORT, {**hidden(shown), "save": "1"}, follow=True)

    assert "2 drafts were made. Nobody else sees them before you publish them." in words(saved)
    assert list(Event.objects.order_by("number").values_list("number", "state")) == [
        (42, "draft"),
        (43, "draft"),
    ]
    again = upload(desk, wenqu, TABLE)
    assert "the programme says all of this already" in words(again)


def test_wrong_rows_are_named_and_nothing_can_be_saved(desk: Client, wenqu: Series) -> None:
    shown = upload(desk, wenqu, TABLE + "44,32 Dec,15:00,T,S,,,\n")

    assert "1 entry cannot be taken" in words(shown)
    assert "row 5, “date”: “32 Dec” is not a date." in words(shown)
    assert b'name="save"' not in shown.content

    desk.post(IMPORT, {**hidden(shown), "save": "1"})

    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("term.xlsx", b"PK\x03\x04 junk", "damaged"),
        ("term.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "Save it as .xlsx"),
        ("poster.pdf", b"%PDF-1.7", "PDF"),
        ("empty.txt", b"", "empty"),
        ("term.csv", ("date,title\n" + "2026-12-01,T\n" * 10_000).encode(), "more than 2000 rows"),
        ("page.html", b"<div>" * 200_000, "too complex"),
    ],
)
def test_what_cannot_be_read_is_said_at_the_field(
    desk: Client, wenqu: Series, name: str, content: bytes, sentence: str
) -> None:
    shown = upload(desk, wenqu, content, name)

    assert (shown.status_code, sentence in words(shown), b"desk-sheet" in shown.content) == (200, True, False)


def test_the_file_travels_with_the_form_when_something_else_is_wrong(desk: Client, wenqu: Series) -> None:
    refused = upload(desk, wenqu, TABLE, written_on="soon")
    carried = hidden(refused)["carried"]

    shown = desk.post(IMPORT, {"series": wenqu.pk, "carried": carried, "written_on": ""})
    broken = desk.post(IMPORT, {"series": wenqu.pk, "carried": carried[:-3] + "abc"})

    assert "Enter a valid date." in words(refused)
    assert "#42" in words(shown)
    assert "The file was lost on the way" in words(broken)


def test_what_has_changed_since_the_preview_is_shown_again(desk: Client, wenqu: Series) -> None:
    shown = upload(desk, wenqu, TABLE)
    event = an_event(wenqu, number=43)

    again = desk.post(IMPORT, {**hidden(shown), "save": "1"})

    assert "The programme has changed in the meantime" in words(again)
    assert list(Event.objects.all()) == [event]
    saved = desk.post(IMPORT, {**hidden(again), "save": "1"}, follow=True)
    assert "1 draft was made. 1 event was updated." in words(saved)


def test_namesakes_are_asked_about(desk: Client, wenqu: Series) -> None:
    for place in ("清河大学", "东湖大学"):
        Speaker.objects.create(slug=place, name_zh="张宇", affiliation_zh=place)
    table = "日期,时间,题目,报告人,地点\n2026-12-03,15:00-16:00,流,张宇,明理楼 201\n"

    shown = upload(desk, wenqu, table)
    second = Speaker.objects.get(affiliation_zh="东湖大学")
    unanswered = desk.post(IMPORT, {**hidden(shown), "save": "1"})
    assert ("Choose first what the table asks" in words(unanswered), Event.objects.count()) == (True, 0)
    desk.post(IMPORT, {**hidden(shown), "answer-0-talks.0.speakers.0": second.pk, "save": "1"})

    assert "Who or what is 张宇?" in words(shown)
    assert second.appearances.count() == 1
    assert Speaker.objects.count() == 2


def test_a_calendar_of_ours_comes_back_as_the_event_it_was(
    desk: Client, wenqu: Series, visitor: Client
) -> None:
    event = an_event(wenqu, number=42, venue=wenqu.venue)
    published(event, at=event.starts_at - timedelta(days=9))
    feed = visitor.get("/calendar/wenqu/42.ics")

    shown = upload(desk, wenqu, b"".join(feed) if feed.streaming else feed.content, "42.ics")

    assert "the programme says all of this already" in words(shown), words(shown)


def test_organizers_import_into_their_own_series_only(
    ottos_desk: Client, wenqu: Series, visitor: Client
) -> None:
    refused = upload(ottos_desk, wenqu, TABLE)

    assert "Select a valid choice" in words(refused)
    assert (
        "登录" in visitor.get(IMPORT, follow=True).content.decode() or visitor.get(IMPORT).status_code == 302
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_sample_is_read_without_a_fault(desk: Client, wenqu: Series, kind: str, language: str) -> None:
    sample = desk.get(f"{language}/admin/seminars/event/import/term.{kind}")

    shown = upload(desk, wenqu, sample.content, f"term.{kind}")

    assert b"desk-fault" not in shown.content
    assert shown.content.count(b"desk-outcome-draft") == 2
