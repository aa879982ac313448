"""The mail that the embedded default writes to files, for whoever sits at this machine."""

from __future__ import annotations

import email
import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from functools import wraps
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin

from seminars.presenting.frames import Frame
from seminars.text.bilingual import short_language

NAME = re.compile(r"[A-Za-z0-9@_-][A-Za-z0-9.@_-]{0,199}\.eml", re.ASCII)
MOST = 200
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part of a mail that is a file; `text` is '' for what is none."""

    number: int
    name: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail file as a list shows it."""

    name: str
    subject: str
    recipient: str
    date: str


def at_this_machine(view: View) -> View:
    """`view` for a browser on this very machine, while mail goes to files and the site is this machine's own.

    404 for everybody else. A proxy in front need not say that it is one, but then the site bears a name.
    """

    @never_cache
    @wraps(view)
    def answered(request: HttpRequest, **words: str | int) -> HttpResponse:
        is_own = is_loopback(urlsplit(settings.SITE_URL).hostname or "")
        if not (settings.EMAIL_FILE_PATH and is_own and is_local(request)):
            raise Http404
        with override(get_language_from_request(request)):
            return view(request, **words)

    return answered


def is_local(request: HttpRequest) -> bool:
    """Whether the request comes from this machine and through no proxy."""
    if any(name in request.META for name in FORWARDED):
        return False
    return is_loopback(request.META.get("REMOTE_ADDR", ""))


def is_loopback(host: str) -> bool:
    """Whether a name or address always means the machine that asks (RFC 6761 §6.3 for the name)."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@at_this_machine
def outgoing(request: HttpRequest) -> HttpResponse:
    """The newest 200 mails."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = [each for each in folder.glob("*.eml") if NAME.fullmatch(each.name)] if folder.is_dir() else []
    files.sort(key=lambda each: (-each.stat().st_mtime_ns, each.name))
    mails = [_row(each.name, _parsed(each)) for each in files[:MOST]]
    context = {"frame": _frame(request, _("Outgoing mail")), "mails": mails, "folder": str(folder)}
    return render(request, "outgoing/list.html", context)


@at_this_machine
def mail(request: HttpRequest, name: str) -> HttpResponse:
    message = _message(name)
    text = message.get_body(("plain",))
    context = {
        "frame": _frame(request, str(message["Subject"] or name)),
        "name": name,
        "headers": [(key, str(value)) for key, value in message.items()],
        "mail": _row(name, message),
        "text": text.get_content() if text else "",
        "has_html": message.get_body(("html",)) is not None,
        "attachments": [_attachment(number, part) for number, part in enumerate(message.iter_attachments())],
    }
    return render(request, "outgoing/mail.html", context)


@xframe_options_sameorigin
@csp(
    {
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "img-src": ["data:"],
        "frame-ancestors": [SELF],
        "sandbox": True,
    }
)
@at_this_machine
def html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part as mail programs show it; its own policy lets it style itself and do nothing else."""
    body = _message(name).get_body(("html",))
    if body is None:
        raise Http404
    return HttpResponse(body.get_content(), content_type="text/html; charset=utf-8")


@at_this_machine
def attachment(request: HttpRequest, name: str, part: int) -> HttpResponse:
    parts = list(_message(name).iter_attachments())
    if part >= len(parts):
        raise Http404
    shown = _attachment(part, parts[part])
    response = HttpResponse(parts[part].get_payload(decode=True), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{re.sub(r"[^A-Za-z0-9._-]", "_", shown.name)}"'
    return response


def _message(name: str) -> EmailMessage:
    path = Path(settings.EMAIL_FILE_PATH) / name
    if not NAME.fullmatch(name) or not path.is_file():
        raise Http404
    return _parsed(path)


def _parsed(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=default)


def _row(name: str, message: EmailMessage) -> Mail:
    return Mail(
        name=name,
        subject=str(message["Subject"] or ""),
        recipient=str(message["To"] or ""),
        date=str(message["Date"] or ""),
    )


def _attachment(number: int, part: EmailMessage) -> Attachment:
    content, kind = part.get_content(), part.get_content_type()
    if kind == "application/ics":
        # Text, by a name that does not say so.
        content = content.decode(errors="replace")
    return Attachment(
        number=number,
        name=part.get_filename() or f"part-{number}",
        kind=kind,
        text=content if isinstance(content, str) else "",
    )


def _frame(request: HttpRequest, title: str) -> Frame:
    language = short_language(get_language_from_request(request))
    return Frame(language=language, path=request.path, title=title, is_indexed=False, is_bilingual=False)
