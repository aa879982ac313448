"""What a mention of a time is: the time of the event, a former or a new one, a deadline, or something else."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from seminars.intake.layout import TIME_FIELDS
from seminars.intake.page import Page
from seminars.timekeeping.phrases import TimePhrase

# Words shortly before a time that belongs to something else than the event.
_ASIDE = re.compile(
    r"(?:阴雨|遇雨|雨天|下雨|if it rains|rain date|另有|另设)[^\n。;]{0,14}$|"
    r"(?:茶会|茶叙|酒会|晚宴|午宴|班车|发车|集合)[^\n。;]{0,6}$|(?:截止|截至|报名|预约|签到|入场|茶歇|茶点|"
    r"用餐|提问|答疑|投稿|发布(?!的)|更新|"
    r"\b(?:deadline|until|before|by|doors|register|registration|posted|published|sent))[^\n。;]{0,14}$|"
    r"(?:披萨|零食|备有|备好)[^\n。;]{0,22}$",
    re.IGNORECASE,
)
# Only an hour without a day: the “Lunch” may be a seminar.
_FOOD = re.compile(
    r"(?:\b(?:tea|coffee|refreshments?|lunch|reception|pizza|food|snacks?|sandwiches)\b)[^\n。;\d]{0,22}$",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"(?:截止|截至|deadline|(?:register|sign up|rsvp|reply)(?: [a-z]+){0,3} by|closes? (?:on|at)|\bdue\b|\bmet on)",
    re.IGNORECASE,
)
_BEFORE_DEADLINE = re.compile(r"[ )\]】]{0,3}(?:前(?!沿)|之前|以前|截止)")
# What was sent, or what the next and the last meeting are.
_NOT_OURS_AFTER = re.compile(
    r"[ ]{0,2}(?:为?自?由?讨论(?!班|会)|提问|问答|茶歇|茶点|交流环节|闭馆|关门|锁门|清场|熄灯|开门|"
    r"签到|入场|Q&A|for tea|for coffee|tea\b|"
    r"coffee\b|doors)|"
    r"[ ]for \d{1,2}|[ )]{0,2}[-:,]{0,2}[ ]?(?:no (?:events?|seminars?|talks?|meetings?)\b|无(?:报告|活动|安排)|没有)|"
    r"[ ](?:is (?:fully|already|sold|over)\b|was |were |took place)|[ ]{0,2}(?:再?恢复|起?恢复|已满|已结束)|"
    r"['’]s (?:announcement|e-?mail|message|mail|newsletter|post|deadline)|"
    r"[ )]{0,3}(?:早|晚|上午|下午)?(?:发出|发送|发布|发的|[^。\n]{0,14}(?:停一次|停办|停课|暂停|放假|不安排)|的通知|"
    r"通知中|的邮件|更新|起售|讯)"
)
_NOT_OURS_BEFORE = re.compile(
    r"(?:下次|下一次|下期|下一期|上次|上期|上一期|往期|再下|前次|生于|毕业|入职|[Nn]ext (?:talk|seminar|week|"
    r"session|meeting|time)|"
    r"[Ll]ast (?:talk|seminar|week|time)|[Pp]revious (?:talk|seminar)|resumes?|reconvenes?|"
    r"[Ee]arlier (?:talk|lecture)|恢复|再聚)[^\n。;]{0,16}$"
)
# Beside a date on a web page: the day it was posted.
_PAGE_LINE = re.compile(
    r"来源[ ]?:|阅读[ ]?(?:量|次数|数)?[ ]?:|浏览|点击(?:量|数|次数)|编辑[ ]?:|作者[ ]?:|发布(?:人|者|单位)?[ ]?:"
)
_EVENT_IS = re.compile(
    r"(?:会议|讲座|报告|活动|论坛|研讨会|讨论班|沙龙|时间|分享|event|talk|seminar|lecture)[^\n。;]{0,8}$|(?:将|"
    r"定)于[ ]?$",
    re.IGNORECASE,
)
# What lies so far back is told for comparison; an announcement is read in its season.
_LONG_AGO = timedelta(days=30)
# A day that was before the text was written.
_PAST = re.compile(r"昨|前天|上上?[周个]|上星期|上礼拜|yesterday|last ", re.IGNORECASE)
_OLD = re.compile(
    r"(?:原定|原为|原是|原来|原计划|原拟|原先|而非|而不是|不是|并非|原时间|原本|原安排|误[写作印]?[为成作]?|错[写印][为成]|写成|"
    r"instead of|rather than|\(was|originally|previously|was scheduled|not on|incorrectly|wrongly|mistakenly|"
    r"by mistake|from|取消)[^\n。]{0,16}$|原[ ]?$",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"(?:改期?[至到为在于成]|改期|延[期后]?[至到]|推[迟后]?[至到]|调整[至到为于]|变更[为至到]|更正为|更改为|提前[至到]|顺延[至到]|"
    r"挪[至到]|移[至到]|应[该当]?[为是]|实为|正确的?[^。\n]{0,6}[为是:]|新的?[^。\n]{0,2}时间|现[定为]|"
    r"new (?:time|date)|moved to|moves to|changed to|rescheduled (?:to|for)|postponed (?:to|until)|"
    r"now (?:be held )?(?:on|at)|should (?:be|read)|correct (?:time|date)[^.\n]{0,8}|will (?:now "
    r")?take place)[^\n。]{0,16}$",
    re.IGNORECASE,
)


# The time of a pasted invitation is that of the online room, which may open before the talk.
_INVITATION = re.compile(r"会议时间[ ]?:[ ]?\d{4}/\d{1,2}/\d{1,2}[ -]")


# The roles of times of the event itself.
OURS = ("event", "old", "new")


@dataclass(frozen=True, slots=True)
class Mention:
    """A time phrase, its role (one of OURS, past, deadline, row or other) and how much it weighs."""

    phrase: TimePhrase
    role: str
    weight: int
    is_invitation: bool = False


def mentions_of(page: Page, rows: set[int]) -> list[Mention]:
    """Every mention of a time. What lies long ago counts where no other time is said: the text itself is old."""
    mentions = [_mention_of(page, phrase, rows) for phrase in page.phrases]
    if any(m.role in OURS for m in mentions):
        return mentions
    return [
        replace(m, role="event", weight=2) if m.role == "past" and m.phrase.starts is not None else m
        for m in mentions
    ]


def _mention_of(page: Page, phrase: TimePhrase, rows: set[int]) -> Mention:
    """What the words around a time phrase make of it; `rows` are where times of single talks and breaks stand."""
    line_start = page.plain.rfind("\n", max(0, phrase.start - 60), phrase.start) + 1 or max(
        0, phrase.start - 60
    )
    before = page.plain[max(line_start, phrase.start - 40) : phrase.start]
    after = page.plain[phrase.end : phrase.end + 24].partition("\n")[0]
    if phrase.start in rows:
        return Mention(phrase, "row", 0)
    if page.in_long_block(phrase.start) or (phrase.is_recurring and not _begins_on_a_day(page, phrase)):
        return Mention(phrase, "other", 0)
    block = page.block_at(phrase.start)
    name = block.field if block else ""
    if name in ("deadline", "signup") or _DEADLINE.search(before) or _BEFORE_DEADLINE.match(after):
        return Mention(phrase, "deadline", 0)
    if name in ("previous", "new_time"):
        return Mention(phrase, "old" if name == "previous" else "new", 3)
    line = page.line_at(phrase.start)
    if name == "time" and line is not None and _PAGE_LINE.search(page.plain, line.start, line.end):
        return Mention(phrase, "other", 0)
    is_note = name == "notes" and phrase.on is not None and _EVENT_IS.search(before) is not None
    is_free = name in ("", "place", "meeting") and not page.in_body(phrase.start)
    is_event = name in TIME_FIELDS or is_free or is_note
    if (
        not is_event
        or _ASIDE.search(before)
        or (phrase.on is None and _FOOD.search(before))
        or (_NOT_OURS_BEFORE.search(before) and not _NEW.search(before))
        or _NOT_OURS_AFTER.match(after)
    ):
        return Mention(phrase, "other", 0)
    if phrase.starts is None and block is None and _is_signature(page, phrase):
        return Mention(phrase, "other", 0)
    if phrase.is_relative and _PAST.match(page.plain, phrase.start):
        return Mention(phrase, "other", 0)
    role = _role(before)
    is_long_ago = phrase.on is not None and phrase.on < page.on - _LONG_AGO
    if is_long_ago and name not in TIME_FIELDS and (role == "event" or phrase.starts is None):
        return Mention(phrase, "past", 0)
    if block is not None and name == "time" and _INVITATION.match(page.plain, block.label_start):
        return Mention(phrase, role, 2, is_invitation=True)
    return Mention(phrase, role, 3 if name in TIME_FIELDS else 1 if phrase.is_relative else 2)


def _begins_on_a_day(page: Page, phrase: TimePhrase) -> bool:
    """Whether a weekly time says when it begins, `每周三 19:00（12月9日起）`."""
    following = page.phrases_in(phrase.end, phrase.end + 6)
    return phrase.on is not None or (
        phrase.starts is not None and any(p.on and p.starts is None for p in following)
    )


def _role(before: str) -> str:
    """Whether the words before a time call it the old or the new one; the nearer word counts."""
    old, new = _OLD.search(before), _NEW.search(before)
    if old and new:
        return "new" if new.start() > old.start() else "old"
    return "new" if new else "old" if old else "event"


def _is_signature(page: Page, phrase: TimePhrase) -> bool:
    """Whether a bare date is all of one of the last lines: the day the text was signed."""
    lines = [line for line in page.lines[-2:] if line.start <= phrase.start < line.end]
    if (
        not lines
        or len(page.lines) < 4
        or page.words(lines[0].start, lines[0].end) != page.words(phrase.start, phrase.end)
    ):
        return False
    page.use(phrase.start, phrase.end)
    return True
