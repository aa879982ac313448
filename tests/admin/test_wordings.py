"""Own words at the desk: refused with the name that is unknown, shown with the next event."""

from __future__ import annotations

import pytest
from django.test import Client

from seminars.admin.wordings import sample
from seminars.announcements.saying.wordings import kind_of
from seminars.models import Series, Wording, WordingKind
from seminars.publishing.publish import publish
from tests.admin.reading import form_with, text_of
from tests.announcements.wechat.cases import TWO_TALKS
from tests.factories import NOW, an_event

LIST = "/en/admin/seminars/wording/"


def typed(desk: Client, series: Series, **fields: str) -> dict[str, object]:
    blank = form_with(desk.get(f"{LIST}add/"), "opening")
    return blank | {"series": str(series.pk), "kind": "announcement", "language": "zh"} | fields


def test_own_words_are_saved_and_shown_with_the_next_event(desk: Client, wenqu: Series) -> None:
    publish(an_event(wenqu, number=42), by=None, at=NOW)

    desk.post(f"{LIST}add/", typed(desk, wenqu, subject="来听{题目}", lead="{讲者}来了！"))

    wording = Wording.objects.get()
    page = text_of(desk.get(f"{LIST}{wording.pk}/change/"))
    assert "来听再看旋转位置编码" in page
    assert "林知远来了！" in page


def test_an_unknown_name_is_said_and_nothing_typed_is_lost(desk: Client, wenqu: Series) -> None:
    refused = desk.post(f"{LIST}add/", typed(desk, wenqu, subject="来听{标题}{时刻}{题目}", opening="各位好"))

    page = text_of(refused)
    assert "There is no placeholder {标题}, {时刻}. There are: {series}, " in page
    assert "各位好" in page
    assert not Wording.objects.exists()


def test_a_series_without_events_has_no_preview_yet(desk: Client, wenqu: Series) -> None:
    wording = Wording.objects.create(series=wenqu, kind="reminder", language="en")

    assert "The series has no public event yet" in text_of(desk.get(f"{LIST}{wording.pk}/change/"))


def test_nobody_sees_the_words_of_other_series(ottos_desk: Client, wenqu: Series) -> None:
    wording = Wording.objects.create(series=wenqu, kind="note", language="zh", subject="geheim")

    assert "geheim" not in text_of(ottos_desk.get(LIST))
    assert ottos_desk.get(f"{LIST}{wording.pk}/change/").status_code == 302


@pytest.mark.parametrize("kind", WordingKind)
def test_every_kind_has_a_sample_of_its_own(kind: WordingKind) -> None:
    assert kind_of(sample(TWO_TALKS, kind)) == kind
