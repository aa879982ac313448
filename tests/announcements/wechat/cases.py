"""Events as people post them, each with what was known of it before, and the golden texts they give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from seminars.announcements.saying.items import Item
from seminars.announcements.wechat.long import long
from seminars.announcements.wechat.short import short
from seminars.models import Moment
from seminars.programme.changes import compare
from seminars.programme.snapshots import (
    AbstractPart,
    LinkPart,
    MeetingPart,
    SeriesPart,
    Snapshot,
    SpeakerPart,
    TalkPart,
    VenuePart,
)
from seminars.text.bilingual import Bilingual

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("zh", "en", "both")
# The Tuesday before the Saturday on which they take place.
TUESDAY = date(2026, 11, 24)

ROOM = VenuePart(
    "gezhi-112",
    Bilingual("格致堂112", "Gezhi Hall 112"),
    Bilingual("北辰路 5 号", "5 Beichen Road"),
    Bilingual("东门进，直走。", "Through the east gate, straight on."),
)
OTHER_ROOM = VenuePart("mingli-201", Bilingual("明理楼201", "Mingli Hall 201"))
MEETING = MeetingPart(
    "tencent", code="555010021", url="https://meeting.tencent.com/dm/EXAMPLEabc", passcode="0421"
)
LIN = SpeakerPart(
    "lin-zhiyuan",
    Bilingual("林知远", "Lin Zhiyuan"),
    "同学",
    Bilingual("云栖湾大学", "Yunqi Bay University"),
    Bilingual("林知远是云栖湾大学二年级博士生。", "Lin Zhiyuan is a PhD student at Yunqi Bay University."),
)
SHEN = SpeakerPart("shen-qi", Bilingual("沈栖", "Shen Qi"), "同学", Bilingual("海砚实验室", "Haiyan Lab"))
CASTELL = SpeakerPart(
    "mira-castell", Bilingual(en="Mira Castell"), "Prof.", Bilingual(en="Harbour Institute")
)
PREFETCH = TalkPart(
    uid="0b9ff5a2-5ce5-4c7e-9d6c-2f6f0a3d1c11",
    abstracts=(
        AbstractPart(
            "zh",
            "再看 $\\sqrt{2\\log n}$ 的界",
            "设 $X_1,\\dots,X_n$ 独立。代码见(https://example.org/code)，论文见https://arxiv.org/abs/2611.01234。"
            "\n\n我们给出**更短**的证明。",
        ),
        AbstractPart(
            "en", "The $\\sqrt{2\\log n}$ bound revisited", "A shorter proof, with the best constant."
        ),
    ),
    speakers=(LIN,),
    links=(
        LinkPart("paper", "https://arxiv.org/abs/2611.01234"),
        LinkPart("slides", "https://example.org/s.pdf"),
    ),
    why=Bilingual("三行证明", "A proof in three lines"),
)
ROTARY = TalkPart(
    uid="3f0c8a5e-8d8e-4a55-8a67-a1c6f7b1d022",
    abstracts=(AbstractPart("zh", "再看旋转位置编码", "本报告从群表示的角度重新整理旋转类编码。"),),
    speakers=(SHEN,),
    links=(LinkPart("recording", "https://www.bilibili.com/video/BV1example"),),
)
UNTITLED = TalkPart(uid="c4a1f0de-65a2-4d5c-8b86-7d1f4e0a9b33", speakers=(CASTELL,))

TWO_TALKS = Snapshot(
    uid="5d3ab65e-7f2b-4d0e-9a5b-0a1b2c3d4e5f",
    series=SeriesPart(
        "wenqu",
        Bilingual("问渠班研讨会", "Wenqu Class Seminar"),
        Bilingual("问渠", "Wenqu"),
        "zh",
    ),
    path="42",
    state="published",
    starts_at=datetime(2026, 11, 28, 6, tzinfo=UTC),
    ends_at=datetime(2026, 11, 28, 8, tzinfo=UTC),
    zone="Asia/Shanghai",
    number=42,
    intro=Bilingual("报告内容与概率论和位置编码相关。"),
    notes=Bilingual("报告前后有零食。", "There are snacks."),
    audience=Bilingual("欢迎全体同学参加~", "Everyone is welcome."),
    host="顾闻笛",
    contact="wenqu@example.org",
    signup_url="https://example.org/signup",
    signup_until=datetime(2026, 11, 27, 4, tzinfo=UTC),
    venue=ROOM,
    meeting=MEETING,
    talks=(PREFETCH, ROTARY),
)
ONE_ONLINE = replace(
    TWO_TALKS,
    venue=None,
    meeting=MeetingPart("tencent", label="seminar"),
    talks=(PREFETCH,),
    notes=Bilingual(),
)
OVERSEAS = replace(
    TWO_TALKS,
    starts_at=datetime(2026, 11, 28, 1, tzinfo=UTC),
    ends_at=datetime(2026, 11, 28, 2, tzinfo=UTC),
    zone="America/New_York",
    venue=VenuePart("wexford", Bilingual(en="Wexford Hall 204")),
    meeting=None,
    talks=(UNTITLED,),
)
ALL_DAY = replace(
    TWO_TALKS,
    title=Bilingual("位置编码专场", "A day of encodings"),
    starts_at=datetime(2026, 11, 27, 16, tzinfo=UTC),
    ends_at=datetime(2026, 11, 29, 16, tzinfo=UTC),
    is_all_day=True,
)
SATURDAY_NOON = replace(
    TWO_TALKS, starts_at=datetime(2026, 11, 28, 4, tzinfo=UTC), ends_at=datetime(2026, 11, 28, 6, tzinfo=UTC)
)


def told(snapshot: Snapshot, known: Snapshot | None = None) -> Item:
    """The event now, against what was known."""
    return Item(snapshot, known, compare(known, snapshot)) if known else Item(snapshot)


CASES: dict[str, tuple[Item, tuple[Moment, ...]]] = {
    "two-talks": (told(TWO_TALKS), (Moment.PREVIEW, Moment.FULL, Moment.REMINDER, Moment.REPLAY)),
    "one-online": (told(ONE_ONLINE), (Moment.PREVIEW, Moment.FULL, Moment.REMINDER)),
    "untitled": (told(replace(TWO_TALKS, talks=(UNTITLED,), meeting=None)), (Moment.PREVIEW, Moment.FULL)),
    "cancelled": (
        told(replace(TWO_TALKS, state="cancelled", cancel_reason="讲者生病"), TWO_TALKS),
        (Moment.CANCELLATION,),
    ),
    "moved-time": (told(TWO_TALKS, SATURDAY_NOON), (Moment.CHANGE,)),
    "moved-place": (told(TWO_TALKS, replace(TWO_TALKS, venue=OTHER_ROOM)), (Moment.CHANGE,)),
    "moved-both": (
        replace(told(TWO_TALKS, replace(SATURDAY_NOON, venue=OTHER_ROOM)), note="原教室投影坏了。"),
        (Moment.CHANGE,),
    ),
    "other-talks": (
        told(TWO_TALKS, replace(TWO_TALKS, talks=(replace(PREFETCH, speakers=(SHEN,)), UNTITLED))),
        (Moment.CHANGE,),
    ),
    "added": (
        told(TWO_TALKS, replace(TWO_TALKS, talks=(replace(PREFETCH, abstracts=()), ROTARY))),
        (Moment.CHANGE,),
    ),
    "restored": (told(TWO_TALKS, replace(TWO_TALKS, state="cancelled")), (Moment.CHANGE,)),
    "all-day": (told(ALL_DAY), (Moment.PREVIEW, Moment.FULL)),
    "withheld": (
        told(
            replace(TWO_TALKS, meeting=replace(MEETING, visibility="subscribers")),
            replace(TWO_TALKS, meeting=replace(MEETING, visibility="subscribers", code="555010099")),
        ),
        (Moment.FULL, Moment.CHANGE),
    ),
    "overseas": (told(OVERSEAS), (Moment.FULL, Moment.REMINDER)),
}


def texts(item: Item, moment: Moment) -> str:
    """Short and long in every language, one below the other."""
    kinds: tuple[tuple[str, Callable[..., str]], ...] = (("short", short), ("long", long))
    parts = [
        f"===== {name} {language}\n{text}"
        for language in LANGUAGES
        for name, kind in kinds
        for text in [kind(item, moment, language, on=TUESDAY)]
    ]
    return "\n\n".join(parts) + "\n"
