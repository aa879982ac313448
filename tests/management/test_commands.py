"""Each command of the contract does what it says and prints the event's path last."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from seminars.models import (
    Announcement,
    Channel,
    Delivery,
    Event,
    Meeting,
    Publication,
    Series,
    Speaker,
    Subscriber,
    Talk,
)
from seminars.programme.snapshots import from_json
from tests.factories import NOW, a_series, an_event, published
from tests.management.command import Done

Command = Callable[..., Done]
TEXTS = Path(__file__).parent.parent / "data" / "journey"
TWO = ("intake", str(TEXTS / "two_talks.txt"), "--series", "wenqu", "--on", "2025-10-28")
ONE = ("intake", str(TEXTS / "no_title.txt"), "--series", "wenqu", "--on", "2026-04-08")


@pytest.fixture
def wenqu(command: Command) -> Series:
    command(
        "series", "wenqu", "--name-zh", "问渠班研讨会", "--name-en", "Wenqu Class Seminar", "--minutes", "120"
    )
    return Series.objects.get()


def last(done: Done) -> str:
    assert done.status == 0, done
    return done.out.strip().splitlines()[-1]


def test_series_makes_and_updates(command: Command, wenqu: Series) -> None:
    assert last(command("series", "wenqu", "--short-zh", "问渠")) == "/wenqu/"

    wenqu.refresh_from_db()
    assert (wenqu.name_zh, wenqu.short_zh, wenqu.minutes, wenqu.zone) == (
        "问渠班研讨会",
        "问渠",
        120,
        "Asia/Shanghai",
    )


def test_two_talks_are_published_whole(command: Command, wenqu: Series) -> None:
    assert last(command(*TWO, "--publish")) == "/wenqu/2025-11-01/"

    snapshot = from_json(Publication.objects.get().snapshot)
    first, second = snapshot.talks
    assert (snapshot.starts_at, snapshot.ends_at) == (
        datetime(2025, 11, 1, 7, tzinfo=UTC),
        datetime(2025, 11, 1, 9, tzinfo=UTC),
    )
    assert (snapshot.mode, snapshot.venue.name.zh, snapshot.meeting.code) == (
        "hybrid",
        "明理楼305",
        "555010089",
    )  # type: ignore[union-attr]
    assert (first.title.en, second.title.best("zh")) == (
        "Tempered Losses for Kernel Machines: Why Warmup Helps",
        "",
    )
    assert [person.name.zh for person in snapshot.speakers] == ["叶知秋", "杜若溪"]
    assert [(link.kind, link.url) for link in second.links] == [
        ("paper", "https://arxiv.org/abs/2505.01234"),
        ("model", "https://huggingface.co/collections/haiyan/gate"),
    ]
    assert snapshot.audience.zh == "欢迎全体同学参加~"
    assert "零食" in snapshot.notes.zh
    assert not Announcement.objects.exists()


def test_one_talk_without_title_has_two_speakers_and_one_biography(command: Command, wenqu: Series) -> None:
    assert last(command(*ONE, "--publish")) == "/wenqu/89/"

    snapshot = from_json(Publication.objects.get().snapshot)
    (talk,) = snapshot.talks
    assert [person.name.best("en") for person in talk.speakers] == ["Ivo Brandt", "Rugu Wen"]
    assert talk.speakers[1].name.zh == "温如故"
    assert talk.joint_biography.en.startswith("Ivo Brandt and Rugu Wen are researchers")
    assert (snapshot.meeting.provider, snapshot.meeting.code, snapshot.meeting.label) == (
        "tencent",
        "",
        "seminar",
    )  # type: ignore[union-attr]
    wenqu.refresh_from_db()
    assert wenqu.motto_en == "Ask Why Twice!"


def test_the_same_text_again_is_the_same_event(command: Command, wenqu: Series) -> None:
    command(*TWO, "--publish")
    talks = list(Talk.objects.order_by("position").values_list("uid", flat=True))

    again = command(*TWO, "--publish")

    assert (again.status, "Nothing to publish" in again.out) == (0, True)
    assert Event.objects.count() == Publication.objects.count() == Meeting.objects.count() == 1
    assert Speaker.objects.count() == 2
    assert list(Talk.objects.order_by("position").values_list("uid", flat=True)) == talks


def test_save_makes_a_draft_and_publishes_nothing(command: Command, wenqu: Series) -> None:
    assert last(command(*ONE, "--save")).startswith("draft ")

    assert (Event.objects.get().state, Publication.objects.count()) == ("draft", 0)
    assert last(command("publish", "wenqu/89", "--announce", "never")) == "/wenqu/89/"


def test_json_needs_neither_series_nor_database(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.management.command import run  # noqa: PLC0415 -- without the fixture that opens the database

    done = run(capsys, monkeypatch, "intake", str(TEXTS / "no_title.txt"), "--on", "2026-04-08", "--json")

    read = json.loads(done.out)
    assert (done.status, read["number"], read["start"]) == (0, 89, "2026-04-11T14:00:00+08:00")


def test_a_folder_is_read_file_by_file(command: Command, wenqu: Series) -> None:
    done = command("intake", str(TEXTS), "--series", "wenqu", "--on", "2026-04-08", "--save")

    assert len(done.out.strip().splitlines()) == 2


def test_cancel_and_restore_and_move_print_the_path(command: Command) -> None:
    published(an_event(a_series(slug="wenqu"), number=42), at=NOW)

    assert last(command("cancel", "wenqu/42", "--reason", "flu")) == "/wenqu/42/"
    assert last(command("restore", "wenqu/42")) == "/wenqu/42/"
    assert last(command("move", "wenqu/42", "--start", "2026-12-05T14:00")) == "/wenqu/42/"
    assert Publication.objects.get().starts_at == datetime(2026, 12, 5, 6, tzinfo=UTC)


def test_a_cancellation_text_cancels_the_event_it_means(command: Command) -> None:
    published(an_event(a_series(slug="wenqu")), at=NOW)
    text = "【取消通知】\n因讲者航班延误，原定于11月28日（周六）14:00-16:00 在格致堂112 举行的学术报告取消，敬请谅解。"

    done = command("intake", "-", "--series", "wenqu", "--on", "2026-11-26", "--publish", text=text)

    assert last(done) == "/wenqu/2026-11-28/"
    snapshot = from_json(Publication.objects.get().snapshot)
    assert (snapshot.state, snapshot.cancel_reason) == ("cancelled", "讲者航班延误")


def test_subscribe_sends_nothing_and_drain_tells_what_is_due(command: Command) -> None:
    series = a_series(slug="wenqu")
    assert command("subscribe", "lan@example.org", "--series", "wenqu", "--language", "en").status == 0
    now = timezone.now()
    published(an_event(series, starts_at=now + timedelta(days=5)), at=now)

    done = command("drain")

    assert (done.status, Delivery.objects.get().language) == (0, "en")
    assert Subscriber.objects.get().zone == "Asia/Shanghai"


def test_rekey_brings_secrets_under_the_first_key(command: Command, settings) -> None:  # type: ignore[no-untyped-def]
    Meeting.objects.create(provider="tencent", host_key="246810")
    Channel.objects.create(series=a_series(), kind="feishu", name="group", address="https://a", secret="s")
    settings.DATA_KEYS = ["new", *settings.DATA_KEYS]

    assert command("rekey").out == "Secrets encrypted anew: 3.\n"
    settings.DATA_KEYS = ["new"]
    channel = Channel.objects.get()
    assert (Meeting.objects.get().host_key, channel.address, channel.secret) == ("246810", "https://a", "s")


def test_doctor_says_what_is_in_order(command: Command, settings) -> None:  # type: ignore[no-untyped-def]
    settings.QUEUE_DIR.mkdir(parents=True)

    done = command("doctor")

    assert done.status == 0, done.out
    assert "ok    zone data" in done.out


def test_the_demo_is_alive(command: Command) -> None:
    assert command("demo").status == 0

    assert Publication.objects.filter(series__slug="wenqu", number=42, state="published").exists()
    assert Publication.objects.filter(state="cancelled").count() == 1
    assert Event.objects.filter(state="draft").count() == 1
    assert not Series.objects.filter(slug="yao").exists()
    assert not Delivery.objects.exclude(state="sent").exists()
    assert command("demo").status == 1


def test_another_number_in_a_text_never_changes_a_room_that_others_use(
    command: Command, wenqu: Series
) -> None:
    command(*TWO, "--publish")
    first = Event.objects.get()
    second = an_event(wenqu, number=90, meeting=first.meeting)
    text = (TEXTS / "two_talks.txt").read_text(encoding="utf-8").replace("555-010-089", "555-020-022")

    command("intake", "-", "--series", "wenqu", "--on", "2025-10-28", "--publish", text=text)

    second.refresh_from_db()
    assert second.meeting is not None
    assert second.meeting.code == "555010089"
    assert from_json(Publication.objects.get(event=first).snapshot).meeting.code == "555020022"  # type: ignore[union-attr]


def test_a_number_that_came_later_becomes_the_address(command: Command, wenqu: Series) -> None:
    published(an_event(wenqu))
    Event.objects.update(number=89)

    assert last(command("readdress", "wenqu/2026-11-28")) == "/wenqu/89/"
    # The old name still names it, and there is nothing more to do.
    assert "already" in last(command("readdress", "wenqu/2026-11-28"))
    assert Publication.objects.get().path == "89"


def test_sequences_are_raised_for_what_is_to_come(command: Command, wenqu: Series) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    for starts_at in (tomorrow, tomorrow - timedelta(days=30)):
        published(an_event(wenqu, starts_at=starts_at))

    assert last(command("raise_sequences")) == "Raised by 100: 1 events."
    assert last(command("raise_sequences", "--by", "7")) == "Raised by 7: 1 events."
    assert sorted(Event.objects.values_list("sequence", flat=True)) == [0, 107]
