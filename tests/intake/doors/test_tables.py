"""Tables of a term: many headers, many formats of days, rows that are talks, faults by row and column."""

from __future__ import annotations

import io
import zipfile
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.intake.doors.opened import DATA, in_short, opened, refused


def row(head: str, cells: str, **more: time) -> dict[str, object]:
    (entry,) = opened("a.csv", f"{head}\n{cells}\n", **more)
    return in_short(entry)


def a_workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for each in rows:
        book.active.append(each)
    octets = io.BytesIO()
    book.save(octets)
    return octets.getvalue()


def test_the_rows_of_one_number_or_day_are_the_talks_of_one_event() -> None:
    entries = opened("term.csv")

    assert [(entry.name, in_short(entry)) for entry in entries] == [
        (
            "term.csv, 2–3",
            {
                "kind": "announcement", "number": 50,
                "when": ("2026-12-03T15:00:00+08:00", "2026-12-03T16:00:00+08:00"),
                "where": ["明理楼 201", "555010021"],
                "talks": [("稀疏恢复的新界", ["林知远"]), ("再谈稀疏恢复", ["周一鸣"])],
                "doubts": [], "faults": [],
            },
        ),
        (
            "term.csv, 4",
            {
                "kind": "announcement", "number": 51,
                "when": ("2026-12-10T15:00:00+08:00", "2026-12-10T16:00:00+08:00"),
                "where": ["明理楼 201"], "talks": [(None, ["Ann Lee"])], "doubts": ["title_tba"], "faults": [],
            },
        ),
        (
            "term.csv, 5",
            {
                "kind": "announcement", "number": 52,
                "when": ("2026-12-17T15:00:00+08:00", "2026-12-17T16:00:00+08:00"),
                "where": ["https://meeting.tencent.com/dm/abc"],
                "talks": [
                    ("Fast Flows: a Survey of Near-Linear Time Algorithms for Maximum Flow", ["张三", "李四"])
                ],
                "doubts": ["weekday_mismatch"], "faults": [],
            },
        ),
    ]  # fmt: skip
    assert [s.affiliation for s in entries[2].reading.talks[0].speakers] == ["东湖大学", "西山大学"]
    assert [remark.en for remark in entries[0].remarks] == ["Columns that were not read: 手机."]
    evidence = entries[0].reading.evidence
    assert entries[0].text[slice(*evidence["talks.1.title"])] == "再谈稀疏恢复"


def test_a_workbook_has_real_days_and_merged_cells_and_formulas_are_words() -> None:
    first, second = opened("term.xlsx")

    assert (first.name, second.name) == ("term.xlsx, 4–5", "term.xlsx, 6")
    assert in_short(first)["when"] == ("2026-12-03T15:00:00+08:00", "2026-12-03T16:30:00+08:00")
    assert in_short(second)["when"] == ("2026-12-10T15:00:00+08:00", "2026-12-10T16:00:00+08:00")
    assert (second.reading.talks[0].title, second.reading.notes) == ("=A1", "茶歇")
    assert [remark.en for remark in first.remarks] == ["Only the sheet “秋季” was read, not: 春季."]


@pytest.mark.parametrize(
    ("head", "cells", "when"),
    [
        ("日期,时间,题目", "2026/12/3,15:00-16:00,流", ("2026-12-03T15:00", "2026-12-03T16:00")),
        (
            "date;start;end;title",
            "2026-12-03;15:00:00;16:30:00;Flows",
            ("2026-12-03T15:00", "2026-12-03T16:30"),
        ),
        ("Date\tTime\tTitle", "3 Dec 2026\t3-4pm\tFlows", ("2026-12-03T15:00", "2026-12-03T16:00")),
        ("时间,主讲人", "2026年12月3日（周四）下午3点-4点,李二", ("2026-12-03T15:00", "2026-12-03T16:00")),
        (
            "日期,开始时间,结束时间,讲者",
            "20261203,0.625,0.6666666667,李二",
            ("2026-12-03T15:00", "2026-12-03T16:00"),
        ),
        ("日期,星期,时段,讲者", "46359,四,15:00—16:00,李二", ("2026-12-03T15:00", "2026-12-03T16:00")),
        ("日期,时间,讲者", "9月10日,15:00-16:00,李二", ("2026-09-10T15:00", "2026-09-10T16:00")),
        ("日期,时间,讲者", "3月10日,15:00-16:00,李二", ("2027-03-10T15:00", "2027-03-10T16:00")),
        (
            "start,end,speaker",
            "2026-12-03 15:00,2026-12-03 16:00,Ann Lee",
            ("2026-12-03T15:00", "2026-12-03T16:00"),
        ),
    ],
)
def test_days_and_hours_are_read_as_spreadsheets_write_them(
    head: str, cells: str, when: tuple[str, str]
) -> None:
    said = row(head, cells)

    assert (said["when"], said["faults"]) == (tuple(f"{each}:00+08:00" for each in when), [])


