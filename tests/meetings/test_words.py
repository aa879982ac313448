from __future__ import annotations

import pytest

from seminars.meetings.words import PROVIDERS, meeting_words, provider_name, words_for
from seminars.models import Provider
from seminars.programme.snapshots import MeetingPart


@pytest.mark.parametrize(
    ("meeting", "zh", "en"),
    [
        (MeetingPart("tencent", code="555010001"), "腾讯会议 555-010-001", "Tencent Meeting 555-010-001"),
        (
            MeetingPart("tencent", label="seminar"),
            "腾讯会议（会议号另行通知）",
            "Tencent Meeting (number to be announced)",
        ),
        (MeetingPart("meet"), "Google Meet（入会链接另行通知）", "Google Meet (link to be announced)"),
        (MeetingPart("meet", url="https://meet.example.org/x"), "Google Meet", "Google Meet"),
        (MeetingPart("other", label="BigBlueButton", url="https://bbb.example.org/"), *["BigBlueButton"] * 2),
        (MeetingPart("other"), "线上会议（入会链接另行通知）", "Online meeting (link to be announced)"),
    ],
)
def test_a_meeting_is_called_by_provider_and_number(meeting: MeetingPart, zh: str, en: str) -> None:
    assert (meeting_words(meeting, "zh"), meeting_words(meeting, "en")) == (zh, en)


def test_a_meeting_is_called_the_same_under_django_language_codes() -> None:
    meeting = MeetingPart("wecom")

    assert meeting_words(meeting, "zh-hans") == "企业微信会议（会议号另行通知）"
    assert meeting_words(meeting, "en-gb") == "WeCom Meeting (number to be announced)"


@pytest.mark.parametrize(
    ("visibility", "zh", "en"),
    [
        ("public", "腾讯会议 555-010-001", "Tencent Meeting 555-010-001"),
        (
            "subscribers",
            "腾讯会议（会议号仅发给订阅者）",
            "Tencent Meeting (number sent to subscribers only)",
        ),
        ("members", "腾讯会议（会议号仅对成员显示）", "Tencent Meeting (number shown to members only)"),
        (
            "request",
            "腾讯会议（会议号请向组织者索取）",
            "Tencent Meeting (number on request from the organizers)",
        ),
    ],
)
def test_the_public_reads_who_is_told_the_number(visibility: str, zh: str, en: str) -> None:
    meeting = MeetingPart("tencent", code="555010001", visibility=visibility)

    assert (words_for("public", meeting, "zh"), words_for("public", meeting, "en")) == (zh, en)


def test_a_subscriber_reads_the_number_meant_for_subscribers() -> None:
    meeting = MeetingPart("tencent", code="555010001", visibility="subscribers")

    assert words_for("subscriber", meeting, "zh") == "腾讯会议 555-010-001"


def test_every_provider_of_the_model_has_a_name() -> None:
    assert set(Provider.values) == set(PROVIDERS) | {"other"}
    assert all(provider_name(MeetingPart(each), "zh") for each in Provider.values)
