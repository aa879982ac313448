from __future__ import annotations

import pytest

from seminars.meetings.audiences import Audience, may_show
from seminars.models import MeetingVisibility
from seminars.programme.snapshots import MeetingPart

AUDIENCES: tuple[Audience, ...] = ("public", "subscriber", "member")


@pytest.mark.parametrize(
    ("visibility", "told"),
    [
        ("public", (True, True, True)),
        ("subscribers", (False, True, True)),
        ("members", (False, False, True)),
        ("request", (False, False, False)),
        ("a level of tomorrow", (False, False, False)),
    ],
)
def test_a_meeting_is_shown_to_its_audiences(visibility: str, told: tuple[bool, ...]) -> None:
    meeting = MeetingPart(provider="tencent", code="555010001", visibility=visibility)

    assert tuple(may_show(meeting, audience) for audience in AUDIENCES) == told


def test_the_rule_knows_every_visibility_of_the_model() -> None:
    assert set(MeetingVisibility.values) == {"public", "subscribers", "members", "request"}
