"""Real announcements, where SEED_TEXTS names a folder of them: published and posted again, nothing is lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from seminars.announcements.saying.items import Item
from seminars.announcements.wechat.long import long
from seminars.announcements.wechat.short import LONGEST, short
from seminars.intake.reader import read
from seminars.models import Moment, Publication, Series
from seminars.programme.snapshots import Snapshot
from tests.management.command import Done
from tests.management.conftest import command as command
from tests.management.test_seeds import published

Command = Callable[..., Done]
SEEDS = (("000", "2025-10-28"), ("002", "2026-04-08"))


def posted(snapshot: Snapshot, on: str) -> str:
    motto = Series.objects.get().motto
    return long(Item(snapshot), Moment.FULL, "zh", on=date.fromisoformat(on), motto=motto)


def bare(text: str) -> str:
    """Compared after NFKC and without white space, as the truth of the samples is."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize(("name", "on"), SEEDS)
def test_a_post_says_every_sentence_of_the_announcement(
    command: Command, seed_texts: Path, name: str, on: str
) -> None:
    path, snapshot = published(command, seed_texts, name, on)
    said = bare(posted(snapshot, on))

    (source,) = seed_texts.glob(f"{name}_*.txt")
    for line in source.read_text(encoding="utf-8").splitlines():
        for sentence in re.split(r"(?<=[。~!])|(?<=[a-z]\.)\s", line):
            assert is_told_anew(sentence) or without_prose(sentence) in said, sentence
    assert f"{settings.SITE_URL}{path}time/" in said


def without_prose(sentence: str) -> str:
    """The sentence; of one that tells a title, that alone."""
    words = bare(sentence)
    said_before = next((each for each in ("本次报告的内容是", "他将分享") if words.startswith(each)), "")
    return words.removeprefix(said_before).rstrip(".。") if said_before else words


def is_told_anew(sentence: str) -> bool:
    """Whether a sentence has become facts: the lead, the line that repeats it, a heading."""
    words = bare(sentence)
    is_fact = words.startswith(("本周六下午", "【重复", "Seminar#", "时间:", "报告1", "报告2"))
    return is_fact or words.strip("•") in ("", "摘要", "讲者", "联系我们")


def test_the_first_seed_says_the_facts_of_its_lead_and_its_end(command: Command, seed_texts: Path) -> None:
    _path, snapshot = published(command, seed_texts, "000", "2025-10-28")

    text = posted(snapshot, "2025-10-28")

    for fact in (
        "本周六，即2025年11月1日（周六）15:00–17:00（北京时间），我们将在清华学堂112【线下】给大家带来李炳辉和邱子涵同学的报告。",
        "报告内容与机器学习理论和模型架构相关。",
        "在报告前后,同学们可以吃零食 and/or 自由交流。",
        "题目：Functional Scaling Laws in Kernel Regression: Loss Dynamics and Learning Rate Schedules\n"
        "讲者：李炳辉同学（北京大学）\n"
        "简介：李炳辉是北京大学三年级博士生,导师为王立威老师和吴磊老师。\n摘要：Scaling laws",
        "欢迎全体同学参加~",
        "【重复一遍时间地点】\n时间：2025年11月1日（周六）15:00–17:00（北京时间）\n"
        "地点：清华学堂112\n线上：腾讯会议 819-589-898\n",
        "清华大学姚班研讨会",
    ):
        assert fact in text, fact


def test_the_second_seed_says_the_facts_of_its_head_and_its_end(command: Command, seed_texts: Path) -> None:
    _path, snapshot = published(command, seed_texts, "002", "2026-04-08")

    text = posted(snapshot, "2026-04-08")

    for fact in (
        "#89",
        "2026年4月11日（周六）14:00–16:00（北京时间），我们将在清华学堂112【线下】给大家带来 Nathan Chen 和张宇的报告。",
        "报告和预训练与模型架构相关。",
        "线上：腾讯会议 seminar\n会议号另行通知\n",
        "讲者：Nathan Chen（Moonshot AI (Kimi)）、张宇",
        "欢迎全体同学参加~",
        "Make IIIS Great Again!",
        "清华大学姚班研讨会",
    ):
        assert fact in text, fact


@pytest.mark.parametrize(("name", "on"), SEEDS)
def test_a_post_of_the_announcement_is_read_as_it_was(
    command: Command, seed_texts: Path, name: str, on: str
) -> None:
    _path, snapshot = published(command, seed_texts, name, on)
    (source,) = seed_texts.glob(f"{name}_*.txt")
    first = read(source.read_text(encoding="utf-8"), date.fromisoformat(on), "Asia/Shanghai")

    again = read(posted(snapshot, on), date.fromisoformat(on), "Asia/Shanghai")

    def gist(reading: object) -> tuple[object, ...]:
        names = ("kind", "number", "intro", "starts_at", "ends_at", "zone", "mode", "audience", "motto")
        return tuple(getattr(reading, each) for each in names)

    assert gist(again) == gist(first)
    assert [(each.venue, each.room) for each in again.places] == [
        (each.venue, each.room) for each in first.places
    ]
    assert [(each.provider, each.code, each.label) for each in again.meetings] == [
        (each.provider, each.code, each.label) for each in first.meetings
    ]
    for mine, theirs in zip(again.talks, first.talks, strict=True):
        assert (mine.title, mine.links) == (theirs.title, theirs.links)
        assert bare(mine.abstract or "") == bare(theirs.abstract or "")
        assert [(each.name, each.affiliation) for each in mine.speakers] == [
            (each.name, each.affiliation) for each in theirs.speakers
        ]
        assert bare(str(mine.joint_biography)) == bare(str(theirs.joint_biography))
        assert [bare(each.biography or "") for each in mine.speakers] == [
            bare(each.biography or "") for each in theirs.speakers
        ]


@pytest.mark.parametrize(("name", "on"), SEEDS)
def test_the_short_post_of_the_announcement_fits(
    command: Command, seed_texts: Path, name: str, on: str
) -> None:
    _path, snapshot = published(command, seed_texts, name, on)

    for moment in (Moment.PREVIEW, Moment.FULL, Moment.REMINDER):
        assert len(short(Item(snapshot), moment, "both", on=datetime.fromisoformat(on).date())) <= LONGEST
    assert Publication.objects.count() == 1
