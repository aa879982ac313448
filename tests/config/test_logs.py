"""What stands in a log line, and what never does: the tokens that open somebody's calendar or preferences."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection
from django.test import Client

from config.logs import EventFormatter, without_tokens
from seminars.announcements.sending.links import confirm_url, preferences_url, unsubscribe_url
from seminars.presenting.feeds import personal_path
from seminars.subscriptions import feed_tokens
from tests.factories import NOW, a_series, a_subscriber

TOKEN = "mPq-3_xYvT0aB9kQwErTyUiOpAs"
PATHS = ["calendar", "revoked", "preferences", "unsubscribe", "confirm", "join"]


@pytest.fixture
def console(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that is logged, also what the console is not told, formatted as there."""
    caplog.handler.setFormatter(EventFormatter())
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="django.request"):
        yield caplog


@pytest.fixture
def paths(db: None) -> dict[str, str]:
    """An address of each kind that opens something for whoever has it."""
    reader, other = a_subscriber(a_series(slug="wenqu")), a_subscriber()
    tokens = [feed_tokens.make(each, instead_of=None, at=NOW) for each in (reader, other)]
    ended = feed_tokens.present(other)
    assert ended
    feed_tokens.revoke(other, ended.pk, at=NOW)
    urls = (preferences_url(reader, "en"), unsubscribe_url(reader), confirm_url(other, "zh", at=NOW))
    opened = preferences_url(reader).split("/")[-2]
    addresses = [*map(personal_path, tokens), *("/" + url.split("/", 3)[3] for url in urls)]
    return dict(zip(PATHS, [*addresses, f"/wenqu/7/join/?token={opened}"], strict=True))


def token_in(path: str) -> str:
    return path.removesuffix("/").removesuffix(".ics").replace("=", "/").split("/")[-1]


@pytest.mark.parametrize("name", PATHS)
def test_no_token_is_logged_while_the_database_is_away(
    name: str, paths: dict[str, str], console: pytest.LogCaptureFixture
) -> None:
    visitor = Client(raise_request_exception=False)

    def away(*_asked: object) -> None:
        raise OperationalError("no answer")

    with connection.execute_wrapper(away):
        answers = [visitor.get(paths[name]).status_code, visitor.post(paths[name]).status_code]

    assert max(answers) >= 500
    assert console.text
    assert token_in(paths[name]) not in console.text


@pytest.mark.parametrize("name", PATHS)
def test_no_token_is_logged_of_what_is_not_there(
    name: str, paths: dict[str, str], console: pytest.LogCaptureFixture
) -> None:
    path = paths[name]
    token = token_in(path)
    wrong = path.replace(token, token[::-1])

    answers = [Client().get(each).status_code for each in (path, wrong, f"{path}/x", path.removesuffix("/"))]

    assert max(answers) >= 404
    assert token not in console.text
    assert token[::-1] not in console.text


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        (f"Not Found: /calendar/my/{TOKEN}.ics", "Not Found: /calendar/my/…"),
        (f'"GET /calendar/my/{TOKEN}.ics?lang=en HTTP/1.1" 200', '"GET /calendar/my/…?lang=en HTTP/1.1" 200'),
        (f"/en/subscriptions/1-0-{TOKEN}/", "/en/subscriptions/…/"),
        (f"/unsubscribe/1-0-{TOKEN}/ /subscribe/1-9-{TOKEN}/", "/unsubscribe/…/ /subscribe/…/"),
        (f"/wenqu/7/join/?tz=UTC&token=1-0-{TOKEN}&x=1", "/wenqu/7/join/?tz=UTC&token=…&x=1"),
        (f"no reverse for {{'token': '1-0-{TOKEN}'}}", "no reverse for {'token': '…'}"),
        ("/calendar/my.ics /subscribe/?sent=1", "/calendar/my.ics /subscribe/?sent=1"),
    ],
)
def test_an_address_is_logged_without_its_token(said: str, logged: str) -> None:
    assert without_tokens(said) == logged


def test_tracebacks_and_fields_hold_no_token_either() -> None:
    try:
        raise ValueError(f"/calendar/my/{TOKEN}.ics")
    except ValueError as fault:
        record = logging.LogRecord("x", 40, "x.py", 1, "failed", (), (ValueError, fault, fault.__traceback__))
    record.path = f"/subscriptions/{TOKEN}/"

    line = EventFormatter().format(record)

    assert ("Traceback" in line, "path=/subscriptions/…/" in line, TOKEN in line) == (True, True, False)


def test_nothing_of_django_s_own_prints_past_the_console() -> None:
    loggers = [name for name in logging.root.manager.loggerDict if name.split(".")[0] == "django"]

    assert "django.server" in loggers
    assert {name for name in loggers if logging.getLogger(name).handlers} == set()
    assert {name for name in loggers if not logging.getLogger(name).propagate} == set()
