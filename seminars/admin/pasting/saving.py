"""What was read and corrected becomes the working copy of one event, once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest

from seminars.access import rules
from seminars.admin.pasting.forms import Forms, bind
from seminars.admin.pasting.sitting import Sitting
from seminars.admin.ruled import Ruled
from seminars.intake.proposing.places import learn
from seminars.intake.proposing.proposal import Plan
from seminars.models import Event, Series, Speaker


class Refused(Exception):
    """The forms hold something wrong: `forms` say what, and nothing was saved."""

    def __init__(self, forms: Forms) -> None:
        self.forms = forms
        super().__init__(forms)


def save(request: HttpRequest, sitting: Sitting, *, desk: Ruled) -> Event:
    """The event with what the forms on the page say, and the text kept beside it. Raises `Refused`."""
    with transaction.atomic():
        known = sitting.proposal.event
        event = desk.get_queryset(request).get(pk=known.pk) if known else None
        forms = bind(request, request.POST, event=event, desk=desk)
        if not forms.is_valid():
            raise Refused(forms)
        return _saved(request, forms, sitting, desk=desk, is_new=known is None)


def lock(sitting: Sitting) -> None:
    """Hold the series until the transaction ends: of two who paste one text, the second finds what the first made."""
    if sitting.proposal.series is not None:
        Series.objects.select_for_update(no_key=True).get(pk=sitting.proposal.series.pk)


def _saved(request: HttpRequest, forms: Forms, sitting: Sitting, *, desk: Ruled, is_new: bool) -> Event:
    form: Any = forms.event
    plan = sitting.proposal.plan
    assert plan is not None, "without a plan there is no form"
    event: Event = desk.save_form(request, form, change=not is_new)
    event.source_text = plan.event.source_text
    venue = plan.event.venue
    form.make_new_places(alias=venue.aliases if venue and venue.pk is None else "")
    desk.save_model(request, event, form, change=not is_new)
    # Those of a draft that the text has no more; they are not among the forms.
    event.talks.filter(pk__in=[talk.pk for talk in plan.removed]).delete()
    desk.save_related(request, form, [forms.talks], change=not is_new)
    _learn(plan, event, request.user)
    said = desk.construct_change_message(request, form, [forms.talks], add=is_new)
    if is_new:
        desk.log_addition(request, event, said)
    else:
        desk.log_change(request, event, said)
    return event


def _learn(plan: Plan, event: Event, user: rules.Account) -> None:
    """Keep what the text and the human told of known rooms and people, where they may be changed by the account."""
    venue = event.resolved_venue
    if plan.alias and venue and venue == plan.event.resolved_venue and rules.may_change_shared(user, venue):
        learn(venue, plan.alias)
    told = {each.speaker_id: each.speaker for planned in plan.talks for each in planned.appearances}
    for known in Speaker.objects.filter(pk__in=told, appearances__talk__event=event).distinct():
        names = told[known.pk].name_zh, told[known.pk].name_en
        if names != (known.name_zh, known.name_en) and rules.may_change_shared(user, known):
            known.name_zh, known.name_en = names
            known.save(update_fields=["name_zh", "name_en"])
