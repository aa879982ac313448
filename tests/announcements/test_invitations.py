"""Readers who chose invitations: invited, kept up to date, and taken back what they hold, by real mail."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from seminars.announcements import outbox
from seminars.announcements.planning.deciding import Wish
from seminars.models import CalendarByMail, Delivery, Event, Subscriber, Told
from seminars.publishing.change import cancel, move, restore
from seminars.publishing.publish import publish, publish_all
from seminars.publishing.withdraw import withdraw
from tests.announcements.invites import AS_AN_INVITATION, Invite, files, invite, raw, read, tree, uid
from tests.announcements.mailbox import text_of
from tests.announcements.sink import Sink
from tests.factories import NOW, STARTS, a_meeting, a_series, a_subscriber, an_event

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LAN = "lan@example.org"
SENDER = "talks@seminars.example.org"


@pytest.fixture(autouse=True)
def _sender(settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEFAULT_FROM_EMAIL = SENDER


@pytest.fixture
def event() -> Event:
    series = a_series(slug="wenqu", short_zh="问渠", short_en="Wenqu")
    a_subscriber(series, email=LAN, calendar_by_mail=CalendarByMail.INVITE)
    return an_event(series, number=42)


def drained(minutes: float) -> None:
    outbox.drain(clock=lambda: NOW + minutes * MINUTE)


def prefer(wanted: CalendarByMail) -> None:
    Subscriber.objects.filter(email=LAN).update(calendar_by_mail=wanted)


def held() -> list[tuple[str, int | None]]:
    return list(Told.objects.order_by("pk").values_list("address", "invited_as"))


def a_request(sequence: int, starts: datetime = STARTS) -> Invite:
    return Invite("REQUEST", sequence, "CONFIRMED", starts, True, f"mailto:{LAN}")


def a_cancel(sequence: int, starts: datetime = STARTS) -> Invite:
    return Invite("CANCEL", sequence, "CANCELLED", starts, False, f"mailto:{LAN}")


def test_an_invitation_follows_the_event_through_all_that_happens_to_it(event: Event, sink: Sink) -> None:
    publish(event, by=None, at=NOW)
    drained(1)
    assert held() == [(LAN, 0)]
    move(event, starts_at=STARTS + DAY, by=None, at=NOW + 2 * MINUTE)
    drained(3)
    assert held() == [(LAN, 1)]
    cancel(event, reason="讲者航班延误", by=None, at=NOW + 4 * MINUTE)
    drained(5)
    assert held() == [(LAN, None)]
    restore(event, by=None, at=NOW + 6 * MINUTE)
    drained(7)
    assert held() == [(LAN, 3)]

    mails = sink.received()
    later = STARTS + DAY
    assert [invite(each) for each in mails] == [
        a_request(0),
        a_request(1, later),
        a_cancel(2, later),
        a_request(3, later),
    ]
    assert {uid(each) for each in mails} == {str(event.uid)}
    assert "这封信更新日历中的邀请。" in text_of(mails[1])
    assert "这封信撤回日历中的邀请：日历会把本期删去或划掉。" in text_of(mails[2])


def test_the_mail_says_that_it_is_one_and_how_to_have_no_more(event: Event, sink: Sink) -> None:
    publish(event, by=None, at=NOW)
    drained(1)

    (mail,) = sink.received()
    html = mail.get_body(("html",))
    assert html is not None
    for said in (text_of(mail), html.get_content()):
        assert "这封信是日历邀请" in said
        assert "如果日历还订阅了我们的日历地址，同一场会显示两次" in said
        assert "不想再收到邀请，请在信末的“订阅设置”中改选" in said
        assert "https://seminars.example.org/subscriptions/" in said
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert str(mail["From"]) == f"问渠 <{SENDER}>"


def test_a_reader_of_english_is_invited_in_english(event: Event, sink: Sink) -> None:
    Subscriber.objects.update(language="en", zone="America/New_York")
    publish(event, by=None, at=NOW)
    drained(1)

    (mail,) = sink.received()
    (entry,) = Calendar.from_ical(raw(files(mail)["invite.ics"])).walk("VEVENT")
    assert entry["organizer"].params["CN"] == "Wenqu"
    assert str(entry["summary"]).startswith("Wenqu #42 · Lin Zhiyuan")
    assert "This mail is an invitation for your calendar" in text_of(mail)


def test_an_invitation_brings_what_only_subscribers_may_know(event: Event, sink: Sink) -> None:
    event.meeting, event.meeting_from = a_meeting(visibility="subscribers"), "own"
    event.save()
    publish(event, by=None, at=NOW)
    drained(1)

    (mail,) = sink.received()
    assert "腾讯会议 555-010-021" in raw(files(mail)["invite.ics"]).replace(b"\r\n ", b"").decode()


def test_what_does_not_raise_sequence_updates_under_the_same_number(event: Event, sink: Sink) -> None:
    publish(event, by=None, at=NOW)
    drained(1)
    event.talks.get().abstracts.update(title="改了题目")
    publish(event, by=None, at=NOW + 2 * MINUTE)
    drained(60)

    first, second = sink.received()
    assert (invite(first), invite(second)) == (a_request(0), a_request(0))
    stamps = [
        Calendar.from_ical(raw(files(each)["invite.ics"])).walk("VEVENT")[0]["dtstamp"].dt
        for each in (first, second)
    ]
    assert stamps == [NOW, NOW + 2 * MINUTE]


def test_a_change_undone_before_its_mail_leaves_the_invitation_as_it_is(event: Event, sink: Sink) -> None:
    publish(event, by=None, at=NOW)
    drained(1)
    move(event, starts_at=STARTS + DAY, by=None, at=NOW + 2 * MINUTE, wish=Wish(wait=MINUTE))
    move(event, starts_at=STARTS, by=None, at=NOW + 2 * MINUTE, wish=Wish(wait=MINUTE))
    drained(9)

    assert (len(sink.received()), held()) == (1, [(LAN, 0)])


def test_who_wants_files_gets_a_file_and_who_wants_nothing_gets_a_mail(event: Event, sink: Sink) -> None:
    prefer(CalendarByMail.ATTACHMENT)
    a_subscriber(event.series, email="no@example.org", calendar_by_mail=CalendarByMail.NONE)
    publish(event, by=None, at=NOW)
    drained(1)

    (mail,) = sink.received(LAN)
    assert tree(mail) == [*AS_AN_INVITATION[:4], "text/calendar"]
    assert list(files(mail)) == ["seminar.ics"]
    assert files(mail)["seminar.ics"].get_params()[1:] == [("method", "PUBLISH"), ("charset", "utf-8")]
    assert b"ATTENDEE" not in raw(files(mail)["seminar.ics"])
    (mail,) = sink.received("no@example.org")
    assert tree(mail) == AS_AN_INVITATION[1:4]
    assert [invited for _address, invited in held()] == [None, None]


@pytest.mark.parametrize("wanted", [CalendarByMail.ATTACHMENT, CalendarByMail.NONE])
def test_who_changes_their_mind_still_hears_of_what_they_hold(
    event: Event, sink: Sink, wanted: CalendarByMail
) -> None:
    publish(event, by=None, at=NOW)
    drained(1)
    prefer(wanted)
    move(event, starts_at=STARTS + DAY, by=None, at=NOW + 2 * MINUTE)
    drained(3)
    other = an_event(event.series, number=43)
    publish(other, by=None, at=NOW + 4 * MINUTE)
    drained(5)
    cancel(event, reason="", by=None, at=NOW + 6 * MINUTE)
    drained(7)
    restore(event, by=None, at=NOW + 8 * MINUTE)
    drained(9)

    first, moved, new, off, on = sink.received()
    assert [invite(each) for each in (first, moved, off)] == [
        a_request(0),
        a_request(1, STARTS + DAY),
        a_cancel(2, STARTS + DAY),
    ]
    assert "现在的订阅设置不含邀请；已经发出的邀请仍会保持准确。" in text_of(moved)
    assert [tree(each) == AS_AN_INVITATION for each in (new, on)] == [False, False]
    assert [invited for _address, invited in held()] == [None, None]


def test_who_asks_for_invitations_later_is_invited_with_the_next_news(event: Event, sink: Sink) -> None:
    prefer(CalendarByMail.ATTACHMENT)
    publish(event, by=None, at=NOW)
    drained(1)
    prefer(CalendarByMail.INVITE)
    move(event, starts_at=STARTS + DAY, by=None, at=NOW + 2 * MINUTE)
    drained(3)

    assert invite(sink.received()[1]) == a_request(1, STARTS + DAY)


def test_nobody_is_sent_the_end_of_what_they_do_not_hold(event: Event, sink: Sink) -> None:
    prefer(CalendarByMail.NONE)
    publish(event, by=None, at=NOW)
    drained(1)
    prefer(CalendarByMail.INVITE)
    cancel(event, reason="", by=None, at=NOW + 2 * MINUTE)
    drained(3)

    mail = sink.received()[1]
    assert str(mail["Subject"]).startswith("【取消】")
    assert tree(mail) == AS_AN_INVITATION[1:4]


def test_who_unsubscribed_hears_nothing_more(event: Event, sink: Sink) -> None:
    publish(event, by=None, at=NOW)
    drained(1)
    Subscriber.objects.update(unsubscribed_at=NOW + MINUTE)
    cancel(event, reason="", by=None, at=NOW + 2 * MINUTE)
    withdraw(event, by=None, at=NOW + 4 * MINUTE)
    drained(9)

    assert len(sink.received()) == 1


def test_of_several_events_in_one_mail_each_has_an_invitation_of_its_own(event: Event, sink: Sink) -> None:
    second = an_event(event.series, number=43, starts_at=STARTS + 7 * DAY)
    publish_all([event, second], by=None, at=NOW)
    drained(1)
    move(second, starts_at=STARTS + 8 * DAY, by=None, at=NOW + 2 * MINUTE)
    drained(3)

    joint, moved = sink.received()
    assert tree(joint) == [*AS_AN_INVITATION[:4], "application/ics", "application/ics"]
    found = {name: read(part, sender=SENDER, to=LAN) for name, part in files(joint).items()}
    assert found == {"invite-42.ics": a_request(0), "invite-43.ics": a_request(0, STARTS + 7 * DAY)}
    assert "一场一份（invite-….ics）" in text_of(joint)
    assert invite(moved) == a_request(1, STARTS + 8 * DAY)


def test_files_and_invitations_may_come_in_one_mail(event: Event, sink: Sink) -> None:
    publish(event, by=None, at=NOW)
    drained(1)
    prefer(CalendarByMail.ATTACHMENT)
    second = an_event(event.series, number=43, starts_at=STARTS + 7 * DAY)
    publish(second, by=None, at=NOW + 2 * MINUTE)
    drained(3)
    for each in (event, second):
        each.starts_at, each.ends_at = each.starts_at + DAY, each.ends_at + DAY
        each.save()
    publish_all([event, second], by=None, at=NOW + 4 * MINUTE)
    drained(5)

    mail = sink.received()[2]
    assert str(mail["Subject"]) == "【变更】问渠：2 场（11月29日周日、12月6日周日）"
    assert sorted(files(mail)) == ["invite-42.ics", "seminar.ics"]
    assert read(files(mail)["invite-42.ics"], sender=SENDER, to=LAN) == a_request(1, STARTS + DAY)
    assert [invited for _address, invited in held()] == [1, None]


def test_a_second_copy_after_a_crash_is_the_same_message(event: Event, sink: Sink) -> None:
    sink.data = [None]
    publish(event, by=None, at=NOW)
    drained(1)
    assert held() == []
    drained(3)

    (mail,) = sink.received()
    assert str(mail["Message-ID"]) == Delivery.objects.get().message_id
    assert (invite(mail), held()) == (a_request(0), [(LAN, 0)])
