"""The headers by which mail programs, lists and mail servers know our mails."""

from __future__ import annotations

import email
import re
from datetime import timedelta
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

import pytest

from seminars.announcements import outbox
from seminars.announcements.channels.base import Message
from seminars.announcements.hearers.readers import in_turn
from seminars.announcements.sending.addressing import form, letter
from seminars.announcements.sending.claimed import Claimed, as_claimed
from seminars.announcements.sending.links import leaving_address
from seminars.models import Delivery, Series, Subscriber
from seminars.publishing.publish import publish
from tests.factories import NOW, a_series, a_subscriber, an_event

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r"/unsubscribe/[^/]+/")


def told(**fields: Any) -> Claimed:
    series = a_series(slug="wenqu", **fields)
    a_subscriber(series, email="lan@example.org")
    publish(an_event(series, number=42), by=None, at=NOW)
    outbox.drain(clock=lambda: NOW + timedelta(minutes=1))
    return read()


def read(**fields: Any) -> Claimed:
    (delivery,) = as_claimed(Delivery.objects.filter(**fields))
    (delivery.reader,) = in_turn(Subscriber.objects.filter(pk=delivery.subscriber_id))
    return delivery


def headers(delivery: Claimed) -> dict[str, str]:
    found = letter(form(Message("", "", ""), delivery, event_uid="7"), delivery)
    return {**found.form.headers, **found.headers}


def test_a_mail_of_a_series_says_all_that_lists_say(settings: Any) -> None:
    settings.BOUNCES = "/var/mail/returned"
    delivery = told(contact="office@univ.edu", name_zh='"甲" 研讨会')
    assert delivery.reader is not None

    found = headers(delivery)

    found["List-Unsubscribe"] = TOKEN.sub("/unsubscribe/T/", found["List-Unsubscribe"])
    assert found == {
        "Message-ID": delivery.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-From-Name": '"甲" 研讨会',
        "Reply-To": "office@univ.edu",
        "List-Id": "=?utf-8?b?IueUsiIg56CU6K6o5Lya?= <wenqu.seminars.example.org>",
        "List-Archive": "<https://seminars.example.org/wenqu/>",
        "List-Help": "<https://seminars.example.org/subscribe/>",
        "List-Owner": "<mailto:office@univ.edu>",
        "Precedence": "list",
        "Feedback-ID": "wenqu:published:seminars.example.org:seminars",
        "List-Unsubscribe": "<https://seminars.example.org/unsubscribe/T/>, "
        f"<mailto:{leaving_address(delivery, delivery.reader)}?subject=unsubscribe>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "References": "<event.7@seminars.example.org>",
        "In-Reply-To": "<event.7@seminars.example.org>",
    }


def test_where_nobody_reads_what_comes_back_no_mailbox_is_offered() -> None:
    assert "mailto" not in headers(told())["List-Unsubscribe"]


@pytest.mark.parametrize("name", ['Say "hi" \\o/ Seminar', "长" * 100, "Séminaire"])
def test_any_name_of_a_series_can_be_read_back(name: str, settings: Any) -> None:
    told(name_zh=name, name_en=name)

    (file,) = Path(settings.EMAIL_FILE_PATH).glob("*.eml")
    mail = email.message_from_bytes(file.read_bytes())
    for header in ("From", "List-Id"):
        shown = str(make_header(decode_header(mail[header]))).rpartition(" <")[0]
        assert re.sub(r"\\(.)", r"\1", shown.strip('"')) == name
    assert max(len(line) for line in file.read_bytes().splitlines()) <= 78


def test_only_what_is_the_readers_own_differs_from_reader_to_reader(settings: Any) -> None:
    settings.BOUNCES = "/var/mail/returned"
    delivery = told()
    other = a_subscriber(Series.objects.get(), email="qi@example.org")
    row = {
        "announcement": delivery.announcement,
        "address": other.email,
        "subscriber": other,
        "language": "zh",
    }
    Delivery.objects.create(
        **row,
        zone="Asia/Shanghai",
        message_id="<2@seminars.example.org>",
        priority=3,
        due_at=NOW,
        expires_at=NOW,
    )
    second = read(subscriber=other)

    first, second_headers = headers(delivery), headers(second)

    differing = {name for name in first if first[name] != second_headers[name]}
    assert differing == {"Message-ID", "List-Unsubscribe"}
    assert differing.isdisjoint(form(Message("", "", ""), delivery).headers)
    assert Subscriber.objects.count() == 2
