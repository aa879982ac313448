"""The cause of a notice is said in its own words, without what it causes."""

import pytest

from seminars.intake.causes import cause


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("因主讲人航班延误，原定于12月10日的报告取消。", "主讲人航班延误"),
        ("第42期因讲者身体不适延期，时间另行通知。", "讲者身体不适"),
        ("由于讲者航班取消，报告推迟至下周四。", "讲者航班取消"),
        ("讲座因天气原因延期举行，具体时间另行通知。", "天气原因"),
        ("青年论坛因讲者签证问题延期至 2027 年 1 月 12 日（周二）同一时间", "讲者签证问题"),
        ("因报告人突发状况不得不取消", "报告人突发状况"),
        ("讲座因故取消，具体时间另行通知。", ""),
        ("因果推断讨论班本周取消。", ""),
        ("取消的原因将另行说明。", ""),
        ("Banfi has to cancel his talk because of illness. We hope to reschedule.", "illness"),
        ("The talk is cancelled because the speaker is ill, sorry.", "the speaker is ill"),
        ("Postponed due to a power cut\n", "a power cut"),
        ("The talk will not take place.", ""),
    ],
)
def test_a_cause_is_what_the_notice_says(text: str, expected: str) -> None:
    assert cause(text) == expected
