"""Browsers inside chat apps, which open neither webcal links nor calendar files."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

# DingTalk and QQ first: no other app names them. QQ's own web browser (MQQBrowser) is an honest browser.
_APPS = (
    ("dingtalk", re.compile(r"DingTalk", re.IGNORECASE)),
    ("qq", re.compile(r"(?<![A-Za-z])QQ/\d")),
    ("wechat", re.compile(r"MicroMessenger/", re.IGNORECASE)),
)


def app_around(user_agent: str) -> str:
    """The chat app whose browser this is: `wechat` (WeCom too), `qq`, `dingtalk`; '' for any other browser."""
    return next((app for app, mark in _APPS if mark.search(user_agent)), "")


def app_name(app: str) -> str:
    """What people call the app."""
    return {"wechat": _("WeChat"), "qq": "QQ", "dingtalk": _("DingTalk")}[app]
