"""One of everything that is told of events: to whom, when, and against what they knew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from seminars.announcements.saying.composing import Cause
from seminars.announcements.saying.items import Form, Item, Occasion, TakenBack
from seminars.announcements.saying.news import bare
from seminars.programme.changes import Change, ChangeKind, compare
from seminars.programme.snapshots import AbstractPart, Snapshot
from seminars.text.bilingual import Bilingual
from tests.announcements.wechat.cases import (
    ALL_DAY,
    MEETING,
    ONE_ONLINE,
    OTHER_ROOM,
    OVERSEAS,
    PREFETCH,
    ROTARY,
    SATURDAY_NOON,
    SHEN,
    TWO_TALKS,
    UNTITLED,
)

TUESDAY = datetime(2026, 11, 24, 4, tzinfo=UTC)
EVENING_BEFORE = datetime(2026, 11, 27, 12, tzinfo=UTC)
HOUR_BEFORE = datetime(2026, 11, 28, 5, tzinfo=UTC)
AFTERWARDS = datetime(2026, 11, 30, 4, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody is told at an instant; people's mails say why they get them."""

    items: tuple[Item, ...]
    at: datetime = TUESDAY
    cause: Cause = Cause.CHOSE
    # Only people with an invitation in their calendar hear of it.
    is_for_groups: bool = True


def changed(after: Snapshot, before: Snapshot, note: str = "", form: Form = Form.NOTHING) -> Item:
    return Item(after, before, compare(before, after), note=note, form=form)


def _next_week() -> Snapshot:
    week = timedelta(days=7)
    return replace(
        ONE_ONLINE, uid="c53b2d8e-0d0b-4c29-8a53-0a8c0f5a9e11", number=43, path="43",
        starts_at=TWO_TALKS.starts_at + week, ends_at=TWO_TALKS.ends_at + week, signup_until=None,
    )  # fmt: skip


OFF = replace(TWO_TALKS, state="cancelled", cancel_reason="讲者航班延误")
WITHHELD = replace(TWO_TALKS, meeting=replace(MEETING, visibility="subscribers"))
UNKNOWN_TITLE = replace(TWO_TALKS, talks=(replace(PREFETCH, abstracts=()), ROTARY))
LATER_TALK = replace(ROTARY, starts_at=TWO_TALKS.starts_at + timedelta(hours=1), ends_at=TWO_TALKS.ends_at)
EARLIER_TALK = replace(
    ROTARY, starts_at=TWO_TALKS.starts_at, ends_at=TWO_TALKS.starts_at + timedelta(hours=1)
)
NEXT = _next_week()
WITHDRAWN = replace(bare(TWO_TALKS), state="cancelled")

