"""What each service is sent, whole; and what no text on a card can do to it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from seminars.announcements.channels.kinds import KINDS
from seminars.announcements.saying.cards import Card
from tests.announcements.channels.cards import ATTEMPT, NEWS, TARGETS, cards

OURS = "https://seminars.example.org/wenqu/90/"
SENT = {
    "wecom": {
        "msgtype": "markdown",
        "markdown": {
            "content": "### 【预告】问渠班研讨会 #90｜11月28日\n\n"
            "**时间：**2026年11月28日（周六）14:00–16:00 北京时间\n"
            "**地点：**格致堂112 → 学堂112\n**摘要：**从群表示的角度重新整理。\n"
            f"[详情]({OURS})"
        },
    },
    "dingtalk": {
        "msgtype": "markdown",
        "markdown": {
            "title": "【预告】问渠班研讨会 #90｜11月28日",
            "text": "### 【预告】问渠班研讨会 #90｜11月28日\n\n"
            "**时间：**2026年11月28日（周六）14:00–16:00 北京时间  \n"
            "**地点：**格致堂112 → 学堂112  \n**摘要：**从群表示的角度重新整理。  \n"
            f"[详情]({OURS})",
        },
        "at": {"isAtAll": False},
    },
    "telegram": {
        "chat_id": "-1001234567890",
        "text": "<b>【预告】问渠班研讨会 #90｜11月28日</b>\n\n"
        "<b>时间：</b>2026年11月28日（周六）14:00–16:00 北京时间\n"
        "<b>地点：</b>格致堂112 → 学堂112\n<b>摘要：</b>从群表示的角度重新整理。\n"
        f'<a href="{OURS}">详情</a>',
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    },
    "mattermost": {
        "text": "#### 【预告】问渠班研讨会 \\#90｜11月28日\n\n"
        "**时间：**2026年11月28日（周六）14\\:00–16\\:00 北京时间\n"
        "**地点：**格致堂112 → 学堂112\n**摘要：**从群表示的角度重新整理。\n"
        f"[详情]({OURS})"
    },
    "slack": {
        "text": "【预告】问渠班研讨会 #90｜11月28日",
        "blocks": [
            {
                "type": "header",
                "text": {"type": "plain_text", "text": "【预告】问渠班研讨会 #90｜11月28日", "emoji": False},
            },
            {
                "type": "section",
                "text": {
                    "type": "mrkdwn",
                    "text": "*时间：*2026年11月28日（周六）14:00–16:00 北京时间\n"
                    f"*地点：*格致堂112 → 学堂112\n*摘要：*从群表示的角度重新整理。\n<{OURS}|详情>",
                    "verbatim": True,
                },
            },
        ],
        "unfurl_links": False,
        "unfurl_media": False,
    },
    "matrix": {
        "msgtype": "m.notice",
        "body": "【预告】问渠班研讨会 #90｜11月28日\n\n时间：2026年11月28日（周六）14:00–16:00 北京时间\n"
        f"地点：格致堂112 → 学堂112\n摘要：从群表示的角度重新整理。\n详情 {OURS}",
        "format": "org.matrix.custom.html",
        "formatted_body": "<b>【预告】问渠班研讨会 #90｜11月28日</b><br><br>"
        "<b>时间：</b>2026年11月28日（周六）14:00–16:00 北京时间<br>"
        "<b>地点：</b>格致堂112 → 学堂112<br><b>摘要：</b>从群表示的角度重新整理。<br>"
        f'<a href="{OURS}">详情</a>',
        "m.mentions": {},
    },
}
ADDRESSES = {
    "wecom": ("POST", TARGETS["wecom"].address),
    "telegram": ("POST", "https://api.telegram.org/bot123456789:AAexampleexampleexampleexample/sendMessage"),
    "slack": ("POST", TARGETS["slack"].address),
    "mattermost": ("POST", TARGETS["mattermost"].address),
    "matrix": (
        "PUT",
        "https://matrix.example.org/_matrix/client/v3/rooms/%21room%3Aexample.org/send/m.room.message/"
        "00000000000040008000000000000007",
    ),
}


def sent(kind: str, card: Card) -> dict[str, Any]:
    body = json.loads(KINDS[kind].request(card, TARGETS[kind], ATTEMPT).body)
    assert isinstance(body, dict)
    return body


@pytest.mark.parametrize("kind", SENT)
def test_the_whole_message(kind: str) -> None:
    assert sent(kind, NEWS) == SENT[kind]


def test_the_whole_card_of_feishu() -> None:
    assert sent("feishu", NEWS)["card"] == {
        "config": {"wide_screen_mode": True},
        "header": {
            "template": "blue",
            "title": {"tag": "plain_text", "content": "【预告】问渠班研讨会 #90｜11月28日"},
        },
        "elements": [
            {
                "tag": "div",
                "text": {
                    "tag": "plain_text",
                    "content": "时间：2026年11月28日（周六）14:00–16:00 北京时间\n"
                    "地点：格致堂112 → 学堂112\n摘要：从群表示的角度重新整理。",
                },
            },
            {
                "tag": "action",
                "actions": [
                    {
                        "tag": "button",
                        "text": {"tag": "plain_text", "content": "详情"},
                        "type": "default",
                        "url": OURS,
                    }
                ],
            },
        ],
    }


@pytest.mark.parametrize("kind", ADDRESSES)
def test_where_it_goes(kind: str) -> None:
    request = KINDS[kind].request(NEWS, TARGETS[kind], ATTEMPT)

    assert (request.method, request.url) == ADDRESSES[kind]


@pytest.mark.parametrize("kind", ["wecom", "feishu", "dingtalk", "telegram", "slack", "mattermost", "matrix"])
def test_a_keyword_is_added_where_it_is_missing(kind: str) -> None:
    module = KINDS[kind]
    target = TARGETS[kind]._replace(keyword="课程群")
    known = TARGETS[kind]._replace(keyword="研讨会")

    assert "课程群" in module.request(NEWS, target, ATTEMPT).body.decode()
    assert module.request(NEWS, known, ATTEMPT).body == module.request(NEWS, TARGETS[kind], ATTEMPT).body


class Tags(HTMLParser):
    """The tags and addresses of a text in HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.addresses: set[str | None] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.addresses |= {value for _name, value in attributes}


