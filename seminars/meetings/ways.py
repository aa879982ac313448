"""The addresses by which one gets into a meeting: in a browser, in the provider's app, and from overseas. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from seminars.meetings.addresses import meeting_at
from seminars.programme.snapshots import MeetingPart

# Where one gets the edition of Tencent Meeting for other countries; it takes the same numbers.
VOOV = "https://voovmeeting.com/download-center.html"
# The zones of mainland China, under all their names (IANA's `backward`).
_MAINLAND = frozenset(
    {
        "Asia/Shanghai",
        "Asia/Urumqi",
        "Asia/Chongqing",
        "Asia/Chungking",
        "Asia/Harbin",
        "Asia/Kashgar",
        "PRC",
    }
)
# What a number alone leads to; /p/ of Tencent takes those of personal rooms, which have ten digits.
_BY_NUMBER = {
    ("tencent", 10): "https://meeting.tencent.com/p/{}",
    ("zoom", 9): "https://zoom.us/j/{}",
    ("zoom", 10): "https://zoom.us/j/{}",
    ("zoom", 11): "https://zoom.us/j/{}",
    ("feishu", 9): "https://vc.feishu.cn/j/{}",
}


@dataclass(frozen=True, slots=True)
class Ways:
    """`web` opens in a browser, `app` the provider's app by its own scheme, `overseas` another edition; '' for none."""

    web: str
    app: str
    overseas: str


def ways_into(meeting: MeetingPart) -> Ways:
    """All ways; for those only to whom the rule opens the meeting."""
    made = _BY_NUMBER.get((meeting.provider, len(meeting.code)), "").format(meeting.code)
    is_tencent = meeting.provider == "tencent"
    return Ways(
        web=meeting.url or made,
        app=f"wemeet://page/inmeeting?meeting_code={meeting.code}" if is_tencent and meeting.code else "",
        overseas=VOOV if is_tencent and not _is_voov(meeting.url) else "",
    )


def is_overseas(zone_name: str, language: str) -> bool:
    """Whether a reader may be outside mainland China: by their zone, by their language where that is unknown."""
    return zone_name not in _MAINLAND if zone_name else language == "en"


def _is_voov(url: str) -> bool:
    found = meeting_at(url)
    return found is not None and (urlsplit(found.url).hostname or "").endswith("voovmeeting.com")
