"""What a post is about to tell: the newest public version against what the groups were told last."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from seminars.announcements.saying.items import Item
from seminars.models import Event, Revision
from seminars.programme.changes import compare, has_additions, is_news
from seminars.programme.snapshots import Snapshot, from_json


@dataclass(frozen=True, slots=True)
class Newest:
    """An event as posts tell it: `number` is the revision they tell, `news` the one that last brought news."""

    item: Item
    number: int
    news: int


def newest(event: Event) -> Newest | None:
    """How `event` stands for those who post it; None for one that was never published.

    What it is compared with does not change while one place after another is ticked: it is what was posted
    before the last news came, or if nothing was, the version before it.
    """
    revisions = sorted(event.revisions.all(), key=lambda each: each.number)
    if not revisions:
        return None
    snapshot, news = _snapshot(revisions[-1]), _last_news(revisions)
    if news is None:
        return Newest(Item(snapshot), revisions[-1].number, revisions[0].number)
    posted = [each.number for each in event.postings.all() if each.number < news.number]
    before = max((each for each in revisions if each.number < news.number), key=lambda each: each.number)
    heard = next((each for each in revisions if posted and each.number == max(posted)), before)
    known = _snapshot(heard)
    item = Item(snapshot, known, compare(known, snapshot), note=news.note)
    return Newest(item, revisions[-1].number, news.number)


def _last_news(revisions: list[Revision]) -> Revision | None:
    steps = [(after, compare(_snapshot(before), _snapshot(after))) for before, after in pairwise(revisions)]
    return next(
        (after for after, changes in reversed(steps) if is_news(changes) or has_additions(changes)), None
    )


def _snapshot(revision: Revision) -> Snapshot:
    return from_json(revision.snapshot)
