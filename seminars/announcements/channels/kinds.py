"""The chat channels by their kind."""

from __future__ import annotations

from seminars.announcements.channels import (
    dingtalk,
    feishu,
    matrix,
    mattermost,
    slack,
    telegram,
    webhook,
    wecom,
)
from seminars.announcements.channels.chat import Kind

KINDS: dict[str, Kind] = {
    "wecom": wecom,
    "feishu": feishu,
    "dingtalk": dingtalk,
    "webhook": webhook,
    "telegram": telegram,
    "slack": slack,
    "mattermost": mattermost,
    "matrix": matrix,
}
