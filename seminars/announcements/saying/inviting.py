"""News for one address → the calendar files that its mail brings: a file to open, invitations, their end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from django.conf import settings

from seminars.announcements.channels.base import Attachment, Invitation, Message
from seminars.announcements.saying.items import PERSONAL, Form, Item, TakenBack
from seminars.calendars.component import ComponentLanguage, component
from seminars.calendars.files import mail_calendar
from seminars.calendars.invite import Party, cancellation, invitation, sequence_of
from seminars.models import CalendarComponent, Publication


class News(NamedTuple):
    """What an address is to hear of the event of one public copy; `heard`: the pk of the revision it knows."""

    publication: Publication
    item: Item
    heard: int | None = None


class Components:
    """The stored components of some public copies, as subscribers may see them, in every language.

    Read when the first of them is asked for: most mails bring no invitation.
    """

    def __init__(self, publications: Iterable[Publication]) -> None:
        self._publications = list(publications)

    @cached_property
    def _bodies(self) -> dict[tuple[int, str], bytes]:
        rows = CalendarComponent.objects.filter(publication__in=self._publications, has_link=True)
        return {(row.publication_id, row.language): bytes(row.body) for row in rows}

    def of(self, news: News, language: str) -> bytes:
        """The component that stands for `news`; of a withdrawn event, which has none, its name and time."""
        if news.item.taken_back != TakenBack.WITHDRAWN:
            return self._bodies[news.publication.pk, language]
        spoken: ComponentLanguage = "en" if language == "en" else "zh"
        return component(
            news.item.snapshot,
            language=spoken,
            has_link=False,
            sequence=news.publication.event.sequence,
            created_at=news.publication.published_at,
            changed_at=news.publication.changed_at,
            site_url=settings.SITE_URL,
        )


def files(told: Sequence[News], language: str) -> tuple[Attachment, ...]:
    """The one file with all events that are to come as a file: the same for all readers of a language."""
    publications = [each.publication for each in told if each.item.form == Form.FILE]
    if not publications:
        return ()
    body = mail_calendar(publications, language=language)
    return (Attachment("seminar.ics", body, "text/calendar; method=PUBLISH"),)


def enclosed(
    message: Message, told: Sequence[News], attendee: Party, language: str, components: Components
) -> Message:
    """`message` with the invitations, and ends of invitations, that it brings this one person.

    A mail about one event is an invitation as a whole. About several it is none: mail programs act upon
    one at most, so each event has a file of its own.
    """
    ours = [each for each in told if each.item.form in PERSONAL]
    if not ours:
        return message
    invitations = [_invitation(each, attendee, language, components) for each in ours]
    if len(told) == 1:
        (invitation,) = invitations
        return message._replace(
            invitation=invitation, attachments=(*message.attachments, _file("invite.ics", invitation))
        )
    files = (
        _file(f"invite-{each.publication.path}.ics", invitation)
        for each, invitation in zip(ours, invitations, strict=True)
    )
    return message._replace(attachments=(*message.attachments, *files))


def invited_as(news: News, language: str, components: Components) -> int | None:
    """The SEQUENCE of the invitation that whoever reads `news` then holds; None for none."""
    holds_one = news.item.form in PERSONAL - {Form.CANCELLATION}
    return sequence_of(components.of(news, language)) if holds_one else None


def _invitation(news: News, attendee: Party, language: str, components: Components) -> Invitation:
    # The sender's own address: mail programs believe nobody else.
    organizer = Party(settings.DEFAULT_FROM_EMAIL, news.publication.series.short.best(language))
    body = components.of(news, language)
    if news.item.form == Form.CANCELLATION:
        return Invitation(
            cancellation(body, organizer=organizer, attendee=attendee, language=language), "CANCEL"
        )
    return Invitation(invitation(body, organizer=organizer, attendee=attendee, language=language), "REQUEST")


def _file(name: str, invitation: Invitation) -> Attachment:
    """The same for programs that show no invitations, and for people who keep files."""
    kind = f'application/ics; charset="utf-8"; method={invitation.method}; name="{name}"'
    return Attachment(name, invitation.body, kind)
