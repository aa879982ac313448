"""One mail that says it is a test, by the way that all mail goes."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings

from seminars.announcements.channels.base import ChannelRefused, ChannelUnavailable, Message
from seminars.announcements.channels.letters import Form, Letter
from seminars.announcements.channels.mail import Mailer
from seminars.announcements.sending.links import RETURNS_BOX

_TEXT = """这是一封测试邮件，由 {site} 发出。收到它就说明邮件可以送达；请看它的邮件头里 SPF、DKIM、DMARC 是否通过。

This is a test from {site}. That it arrived means that mail arrives; its headers say whether SPF, DKIM and DMARC passed.
"""


def trial_sender() -> str:
    """To whom a test mail comes back."""
    return f"{RETURNS_BOX}+test@{settings.MAIL_DOMAIN}" if settings.VERP else settings.DEFAULT_FROM_EMAIL


def send_trial(address: str, *, at: datetime) -> ChannelRefused | ChannelUnavailable | None:
    """Send a test to `address` at once; what the mail server said against it, None if it took it."""
    text = _TEXT.format(site=settings.SITE_URL)
    html = "".join(f"<p>{paragraph}</p>" for paragraph in text.strip().split("\n\n"))
    form = Form(Message("测试邮件 · Test mail", text, html), {"Auto-Submitted": "auto-generated"})
    own = {"Message-ID": f"<test.{uuid.uuid4()}@{settings.MAIL_DOMAIN}>"}
    with Mailer() as mailer:
        (sent,) = mailer.send([Letter(form, address, own, sender=trial_sender())], at=at)
    return sent.failure
