"""The words that announce a field, in Chinese and in English, and where they stand in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = {
    "title": "题目 报告题目 讲座题目 演讲题目 论文题目 标题 主题 报告主题 讲座主题 报告名称 讲座名称 分享主题 "
    "title topic talk talktitle what",
    "speaker": "报告人 主讲人 主讲 主讲嘉宾 主讲老师 讲者 讲座人 演讲人 演讲者 演讲嘉宾 嘉宾 报告嘉宾 分享人 "
    "分享嘉宾 报告者 宣讲人 speaker speakers presenter presenters who invitedspeaker",
    "time": "时间 报告时间 讲座时间 会议时间 活动时间 分享时间 日期 报告日期 time date when dateandtime date&time "
    "date/time timeanddate time&date",
    "place": "地点 报告地点 新地点 地点不变 讲座地点 会议地点 活动地点 线下地点 分享地点 地址 教室 "
    "venue venueunchanged newvenue newlocation location place where room",
    "meeting": "腾讯会议 腾讯会议号 腾讯会议id 会议号 会议id 会议号码 线上 线上会议 线上地点 线上参会 线上链接 "
    "线上平台 直播 直播链接 会议链接 入会链接 参会链接 飞书会议 飞书 tencentmeeting tencentmeetingid voov "
    "voovmeeting zoom zoommeeting zoomid zoom会议 zoom会议号 zoomlink meetingid meetinglink online "
    "onlinelink "
    "livestream teams microsoftteams",
    "passcode": "会议密码 密码 入会密码 参会密码 passcode password meetingpassword meetingpasscode 口令",
    "abstract": "摘要 报告摘要 内容摘要 讲座摘要 内容简介 报告内容 报告简介 讲座内容 讲座简介 内容概要 内容提要 "
    "中文摘要 英文摘要 abstract summary talkabstract",
    "bio": "简介 个人简介 报告人简介 主讲人简介 讲者简介 嘉宾简介 演讲人简介 演讲者简介 主讲嘉宾简介 作者简介 "
    "个人介绍 讲者介绍 报告人介绍 bio biography shortbio speakerbio aboutthespeaker aboutthespeakers "
    "speakerbiography biosketch",
    "affiliation": "单位 报告人单位 所在单位 工作单位 机构 affiliation institution",
    "position": "职称 职务 职位 position",
    "host": "主持人 主持 会议主持 host chair moderator hosts hostedby sessionchair",
    "inviter": "邀请人 inviter invitedby",
    "contact": "联系人 联系方式 联系电话 联系邮箱 咨询 咨询电话 邮箱 contact contactperson email inquiries",
    "organizer": "主办 主办单位 主办方 承办 承办单位 协办 协办单位 organizer organizers organizedby sponsor",
    "signup": "报名 报名链接 报名方式 报名地址 registration register signup rsvp registrationlink",
    "deadline": "报名截止 报名截止时间 截止时间 截止日期 报名时间 deadline registrationdeadline",
    "audience": "参加对象 参会对象 面向对象 面向人群 听众 适合人群 audience",
    "series": "系列 讲座系列 系列讲座 系列报告 论坛 series",
    "number": "期数 期号",
    "language": "语言 报告语言 讲座语言 language",
    "subject": "会议主题 会议名称",
    "notes": "备注 注 附注 说明 注意 注意事项 温馨提示 提示 茶歇 note notes remark remarks refreshments tea",
    "links": "链接 论文链接 相关链接 论文 论文地址 代码 参考文献 幻灯片 课件 回放 录像 模型与数据 "
    "paper papers link links code slides references recording modelordata",
    "previous": "原时间 原定时间 原计划时间 originaltime originaldate originallyscheduled",
    "new_time": "新时间 改期后时间 调整后时间 变更后时间 newtime newdate",
    "keywords": "关键词 关键字 keywords",
}
FIELDS = {word: name for name, words in _WORDS.items() for word in words.split()}
# These run on over lines and paragraphs; the others end with their line.
LONG_FIELDS = frozenset({"abstract", "bio"})

_LONGEST = 28
_COLON = re.compile("[:|]")
_BEFORE = frozenset(" \t\n。.;,，;)(]】!?|/·•*>")
_CLOSING = {"[": "]", "【": "】", "〔": "〕", "<": ">", "「": "」"}
_MARKS = " \t•·●○▪■◆◇*-–>»▶►※☆★#.:,、()（）📌📍📅🕒🕐⏰🎤🎙📝🏫💻🔗✨"


@dataclass(frozen=True, slots=True)
class Label:
    """A label at `start`…`end` (colon included); what it announces begins at `end`."""

    field: str
    start: int
    end: int
    is_english: bool
    leads_line: bool


def field_of(words: str) -> str | None:
    """The field a label such as `报 告 人` or `Talk title` announces."""
    return FIELDS.get("".join(words.split()).lower())


def labels_in(plain: str, start: int, end: int) -> list[Label]:
    """The labels of one line of a folded text, in order."""
    first = start
    while first < end and plain[first] in _MARKS:
        first += 1
    whole = plain[first : min(end, first + _LONGEST + 8)].strip(_MARKS + "】]")
    if (bracketed := _bracketed(plain, first, end)) is not None:
        found = [bracketed]
    elif end - first <= _LONGEST + 4 and whole and (name := field_of(whole.lstrip("【[").strip())):
        return [Label(name, first, end, whole.isascii(), True)]
    else:
        found = []
    position = found[0].end if found else first
    for mark in _COLON.finditer(plain, position, end):
        colon = mark.start()
        label = _label_before(plain, max(position, colon - _LONGEST), colon, first, is_first=not found)
        if label is not None and not (found and _belongs_to_title(plain, found[-1], label)):
            found.append(label)
        position = colon + 1
    if not found or not found[0].leads_line:
        spaced = _spaced(plain, first, end)
        if spaced is not None and (not found or spaced.end <= found[0].start):
            found.insert(0, spaced)
    return found


def _belongs_to_title(plain: str, before: Label, label: Label) -> bool:
    """Whether an English “label” is rather a word of a title, as in `Title: On Space and Time: a study`."""
    if before.field not in ("title", "abstract", "bio") or not label.is_english:
        return False
    return not plain[label.start - 2 : label.start].isspace() and plain[label.start - 1] not in ";|"


def _label_before(plain: str, low: int, colon: int, first: int, *, is_first: bool) -> Label | None:
    for start in range(max(low, first), colon):
        leads = start == first
        # `通知：题目：…` has a label after a colon, `题目：时间：一个概念` has not.
        stands_free = leads or plain[start - 1] in _BEFORE or (is_first and plain[start - 1] == ":")
        if not stands_free or (plain[colon] == "|" and not leads):
            continue
        words = plain[start:colon]
        if (name := field_of(words.strip("】] "))) is not None:
            return Label(name, start, colon + 1, words.isascii(), leads)
    return None


def _bracketed(plain: str, first: int, end: int) -> Label | None:
    """`【题目】` or `[Title]` at the head of a line."""
    opening = plain[first : first + 1]
    if opening not in _CLOSING:
        return None
    close = plain.find(_CLOSING[opening], first, min(end, first + _LONGEST))
    name = field_of(plain[first + 1 : close]) if close > 0 else None
    if name is None:
        return None
    after = close + 1
    while after < end and plain[after] in ": ":
        after += 1
    return Label(name, first, after, plain[first + 1 : close].isascii(), True)


def _spaced(plain: str, first: int, end: int) -> Label | None:
    """`时间 12月4日` and `报 告 人  某某`: a Chinese label at the head of a line with spaces for a colon."""
    for space in range(first + 2, min(end, first + 12)):
        if plain[space] == " " and not plain[first:space].isascii() and plain[space + 1 : space + 2].strip():
            name = field_of(plain[first:space])
            if name is not None and name not in ("notes", "links", "signup"):
                return Label(name, first, space + 1, False, True)
    return None
