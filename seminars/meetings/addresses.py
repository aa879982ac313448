"""The address of an online meeting → whose it is, and what can be read from it. Pure; never looks anything up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from seminars.meetings.codes import LONGEST, SHORTEST

# Of the whole address: what calendars and browsers still take.
LONGEST_ADDRESS = 500

_DOMAINS = (
    ("tencent", ("meeting.tencent.com", "voovmeeting.com")),
    ("zoom", ("zoom.us", "zoom.com", "zoom.com.cn")),
    ("feishu", ("vc.feishu.cn", "vc.larksuite.com")),
    ("meet", ("meet.google.com",)),
    ("teams", ("teams.microsoft.com", "teams.live.com")),
    ("jitsi", ("meet.jit.si", "8x8.vc")),
    ("wecom", ("work.weixin.qq.com", "meeting.work.weixin.qq.com")),
)
# What follows the host where everybody may run a server of their own.
_BIGBLUEBUTTON = re.compile(r"/bigbluebutton/|^/(?:b|rooms)/[a-z0-9]{3}(?:-[a-z0-9]{3}){2,3}(?:/|$)")
_NUMBERS = {
    # The number stands in the address of a personal room only; /dm/ and /s/ hide it.
    "tencent": re.compile(r"^/p/(\d{9,11})/?$"),
    "zoom": re.compile(r"^/(?:j|s|w|wc/join|wc)/(\d{9,11})(?:/|$)"),
    "feishu": re.compile(r"^/j/(\d{9})/?$"),
    "teams": re.compile(r"^/meet/(\d{9,15})/?$"),
}
# They say who passed the link on, not where it leads.
_TRACKING = re.compile(r"rs|utm_\w+|authuser|hs|ijlm|adhoc")


@dataclass(frozen=True, slots=True)
class Found:
    """An online meeting that was found in an address or a text; what is not said there is ''.

    `provider` is one of `words.PROVIDERS`, or "other"; `code` is digits; `passcode` keeps its leading zeros.
    """

    provider: str
    code: str = ""
    url: str = ""
    passcode: str = ""
    label: str = ""


def meeting_at(address: str) -> Found | None:
    """The meeting that an address leads to; of an unknown provider "other", the address as it is.

    None for what is no address of http, https or wemeet.
    """
    address = address.strip()
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme == "wemeet":
        return _deep(parts.query)
    if scheme not in ("http", "https") or not host or len(address) > LONGEST_ADDRESS:
        return None
    provider = _provider(host, parts.path)
    if provider == "other":
        return Found(provider, url=address)
    pattern = _NUMBERS.get(provider)
    number = pattern.match(parts.path) if pattern else None
    query = [pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0])]
    # Parts of Teams and BigBlueButton addresses are signed: what need not be changed stays as it came.
    kept = parts.query if len(query) == len(parse_qsl(parts.query)) else urlencode(query)
    url = urlunsplit((scheme, parts.netloc.lower(), parts.path, kept, ""))
    if provider == "jitsi":
        # Settings of the room stand behind the #.
        url += f"#{parts.fragment}" if parts.fragment else ""
    return Found(provider, code=number[1] if number else "", url=url)


def _provider(host: str, path: str) -> str:
    for provider, domains in _DOMAINS:
        if any(host == domain or host.endswith(f".{domain}") for domain in domains):
            return provider
    if _BIGBLUEBUTTON.search(path):
        return "bigbluebutton"
    return (
        "jitsi" if any(label.startswith("jitsi") for label in host.split(".")) and len(path) > 1 else "other"
    )


def _deep(query: str) -> Found | None:
    """The meeting of an address that opens the app of Tencent Meeting: `wemeet://page/inmeeting?meeting_code=…`."""
    values = parse_qs(query)
    code = values.get("meeting_code", [""])[0]
    if not (code.isascii() and code.isdigit() and SHORTEST <= len(code) <= LONGEST["tencent"]):
        return None
    passcode = next((values[name][0] for name in ("password", "pwd") if name in values), "")
    return Found("tencent", code=code, passcode=passcode if re.fullmatch(r"\d{4,6}", passcode) else "")
