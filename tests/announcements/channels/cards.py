"""Cards and snapshots for tests of channels: fixed, and without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from seminars.announcements.channels.chat import Attempt, Target
from seminars.announcements.saying.cards import Card, Fact, Line, Link, Mood, Section
from seminars.programme.snapshots import (
    AbstractPart,
    MeetingPart,
    SeriesPart,
    Snapshot,
    SpeakerPart,
    TalkPart,
    VenuePart,
)
from seminars.text.bilingual import Bilingual

AT = datetime(2020, 9, 6, 6, 7, 53, tzinfo=UTC)
ATTEMPT = Attempt(UUID("00000000-0000-4000-8000-000000000007"), AT)
WHSEC = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
TARGETS = {
    "wecom": Target(
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
    ),
    "feishu": Target("https://open.feishu.cn/open-apis/bot/v2/hook/0123abcd-4567", "SECRETexample"),
    "dingtalk": Target("https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef", "SECexample"),
    "webhook": Target("https://hooks.example.org/seminars", WHSEC),
    "telegram": Target("-1001234567890", "123456789:AAexampleexampleexampleexample"),
    "slack": Target("https://hooks.slack.com/services/T000/B000/exampleexample"),
    "mattermost": Target("https://chat.example.org/hooks/exampleexampleexample"),
    "matrix": Target("https://matrix.example.org/!room:example.org", "syt_exampletoken"),
}
NEWS = Card(
    "【预告】问渠班研讨会 #90｜11月28日",
    Mood.NEWS,
    (
        Section(
            (
                Line("2026年11月28日（周六）14:00–16:00 北京时间", "时间"),
                Line("学堂112", "地点", "格致堂112"),
                Line("从群表示的角度重新整理。", "摘要", is_detail=True),
            ),
            (Link("详情", "https://seminars.example.org/wenqu/90/"),),
        ),
    ),
    (
        Fact(
            "talk-uid", Bilingual("问渠班研讨会 #90", "Wenqu #90"), "published", AT, AT + timedelta(hours=2),
            "Asia/Shanghai", "https://seminars.example.org/wenqu/90/", ("place",),
        ),
    ),
)  # fmt: skip
TESTING = replace(NEWS, mood=Mood.TEST)

SNAPSHOT = Snapshot(
    uid="event-uid",
    series=SeriesPart(
        "wenqu", Bilingual("问渠班研讨会", "Wenqu Seminar"), Bilingual("问渠班", "Wenqu"), "zh"
    ),
    path="90",
    state="published",
    starts_at=datetime(2026, 11, 28, 6, tzinfo=UTC),
    ends_at=datetime(2026, 11, 28, 8, tzinfo=UTC),
    zone="Asia/Shanghai",
    number=90,
    venue=VenuePart("gezhi", Bilingual("格致堂112", "Gezhi Hall 112")),
    meeting=MeetingPart(
        "tencent",
        code="555010021",
        url="https://meeting.tencent.com/dm/x",
        passcode="4242",
        visibility="subscribers",
    ),
    talks=(
        TalkPart(
            "talk-uid",
            abstracts=(AbstractPart("zh", "再看旋转位置编码", "从 $n$ 维群表示的角度**重新**整理。"),),
            speakers=(
                SpeakerPart(
                    "lin", Bilingual("林知远", "Lin Zhiyuan"), affiliation=Bilingual("云栖湾大学", "")
                ),
            ),
        ),
    ),
)

# What people might type to call everybody, to hide a link or to break the message around them.
NASTY = (
    "<@all>", "@所有人", "<!channel>", "<!here>", "@channel",
    "@room", '<at id="all"></at>', "[x](https://evil.example)",
    "![x](https://evil.example/x.png)", "<https://evil.example|x>", '<a href="https://evil.example">x</a>',
    "&lt;@all&gt;",
    "&#60;@all&#62;", "# h", "> q", "- l", "1. n", "**b**", "`c`", "```", "\\[x](y)", '"}]}', "\\", "]]>", "</b>",
    "~~s~~",
    "〔", "𝔽", "#89",
)  # fmt: skip
words = st.lists(
    st.one_of(
        st.sampled_from(NASTY),
        st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=40),
    ),
    min_size=1,
    max_size=8,
).map(" ".join)
lines = st.builds(
    Line,
    text=words,
    label=st.sampled_from(["", "时间", "Place"]),
    before=words | st.just(""),
    is_detail=st.booleans(),
)
sections = st.builds(
    Section,
    lines=st.lists(lines, max_size=4).map(tuple),
    links=st.just(NEWS.sections[0].links),
    heading=words | st.just(""),
)
cards = st.builds(
    Card,
    title=words,
    mood=st.sampled_from(Mood),
    sections=st.lists(sections, max_size=4).map(tuple),
    facts=st.just(NEWS.facts),
)
