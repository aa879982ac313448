from __future__ import annotations

from dataclasses import replace

import pytest

from seminars.models import Series
from seminars.presenting.colophon import colophon, licence_href
from seminars.presenting.said import speaking
from seminars.presenting.sharing import sharing
from tests.presenting.samples import BEFORE, a_snapshot, a_talk


def test_what_is_sent_to_a_friend_names_time_and_place_and_ends_with_the_address() -> None:
    cancelled = replace(a_snapshot(), state="cancelled", venue=None, talks=(a_talk(title=""),))

    with speaking("en"):
        shared = sharing(a_snapshot(), "en", BEFORE)
        off = sharing(cancelled, "en", BEFORE)

    assert shared.text.splitlines() == [
        "Wenqu #89",
        "再看旋转位置编码",
        "Lin Zhiyuan",
        "Time: Sat, 1 November 15:00–17:00 (Beijing time)",
        "Place: Gezhi Hall 112, Tencent Meeting",
        "http://127.0.0.1:8000/en/wenqu/89/",
    ]
    assert off.text.splitlines()[:2] == ["[CANCELLED] Wenqu #89", "Lin Zhiyuan"]


@pytest.mark.parametrize(
    ("name", "href"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("All rights reserved", ""),
        ("CC BY-NC-SA 4.0 or so", ""),
    ],
)
def test_a_known_licence_can_be_read(name: str, href: str) -> None:
    assert licence_href(name) == href


def test_the_foot_says_whom_the_series_thanks_in_the_reader_s_language_else_the_other() -> None:
    series = Series(
        slug="wenqu",
        name_zh="问渠班研讨会",
        motto_en="Water",
        contact="a@example.org",
        acknowledgements_zh="感谢**清雾**。",
        licence="CC BY 4.0",
    )

    foot = colophon(series, "en")

    assert (str(foot.name), foot.href, str(foot.motto)) == ("问渠班研讨会", "/en/wenqu/", "Water")
    assert foot.acknowledgements
    assert foot.acknowledgements.lang == "zh-Hans"
    assert str(foot.acknowledgements.html) == "<p>感谢<strong>清雾</strong>。</p>\n"
    assert foot.contact
    assert foot.contact.href == "mailto:a@example.org"
    assert foot.logo is None
