"""What an announcement costs, counted: renderings by languages and zones, statements by batches and handfuls."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seminars.announcements import outbox
from seminars.announcements.outbox import HANDFUL
from seminars.announcements.sending import claiming, preparing
from seminars.models import Delivery, Event, Series, Subscriber, Subscription
from seminars.publishing.publish import publish
from tests.announcements.sink import Sink
from tests.factories import NOW, a_series, an_event

pytestmark = pytest.mark.django_db
ZONES = (
    "Asia/Shanghai", "America/New_York", "Europe/London", "America/Los_Angeles", "Asia/Singapore", "Europe/Berlin",
)  # fmt: skip
KINDS = tuple(product(("zh", "en"), ZONES))


def an_event_with_readers(count: int) -> Event:
    series = a_series()
    add_readers(series, count)
    return an_event(series)


def add_readers(series: Series, count: int) -> None:
    first = Subscriber.objects.count()
    readers = Subscriber.objects.bulk_create(
        Subscriber(
            email=f"reader{number}@example.org",
            language=KINDS[number % len(KINDS)][0],
            zone=KINDS[number % len(KINDS)][1],
            confirmed_at=NOW,
        )
        for number in range(first, first + count)
    )
    Subscription.objects.bulk_create(
        Subscription(subscriber=reader, series=series, created_at=NOW) for reader in readers
    )


@pytest.mark.parametrize("readers", [len(KINDS), 5 * len(KINDS)])
def test_a_mail_is_rendered_once_for_each_language_and_zone(
    readers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: Counter[tuple[str, str]] = Counter()
    compose = preparing.compose

    def counting(*given, **options):  # type: ignore[no-untyped-def]
        rendered[options["language"], options["zone"]] += 1
        return compose(*given, **options)

    monkeypatch.setattr(preparing, "compose", counting)
    publish(an_event_with_readers(readers), by=None, at=NOW)

    assert outbox.drain(clock=lambda: NOW) == readers
    assert rendered == dict.fromkeys(KINDS, 1)


def test_publishing_costs_the_same_for_any_number_of_readers() -> None:
    def statements(readers: int) -> list[str]:
        event = an_event_with_readers(readers)
        with CaptureQueriesContext(connection) as seen:
            publish(event, by=None, at=NOW)
        return [_kind(each["sql"]) for each in seen.captured_queries]

    statements(1)  # what only the first publication does
    assert statements(1) == statements(150)
    assert not Delivery.objects.exists()


def test_statements_of_a_drain_grow_by_batches_and_handfuls(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    handfuls = 5
    batch = handfuls * HANDFUL
    monkeypatch.setattr(claiming, "LARGEST", batch)
    monkeypatch.setattr(outbox, "BATCH", batch)

    def statements(batches: int) -> Counter[str]:
        publish(an_event_with_readers(batches * batch), by=None, at=NOW)
        outbox._fan_out_due(at=NOW)
        with CaptureQueriesContext(connection) as seen:
            assert outbox.drain(clock=lambda: NOW) == batches * batch
        return Counter(_kind(each["sql"]) for each in seen.captured_queries)

    statements(1)
    grown = statements(3)
    grown.subtract(statements(1))

    a_batch = {kind: count / 2 for kind, count in grown.items() if count}
    recorded = "UPDATE seminars_delivery SET state sent_at error attempts claim leased_until"
    known = {
        "UPDATE seminars_delivery SET state claim leased_until": 1,
        "SELECT seminars_subscriber": 1,
        "SELECT seminars_suppression": 1,
        "SELECT seminars_told": 1,
        recorded: handfuls,
        "INSERT seminars_told": handfuls,
    }
    assert {kind: a_batch[kind] for kind in known} == known
    # Before each handful one row is read: whether anything was published meanwhile.
    assert {kind for kind, count in a_batch.items() if count > handfuls} == {
        "SELECT seminars_counter", "SELECT seminars_delivery",
    }  # fmt: skip


def _kind(sql: str) -> str:
    """A statement without its values: verb, table, and the columns that an UPDATE sets."""
    sql = re.sub(r"^\d+ times: ", "", " ".join(sql.split()).replace('"', ""))
    verb = sql.split()[0]
    table = re.search(r"(?:FROM|INTO|UPDATE) (\w+)", sql)
    columns = re.findall(r"(\w+) = ", sql.split(" WHERE ")[0]) if verb == "UPDATE" else []
    return " ".join([verb, table[1] if table else "", *(["SET", *columns] if columns else [])]).strip()