def test_the_usual_hour_of_the_series_counts_where_a_table_names_only_days() -> None:
    said = row("日期,题目", "2026-12-03,流", usual_start=time(14))

    assert said["when"] == ("2026-12-03T14:00:00+08:00", None)


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ("32月1日,15:00,1,流", ["row 2, “日期”: “32月1日” is not a date."]),
        (",15:00,1,流", ["row 2, “日期”: The date is missing."]),
        ("2026-12-03,下午,1,流", ["row 2, “时间”: “下午” is not a time."]),
        ("2026-12-03,,1,流", ["row 2, “日期”: No start was found in “2026-12-03”."]),
        ("2026-12-03,16:00-15:00,1,流", [
            "row 2, “日期”: The end is not after the start: “2026-12-03 16:00-15:00”.",
        ]),
        ("2026-12-03,15:00,一,流", ["row 2, “期号”: “一” is not a number."]),
    ],
)  # fmt: skip
def test_a_fault_names_row_and_column(cells: str, faults: list[str]) -> None:
    assert row("日期,时间,期号,题目", cells)["faults"] == faults


def test_talks_at_hours_of_their_own_keep_them() -> None:
    (entry,) = opened(
        "a.csv",
        "日期,时间,题目,报告人,地点\n2026-12-03,15:00-15:40,甲,李二,明理楼 201\n,15:50-16:30,乙,周三,\n",
    )

    talks = [(f"{talk.starts_at:%H:%M}", f"{talk.ends_at:%H:%M}") for talk in entry.reading.talks]
    assert talks == [("15:00", "15:40"), ("15:50", "16:30")]
    assert in_short(entry)["when"] == ("2026-12-03T15:00:00+08:00", "2026-12-03T16:30:00+08:00")


def test_one_number_on_two_days_is_a_fault() -> None:
    (entry,) = opened("a.csv", "期号,日期,时间,题目\n7,2026-12-03,15:00,甲\n7,2026-12-10,15:00,乙\n")

    assert [fault.words.en for fault in entry.faults] == [
        "row 3, “日期”: Row 2 is number 7 too, but on another day (2026-12-03, 2026-12-10)."
    ]


def swollen() -> bytes:
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 40_000_000)
    return octets.getvalue()


def with_entities() -> bytes:
    book = a_workbook(["日期", "题目"], ["2026-12-03", "流"])
    octets = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(octets, "w") as target:
        for each in source.infolist():
            content = source.read(each)
            if each.filename.endswith("sheet1.xml"):
                bomb = b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>'
                content = bomb + content.removeprefix(
                    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
                )
            target.writestr(each.filename, content)
    return octets.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.csv", "甲,乙\n1,2\n", "no_header"),
        ("a.csv", "题目,报告人\n流,李二\n", "no_date_column"),
        ("a.csv", "日期,题目,标题\n2026-12-03,流,流\n", "twice_a_column"),
        ("a.csv", "日期,题目\n", "no_rows"),
        ("a.csv", "日期,题目\n" + "2026-12-03,流\n" * 10_000, "too_many_rows"),
        (
            "a.csv",
            "日期,题目\n" + "".join(f"{1900 + n}-01-01 15:00,流\n" for n in range(510)),
            "too_many_events",
        ),
        ("a.csv", "日期,题目\n2026-12-03," + "流" * 70_000, "long_cell"),
        ("a.csv", "日期,题目" + ",x" * 70 + "\n", "too_many_columns"),
        ("a.csv", "日期,题目\n\0\n", "binary"),
        ("a.xlsx", swollen(), "swollen_workbook"),
        ("a.xlsx", with_entities(), "broken_workbook"),
        ("a.xlsx", (DATA / "term.xlsx").read_bytes()[:2000], "broken_workbook"),
        ("a.xlsx", a_workbook(), "no_rows"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "word"),
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "outlook"),
        ("a.docx", b"PK\x03\x04 word/document.xml", "word"),
        ("a.zip", b"PK\x03\x04", "archive"),
        ("a.pdf", b"%PDF-1.7", "pdf"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "binary"),
        ("a.txt", " \n", "empty"),
        ("a.txt", "讲座" * 900_000, "too_large"),
        ("a.html", "<div>" * 1_000_000, "too_many_tags"),
        ("a.eml", b"Subject: x\n\n" + b"x" * 9_000_000, "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "file",
)
def test_what_no_door_opens_is_said_in_a_sentence(name: str, data: bytes | str, reason: str) -> None:
    assert refused(name, data) == reason


WORDS = st.text(alphabet="甲乙丙abc XYZ,;\"'\n，。", min_size=1, max_size=30).filter(
    lambda words: words.strip(" \n,;，。")
)


@given(title=WORDS.map(lambda words: f"题{words}尾"), abstract=WORDS.map(lambda words: f"摘{words}尾"))
def test_titles_and_abstracts_come_through_word_for_word(title: str, abstract: str) -> None:
    head = ["日期", "时间", "题目", "摘要", "报告人"]

    (entry,) = opened("a.xlsx", a_workbook(head, ["2026-12-03", "15:00-16:00", title, abstract, "李二"]))

    (talk,) = entry.reading.talks
    assert (talk.title, talk.abstract) == (" ".join(title.split()), abstract)
