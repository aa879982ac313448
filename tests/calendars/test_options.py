from __future__ import annotations

import pytest

from seminars.calendars.options import BadOption, Options, read_options


def test_nothing_asked_is_the_series_feed_as_it_is() -> None:
    assert read_options({}) == Options()
    assert Options().query == ""


def test_every_option_is_read_and_written_in_one_order() -> None:
    asked = {"alarm": "30", "per": "talk", "cancelled": "0", "all": "1", "tz": "Asia/Tokyo", "lang": "both"}

    options = read_options(asked)

    assert options == Options(
        language="both",
        zone="Asia/Tokyo",
        is_whole_history=True,
        has_cancelled=False,
        is_per_talk=True,
        alarm=30,
    )
    assert options.query == "lang=both&tz=Asia/Tokyo&all=1&cancelled=0&per=talk&alarm=30"


def test_per_event_is_as_if_nothing_were_asked() -> None:
    assert read_options({"per": "event"}) == Options()


def test_unknown_options_are_left_aside() -> None:
    assert read_options({"utm_source": "wechat", "LANG": "xx"}) == Options()


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("lang", "fr"), ("lang", ""), ("lang", "ZH"), ("all", "yes"), ("all", ""), ("cancelled", "2"),
        ("tz", ""), ("tz", "asia/shanghai"), ("tz", "Mars/Base"), ("tz", "+08:00"), ("tz", "../etc/passwd"),
        ("tz", "Asia/Shanghai\r\nX:1"), ("per", "day"), ("per", ""),
        ("alarm", "-1"), ("alarm", "10081"), ("alarm", "1.5"), ("alarm", ""), ("alarm", "١٥"),
        ("alarm", "9" * 5000),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_in_both_languages(option: str, value: str) -> None:
    with pytest.raises(BadOption) as refused:
        read_options({option: value})

    assert refused.value.option == option
    assert refused.value.zh.startswith(option)
    assert refused.value.en.startswith(f"{option} must be ")


def test_the_bounds_of_an_alarm_are_allowed() -> None:
    assert [read_options({"alarm": value}).alarm for value in ("0", "10080")] == [0, 10080]
