"""Which page answers which button of an event."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase

from seminars.admin import (
    acts,
    copying,
    note_act,
    posters,
    previewing,
    publish_act,
    reinstate_act,
    transfer_act,
)

BUTTONS: dict[str, Callable[..., HttpResponseBase]] = {
    "preview": previewing.preview,
    "page": previewing.page,
    "mail": previewing.mail,
    "posters": posters.posters,
    "poster": posters.poster,
    "publish": publish_act.publish_event,
    "cancel": acts.cancel_event,
    "move": acts.move_event,
    "restore": acts.restore_event,
    "reinstate": reinstate_act.reinstate_event,
    "readdress": acts.readdress_event,
    "transfer": transfer_act.transfer_event,
    "withdraw": acts.withdraw_event,
    "duplicate": acts.duplicate_event,
    "note": note_act.note_event,
    "copy": copying.copy_page,
    "tick": copying.tick_place,
}
