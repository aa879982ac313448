"""The import page: a file goes in, a table of what would happen comes out, and one button saves all of it or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_GET

from seminars.access import rules
from seminars.admin.acting import organizer
from seminars.admin.importing.carrying import Upload, uploaded, words_of
from seminars.admin.importing.forms import ImportForm
from seminars.admin.importing.sample import sample_csv, sample_workbook
from seminars.admin.importing.sheet import MOST_SHOWN, Sheet, sheet_of
from seminars.admin.ruled import Ruled
from seminars.intake.doors.entries import Entry
from seminars.intake.doors.opening import open_door
from seminars.intake.doors.reasons import ClosedDoor
from seminars.intake.taking import NotTaken, take_all
from seminars.intake.unreadable import Unreadable
from seminars.models import Series
from seminars.programme.intents import Verb
from seminars.text.bilingual import short_language

_ANSWER = re.compile(r"answer-(?P<place>\d{1,3})-(?P<question>.{1,80})")
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def import_page(request: HttpRequest, *, desk: Ruled) -> HttpResponse:
    """The empty form; then what its file would do; then, when the button says so, the drafts."""
    if not desk.has_add_permission(request):
        raise PermissionDenied
    mine = rules.series_of(request.user).order_by("slug")
    today = timezone.localdate()
    if request.method != "POST":
        form = ImportForm(series=mine, today=today, initial={"series": request.GET.get("series")})
        return _page(request, form, desk=desk)
    form = ImportForm(request.POST, request.FILES, series=mine, today=today)
    return _answer(request, form, is_saving="save" in request.POST and not request.FILES, desk=desk)


def import_of(
    request: HttpRequest, name: str, data: bytes, *, series: Series | None, desk: Ruled
) -> HttpResponse:
    """The preview of a file that came in by another page, or the question for its series.

    Raises `Unreadable` where it is too large to be carried on.
    """
    today = timezone.localdate()
    carried = uploaded(SimpleUploadedFile(name, data), today=today).sealed()
    said = {"series": str(series.pk) if series else "", "carried": carried}
    form = ImportForm(said, series=rules.series_of(request.user).order_by("slug"), today=today)
    return _answer(request, form, is_saving=False, desk=desk)


def _answer(request: HttpRequest, form: ImportForm, *, is_saving: bool, desk: Ruled) -> HttpResponse:
    if not form.is_valid() or form.upload is None:
        return _page(request, form, desk=desk)
    series: Series = form.cleaned_data["series"]
    try:
        entries = _entries(form.upload, form, series)
    except Unreadable as fault:
        # The file cannot be read: there is nothing to carry on.
        form.upload = None
        form.add_error("file", words_of(fault, get_language() or ""))
        return _page(request, form, desk=desk)
    return (_save if is_saving else _preview)(request, form, series, entries, desk=desk)


@require_GET
def sample(request: HttpRequest, kind: str, *, desk: Ruled) -> HttpResponse:
    """The empty table to fill in, as CSV or as XLSX."""
    if not desk.has_add_permission(request):
        raise PermissionDenied
    language = short_language(get_language() or "")
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    make, mime = {"csv": (sample_csv, "text/csv"), "xlsx": (sample_workbook, _WORKBOOK)}[kind]
    answer = HttpResponse(make(language, monday=monday), content_type=mime)
    answer["Content-Disposition"] = f'attachment; filename="term-{language}.{kind}"'
    return answer


def _entries(upload: Upload, form: ImportForm, series: Series) -> tuple[Entry, ...]:
    found = open_door(
        upload.name,
        upload.data,
        on=form.cleaned_data["written_on"],
        today=upload.today,
        zone=series.zone,
        usual_start=series.usual_start,
    )
    if len(found) > MOST_SHOWN:
        raise ClosedDoor("too_many_events", most=MOST_SHOWN)
    return found


def _preview(
    request: HttpRequest, form: ImportForm, series: Series, entries: tuple[Entry, ...], *, desk: Ruled
) -> HttpResponse:
    sheet = sheet_of(entries, series=series, at=timezone.now(), answers=_answers(request))
    return _page(request, form, sheet=sheet, desk=desk)


def _save(
    request: HttpRequest, form: ImportForm, series: Series, entries: tuple[Entry, ...], *, desk: Ruled
) -> HttpResponse:
    at = timezone.now()
    answers = _answers(request)
    sheet = sheet_of(entries, series=series, at=at, answers=answers)
    if sheet.seen != request.POST.get("seen", ""):
        messages.warning(
            request, gettext("The programme has changed in the meantime: look at the table once more.")
        )
        return _page(request, form, sheet=sheet, desk=desk)
    if sheet.is_undecided:
        messages.error(request, gettext("Choose first what the table asks; nothing was saved yet."))
        return _page(request, form, sheet=sheet, desk=desk)
    try:
        taken = take_all(entries, series=series, by=organizer(request), at=at, answers=answers)
    except NotTaken as refusal:
        refused: dict[str, list[str]] = {}
        for name, sentence in refusal.reasons:
            refused.setdefault(name, []).append(sentence)
        sheet = sheet_of(entries, series=series, at=at, answers=answers, refused=refused)
        return _page(request, form, sheet=sheet, desk=desk)
    written = [each for each in taken if each.proposal.verb in (Verb.DRAFT, Verb.UPDATE)]
    for each in written:
        if each.proposal.event is None:
            desk.log_addition(request, each.event, [{"added": {}}])
        elif not each.proposal.is_nothing:
            desk.log_change(request, each.event, gettext("Brought up to date from a file."))
    messages.success(request, _done(sheet))
    drafts = reverse("admin:seminars_event_changelist")
    return redirect(f"{drafts}?series__id__exact={series.pk}&state__exact=draft")


def _done(sheet: Sheet) -> str:
    made = ngettext("%(count)d draft was made.", "%(count)d drafts were made.", sheet.made)
    updated = ngettext("%(count)d event was updated.", "%(count)d events were updated.", sheet.updated)
    said = [made % {"count": sheet.made}] if sheet.made else []
    said += [updated % {"count": sheet.updated}] if sheet.updated else []
    return " ".join([*said, gettext("Nobody else sees them before you publish them.")])


def _answers(request: HttpRequest) -> Mapping[int, Mapping[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for name, value in request.POST.items():
        if (asked := _ANSWER.fullmatch(name)) and value:
            found.setdefault(int(asked["place"]), {})[asked["question"]] = str(value)
    return found


def _page(request: HttpRequest, form: ImportForm, *, desk: Ruled, sheet: Sheet | None = None) -> HttpResponse:
    context = {
        **desk.admin_site.each_context(request),
        "title": gettext("Import a term, a calendar or a mail"),
        "opts": desk.opts,
        "form": form,
        "sheet": sheet,
        "carried": form.upload.sealed() if form.upload else "",
        "file_name": form.upload.name if form.upload else "",
        "media": desk.media + form.media,
    }
    return TemplateResponse(request, "admin/seminars/import/page.html", context)
