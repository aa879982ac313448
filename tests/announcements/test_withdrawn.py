"""Events that are withdrawn after invitations to them went out: those are taken back, and no more is said."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from seminars.announcements import outbox
from seminars.announcements.channels.mail import Mailer
from seminars.announcements.ledger import counts, stop
from seminars.announcements.sending.claiming import claim
from seminars.announcements.sending.preparing import Preparation
from seminars.announcements.sending.settling import settle
from seminars.models import Announcement, CalendarByMail, Event, Speaker, Subscriber, Told
from seminars.publishing.change import cancel
from seminars.publishing.publish import publish
from seminars.publishing.withdraw import withdraw
from tests.announcements.invites import Invite, files, invite, raw, uid
from tests.announcements.mailbox import text_of
from tests.announcements.sink import Sink
from tests.factories import NOW, STARTS, a_series, a_subscriber, an_event

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LAN, LIN = "lan@example.org", "lin@example.org"


@pytest.fixture
def event() -> Event:
    series = a_series(slug="wenqu", short_zh="问渠", short_en="Wenqu")
    a_subscriber(series, email=LAN, calendar_by_mail=CalendarByMail.INVITE)
    return an_event(series, number=42)


def drained(minutes: float) -> None:
    outbox.drain(clock=lambda: NOW + minutes * MINUTE)


def test_a_withdrawn_event_takes_its_invitations_back_and_says_nothing_of_itself(
    event: Event, sink: Sink
) -> None:
    a_subscriber(event.series, email="file@example.org")
    publish(event, by=None, at=NOW)
    drained(1)

    withdraw(event, by=None, at=NOW + 2 * MINUTE)
    drained(3)

    assert len(sink.received("file@example.org")) == 1
    mail = sink.received(LAN)[1]
    assert str(mail["Subject"]) == "【撤回】本周六 14:00 问渠 #42（11月28日，北京时间）"
    assert invite(mail) == Invite("CANCEL", 1, "CANCELLED", STARTS, False, f"mailto:{LAN}")
    assert uid(mail) == str(event.uid)
    assert "主办方撤回了本期通知，请不必前往。" in text_of(mail)
    html = mail.get_body(("html",))
    assert html is not None
    for said in (text_of(mail), html.get_content(), raw(files(mail)["invite.ics"]).decode()):
        assert "旋转位置编码" not in said.replace("\r\n ", "")
        assert "格致堂" not in said.replace("\r\n ", "")
    assert "/wenqu/42/" not in text_of(mail) + html.get_content()
    assert not Told.objects.filter(invited_as__isnull=False).exists()
    assert counts(Announcement.objects.get(kind="cancelled")) == {"sent": 1}


def test_withdrawing_what_nobody_holds_tells_nobody(event: Event, sink: Sink) -> None:
    Subscriber.objects.update(calendar_by_mail=CalendarByMail.ATTACHMENT)
    publish(event, by=None, at=NOW)
    drained(1)
    cancel(event, reason="", by=None, at=NOW + 2 * MINUTE)
    drained(3)
    withdraw(event, by=None, at=NOW + 4 * MINUTE)
    drained(9)

    assert (len(sink.received()), Announcement.objects.count()) == (2, 2)


def test_an_invitation_under_way_while_its_event_is_withdrawn_is_taken_back(event: Event, sink: Sink) -> None:
    publish(event, by=None, at=NOW)
    outbox._fan_out_due(at=NOW)
    batch = claim(at=NOW)
    assert batch is not None
    preparation = Preparation()
    preparation.take(batch.deliveries, at=NOW)
    preparation.look_up(batch.deliveries, at=NOW)
    with Mailer() as mailer:
        outcomes = outbox._told(batch.deliveries, preparation, mailer, clock=lambda: NOW)
    withdraw(event, by=None, at=NOW)
    settle(outcomes, batch)

    drained(1)

    assert [each.method for each in map(invite, sink.received())] == ["REQUEST", "CANCEL"]


def test_its_speakers_have_theirs_taken_back_too_and_once(event: Event, sink: Sink) -> None:
    Speaker.objects.update(email=LIN)
    a_subscriber(event.series, email=LIN)
    publish(event, by=None, at=NOW)
    drained(1)
    withdraw(event, by=None, at=NOW + 2 * MINUTE)
    drained(3)

    first, second = sink.received(LIN)
    assert [invite(each).method for each in (first, second)] == ["REQUEST", "CANCEL"]
    assert second["List-Id"] is None
    assert "讲者" not in text_of(second)


def test_from_the_desk_it_waits_and_can_be_stopped(event: Event, sink: Sink) -> None:
    Speaker.objects.update(email=LIN)
    publish(event, by=None, at=NOW)
    drained(1)
    withdraw(event, by=None, at=NOW + 2 * MINUTE, wait=MINUTE)
    drained(2.5)

    assert stop(Announcement.objects.filter(kind="cancelled")[0], at=NOW + 2.5 * MINUTE) == (0, 0)
    drained(9)
    assert len(sink.received()) == 2


@pytest.mark.parametrize("act", ["withdraw", "cancel"])
def test_what_is_called_off_while_mails_leave_is_told_to_no_more_than_a_handful(act: str, sink: Sink) -> None:
    series = a_series(slug="wenqu")
    for number in range(40):
        a_subscriber(series, email=f"reader{number}@example.org")
    event = an_event(series)
    publish(event, by=None, at=NOW)
    told: list[int] = []

    def clock() -> datetime:
        if len(sink.accepted) >= 10 and not told:
            told.append(len(sink.accepted))
            if act == "withdraw":
                withdraw(event, by=None, at=NOW)
            else:
                cancel(event, reason="", by=None, at=NOW)
        return NOW

    outbox.drain(clock=clock)

    subjects = Counter(str(mail["Subject"])[:4] for mail in sink.received())
    assert subjects["【预告】"] <= told[0] + outbox.HANDFUL
    # Of what was withdrawn hear only those who hold an invitation; of what is cancelled, who was told.
    assert subjects["【取消】"] == (subjects["【预告】"] if act == "cancel" else 0)
