"""The speakers of an event hear of it as themselves: invited at once, kept up to date, once, and unlisted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db.models import QuerySet

from seminars.announcements import outbox
from seminars.announcements.planning.deciding import Wish
from seminars.models import (
    Announcement,
    Audience,
    CalendarByMail,
    CalendarComponent,
    Delivery,
    Event,
    Publication,
    Speaker,
    Telling,
    Told,
)
from seminars.publishing.change import cancel, move, restore
from seminars.publishing.publish import publish, publish_all
from tests.announcements.invites import AS_AN_INVITATION, Invite, files, invite, raw, tree
from tests.announcements.mailbox import text_of
from tests.announcements.sink import Sink
from tests.factories import NOW, STARTS, a_series, a_speaker, a_subscriber, a_talk, an_event

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LAN, LIN, SHEN = "lan@example.org", "lin@example.org", "shen@example.org"


@pytest.fixture
def event() -> Event:
    """Two talks, by Lin and by Shen, followed by Lan."""
    series = a_series(slug="wenqu", short_zh="问渠", contact="mei@example.org", language="both")
    a_subscriber(series, email=LAN)
    event = an_event(series, number=42, has_talk=False)
    a_talk(event, speakers=[a_speaker(email=LIN)])
    a_talk(event, speakers=[a_speaker(email=SHEN, name_zh="沈栖", name_en="Shen Qi")], title="对偶")
    return event


def drained(minutes: float) -> None:
    outbox.drain(clock=lambda: NOW + minutes * MINUTE)


def bodies() -> QuerySet[CalendarComponent, bytes]:
    return CalendarComponent.objects.values_list("body", flat=True)


def to(address: str, method: str, sequence: int, starts: datetime = STARTS) -> Invite:
    is_on = method == "REQUEST"
    return Invite(method, sequence, "CONFIRMED" if is_on else "CANCELLED", starts, is_on, f"mailto:{address}")


def test_speakers_hear_of_publication_change_cancellation_and_return(event: Event, sink: Sink) -> None:
    publish(event, by=None, at=NOW)
    drained(1)
    move(event, starts_at=STARTS + DAY, by=None, at=NOW + 2 * MINUTE)
    drained(3)
    cancel(event, reason="", by=None, at=NOW + 4 * MINUTE)
    drained(5)
    restore(event, by=None, at=NOW + 6 * MINUTE)
    drained(7)

    later = STARTS + DAY
    for address in (LIN, SHEN):
        assert [invite(each) for each in sink.received(address)] == [
            to(address, "REQUEST", 0),
            to(address, "REQUEST", 1, later),
            to(address, "CANCEL", 2, later),
            to(address, "REQUEST", 3, later),
        ]
    assert len(sink.received(LAN)) == 4


def test_their_mail_is_no_list_mail_and_says_why_they_get_it(event: Event, sink: Sink) -> None:
    publish(event, by=None, at=NOW)
    drained(1)

    (mail,) = sink.received(LIN)
    lists = {"List-Id", "List-Archive", "List-Unsubscribe", "List-Unsubscribe-Post", "Precedence"}
    assert lists & set(mail.keys()) == set()
    html = mail.get_body(("html",))
    assert html is not None
    for said in (text_of(mail), html.get_content()):
        assert "您是本期的讲者，所以收到这封信。如有出入，请告诉主办方：mei@example.org。" in said
        assert "退订" not in said
        assert "订阅设置" not in said
        assert "links.invalid" not in said
    assert "CN=林知远;" in raw(files(mail)["invite.ics"]).decode()
    assert set(Delivery.objects.exclude(speaker=None).values_list("address", "language", "zone")) == {
        (LIN, "zh", "Asia/Shanghai"),
        (SHEN, "zh", "Asia/Shanghai"),
    }


def test_nobody_finds_the_address_of_a_speaker_in_the_mail_of_another(event: Event, sink: Sink) -> None:
    publish(event, by=None, at=NOW)
    drained(1)

    for mail in sink.received():
        whole = "".join(part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")
        whole += raw(files(mail)[next(iter(files(mail)))]).decode().replace("\r\n ", "") + str(mail.items())
        assert {each for each in (LIN, SHEN) if each in whole} == {str(mail["To"])} - {LAN}
    assert LIN not in str(Publication.objects.values().get())
    assert not any(LIN.encode() in bytes(body).replace(b"\r\n ", b"") for body in bodies())


def test_who_reads_the_series_too_hears_once_and_as_a_speaker(event: Event, sink: Sink) -> None:
    a_subscriber(event.series, email="Lin@Example.org")
    publish(event, by=None, at=NOW)
    drained(1)
    move(event, starts_at=STARTS + DAY, by=None, at=NOW + 2 * MINUTE)
    drained(3)

    mails = sink.received("Lin@Example.org")
    assert [invite(each).sequence for each in mails] == [0, 1]
    assert [each["List-Id"] for each in mails] == [None, None]
    assert sink.received(LIN) == []
    # As a reader of the list: already known.
    assert Delivery.objects.filter(address="Lin@Example.org", state="superseded").count() == 2


def test_who_heard_as_a_reader_first_is_invited_in_that_very_mail(event: Event, sink: Sink) -> None:
    a_subscriber(event.series, email=LIN)
    publish(event, by=None, at=NOW, wish=Wish(wait=MINUTE))
    Announcement.objects.filter(audience=Audience.SUBSCRIBERS).update(due_at=NOW)
    drained(0)
    drained(2)

    (mail,) = sink.received(LIN)
    assert mail["List-Id"] is not None
    assert invite(mail) == to(LIN, "REQUEST", 0)


def test_who_becomes_a_speaker_later_is_invited_although_they_read_of_it(event: Event, sink: Sink) -> None:
    a_subscriber(event.series, email="jun@example.org")
    publish(event, by=None, at=NOW)
    drained(1)
    a_talk(event, speakers=[a_speaker(email="jun@example.org")])
    publish(event, by=None, at=NOW + 2 * MINUTE)
    drained(60)

    read_of, invited = sink.received("jun@example.org")
    assert (tree(read_of) == AS_AN_INVITATION, invite(invited)) == (
        False,
        to("jun@example.org", "REQUEST", 0),
    )


@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_who_is_taken_off_the_programme_has_their_invitation_taken_back(
    event: Event, sink: Sink, is_withdrawn: bool
) -> None:
    publish(event, by=None, at=NOW)
    drained(1)
    talk = event.talks.get(position=1)
    if is_withdrawn:
        talk.state = "withdrawn"
        talk.save()
    else:
        talk.appearances.update(speaker=a_speaker(email="jun@example.org"))
    publish(event, by=None, at=NOW + 2 * MINUTE)
    drained(60)

    mail = sink.received(SHEN)[1]
    assert str(mail["Subject"]) == "【人员变更】问渠 #42：您已不在本期的人员安排中"
    # Newer than the invitation, for calendars drop what is not.
    assert invite(mail) == to(SHEN, "CANCEL", 1)
    assert "您已不在本期的人员安排中；本期照常举行。" in text_of(mail)
    assert "所以收到这封信" not in text_of(mail)
    assert [invite(each).sequence for each in sink.received(LIN)] == [0, 1]
    assert dict(Told.objects.values_list("address", "invited_as")) == {
        LAN: None,
        LIN: 1,
        SHEN: None,
        **({} if is_withdrawn else {"jun@example.org": 1}),
    }


def test_who_is_named_again_is_invited_again(event: Event, sink: Sink) -> None:
    publish(event, by=None, at=NOW)
    drained(1)
    talk = event.talks.get(position=1)
    for minutes, state in ((2, "withdrawn"), (100, "planned")):
        talk.state = state
        talk.save()
        publish(event, by=None, at=NOW + minutes * MINUTE)
        drained(minutes + 60)

    mails = sink.received(SHEN)
    assert [(invite(each).method, invite(each).sequence) for each in mails] == [
        ("REQUEST", 0),
        ("CANCEL", 1),
        ("REQUEST", 1),
    ]


def test_who_wants_invitations_as_a_reader_keeps_theirs(event: Event, sink: Sink) -> None:
    a_subscriber(event.series, email=SHEN, calendar_by_mail=CalendarByMail.INVITE)
    publish(event, by=None, at=NOW)
    drained(1)
    event.talks.filter(position=1).update(state="withdrawn")
    publish(event, by=None, at=NOW + 2 * MINUTE)
    drained(60)

    assert [invite(each).method for each in sink.received(SHEN)] == ["REQUEST", "REQUEST"]
    assert sink.received(SHEN)[1]["List-Id"] is not None


def test_a_corrected_address_moves_the_invitation(event: Event, sink: Sink) -> None:
    publish(event, by=None, at=NOW)
    drained(1)
    Speaker.objects.filter(email=SHEN).update(email="qi@example.org")
    move(event, starts_at=STARTS + DAY, by=None, at=NOW + 2 * MINUTE)
    drained(3)

    assert invite(sink.received(SHEN)[1]).method == "CANCEL"
    assert invite(sink.received("qi@example.org")[0]) == to("qi@example.org", "REQUEST", 1, STARTS + DAY)


def test_a_speaker_who_was_never_published_is_not_written_to(event: Event, sink: Sink) -> None:
    publish(event, by=None, at=NOW, wish=Wish(wait=MINUTE))
    a_talk(event, speakers=[a_speaker(email="secret@example.org")])
    drained(2)

    assert sorted(str(each["To"]) for each in sink.received()) == [LAN, LIN, SHEN]


def test_speakers_do_not_wait_for_the_day_on_which_readers_are_told(event: Event, sink: Sink) -> None:
    a_subscriber(event.series, email=SHEN)
    event.tell, event.tell_on = Telling.ON_DAY, (NOW + 2 * DAY).date()
    event.save()
    publish(event, by=None, at=NOW)
    a_subscriber(event.series, email="late@example.org", at=NOW + DAY)
    drained(1)
    assert sorted(str(each["To"]) for each in sink.received()) == [LIN, SHEN]

    outbox.drain(clock=lambda: NOW + 2 * DAY + MINUTE)

    # Who subscribed in between was told of nothing before.
    assert sorted(str(each["To"]) for each in sink.received()[2:]) == [LAN, "late@example.org"]


@pytest.mark.parametrize(("tell", "is_silent"), [(Telling.NEVER, False), (Telling.NOW, True)])
def test_silence_is_for_speakers_too(event: Event, tell: str, is_silent: bool) -> None:
    event.tell = tell
    event.save()

    publish(event, by=None, at=NOW, wish=Wish(is_silent=is_silent))
    event.talks.get(position=0).abstracts.update(title="改了一个字")
    publish(event, by=None, at=NOW + MINUTE, wish=Wish(is_silent=is_silent))

    assert not Announcement.objects.exists()


def test_what_lies_in_the_past_tells_no_speaker(event: Event) -> None:
    publish(event, by=None, at=STARTS + DAY)

    assert not Announcement.objects.exists()


def test_without_an_address_there_is_nothing_to_announce(event: Event) -> None:
    Speaker.objects.update(email="")

    publish(event, by=None, at=NOW)

    assert [each.audience for each in Announcement.objects.all()] == [Audience.SUBSCRIBERS]


def test_speakers_of_several_events_hear_of_their_own_alone(event: Event, sink: Sink) -> None:
    other = an_event(event.series, number=43, has_talk=False, starts_at=STARTS + 7 * DAY)
    a_talk(other, speakers=[Speaker.objects.get(email=LIN)])
    publish_all([event, other], by=None, at=NOW)
    drained(1)

    (mail,) = sink.received(LIN)
    assert sorted(files(mail)) == ["invite-42.ics", "invite-43.ics"]
    assert "您是以下各期的讲者" in text_of(mail)
    (mail,) = sink.received(SHEN)
    assert invite(mail) == to(SHEN, "REQUEST", 0)