def destinations(markdown: str) -> set[str]:
    """All that links and pictures of CommonMark lead to, and what HTML says."""
    tokens = [
        each
        for token in MarkdownIt("commonmark").parse(markdown)
        for each in (token, *(token.children or []))
    ]
    assert not [
        each
        for each in tokens
        if each.type in ("html_block", "html_inline", "fence", "code_block", "code_inline")
    ]
    return {
        str(each.attrs.get("href") or each.attrs.get("src"))
        for each in tokens
        if each.type in ("link_open", "image")
    }


@given(cards)
def test_no_text_calls_people_or_leads_elsewhere(card: Card) -> None:
    robots = [sent("wecom", card)["markdown"]["content"], sent("dingtalk", card)["markdown"]["text"]]
    mattermost = sent("mattermost", card)["text"]
    slack = json.dumps(sent("slack", card)["blocks"][1:], ensure_ascii=False)
    marked = [Tags(sent("telegram", card)["text"]), Tags(sent("matrix", card)["formatted_body"])]

    assert [destinations(text) - {OURS} for text in (*robots, mattermost)] == [set()] * 3
    assert [text for text in robots if re.search(r"<|&#|&\w+;", text)] == []
    assert set(re.findall(r"<[^>]*>", slack)) <= {f"<{OURS}|详情>"}
    assert [(each.names - {"b", "a", "br"}, each.addresses - {OURS}) for each in marked] == [
        (set(), set())
    ] * 2
    assert [
        kind for kind in set(KINDS) - {"webhook"} if "@" in json.dumps(sent(kind, card), ensure_ascii=False)
    ] == []


@given(cards)
def test_no_text_is_too_long(card: Card) -> None:
    huge = Card(card.title * 40, card.mood, card.sections * 15, card.facts * 99)
    requests = {kind: module.request(huge, TARGETS[kind], ATTEMPT) for kind, module in KINDS.items()}

    bodies = {kind: json.loads(request.body) for kind, request in requests.items()}
    assert len(bodies["wecom"]["markdown"]["content"].encode()) <= 4096
    assert len(bodies["telegram"]["text"].encode("utf-16-le")) <= 2 * 4096
    assert len(bodies["mattermost"]["text"]) <= 4000
    assert max(len(block["text"]["text"]) for block in bodies["slack"]["blocks"]) <= 3000
    assert [kind for kind in ("feishu", "dingtalk", "webhook") if len(requests[kind].body) > 20_000] == []
    assert len(requests["matrix"].body) <= 64_000
