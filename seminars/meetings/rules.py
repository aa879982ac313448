"""The rule of `audiences` under the name that announcements know it by."""

from __future__ import annotations

from seminars.meetings.audiences import SUBSCRIBER, may_show

__all__ = ["SUBSCRIBER", "may_show"]
