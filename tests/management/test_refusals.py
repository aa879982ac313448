"""Bad input is one readable sentence, exit 1 or 2, and nothing is saved in half."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from seminars.models import Event, Series, Speaker, Subscriber, Venue
from tests.factories import NOW, a_series, an_event, published
from tests.management.command import Done

Command = Callable[..., Done]
BINARY = bytes(range(256)) * 20
SKIPPED = "题目：跳过的一小时\n报告人：林知远\n时间：2027年3月14日 02:30-03:30\n地点：格致堂112\n摘要：无。"
ENDS_BEFORE = "题目：倒流\n报告人：林知远\n时间：2027年3月14日 16:00-14:00\n地点：格致堂112\n摘要：无。"
TWO_DATES = (
    "本周六下午 14:00-16:00,我们将在格致堂 112【线下】给大家带来林知远的报告。\n报告 1 摘要\n摘要在此。\n"
    "【重复一遍时间地点】北京时间 12 月 9 日下午 14:00 - 16:00 格致堂112"
)

CASES = [
    (["intake", "/nowhere/at-all.txt", "--series", "wenqu", "--publish"], "", 1, "Cannot read"),
    (["intake", "-", "--series", "wenqu", "--publish"], "", 1, "empty"),
    (["intake", "-", "--series", "wenqu", "--publish"], " \n\n ", 1, "empty"),
    (["intake", "-", "--series", "wenqu", "--publish"], BINARY, 1, "not a text"),
    (["intake", "-", "--series", "wenqu", "--publish"], "讲座" * 900_000, 1, "1 MB"),
    (["intake", "-", "--series", "wenqu", "--publish"], "x" * 9_000_000, 1, "1 MB"),
    (["intake", "-", "--series", "wenqu", "--publish"], "明天有个讲座，欢迎来听。", 1, "Not published"),
    (
        ["intake", "-", "--series", "wenqu", "--zone", "America/New_York", "--publish"],
        SKIPPED,
        1,
        "Not published",
    ),
    (["intake", "-", "--series", "wenqu", "--publish"], ENDS_BEFORE, 1, "Not published"),
    (["intake", "-", "--series", "wenqu", "--on", "2026-11-24", "--publish"], TWO_DATES, 1, "2026-12-09"),
    (["intake", "-", "--series", "nobody", "--publish"], "讲座", 1, "no series"),
    (["intake", "-", "--publish"], "讲座", 1, "--series"),
    (["intake", "-", "--series", "wenqu"], "", 2, "required"),
    (["intake", "-", "--series", "wenqu", "--publish", "--on", "tomorrow"], "", 2, "--on"),
    (["intake", "-", "--series", "wenqu", "--publish", "--announce", "soon"], "", 2, "--announce"),
    (["publish", "wenqu/42", "--announce", "0001-01-01"], "", 2, "--announce"),
    (["publish", "wenqu/42", "--announce", "9999-12-31"], "", 2, "--announce"),
    (["series", "admin", "--name-en", "X"], "", 1, "reserved"),
    (["series", "no spaces", "--name-en", "X"], "", 1, "valid"),
    (["series", "zoned", "--name-en", "X", "--zone", "Mars/Olympus"], "", 1, "Mars/Olympus"),
    (["series", "short", "--name-en", "X", "--minutes", "0"], "", 1, "5"),
    (["series", "nameless"], "", 1, "name"),
    (["publish", "wenqu/7"], "", 1, "no event"),
    (["publish", "wenqu"], "", 1, "form"),
    (["cancel", "wenqu/42"], "", 2, "--reason"),
    (["restore", "wenqu/42"], "", 1, "not cancelled"),
    (["readdress", "wenqu/7"], "", 1, "no event"),
    (["raise_sequences", "--by", "0"], "", 2, "--by"),
    (["raise_sequences", "--by", "many"], "", 2, "--by"),
    (["move", "wenqu/42", "--start", "next week"], "", 1, "not a time"),
    (
        ["move", "wenqu/42", "--start", "2026-12-05T14:00", "--end", "2026-12-05T13:00"],
        "",
        1,
        "after the start",
    ),
    (["subscribe", "not-an-address", "--series", "wenqu"], "", 1, "not a mail address"),
    (["subscribe", "a@example.org", "--series", "wenqu", "--zone", "Nowhere"], "", 1, "Nowhere"),
    (["publish", "wenqu/42", "--by", "nobody@example.org"], "", 1, "no account"),
    (["move", "wenqu/42", "--start", "0001-01-01T00:00+08:00"], "", 1, "1970"),
    (["move", "wenqu/42", "--start", "9999-12-31T10:00+00:00"], "", 1, "2999"),
    (["publish", "wenqu/" + "9" * 5000], "", 1, "no event"),
    (["series", "a\udcff", "--name-zh", "x"], "", 1, "valid"),
    (["demo"], "", 1, "empty database"),
]


@pytest.mark.parametrize(("words", "text", "status", "sentence"), CASES)
def test_a_refusal_is_one_sentence(
    command: Command, words: list[str], text: str | bytes, status: int, sentence: str
) -> None:
    published(an_event(a_series(slug="wenqu"), number=42), at=NOW)
    before = [model.objects.count() for model in (Series, Event, Speaker, Venue, Subscriber)]

    done = command(*words, text=text)

    assert (done.status, sentence in done.err) == (status, True), done
    assert "Traceback" not in done.err
    assert len(done.err.strip().splitlines()) <= 2 or status == 2
    assert [model.objects.count() for model in (Series, Event, Speaker, Venue, Subscriber)] == before


def test_moving_into_a_skipped_hour_is_refused(command: Command) -> None:
    published(an_event(a_series(slug="wenqu", zone="America/New_York"), number=1), at=NOW)

    done = command("move", "wenqu/1", "--start", "2027-03-14T02:30")

    assert done.status == 1
    assert "02:30" in done.err
