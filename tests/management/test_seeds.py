"""Real announcements, where SEED_TEXTS names a folder of them: nothing they say is without a home."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from seminars.models import Event, Publication, Series
from seminars.programme.snapshots import Snapshot, from_json, to_json
from tests.management.command import Done

Command = Callable[..., Done]
MADE = (
    "series",
    "yao",
    "--name-zh",
    "清华大学姚班研讨会",
    "--name-en",
    "Yao Class Seminar",
    "--zone",
    "Asia/Shanghai",
)


def published(command: Command, folder: Path, name: str, on: str) -> tuple[str, Snapshot]:
    (path,) = folder.glob(f"{name}_*.txt")
    command(*MADE)
    done = command("intake", str(path), "--series", "yao", "--on", on, "--publish")
    assert done.status == 0, done
    return done.out.strip().splitlines()[-1], from_json(Publication.objects.get().snapshot)


def strings(value: object) -> str:
    """Every text within a JSON value, without white space."""
    if isinstance(value, dict):
        return "".join(map(strings, value.values()))
    if isinstance(value, list):
        return "".join(map(strings, value))
    return re.sub(r"\s+", "", str(value))


def test_the_first_seed_is_read_as_it_stands(command: Command, seed_texts: Path) -> None:
    path, snapshot = published(command, seed_texts, "000", "2025-10-28")

    first, second = snapshot.talks
    assert path == "/yao/2025-11-01/"
    assert (snapshot.starts_at, snapshot.ends_at, snapshot.mode) == (
        datetime(2025, 11, 1, 7, tzinfo=UTC),
        datetime(2025, 11, 1, 9, tzinfo=UTC),
        "hybrid",
    )
    assert snapshot.venue is not None
    assert snapshot.meeting is not None
    assert (snapshot.venue.name.zh, snapshot.meeting.provider, snapshot.meeting.code) == (
        "清华学堂112",
        "tencent",
        "819589898",
    )
    assert [talk.title.en for talk in snapshot.talks] == [
        "Functional Scaling Laws in Kernel Regression: Loss Dynamics and Learning Rate Schedules",
        "",
    ]
    assert [(each.name.zh, each.honorific) for each in snapshot.speakers] == [
        ("李炳辉", "同学"),
        ("邱子涵", "同学"),
    ]
    assert first.speakers[0].biography.zh == "李炳辉是北京大学三年级博士生,导师为王立威老师和吴磊老师。"
    assert [(link.kind, link.url) for link in second.links] == [
        ("paper", "https://arxiv.org/abs/2505.06708"),
        ("model", "https://huggingface.co/collections/Qwen/qwen3-next"),
    ]
    said = strings(to_json(snapshot))
    for words in (
        "机器学习理论和模型架构相关",
        "吃零食and/or自由交流",
        "欢迎全体同学参加~",
        "长度外推性能",
        "Qwen团队的情况",
    ):
        assert words in said, words


def test_the_second_seed_is_read_as_it_stands(command: Command, seed_texts: Path) -> None:
    path, snapshot = published(command, seed_texts, "002", "2026-04-08")

    (talk,) = snapshot.talks
    assert (path, snapshot.number, snapshot.mode) == ("/yao/89/", 89, "hybrid")
    assert (snapshot.starts_at, snapshot.ends_at) == (
        datetime(2026, 4, 11, 6, tzinfo=UTC),
        datetime(2026, 4, 11, 8, tzinfo=UTC),
    )
    assert [person.name.best("zh") for person in talk.speakers] == ["Nathan Chen", "张宇"]
    assert talk.speakers[1].name.en == "Yu Zhang"
    assert not talk.title
    assert talk.joint_biography.en.startswith("Nathan Chen and Yu Zhang are researchers")
    assert talk.joint_biography.en.endswith("Flash Linear Attention (FLA).")
    assert snapshot.meeting is not None
    assert (snapshot.meeting.provider, snapshot.meeting.code, snapshot.meeting.label) == (
        "tencent",
        "",
        "seminar",
    )
    assert "预训练与模型架构相关" in snapshot.intro.zh
    assert Series.objects.get().motto_en == "Make IIIS Great Again!"


@pytest.mark.parametrize(("name", "on"), [("000", "2025-10-28"), ("002", "2026-04-08")])
def test_the_pasted_text_is_kept_whole(command: Command, seed_texts: Path, name: str, on: str) -> None:
    published(command, seed_texts, name, on)

    (path,) = seed_texts.glob(f"{name}_*.txt")
    kept = re.sub(r"\s+", "", Event.objects.get().source_text)
    assert kept == re.sub(r"\s+", "", path.read_text(encoding="utf-8"))
