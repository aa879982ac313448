"""The organizers' own words in mails, groups and posts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from seminars.announcements import outbox
from seminars.announcements.saying.carding import card
from seminars.announcements.saying.composing import compose
from seminars.announcements.saying.items import Item
from seminars.announcements.saying.wordings import Wordings, Words
from seminars.announcements.wechat.short import short
from seminars.models import Event, Moment, Wording
from seminars.publishing.publish import publish, publish_all
from seminars.text.bilingual import Bilingual
from tests.announcements.mailbox import outgoing, text_of
from tests.announcements.tellings import TOLD, TUESDAY
from tests.announcements.wechat.cases import ONE_ONLINE, TWO_TALKS
from tests.factories import NOW, STARTS, a_series, a_subscriber, an_event

OWN = Words(
    subject="{本期}：{讲者}，{相对日}{时间}（{地点}）",
    opening="各位老师、同学：\n\n{系列}本周请到{讲者}。",
    closing="有问题请写信给 {联系方式}。",
    card_title="{short} {day} {time} {meeting}",
    lead="{讲者}来了！",
    ending="转发请注明{简称}。",
)


def wordings(kind: str, words: Words, language: str = "zh") -> Wordings:
    return Wordings(((kind, language, words),))


@pytest.fixture(autouse=True)
def _site(settings) -> None:  # type: ignore[no-untyped-def]
    settings.SITE_URL = "https://seminars.example.org"


def test_own_words_stand_in_the_subject_and_around_the_facts() -> None:
    mail = compose(
        [Item(ONE_ONLINE)],
        language="zh",
        zone="Asia/Shanghai",
        at=TUESDAY,
        wordings=wordings("announcement", OWN),
    )

    assert mail.subject == "问渠 #42：林知远，本周六14:00–16:00"
    assert mail.text.startswith("各位老师、同学：\n\n问渠班研讨会本周请到林知远。\n\n问渠 #42｜")
    assert "\n\n有问题请写信给 wenqu@example.org。\n\n-- \n" in mail.text
    assert "各位老师、同学：<br><br>问渠班研讨会本周请到林知远。" in mail.html


def test_other_kinds_and_languages_keep_our_words() -> None:
    own = wordings("announcement", OWN)
    said = TOLD["change-time"]

    assert compose(said.items, language="zh", zone="Asia/Shanghai", at=said.at, wordings=own) == compose(
        said.items, language="zh", zone="Asia/Shanghai", at=said.at
    )
    assert compose(
        [Item(TWO_TALKS)], language="en", zone="Asia/Shanghai", at=TUESDAY, wordings=own
    ) == compose([Item(TWO_TALKS)], language="en", zone="Asia/Shanghai", at=TUESDAY)


def test_a_group_reads_its_own_title_and_never_a_hidden_number() -> None:
    hidden = TOLD["announcement-withheld"].items
    own = wordings("announcement", OWN)

    titles = {
        audience: card(hidden, language="zh", audience=audience, at=TUESDAY, wordings=own).title
        for audience in ("public", "subscriber")
    }

    assert titles == {
        "public": "问渠 本周六 14:00–16:00 腾讯会议（会议号仅发给订阅者）",
        "subscriber": "问渠 本周六 14:00–16:00 腾讯会议 555-010-021",
    }


def test_the_short_post_begins_and_ends_with_them() -> None:
    text = short(
        Item(TWO_TALKS), Moment.PREVIEW, "zh", on=TUESDAY.date(), wordings=wordings("announcement", OWN)
    ).split("\n")

    assert (text[0], text[1], text[-1]) == ("林知远、沈栖来了！", "【预告】问渠 #42", "转发请注明问渠。")


names = st.text(max_size=30) | st.sampled_from(
    (
        "<b>x</b>\r\nBcc: y",
        "[x](https://evil.example)",
        "</p><script>alert(1)</script>",
        "{series}",
        "\u2028a",
    )
)


@given(name=names, title=names)
def test_no_value_becomes_a_header_or_a_tag(name: str, title: str) -> None:
    series = replace(TWO_TALKS.series, name=Bilingual(name, ""), short=Bilingual(title, ""))
    words = Words(subject="{series} {short}", opening="{series}", closing="{short}")

    mail = compose(
        [Item(replace(TWO_TALKS, series=series))], language="zh", zone="Asia/Shanghai", at=TUESDAY,
        wordings=wordings("announcement", words),
    )  # fmt: skip

    assert not set(mail.subject) & set("\r\n\x0b\x0c\x1c\x85\u2028\u2029")
    assert len(mail.subject) <= 150
    assert "<script" not in mail.html
    assert "<b>" not in mail.html


@pytest.mark.django_db
def test_mails_go_out_in_the_words_of_their_series() -> None:
    series = a_series(slug="wenqu", short_zh="问渠", short_en="Wenqu")
    a_subscriber(series, email="lan@example.org")
    Wording.objects.create(
        series=series, kind="announcement", language="zh", subject="来听{本期}", opening="你好！"
    )
    event: Event = an_event(series, number=42)

    publish(event, by=None, at=NOW)
    outbox.drain(clock=lambda: NOW + timedelta(minutes=1))

    (mail,) = outgoing()
    assert (mail["Subject"], text_of(mail)[:4]) == ("来听问渠 #42", "你好！\n")


@pytest.mark.django_db
def test_of_several_events_only_the_series_is_filled_in() -> None:
    series = a_series(slug="wenqu", short_zh="问渠", short_en="Wenqu")
    a_subscriber(series, email="lan@example.org")
    opening = "{简称}的朋友：\n{题目}\n你好！"
    Wording.objects.create(
        series=series, kind="announcement", language="zh", subject="{题目}", opening=opening
    )
    events = [an_event(series, number=42), an_event(series, number=43, starts_at=STARTS + timedelta(days=7))]

    publish_all(events, by=None, at=NOW)
    outbox.drain(clock=lambda: NOW + timedelta(minutes=1))

    (mail,) = outgoing()
    assert mail["Subject"] == "【预告】问渠：2 场（11月28日周六、12月5日周六）"
    assert text_of(mail).startswith("问渠的朋友：\n你好！\n\n")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "There is no placeholder {titel}. There are: {series}, {short}, {event}, "),
        ("zh-hans", "{系列}、{简称}、{本期}、"),
    ],
)
def test_an_unknown_placeholder_is_refused_with_its_name(language: str, said: str) -> None:
    wording = Wording(series=a_series(), kind="note", language="en", subject="{titel}", opening="a } b")

    with translation.override(language), pytest.raises(ValidationError) as refusal:
        wording.full_clean()

    assert sorted(refusal.value.message_dict) == ["opening", "subject"]
    assert said in refusal.value.message_dict["subject"][0]
    assert "{titel}" in refusal.value.message_dict["subject"][0]
