from __future__ import annotations

import os
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

NAME = "abc.1@seminars.example.org.eml"


@pytest.fixture
def folder(settings) -> Path:  # type: ignore[no-untyped-def]
    folder = Path(settings.EMAIL_FILE_PATH)
    folder.mkdir()
    return folder


def a_mail(folder: Path, name: str = NAME, subject: str = "【预告】问渠 #89", age: int = 0) -> None:
    message = EmailMessage()
    message["Subject"], message["To"] = subject, "reader@example.org"
    message["Date"] = "Tue, 24 Nov 2026 04:00:00 +0000"
    message.set_content("周六见。<b>不是标签</b>")
    message.add_alternative('<p style="color:teal">周六见。</p><script>alert(1)</script>', subtype="html")
    message.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="wenqu-89.ics")
    (folder / name).write_bytes(message.as_bytes())
    os.utime(folder / name, (1_800_000_000 - age, 1_800_000_000 - age))


def test_the_newest_mail_comes_first(folder: Path) -> None:
    a_mail(folder, "old.eml", "Old", age=60)
    a_mail(folder, "new.eml", "New")
    (folder / ".half.part").write_text("not yet")

    text = Client().get("/outgoing/").content.decode()

    assert text.index("New") < text.index("Old")
    assert "half" not in text


def test_a_mail_shows_its_text_html_and_calendar(folder: Path) -> None:
    a_mail(folder)

    response = Client().get(reverse("outgoing-mail", kwargs={"name": NAME}))

    text = response.content.decode()
    expected = (
        "【预告】问渠 #89",
        "&lt;b&gt;不是标签&lt;/b&gt;",
        "BEGIN:VCALENDAR",
        f'src="/outgoing/{NAME}/html"',
    )
    assert [each in text for each in expected] == [True] * 4
    assert "alert(1)" not in text


def test_the_file_of_an_invitation_is_shown_too(folder: Path) -> None:
    message = EmailMessage()
    message.set_content("周六见。")
    message.add_attachment(
        "SUMMARY:问渠".encode(), maintype="application", subtype="ics", filename="invite.ics"
    )
    (folder / NAME).write_bytes(message.as_bytes())

    text = Client().get(reverse("outgoing-mail", kwargs={"name": NAME})).content.decode()

    assert ("invite.ics" in text, "SUMMARY:问渠" in text) == (True, True)


def test_the_html_part_has_a_policy_of_its_own(folder: Path) -> None:
    a_mail(folder)

    response = Client().get(f"/outgoing/{NAME}/html")

    policy = dict(each.strip().partition(" ")[::2] for each in response["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "frame-ancestors": "'self'",
        "sandbox": "",
    }
    assert (response["X-Frame-Options"], b"color:teal" in response.content) == ("SAMEORIGIN", True)


def test_an_attachment_is_never_shown_as_a_page(folder: Path) -> None:
    a_mail(folder)

    response = Client().get(f"/outgoing/{NAME}/0")

    assert (response["Content-Disposition"], response["Content-Type"], response.content.strip()) == (
        'attachment; filename="wenqu-89.ics"',
        "application/octet-stream",
        b"BEGIN:VCALENDAR",
    )
    assert Client().get(f"/outgoing/{NAME}/1").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
    ],
)
@pytest.mark.django_db
def test_only_this_machine_sees_the_mail(headers: dict[str, str], folder: Path) -> None:
    a_mail(folder)

    statuses = [Client().get(path, **headers).status_code for path in ("/outgoing/", f"/outgoing/{NAME}/")]  # type: ignore[arg-type]  # WSGI variables

    assert statuses == [404, 404]


def test_ipv6_loopback_is_this_machine(folder: Path) -> None:
    assert Client().get("/outgoing/", REMOTE_ADDR="::1").status_code == 200


@pytest.mark.parametrize(
    ("site", "status"),
    [
        ("http://127.0.0.1:8000", 200),
        ("http://localhost:8000", 200),
        ("http://[::1]:8000", 200),
        ("https://seminars.example.org", 404),
        ("http://localhost.example.org", 404),
        ("http://192.0.2.7:8000", 404),
    ],
)
@pytest.mark.django_db
def test_a_site_that_others_reach_shows_no_mail(site: str, status: int, folder: Path, settings) -> None:  # type: ignore[no-untyped-def]
    settings.SITE_URL = site
    a_mail(folder)

    assert [Client().get(path).status_code for path in ("/outgoing/", f"/outgoing/{NAME}/")] == [status] * 2


def test_there_is_nothing_to_see_where_mail_is_really_sent(settings) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_FILE_PATH = ""

    assert Client().get("/outgoing/").status_code == 404


@pytest.mark.parametrize("name", ["..%2Fsecret.eml", ".hidden.eml", "a.txt", "none.eml", "%00.eml"])
def test_nothing_but_mail_files_of_the_folder_is_read(name: str, folder: Path) -> None:
    (folder.parent / "secret.eml").write_text("Subject: secret\n\nsecret")
    (folder / ".hidden.eml").write_text("Subject: secret\n\nsecret")

    assert Client().get(f"/outgoing/{name}/").status_code == 404


def test_the_browser_s_language_is_spoken(folder: Path) -> None:
    text = Client().get("/outgoing/", HTTP_ACCEPT_LANGUAGE="en-GB,en").content.decode()

    assert ('<html lang="en">' in text, "No mail yet" in text, 'class="language"' in text) == (
        True,
        True,
        False,
    )


def test_a_broken_mail_file_breaks_no_page(folder: Path) -> None:
    (folder / "broken.eml").write_bytes(
        b"\xff\xfe\x00Subject: \xff\r\nContent-Type: multipart/mixed\r\n\r\n\xff"
    )

    assert [Client().get(path).status_code for path in ("/outgoing/", "/outgoing/broken.eml/")] == [200, 200]
