"""`doctor --mail` sends one test, and says of SPF, DKIM and DMARC what DNS says and what it does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from seminars.announcements.sending.reputation import NameServer, findings
from tests.announcements.mailbox import outgoing
from tests.management.command import Done
from tests.management.name_server import SILENT, name_server

Command = Callable[..., Done]
DOMAIN = "seminars.example.org"
LONG_KEY = '"v=DKIM1; k=rsa; " "p=' + "A" * 200 + '" "' + "B" * 150 + '"'
GOOD = {
    (DOMAIN, "TXT"): ['"v=spf1 mx -all"', '"something-else=1"'],
    (DOMAIN, "MX"): ["10 mx.example.org."],
    (f"relay._domainkey.{DOMAIN}", "TXT"): [LONG_KEY],
    ("_dmarc.example.org", "TXT"): ['"v=DMARC1; p=quarantine; rua=mailto:a@example.org"'],
}


def found(
    records: dict[tuple[str, str], list[str]], *, sender: str = DOMAIN, selector: str = "relay"
) -> list[str]:
    with name_server(records) as place:
        all_of_them = findings(NameServer(place), sender=sender, envelope=DOMAIN, selector=selector)
        return [f"{each.mark} {each.name}: {each.said}" for each in all_of_them]


def test_all_in_order() -> None:
    assert found(GOOD) == [
        f"ok SPF: {DOMAIN} says “v=spf1 mx -all”; see that the server by which mail leaves is in it.",
        f"ok DKIM: there is a key at relay._domainkey.{DOMAIN}; the headers of the test mail show whether it signs.",
        "ok DMARC: _dmarc.example.org says p=quarantine.",
        f"ok MX: mail can come back to {DOMAIN}.",
    ]


def test_nothing_in_order() -> None:
    assert [line.partition(":")[0] for line in found({})] == [
        "WRONG SPF",
        "WRONG DKIM",
        "WRONG DMARC",
        "WRONG MX",
    ]


@pytest.mark.parametrize(
    ("name", "records", "line"),
    [
        (
            DOMAIN, ['"v=spf1 -all"', '"v=spf1 mx"'],
            f"WRONG SPF: {DOMAIN} has 2 records, which counts as none; leave one.",
        ),
        (
            DOMAIN, ['"v=spf1 +all"'],
            f"WRONG SPF: the record of {DOMAIN} lets everybody send; end it with “-all” or “~all”.",
        ),
        (
            DOMAIN, ['"v=spf10 mx"'],
            f"WRONG SPF: {DOMAIN} has no record; publish one such as “v=spf1 mx ip4:192.0.2.1 -all”.",
        ),
        (
            f"relay._domainkey.{DOMAIN}", ['"v=DKIM1; p="'],
            f"WRONG DKIM: the key at relay._domainkey.{DOMAIN} was revoked; publish the one with which the relay signs.",
        ),
        (
            "_dmarc.example.org", ['"v=DMARC1"'],
            "WRONG DMARC: the record at _dmarc.example.org is no policy; it needs p=none or more.",
        ),
    ],
)  # fmt: skip
def test_each_fault_has_its_mend(name: str, records: list[str], line: str) -> None:
    assert line in found(GOOD | {(name, "TXT"): records})


def test_a_sender_elsewhere_depends_on_dkim() -> None:
    lines = found(GOOD | {("_dmarc.univ.edu", "TXT"): ['"v=DMARC1; p=none"']}, sender="univ.edu")

    assert (
        f"ok DMARC: _dmarc.univ.edu says p=none. Mail comes back to {DOMAIN}, so only DKIM can prove it."
        in lines
    )


def test_what_could_not_be_asked_is_said() -> None:
    with name_server(GOOD) as place:
        lines = [
            f"{each.mark} {each.name}: {each.said}"
            for each in findings(NameServer(place, seconds=0.2), sender=SILENT, envelope=DOMAIN, selector="")
        ]

    assert lines[1] == (
        "? DKIM: DNS can only be asked for a selector; set DKIM_SELECTOR to that of the relay."
    )
    assert lines[2].startswith(f"? DMARC: DNS could not be asked for _dmarc.{SILENT} (")


def test_the_command_sends_a_test_and_says_it_all(command: Command, settings: Any) -> None:
    settings.MAIL_DOMAIN, settings.DEFAULT_FROM_EMAIL = DOMAIN, f"seminars@{DOMAIN}"
    settings.EMAIL_BACKEND = "seminars.announcements.channels.eml.EmlBackend"
    settings.DKIM_SELECTOR = "relay"
    with name_server(GOOD) as place:
        done = command("doctor", "--mail", "lan@example.org", "--dns", place)

    lines = done.out.splitlines()
    assert [line[:10] for line in lines[-6:]] == [
        "ok    test", "ok    SPF:", "ok    DKIM", "ok    DMAR", "ok    MX: ", "?     retu"
    ]  # fmt: skip
    (mail,) = outgoing()
    assert (mail["To"], mail["Subject"]) == ("lan@example.org", "测试邮件 · Test mail")


def test_the_command_fails_where_something_is_wrong(command: Command, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_FILE_PATH = "127.0.0.1", 1, ""
    with name_server({}) as place:
        done = command("doctor", "--mail", "lan@example.org", "--dns", place)

    assert done.status == 1
    assert "WRONG test mail: ConnectionRefusedError: " in done.out


def test_no_address_no_test(command: Command) -> None:
    done = command("doctor", "--mail", "nobody")

    assert (done.status, done.err) == (1, "'nobody' is not a mail address.\n")
