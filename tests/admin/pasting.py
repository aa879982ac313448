"""The paste page as its users press it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.admin.reading import form_with

PASTE = "/en/admin/seminars/event/paste/"
TEXT = """Seminar #42
时间：11月28日（周六）14:00-16:00
地点：信息楼 202
腾讯会议：555-010-077
报告前后有零食。

报告人：林知远（云栖湾大学）
题目：最大值有多大
摘要：设随机变量独立同分布，其最大值有多大？我们给出一个只用矩的估计。

问渠班研讨会
"""


def read(desk: Client, text: str = TEXT, **typed: Any) -> Any:
    """The page after the box."""
    return desk.post(PASTE, {"text": text, "read_on": "2026-11-24", **typed})


def sent(page: Any) -> dict[str, Any]:
    """The form on that page, as a browser sends it."""
    return form_with(page, "venue_from")


def save(desk: Client, page: Any, button: str = "_save", **typed: Any) -> Any:
    return desk.post(PASTE, sent(page) | {button: "1"} | typed)


def choose(desk: Client, page: Any, answer: str, **typed: Any) -> Any:
    """The page after one of its answers was pressed."""
    return desk.post(PASTE, sent(page) | {"choose": answer} | typed)
