"""Mails, calendars, tables and folders through the command: the same door as a text, all or nothing for each file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from seminars.models import Announcement, Event, Publication, Series
from seminars.programme.snapshots import from_json
from tests.factories import a_series
from tests.management.command import Done

Command = Callable[..., Done]
DATA = Path(__file__).parent.parent / "data" / "doors"
TABLE = (
    "期号,日期,时间,题目,报告人,单位,地点\n"
    "1,2026-12-03,15:00-16:00,稀疏恢复,林知远,北辰大学,明理楼 201\n"
    "1,,,再谈稀疏恢复,周一鸣,清河大学,\n"
    "2,2026-12-10,15:00-16:00,待定,待定,,明理楼 201\n"
)


@pytest.fixture
def wenqu(db: None) -> Series:
    return a_series(slug="wenqu", name_zh="问渠班研讨会", name_en="Wenqu Seminar")


def take(command: Command, path: Path, *words: str) -> Done:
    return command("intake", str(path), "--series", "wenqu", "--on", "2026-11-20", *words)


def test_a_table_becomes_the_events_of_a_term_and_is_updated_when_it_comes_again(
    command: Command, wenqu: Series, tmp_path: Path
) -> None:
    table = tmp_path / "term.csv"
    table.write_text(TABLE, encoding="gb18030")

    first = take(command, table, "--save")
    table.write_text(TABLE.replace("稀疏恢复,林", "稀疏恢复之界,林"), encoding="utf-8-sig")
    again = take(command, table, "--save")

    assert (first.status, again.status) == (0, 0), (first, again)
    assert (
        first.out == again.out == "".join(f"draft {event.pk}\n" for event in Event.objects.order_by("number"))
    )
    one, two = Event.objects.order_by("number").with_programme()
    assert [text.title for talk in one.talks.all() for text in talk.abstracts.all()] == [
        "稀疏恢复之界",
        "再谈稀疏恢复",
    ]
    assert [str(each.speaker) for talk in one.talks.all() for each in talk.appearances.all()] == [
        "林知远",
        "周一鸣",
    ]
    assert (two.number, f"{two.starts_at:%Y-%m-%d %H:%M}") == (2, "2026-12-10 07:00")


def test_one_wrong_row_and_nothing_of_the_table_is_saved(
    command: Command, wenqu: Series, tmp_path: Path
) -> None:
    table = tmp_path / "term.csv"
    table.write_text(TABLE + "3,32月1日,15:00,题目,某某,,明理楼 201\n四,2026-12-24,下午,题目,某某,,\n")

    done = take(command, table, "--save")

    assert (done.status, done.out, Event.objects.count()) == (1, "", 0)
    assert done.err.splitlines()[-3:] == [
        "term.csv, 5: row 5, “日期”: “32月1日” is not a date.",
        "term.csv, 6: row 6, “期号”: “四” is not a number.",
        "term.csv, 6: row 6, “时间”: “下午” is not a time.",
    ]


def test_several_events_published_in_one_act_are_told_together(
    command: Command, wenqu: Series, tmp_path: Path
) -> None:
    table = tmp_path / "term.csv"
    table.write_text(TABLE.replace("待定,待定", "流的快算法,安一"))

    done = take(command, table, "--publish")

    assert (done.status, done.out) == (0, "/wenqu/1/\n/wenqu/2/\n"), done
    assert Announcement.objects.filter(kind="published").count() <= 1
    assert take(command, table, "--publish").out.splitlines() == [
        "Nothing to publish: the public copy says the same.", "/wenqu/1/", "/wenqu/2/",
    ]  # fmt: skip


def test_a_folder_of_old_announcements_gives_one_report_and_tells_nobody(
    command: Command, wenqu: Series, tmp_path: Path
) -> None:
    words = "题目：{0}\n报告人：{0}某\n时间：{1} 14:00-15:00\n地点：格致堂112\n摘要：无。"
    (tmp_path / "b.txt").write_text(words.format("甲", "2024年3月1日"))
    # The name of the file says in which year it was written.
    (tmp_path / "2023-10-20 乙.txt").write_text(words.format("乙", "10月27日"))
    (tmp_path / "c.csv").write_text(
        "date,time,title,speaker,venue\n2022-05-05,14:00-15:00,Flows,Ann Lee,Room 305\n"
    )
    (tmp_path / "d.txt").write_text(
        "【取消通知】\n因讲者航班延误，原定于2024年3月1日（周五）14:00-15:00 在格致堂112 举行的学术报告取消，敬请谅解。"
    )
    (tmp_path / "e.pdf").write_bytes(b"%PDF-1.7 ...")
    (tmp_path / ".hidden").write_bytes(b"\0")

    done = command("intake", str(tmp_path), "--series", "wenqu", "--publish")

    assert done.out.splitlines() == [
        "/wenqu/2022-05-05/", "/wenqu/2023-10-27/", "/wenqu/2024-03-01/", "/wenqu/2024-03-01/",
    ]  # fmt: skip
    assert done.err.splitlines()[-6:] == [
        "c.csv, 2: made",
        "2023-10-20 乙.txt: made",
        "b.txt: made",
        "d.txt: cancel",
        "Files read: 5. Events made: 3, updated: 1, unchanged: 0. Files refused: 1.",
        "e.pdf: PDF files cannot be read. Copy the text from it and paste it.",
    ]
    assert (done.status, Announcement.objects.count()) == (1, 0)
    states = {p.path: from_json(p.snapshot).state for p in Publication.objects.all()}
    assert states == {"2022-05-05": "published", "2023-10-27": "published", "2024-03-01": "cancelled"}


def test_what_a_file_is_read_as_is_printed_without_a_series(command: Command, tmp_path: Path) -> None:
    table = tmp_path / "term.csv"
    table.write_text(TABLE + "3,32月1日,15:00,题目,某某,,\n")

    read = json.loads(command("intake", str(table), "--json", "--on", "2026-11-20").out)

    assert [(each["entry"], each["number"], each["start"]) for each in read] == [
        ("term.csv, 2–3", 1, "2026-12-03T15:00:00+08:00"),
        ("term.csv, 4", 2, "2026-12-10T15:00:00+08:00"),
        ("term.csv, 5", 3, None),
    ]
    assert read[2]["faults"] == ["row 5, “日期”: “32月1日” is not a date."]
