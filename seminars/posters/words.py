"""The fixed words of posters and door signs, in both languages whoever asks."""

from __future__ import annotations

WORDS = {
    "zh": {
        "place": "地点",
        "online": "线上",
        "passcode": "密码",
        "untitled": "题目待定",
        "scan": "扫码看摘要\n加入日历",
        "cancelled": "已取消",
        "more": "另有 {count} 场报告",
        "stamp": "第 {number} 版 · {moment} 更新",
        "open": "地点另行通知",
    },
    "en": {
        "place": "Place",
        "online": "Online",
        "passcode": "passcode",
        "untitled": "Title to be announced",
        "scan": "Scan for abstract\nand calendar",
        "cancelled": "Cancelled",
        "more": "and {count} more",
        "stamp": "Version {number} · updated {moment}",
        "open": "Place to be announced",
    },
}

SIGNS = {
    "zh": {
        "here_before": "您没有走错",
        "here": "就在这里",
        "room_before": "本场报告改到",
        "time_before": "本场报告改期，时间为",
        "both_before": "本场报告时间、地点均有改动，改为",
        "online_before": "本场报告",
        "online": "改为线上举行",
        "cancelled_before": "很抱歉",
        "cancelled": "本场报告已取消",
        "scan": "扫码查看入会方式",
    },
    "en": {
        "here_before": "You are in the right place",
        "here": "The seminar is here",
        "room_before": "This seminar has moved to",
        "time_before": "This seminar now takes place on",
        "both_before": "This seminar has a new time and place",
        "online_before": "This seminar",
        "online": "now takes place online",
        "cancelled_before": "We are sorry",
        "cancelled": "This seminar is cancelled",
        "scan": "Scan the code to see how to join",
    },
}
