"""What an online meeting is called, in Chinese and in English."""

from __future__ import annotations

from seminars.meetings.audiences import Audience, Rule, rule_of
from seminars.meetings.codes import shown_code
from seminars.programme.snapshots import MeetingPart
from seminars.text.bilingual import Bilingual, short_language

PROVIDERS = {
    "tencent": Bilingual("腾讯会议", "Tencent Meeting"),
    "zoom": Bilingual("Zoom", "Zoom"),
    "feishu": Bilingual("飞书会议", "Feishu Meeting"),
    "teams": Bilingual("Microsoft Teams", "Microsoft Teams"),
    "meet": Bilingual("Google Meet", "Google Meet"),
    "wecom": Bilingual("企业微信会议", "WeCom Meeting"),
    "bigbluebutton": Bilingual("BigBlueButton", "BigBlueButton"),
    "jitsi": Bilingual("Jitsi Meet", "Jitsi Meet"),
}
UNNAMED = Bilingual("线上会议", "Online meeting")

# Meetings of these are joined by a number that people type; the others only by a link.
_NUMBERED = frozenset({"tencent", "zoom", "feishu", "wecom"})
_NUMBER_TO_COME = Bilingual("会议号另行通知", "number to be announced")
_LINK_TO_COME = Bilingual("入会链接另行通知", "link to be announced")
_WITHHELD = {
    "subscribers": Bilingual("会议号仅发给订阅者", "number sent to subscribers only"),
    "members": Bilingual("会议号仅对成员显示", "number shown to members only"),
    "request": Bilingual("会议号请向组织者索取", "number on request from the organizers"),
}


def provider_name(meeting: MeetingPart, language: str) -> str:
    """Whose meeting it is: 腾讯会议, Tencent Meeting; of an unlisted provider the room's label."""
    known = PROVIDERS.get(meeting.provider)
    return known.best(language) if known else meeting.label or UNNAMED.best(language)


def meeting_words(meeting: MeetingPart, language: str) -> str:
    """Provider and number in one line: 腾讯会议 819-589-898, or that the number is still to come.

    Says all there is: only for those to whom `may_show` allows it.
    """
    name = provider_name(meeting, language)
    if meeting.code:
        return f"{name} {shown_code(meeting.code)}"
    if meeting.url:
        return name
    return _noted(name, _NUMBER_TO_COME if meeting.provider in _NUMBERED else _LINK_TO_COME, language)


def words_for(audience: Audience, meeting: MeetingPart, language: str) -> str:
    """What is written once and kept: `meeting_words` where it may say them, else who is told the number, or when."""
    rule = rule_of(meeting)
    if rule.lets_carry(audience) or (rule.admits(audience) and not _has_way_in(meeting)):
        return meeting_words(meeting, language)
    withheld = _WITHHELD.get(meeting.visibility, _WITHHELD["request"])
    note = _clock_note(rule) if rule.admits(audience) else withheld
    return _noted(provider_name(meeting, language), note, language)


def _has_way_in(meeting: MeetingPart) -> bool:
    return bool(meeting.code or meeting.url)


def _clock_note(rule: Rule) -> Bilingual:
    minutes = rule.opens_before
    if minutes is None:
        return Bilingual("会议号见入会页", "number on the join page")
    if minutes == 0:
        return Bilingual("会议号开始时在入会页公布", "number on the join page from the start")
    plural = "" if minutes == 1 else "s"
    return Bilingual(
        f"会议号于开始前 {minutes} 分钟在入会页公布",
        f"number on the join page {minutes} minute{plural} before the start",
    )


def _noted(name: str, note: Bilingual, language: str) -> str:
    return f"{name}（{note.zh}）" if short_language(language) == "zh" else f"{name} ({note.en})"
