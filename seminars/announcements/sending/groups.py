"""Telling chat groups, and what an answer means for the channel: moved, paused, or to be asked again."""

from __future__ import annotations

import logging
import smtplib
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext_noop

from seminars.announcements.bell import ring_on_commit
from seminars.announcements.channels.base import ChannelRefused, ChannelUnavailable
from seminars.announcements.channels.chat import (
    Attempt,
    BadAddress,
    Later,
    Misconfigured,
    Moved,
    Refused,
    Target,
    Verdict,
    redacted,
)
from seminars.announcements.channels.kinds import KINDS
from seminars.announcements.hearers.quiet import is_pressing, quiet_left
from seminars.announcements.saying.carding import card, trial_card
from seminars.announcements.saying.cards import Card
from seminars.announcements.saying.items import Item
from seminars.announcements.saying.wordings import wordings_of
from seminars.announcements.sending.claimed import Claimed
from seminars.calling.door import Forbidden, Unreachable, the_door
from seminars.meetings.audiences import Audience
from seminars.models import Channel, DeliveryState
from seminars.sealing.boxes import Unsealable

logger = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)


def tell_group(delivery: Claimed, items: Sequence[Item], *, at: datetime) -> None:
    """Tell `items` to the group of `delivery`; raises `ChannelRefused` or `ChannelUnavailable`.

    What the answer says of the channel itself is kept on it: a wrong configuration pauses it.
    """
    # Read anew: the delivery before this one may have paused it.
    channel = Channel.objects.select_related("series").filter(pk=delivery.target_id or 0).first()
    if channel is None:
        raise ChannelRefused(gettext_noop("The channel was deleted."))
    if channel.paused_at:
        raise ChannelRefused(gettext_noop("The channel is paused."))
    _wait_for_morning(channel, items, at=at)
    _keep_pace(channel, at=at)
    audience: Audience = "subscriber" if channel.is_closed else "public"
    said = card(
        items, language=channel.language, audience=audience, at=at, wordings=wordings_of(channel.series)
    )
    verdict = asked(channel, said, Attempt(delivery.uid, at))
    match verdict:
        case Moved(address):
            Channel.objects.filter(pk=channel.pk).update(address=address)
            raise ChannelUnavailable("The group has another address now.", after=timedelta())
        case Later(reason, after):
            raise ChannelUnavailable(reason, after=after)
        case Misconfigured(reason):
            pause(channel, reason=reason, at=at)
            raise ChannelRefused(reason)
        case Refused(reason):
            raise ChannelRefused(reason)


def send_test(channel: Channel, *, at: datetime) -> Verdict:
    """Send a message that says it is a test, and nothing else, at once; a paused channel is tried too."""
    verdict = asked(
        channel, trial_card(channel.series.name, language=channel.language), Attempt(uuid.uuid4(), at)
    )
    if isinstance(verdict, Moved):
        Channel.objects.filter(pk=channel.pk).update(address=verdict.address)
        channel.refresh_from_db()
        return send_test(channel, at=at)
    return verdict


def asked(channel: Channel, said: Card, attempt: Attempt) -> Verdict:
    """What became of one attempt to say `said`, in words without secrets."""
    kind = KINDS[channel.kind]
    try:
        target = Target(channel.address, channel.secret, channel.keyword)
        kind.check(target)
    except Unsealable as error:
        return Misconfigured(str(error))
    except BadAddress:
        return Misconfigured("Address or secret are not of the form that they must have.")
    try:
        verdict = kind.verdict(the_door().call(kind.request(said, target, attempt)))
    except Forbidden as error:
        return Misconfigured(str(error))
    except Unreachable as error:
        return Later(redacted(str(error), target))
    match verdict:
        case Later(reason, after):
            return Later(redacted(reason, target), after)
        case Misconfigured(reason):
            return Misconfigured(redacted(reason, target))
        case Refused(reason):
            return Refused(redacted(reason, target))
    return verdict


def pause(channel: Channel, *, reason: str, at: datetime) -> None:
    """Tell the group nothing more until somebody resumes; its organizers get one mail that says why."""
    paused = Channel.objects.filter(pk=channel.pk, paused_at=None).update(
        paused_at=at, pause_reason=reason[:500]
    )
    if paused:
        logger.warning("channel.paused", extra={"channel": channel.pk, "kind": channel.kind})
        _tell_organizers(channel, reason)


def resume(channel: Channel, *, at: datetime) -> int:
    """Tell the group again, also what it missed and is still true; returns how many deliveries wait anew."""
    Channel.objects.filter(pk=channel.pk).update(paused_at=None, pause_reason="")
    # Composed when they are sent: what the group has heard meanwhile is not said twice.
    missed = channel.deliveries.filter(state=DeliveryState.REFUSED, expires_at__gt=at)
    count = missed.filter(announcement__withdrawn_at=None).update(
        state=DeliveryState.WAITING, due_at=at, attempts=0
    )
    if count:
        ring_on_commit()
    return count


def _wait_for_morning(channel: Channel, items: Sequence[Item], *, at: datetime) -> None:
    left = quiet_left(at=at, zone_name=channel.series.zone)
    if left and not is_pressing(items, at=at):
        raise ChannelUnavailable(gettext_noop("The group is not woken at night."), after=left)


def _keep_pace(channel: Channel, *, at: datetime) -> None:
    """Robots that are asked too often are muted, so we stop before."""
    most = KINDS[channel.kind].PER_MINUTE
    if channel.deliveries.filter(sent_at__gt=at - MINUTE).count() >= most:
        reason = gettext_noop("The group’s robot takes only so many messages a minute.")
        raise ChannelUnavailable(reason, after=MINUTE)


def _tell_organizers(channel: Channel, reason: str) -> None:
    addresses = (
        channel.series.organizers.filter(is_active=True).exclude(email="").values_list("email", flat=True)
    )
    desk = f"{settings.SITE_URL}/admin/seminars/channel/{channel.pk}/change/"
    text = (
        f"渠道「{channel.name}」拒收了通知，已暂停。对方的回答：\n\n    {reason}\n\n改好后请在工作台恢复：{desk}\n\n"
        f"The channel “{channel.name}” refused an announcement and is paused. Its answer stands above. "
        f"Put it right and resume it at the desk: {desk}\n"
    )
    for address in addresses:
        mail = EmailMessage(f"【渠道已暂停 · Channel paused】{channel.name}", text, to=[address])
        try:
            mail.send()
        except (smtplib.SMTPException, OSError):
            # The desk says it too.
            logger.warning("channel.owner_not_told", extra={"channel": channel.pk})
