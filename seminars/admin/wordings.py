"""The organizers' own words at the desk: typed with named blanks, and seen with the next event."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from seminars.access import rules
from seminars.admin.ruled import Ruled
from seminars.announcements.saying.carding import card
from seminars.announcements.saying.composing import compose
from seminars.announcements.saying.items import Item, Occasion, day_there
from seminars.announcements.saying.wordings import Wordings, words_of
from seminars.announcements.wechat.short import short
from seminars.models import Moment, Publication, Series, Wording, WordingKind
from seminars.models.wordings import BLANKS
from seminars.programme.changes import compare
from seminars.programme.snapshots import Snapshot, from_json
from seminars.text.bilingual import Bilingual, short_language

# The post in which the words of each kind stand.
MOMENTS = {
    WordingKind.ANNOUNCEMENT: Moment.PREVIEW,
    WordingKind.REMINDER: Moment.REMINDER,
    WordingKind.CHANGE: Moment.CHANGE,
    WordingKind.ADDITION: Moment.CHANGE,
    WordingKind.RESTORED: Moment.CHANGE,
    WordingKind.CANCELLATION: Moment.CANCELLATION,
    WordingKind.RECORDING: Moment.REPLAY,
}
HOUR = timedelta(hours=1)
OCCASIONS = {
    WordingKind.REMINDER: Occasion.REMINDER,
    WordingKind.NOTE: Occasion.NOTE,
    WordingKind.RECORDING: Occasion.RECORDING,
}


class Preview(NamedTuple):
    """What would be told of one event; '' for a post that this kind of message does not have."""

    subject: str
    mail: str
    card: str
    post: str


class WordingAdmin(Ruled):
    """The own words of the account's series."""

    change_form_template = "admin/seminars/wording/change_form.html"
    list_display = ("series", "kind", "language", "subject")
    list_display_links = ("kind",)
    list_filter = ("kind", "language", ("series", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("series",)
    fieldsets = (
        (None, {"fields": (("series", "kind", "language"),)}),
        (_("In mails"), {"fields": ("subject", "opening", "closing")}),
        (_("In groups"), {"fields": ("card_title", "lead", "ending")}),
    )

    def rows(self, user: rules.Account) -> QuerySet[Any]:
        return rules.wordings_of(user)

    def may_add(self, user: rules.Account) -> bool:
        return True

    def may_change(self, user: rules.Account, thing: Any) -> bool:
        return True

    def may_delete(self, user: rules.Account, thing: Any) -> bool:
        return True

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.related_model is Series:
            kwargs["queryset"] = rules.series_of(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        is_zh = short_language(get_language() or "") == "zh"
        wording = context.get("original")
        context["blanks"] = [(f"{{{zh if is_zh else name}}}", about) for name, (zh, about) in BLANKS.items()]
        context["preview"] = preview(wording, at=timezone.now()) if wording else None
        return super().render_change_form(request, context, *args, **kwargs)


def preview(wording: Wording, *, at: datetime) -> Preview | None:
    """The wording as it reads with the next public event of its series, else the last; None without any."""
    publications = Publication.objects.of_series(wording.series).standing()
    publication = publications.upcoming(at=at).first() or publications.past(at=at).first()
    if publication is None:
        return None
    kind, language = WordingKind(wording.kind), wording.language
    item = sample(from_json(publication.snapshot), kind)
    own = Wordings(((kind, language, words_of(wording)),))
    mail = compose([item], language=language, zone=item.snapshot.zone, at=at, wordings=own)
    said = card([item], language=language, audience="public", at=at, wordings=own)
    on = day_there(item.snapshot, at)
    post = short(item, MOMENTS[kind], language, on=on, wordings=own) if kind in MOMENTS else ""
    return Preview(mail.subject, mail.text, said.title, post)


def sample(snapshot: Snapshot, kind: WordingKind) -> Item:
    """The event as if `kind` were told of it now."""
    on = replace(snapshot, state="published", cancel_reason="")
    match kind:
        case WordingKind.CANCELLATION:
            off = replace(on, state="cancelled", cancel_reason=snapshot.cancel_reason or "…")
            return _changed(off, on)
        case WordingKind.RESTORED:
            return _changed(on, replace(on, state="cancelled"))
        case WordingKind.CHANGE:
            return _changed(on, replace(on, starts_at=on.starts_at - HOUR, ends_at=on.ends_at - HOUR))
        case WordingKind.ADDITION:
            talks = tuple(replace(talk, abstracts=()) for talk in on.talks)
            return _changed(on, replace(on, title=Bilingual(), talks=talks))
    return Item(on, occasion=OCCASIONS.get(kind, Occasion.NEWS), note="…" if kind == WordingKind.NOTE else "")


def _changed(after: Snapshot, before: Snapshot) -> Item:
    return Item(after, before, compare(before, after))
