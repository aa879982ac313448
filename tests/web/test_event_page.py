"""The event's page as it is sent: how heavy it is, what it tells machines, and its plain form."""

from __future__ import annotations

import gzip
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from seminars.models import Publication
from seminars.publishing.series import save_series
from tests.factories import (
    NOW,
    STARTS,
    a_meeting,
    a_series,
    a_speaker,
    a_tag,
    a_talk,
    a_venue,
    an_event,
    published,
)

BROWSER = {"Accept": "text/html,*/*", "User-Agent": "Mozilla/5.0"}
CURL = {"Accept": "*/*", "User-Agent": "curl/8.5.0"}
FORMULA = (
    "\\begin{equation} \\sum_{i<l} \\alpha_{i\\to l} v_i = \\sqrt{2\\log n} \\label{e%d} \\end{equation} "
    "see \\eqref{e%d}\n\n"
)
LONGEST_PAGE, LONGEST_SCRIPT = 60_000, 6_000


def rich() -> Publication:
    """Three talks in two languages with formulas, links, tags and biographies, and a moved start."""
    series = a_series(
        slug="wenqu", colour="steelblue", contact="a@example.org", motto_zh="有源头活水", licence="CC BY 4.0"
    )
    event = an_event(
        series,
        number=1,
        has_talk=False,
        meeting=a_meeting(),
        venue=a_venue(slug="hall", latitude="40", longitude="116"),
    )
    for number in range(3):
        speaker = a_speaker(
            slug=f"lin-{number}", biography_zh="他研究推理。" * 30, biography_en="He works on it. " * 30
        )
        talk = a_talk(
            event,
            speakers=[speaker],
            title="缩放律" * 6,
            abstract="残差连接是大模型的标准部件。" * 25 + "".join(FORMULA % (n, n) for n in range(4)),
            tags=[a_tag(slug=f"ml-{number}")],
            links=[("paper", "https://arxiv.org/abs/2505.06708"), ("slides", "https://example.org/s.pdf")],
        )
        talk.abstracts.create(
            language="en", title="Scaling laws", text="Residual connections. " * 60 + FORMULA % (9, 9)
        )
    return published(event)


@pytest.mark.django_db
def test_a_rich_page_with_its_styles_and_script_weighs_less_than_sixty_kilobytes(visitor: Client) -> None:
    rich()

    text = visitor.get("/wenqu/1/", headers=BROWSER).content.decode()

    files = {
        name: Path(settings.BASE_DIR, "static", name).stat().st_size
        for name in re.findall(r'/static/([^"]+\.(?:css|js))"', text)
    }
    assert sorted(name for name in files if name.endswith(".js")) == ["js/site.js"]
    assert files["js/site.js"] <= LONGEST_SCRIPT
    sent = len(gzip.compress(text.encode(), 2)) + sum(
        len(gzip.compress(Path(settings.BASE_DIR, "static", name).read_bytes(), 6)) for name in files
    )
    assert len(text.encode()) <= LONGEST_PAGE
    assert sent <= LONGEST_PAGE / 2


@pytest.mark.django_db
def test_the_page_tells_chats_and_search_engines_what_it_is(visitor: Client) -> None:
    rich()

    text = visitor.get("/en/wenqu/1/", headers=BROWSER).content.decode()

    social = dict(re.findall(r'<meta property="og:([a-z:_]+)" content="([^"]*)">', text))
    assert social["url"] == "http://127.0.0.1:8000/en/wenqu/1/"
    assert social["image"] == "http://127.0.0.1:8000/en/wenqu/1/poster-wide.png"
    assert (social["image:width"], social["image:height"]) == ("1200", "630")
    assert (social["locale"], social["locale:alternate"]) == ("en_US", "zh_CN")
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    thing = json.loads(block)
    assert (thing["startDate"], len(thing["subEvent"])) == ("2026-11-28T14:00:00+08:00", 3)


@pytest.mark.parametrize(
    ("path", "headers", "is_plain"),
    [
        ("/wenqu/1/?format=txt", BROWSER, True),
        ("/wenqu/1/?format=html", CURL, False),
        ("/wenqu/1/", CURL, False),
        ("/wenqu/1/", CURL | {"Accept": "text/plain"}, True),
        ("/wenqu/1/", {"Accept": "text/plain, text/html;q=0.9"}, False),
        ("/wenqu/1/", BROWSER, False),
    ],
)
@pytest.mark.django_db
def test_who_reads_plain_text_gets_the_programme(
    path: str, headers: dict[str, str], is_plain: bool, visitor: Client
) -> None:
    published(an_event(a_series(slug="wenqu"), number=1))

    answer = visitor.get(path, headers=headers)

    assert answer["Content-Type"] == f"text/{'plain' if is_plain else 'html'}; charset=utf-8"
    assert answer.content.decode().startswith("问渠班研讨会 第 1 期\n" if is_plain else "<!doctype html>")
    assert {each.strip() for each in answer["Vary"].split(",")} >= {"Accept", "User-Agent"}


@pytest.mark.django_db
def test_recorded_talks_by_the_same_speakers_or_on_the_same_topic_are_named(visitor: Client) -> None:
    series, lin, topic = a_series(slug="wenqu"), a_speaker(slug="lin"), a_tag(slug="ml")
    video = [("recording", "https://video.example.org/1")]
    past = STARTS - timedelta(days=30)
    for number, (title, fields) in enumerate(
        {
            "同一位讲者": {"speakers": [lin], "links": video},
            "同一个话题": {"tags": [topic], "links": video},
            "没有回放": {"speakers": [lin], "tags": [topic]},
            "毫不相干": {"links": video},
        }.items(),
        1,
    ):
        event = an_event(series, number=number, starts_at=past + timedelta(days=number), has_talk=False)
        a_talk(event, title=title, **fields)  # type: ignore[arg-type]
        published(event)
    now = an_event(series, number=9, has_talk=False)
    a_talk(now, speakers=[lin], tags=[topic])
    published(now)

    text = visitor.get("/wenqu/9/", headers=BROWSER).content.decode()

    section = text[text.index('class="related"') : text.index('class="neighbours"')]
    assert re.findall(r'<p class="line-title"><a [^>]*>([^<]+)</a>', section) == ["同一个话题", "同一位讲者"]


@pytest.mark.django_db
def test_the_foot_changes_with_the_series_at_once(visitor: Client) -> None:
    publication = published(an_event(a_series(slug="wenqu"), number=1))
    assert "清雾" not in visitor.get("/wenqu/1/", headers=BROWSER).content.decode()
    series = publication.series
    series.acknowledgements_zh, series.licence = "感谢清雾基金会。", "CC BY 4.0"

    save_series(series, by=None, at=NOW)

    foot = visitor.get("/wenqu/1/", headers=BROWSER).content.decode().split('<footer class="foot">')[1]
    assert "感谢清雾基金会。" in foot
    assert 'href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>' in foot
