"""Any events whose texts hold no heading, date or meeting phrase of the genre."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from seminars.programme.snapshots import (
    AbstractPart,
    LinkPart,
    MeetingPart,
    Snapshot,
    SpeakerPart,
    TalkPart,
    VenuePart,
)
from seminars.text.bilingual import Bilingual
from tests.announcements.wechat.cases import TWO_TALKS

ZONES = ("Asia/Shanghai", "America/New_York", "Europe/London", "Asia/Tokyo", "Asia/Kolkata")
_CHINESE = "谱隙图核稀疏编码梯度张量概率估界熵流形群环域拓扑博弈逼近"
_ENGLISH = (
    "spectral",
    "gaps",
    "sparse",
    "kernels",
    "tensors",
    "bounds",
    "entropy",
    "manifolds",
    "rings",
    "games",
)
_NAMES = {
    "zh": ("林知远", "沈栖", "云疏影", "祁望舒", "温如故", "褚云深"),
    "en": ("Jane Roe", "Mira Castell", "Arvid Nystrand", "Odile Marchetti", "Theo Lindqvist", "Ilse Varga"),
}
_HOMES = {
    "zh": ("", "北辰大学", "海砚实验室", "鹿鸣研究院"),
    "en": ("", "Beichen University", "Haiyan Lab", "Harbour Institute"),
}
_HONORIFICS = {"zh": ("", "同学", "老师", "教授"), "en": ("", "Prof.", "Dr.")}
_ROOMS = {
    "zh": ("格致堂112", "明理楼201", "信息楼 4-202", "图书馆三层研讨室"),
    "en": ("Gezhi Hall 112", "Wexford Hall 204", "Mingli Building 3-115"),
}
_LINKS = ("https://arxiv.org/abs/2611.01234", "https://example.org/code", "https://huggingface.co/a/b_c")


def words(language: str, *, least: int = 4) -> st.SearchStrategy[str]:
    if language == "zh":
        return st.text(_CHINESE, min_size=least, max_size=14)
    chosen = st.lists(st.sampled_from(_ENGLISH), min_size=max(least // 2, 2), max_size=6)
    return chosen.map(lambda found: " ".join(found).capitalize())


def sentences(language: str) -> st.SearchStrategy[str]:
    end, between = ("。", "") if language == "zh" else (".", " ")
    one = words(language, least=8).map(lambda said: said + end)
    paragraph = st.lists(one, min_size=1, max_size=3).map(between.join)
    return st.lists(paragraph, min_size=1, max_size=2).map("\n\n".join)


def side(text: str, language: str) -> Bilingual:
    return Bilingual(zh=text) if language == "zh" else Bilingual(en=text)


@st.composite
def speakers(draw: st.DrawFn, language: str, name: str, honorific: str) -> SpeakerPart:
    about = draw(words(language))
    biography = f"{name}研究{about}。" if language == "zh" else f"{name} studies {about.lower()}."
    return SpeakerPart(
        slug=name.lower().replace(" ", "-"),
        name=side(name, language),
        honorific=honorific,
        affiliation=side(draw(st.sampled_from(_HOMES[language])), language),
        biography=side(draw(st.sampled_from(("", biography))), language),
    )


@st.composite
def talks(draw: st.DrawFn, language: str, names: list[str]) -> TalkPart:
    # 甲、乙教授 are two professors to every reader.
    honorific = draw(st.sampled_from(_HONORIFICS[language]))
    people = tuple(draw(speakers(language, name, honorific)) for name in names)
    has_all = all(each.biography for each in people)
    links = draw(st.lists(st.sampled_from(_LINKS), unique=True, max_size=2))
    kinds = draw(st.tuples(*(st.sampled_from(("paper", "code", "model", "slides", "site")) for _ in links)))
    text = draw(st.one_of(st.just(""), sentences(language)))
    title = draw(st.one_of(st.just(""), words(language)))
    return TalkPart(
        uid="-".join(names),
        # Told together, one biography that is missing would make the others a joint one.
        speakers=people if has_all else tuple(replace(each, biography=Bilingual()) for each in people),
        links=tuple(LinkPart(kind, url) for kind, url in zip(kinds, links, strict=True)),
        abstracts=(AbstractPart(language, title, text),) if title or text else (),
    )


@st.composite
def meetings(draw: st.DrawFn) -> MeetingPart:
    provider = draw(st.sampled_from(("tencent", "zoom", "feishu")))
    longest = 9 if provider == "feishu" else 11
    code = "".join(draw(st.lists(st.sampled_from("123456789"), min_size=9, max_size=longest)))
    return draw(
        st.sampled_from(
            (
                MeetingPart(provider, code=code),
                MeetingPart(provider, code=code, passcode="004219"),
                MeetingPart(provider, label="reading room"),
                MeetingPart(provider, code=code, visibility="subscribers"),
                MeetingPart("tencent", code=code, url="https://meeting.tencent.com/dm/EXAMPLEabc"),
            )
        )
    )


@st.composite
def times(draw: st.DrawFn) -> dict[str, Any]:
    zone = draw(st.sampled_from(ZONES))
    day = date(2026, 11, 20) + timedelta(days=draw(st.integers(0, 90)))
    if draw(st.integers(0, 5)) == 0:
        first = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
        last = first + timedelta(days=draw(st.integers(1, 3)))
        return {
            "zone": zone,
            "is_all_day": True,
            "starts_at": first.astimezone(UTC),
            "ends_at": last.astimezone(UTC),
        }
    minute = draw(st.integers(0, 23 * 12)) * 5
    starts = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=ZoneInfo(zone))
    length = timedelta(minutes=draw(st.integers(6, 36)) * 5)
    starts = starts.astimezone(UTC)
    return {"zone": zone, "starts_at": starts, "ends_at": starts + length}


@st.composite
def events(draw: st.DrawFn, language: str) -> Snapshot:
    names = draw(st.lists(st.sampled_from(_NAMES[language]), min_size=1, max_size=4, unique=True))
    cut = draw(st.integers(1, len(names)))
    groups = [each for each in (names[:cut], names[cut:]) if each]
    room = VenuePart("room", side(draw(st.sampled_from(_ROOMS[language])), language))
    venue, meeting = draw(st.sampled_from(((True, True), (True, False), (False, True))))
    when = draw(times())
    title = draw(st.one_of(st.just(""), words(language))) if len(groups) > 1 else ""
    theme = f"报告和{draw(words('zh'))}相关。" if language == "zh" else ""
    return replace(
        TWO_TALKS,
        **when,
        number=draw(st.one_of(st.none(), st.integers(1, 9999))),
        title=side(title, language),
        intro=side(draw(st.sampled_from(("", theme))), language),
        notes=side(draw(st.one_of(st.just(""), words(language))), language),
        audience=side(draw(st.sampled_from(("", "欢迎全体同学参加~", "本系学生"))), "zh")
        if language == "zh"
        else side(draw(st.sampled_from(("", "All are welcome.", "Students of this school"))), "en"),
        host=draw(st.sampled_from(("", *_NAMES[language]))),
        contact=draw(st.sampled_from(("", "wenqu@example.org"))),
        signup_url=draw(st.sampled_from(("", "https://example.org/signup"))),
        signup_until=draw(st.sampled_from((None, when["starts_at"].replace(minute=0) - timedelta(days=2)))),
        venue=room if venue else None,
        meeting=draw(meetings()) if meeting else None,
        talks=tuple(draw(talks(language, each)) for each in groups),
    )