TOLD: dict[str, Told] = {
    "announcement": Told((Item(TWO_TALKS),)),
    "announcement-online": Told((Item(ONE_ONLINE, form=Form.FILE),)),
    "announcement-withheld": Told((Item(WITHHELD),)),
    "announcement-untitled": Told((Item(OVERSEAS),)),
    "announcement-all-day": Told((Item(ALL_DAY),)),
    "announcement-several": Told((Item(TWO_TALKS), Item(NEXT))),
    "announcement-to-speaker": Told(
        (Item(TWO_TALKS, form=Form.INVITATION),), cause=Cause.SPEAKS, is_for_groups=False
    ),
    "announcement-noted": Told((Item(ONE_ONLINE, note="请自带电脑，现场会一起跑实验。"),)),
    "change-time": Told((changed(TWO_TALKS, SATURDAY_NOON, form=Form.UPDATE),)),
    "change-place": Told(
        (changed(replace(TWO_TALKS, venue=OTHER_ROOM), TWO_TALKS, note="原教室投影坏了。"),), at=HOUR_BEFORE
    ),
    "change-time-and-place": Told((changed(replace(TWO_TALKS, venue=OTHER_ROOM), SATURDAY_NOON),)),
    "change-to-online": Told((changed(replace(TWO_TALKS, venue=None), TWO_TALKS),)),
    "change-meeting": Told(
        (changed(TWO_TALKS, replace(TWO_TALKS, meeting=replace(MEETING, code="555010099"))),)
    ),
    "change-meeting-withheld": Told(
        (changed(WITHHELD, replace(WITHHELD, meeting=replace(MEETING, code="555010099"))),)
    ),
    "change-several": Told(
        (changed(TWO_TALKS, SATURDAY_NOON), changed(replace(NEXT, state="cancelled"), NEXT))
    ),
    "change-speaker": Told(
        (changed(TWO_TALKS, replace(TWO_TALKS, talks=(replace(PREFETCH, speakers=(SHEN,)), ROTARY))),)
    ),
    "change-talks": Told(
        (changed(replace(TWO_TALKS, talks=(PREFETCH, UNTITLED)), TWO_TALKS),)
    ),
    "change-talk-withdrawn": Told((changed(replace(TWO_TALKS, talks=(PREFETCH,)), TWO_TALKS),)),
    "change-talk-times": Told(
        (changed(replace(TWO_TALKS, talks=(PREFETCH, LATER_TALK)), replace(TWO_TALKS, talks=(PREFETCH, EARLIER_TALK))),)
    ),
    "change-title": Told(
        (
            changed(
                TWO_TALKS,
                replace(TWO_TALKS, talks=(PREFETCH, replace(ROTARY, abstracts=(AbstractPart("zh", "旋转编码", ""),)))),
            ),
        )
    ),
    "addition": Told((changed(TWO_TALKS, UNKNOWN_TITLE, note="题目和摘要都有了。"),)),
    "addition-topic": Told(
        (changed(replace(TWO_TALKS, title=Bilingual("概率与编码", "Probability and encodings")), TWO_TALKS),)
    ),
    "update": Told((changed(TWO_TALKS, replace(TWO_TALKS, notes=Bilingual())),)),
    "cancelled": Told((changed(OFF, TWO_TALKS),)),
    "cancelled-invitation": Told(
        (changed(OFF, TWO_TALKS, form=Form.CANCELLATION),), cause=Cause.SPEAKS, is_for_groups=False
    ),
    "restored": Told((changed(TWO_TALKS, OFF),)),
    "note": Told(
        (Item(TWO_TALKS, occasion=Occasion.NOTE, note="晚 10 分钟开始，请先入场就座。"),), at=HOUR_BEFORE
    ),
    "reminder-evening": Told((Item(TWO_TALKS, occasion=Occasion.REMINDER),), at=EVENING_BEFORE),
    "reminder-hour": Told((Item(ONE_ONLINE, occasion=Occasion.REMINDER),), at=HOUR_BEFORE),
    "reminder-with-addition": Told(
        (Item(TWO_TALKS, UNKNOWN_TITLE, compare(UNKNOWN_TITLE, TWO_TALKS), occasion=Occasion.REMINDER),),
        at=EVENING_BEFORE,
    ),
    "reminder-with-change": Told(
        (Item(TWO_TALKS, SATURDAY_NOON, compare(SATURDAY_NOON, TWO_TALKS), occasion=Occasion.REMINDER),),
        at=EVENING_BEFORE,
    ),
    "recording": Told((Item(TWO_TALKS, occasion=Occasion.RECORDING),), at=AFTERWARDS),
    "withdrawn": Told(
        (
            Item(
                WITHDRAWN, replace(WITHDRAWN, state="published"), (Change(ChangeKind.CANCELLED),),
                Form.CANCELLATION, TakenBack.WITHDRAWN,
            ),
        ),
        cause=Cause.WAS_NAMED,
        is_for_groups=False,
    ),
    "uninvited": Told(
        (Item(bare(TWO_TALKS), form=Form.CANCELLATION, taken_back=TakenBack.UNINVITED),),
        cause=Cause.WAS_NAMED,
        is_for_groups=False,
    ),
}  # fmt: skip
