from __future__ import annotations

import pytest

from seminars.calendars.links import as_uri, event_url, feed_url, home_url, series_url

SITE = "https://seminars.example.org"


def test_english_pages_stand_under_their_prefix() -> None:
    assert [event_url(SITE, "wenqu", "42", language) for language in ("zh", "en", "both")] == [
        f"{SITE}/wenqu/42/", f"{SITE}/en/wenqu/42/", f"{SITE}/wenqu/42/",
    ]  # fmt: skip
    assert series_url(SITE, "wenqu", "en") == f"{SITE}/en/wenqu/"
    assert home_url(SITE, "en") == f"{SITE}/en/"
    assert feed_url(SITE, "all", "lang=en") == f"{SITE}/calendar/all.ics?lang=en"


@pytest.mark.parametrize(
    ("typed", "uri"),
    [
        ("https://meeting.example.org/dm/aBc?x=1&y=%20#z", "https://meeting.example.org/dm/aBc?x=1&y=%20#z"),
        (" https://meeting.example.org/会议 ", "https://meeting.example.org/%E4%BC%9A%E8%AE%AE"),
        ("https://x.example.org/a\r\nATTENDEE:b", "https://x.example.org/a%20ATTENDEE:b"),
        ('https://x.example.org/"<>\\^`{|}', "https://x.example.org/%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("http://[broken", ""),
        ("meeting.example.org", ""),
        ("", ""),
    ],
)
def test_a_typed_address_becomes_a_uri_or_nothing(typed: str, uri: str) -> None:
    assert as_uri(typed) == uri
