"""The rule of meetings, asked for on every way there is: each level, each clock, each route, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from seminars.announcements.hearers.readers import in_turn
from seminars.announcements.saying.carding import card
from seminars.announcements.saying.composing import compose
from seminars.announcements.saying.digest_mail import Frame, digest_mail
from seminars.announcements.saying.items import Item, Occasion
from seminars.announcements.sending.addressing import form, letter
from seminars.announcements.sending.claimed import as_claimed
from seminars.announcements.sending.joining import TOKEN_MARK
from seminars.announcements.sending.links import join_token, preferences_url
from seminars.announcements.wechat.long import long
from seminars.announcements.wechat.short import short
from seminars.calendars.component import component
from seminars.meetings.audiences import Audience, Verdict, rule_of
from seminars.models import Delivery, Moment, Slot, Subscriber
from seminars.posters.contents import Edition, contents
from seminars.presenting.adding import google_url, outlook_url
from seminars.presenting.atom import Head, Published, atom
from seminars.programme.snapshots import MeetingPart, Snapshot
from seminars.subscriptions import feed_tokens
from seminars.text.bilingual import Bilingual
from tests.factories import NOW, STARTS, a_meeting, a_series, a_subscriber, an_event, published
from tests.presenting.samples import a_snapshot

URL, CODE, PASSCODE = "https://meeting.example.org/dm/Qw3", "555010021", "24680"
LEVELS = ("public", "subscribers", "members", "request")
ENDS = STARTS + timedelta(hours=2)
# Minutes before and after, and when it is asked for.
CLOCKS: dict[str, tuple[int | None, int | None, datetime]] = {
    "none": (None, None, NOW),
    "early": (10, 60, STARTS - timedelta(minutes=11)),
    "open": (10, 60, STARTS - timedelta(minutes=10)),
    "open until closed": (None, 60, ENDS + timedelta(minutes=59)),
    "late": (None, 60, ENDS + timedelta(minutes=60)),
}
ADMITTED: dict[Audience, frozenset[str]] = {
    "public": frozenset({"public"}),
    "subscriber": frozenset({"public", "subscribers"}),
    "member": frozenset({"public", "subscribers", "members"}),
}
NOTHING, ADDRESS, WHOLE = "nothing", "address of the join page", "number or link"
LISTS = ("/", "/en/", "/wenqu/", "/archive/", "/search/?q=89")
MATRIX = [(level, clock) for level in LEVELS for clock in CLOCKS]


def told(text: str) -> str:
    """How much a text tells of how to join."""
    text = unquote(text.replace("\r\n ", "").replace("\n ", ""))
    digits = text.replace("-", "").replace(" ", "")
    if URL in text or CODE in digits:
        return WHOLE
    assert PASSCODE not in text
    return ADDRESS if "/89/join/" in text else NOTHING


def kept(audience: Audience, level: str, clock: str) -> str:
    """What is written once may tell."""
    if level not in ADMITTED[audience]:
        return NOTHING
    return WHOLE if clock == "none" else ADDRESS


def at_once(audience: Audience, level: str, clock: str) -> bool:
    """Whether a page that is made now tells all."""
    return level in ADMITTED[audience] and clock in ("none", "open", "open until closed")


def a_part(level: str, clock: str) -> MeetingPart:
    opens, closes, _at = CLOCKS[clock]
    return MeetingPart("tencent", "", CODE, URL, PASSCODE, level, opens, closes)


def mailed(snapshot: Snapshot, language: str) -> str:
    message = compose([Item(snapshot, occasion=Occasion.REMINDER)], language=language, zone="", at=NOW)
    return message.text + message.html


def digested(snapshot: Snapshot, language: str) -> str:
    frame = Frame(Slot.WEEKLY, NOW.date(), language, "Asia/Shanghai")
    message = digest_mail([Item(snapshot)], frame, at=NOW)
    return message.text + message.html


def in_calendar(snapshot: Snapshot, language: str, *, has_link: bool) -> str:
    return component(
        snapshot, language="en" if language == "en" else "zh", has_link=has_link, sequence=0, created_at=NOW,
        changed_at=NOW, site_url="https://seminars.example.org",
    ).decode()  # fmt: skip


def in_atom(snapshot: Snapshot, language: str) -> str:
    head = Head(
        Bilingual("讨论班"), "https://x.example/", "https://x.example/a", language, Bilingual("我们"), NOW
    )
    return atom(
        head, [Published(snapshot, NOW, NOW)], language=language, site_url="https://x.example"
    ).decode()


WRITTEN: dict[str, tuple[Audience, Callable[[Snapshot, str], str]]] = {
    "mail": ("subscriber", mailed),
    "digest": ("subscriber", digested),
    "feed": ("public", lambda snapshot, language: in_calendar(snapshot, language, has_link=False)),
    "feed with link": (
        "subscriber",
        lambda snapshot, language: in_calendar(snapshot, language, has_link=True),
    ),
    "atom": ("public", in_atom),
    "chat": (
        "public",
        lambda snapshot, language: repr(card([Item(snapshot)], language=language, audience="public")),
    ),
    "closed chat": (
        "subscriber",
        lambda snapshot, language: repr(card([Item(snapshot)], language=language, audience="subscriber")),
    ),
    "wechat": (
        "public",
        lambda snapshot, language: long(Item(snapshot), Moment.FULL, language, on=NOW.date()),
    ),
    "google": ("public", google_url),
    "outlook": ("public", outlook_url),
}


@pytest.mark.parametrize(("level", "clock"), MATRIX)
@pytest.mark.parametrize("route", WRITTEN)
def test_what_is_written_once_tells_what_the_rule_allows(route: str, level: str, clock: str) -> None:
    audience, written = WRITTEN[route]
    snapshot = a_snapshot(venue=None, meeting=a_part(level, clock))

    found = {language: told(written(snapshot, language)) for language in ("zh", "en")}

    assert found == dict.fromkeys(("zh", "en"), kept(audience, level, clock))


@pytest.mark.parametrize(("level", "clock"), MATRIX)
def test_the_short_post_tells_what_the_rule_allows(level: str, clock: str) -> None:
    snapshot = a_snapshot(meeting=a_part(level, clock))

    assert told(short(Item(snapshot), Moment.FULL, "zh", on=NOW.date())) == kept("public", level, clock)


@pytest.mark.parametrize(("level", "clock"), MATRIX)
def test_a_poster_tells_what_everybody_may_know_for_ever(level: str, clock: str) -> None:
    snapshot = a_snapshot(meeting=a_part(level, clock))
    is_whole = kept("public", level, clock) == WHOLE

    for language in ("zh", "en"):
        said = contents(snapshot, Edition(), language=language, site_url="https://seminars.example.org")
        assert told(repr(said)) == (WHOLE if is_whole else NOTHING)


@pytest.mark.django_db
@pytest.mark.parametrize(("level", "clock"), MATRIX)
def test_pages_and_feeds_tell_what_the_rule_allows(
    level: str, clock: str, visitor: Client, otto: User
) -> None:
    opens, closes, at = CLOCKS[clock]
    meeting = a_meeting(
        code=CODE, url=URL, passcode=PASSCODE, visibility=level, opens_before=opens, closes_after=closes
    )
    series = a_series(slug="wenqu", meeting=meeting)
    series.organizers.add(otto)
    published(an_event(series, number=89))
    reader = a_subscriber(series)
    organizer = Client()
    organizer.force_login(otto)
    ways = [
        f"/wenqu/89/join/?token={token}"
        for token in (join_token(reader), preferences_url(reader).split("/")[-2])
    ]
    own = f"/calendar/my/{feed_tokens.make(reader, instead_of=None, at=NOW)}.ics"
    feeds: dict[str, Audience] = {
        "/calendar/wenqu.ics": "public", "/calendar/all.ics": "public", "/calendar/wenqu/89.ics": "public",
        "/feeds/wenqu.atom": "public", own: "subscriber",
    }  # fmt: skip

    with time_machine.travel(at, tick=False):

        def body(address: str, client: Client = visitor) -> str:
            return told(client.get(address).content.decode())

        pages = {
            address: body(address) == WHOLE
            for address in ("/wenqu/89/", "/en/wenqu/89/", "/wenqu/89/join/", "/en/wenqu/89/join/")
        }
        with_token = {address: body(address) == WHOLE for address in (*ways, f"/en{ways[0]}")}
        with_account = body("/wenqu/89/join/", organizer) == WHOLE
        served = {address: body(address) for address in feeds}
        lists = {address: body(address) == WHOLE for address in LISTS}

    assert pages == dict.fromkeys(pages, at_once("public", level, clock))
    assert with_token == dict.fromkeys(with_token, at_once("subscriber", level, clock))
    assert with_account == at_once("member", level, clock)
    assert served == {address: kept(audience, level, clock) for address, audience in feeds.items()}
    # The next event is a card on two of them; the series says which its usual meeting is; rows name the provider.
    is_told, is_ahead = kept("public", level, clock) == WHOLE, at < ENDS
    in_cards = {"/": is_told and is_ahead, "/en/": is_told and is_ahead, "/wenqu/": is_told}
    assert lists == dict.fromkeys(LISTS, False) | in_cards


@pytest.mark.parametrize(
    ("level", "clock", "verdict"),
    [
        ("public", "none", Verdict.OPEN), ("public", "early", Verdict.EARLY), ("public", "open", Verdict.OPEN),
        ("public", "open until closed", Verdict.OPEN), ("public", "late", Verdict.LATE),
        ("subscribers", "late", Verdict.SUBSCRIBERS), ("members", "early", Verdict.MEMBERS),
        ("request", "open", Verdict.REQUEST), ("a level of tomorrow", "none", Verdict.REQUEST),
    ],
)  # fmt: skip
def test_the_rule_says_why(level: str, clock: str, verdict: Verdict) -> None:
    rule = rule_of(a_part(level, clock))

    assert rule.opening("public", starts_at=STARTS, ends_at=ENDS, at=CLOCKS[clock][2]).verdict == verdict


@pytest.mark.django_db
@pytest.mark.parametrize("is_subscriber", [True, False])
def test_a_mail_has_its_reader_s_own_key_to_the_join_page(is_subscriber: bool, visitor: Client) -> None:
    series = a_series(slug="wenqu", meeting=a_meeting(visibility="subscribers", opens_before=10))
    event, other = an_event(series, number=89), an_event(series, number=90)
    publication = published(event)
    published(other)
    reader = a_subscriber(series) if is_subscriber else None
    row = Delivery.objects.create(
        announcement=publication.event.revisions.get().announcements.get(), subscriber=reader, language="en",
        address="reader@example.org", zone="UTC", priority=1, due_at=NOW, expires_at=STARTS,
    )  # fmt: skip
    snapshot = a_snapshot(meeting=a_part("subscribers", "early"))

    (delivery,) = as_claimed(Delivery.objects.filter(pk=row.pk))
    delivery.reader = next(in_turn(Subscriber.objects.filter(deliveries=row)), None)
    message = compose([Item(snapshot)], language="en", zone="")

    text = letter(form(message, delivery), delivery).personal.text

    (address,) = (word for word in text.split() if "/join/" in word)
    token = address.split("token=")[1]
    assert TOKEN_MARK not in text
    assert visitor.get(f"/subscriptions/{token}/").status_code != 200
    with time_machine.travel(STARTS - timedelta(minutes=10), tick=False):
        shown = {
            path: "555-010-021" in visitor.get(path).content.decode()
            for path in (
                f"/wenqu/89/join/?token={token}",
                "/wenqu/89/join/",
                f"/wenqu/90/join/?token={token}",
            )
        }
    assert list(shown.values()) == [True, False, is_subscriber]
