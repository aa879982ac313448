"""What a reader may ask of a feed in its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from seminars.calendars.component import ComponentLanguage
from seminars.timekeeping.zones import is_zone

LANGUAGES: dict[str, ComponentLanguage] = {"zh": "zh", "en": "en", "both": "both"}
LONGEST_ALARM = 10080


class BadOption(ValueError):
    """A known option with a value it cannot have; `zh` and `en` say what it can have."""

    def __init__(self, option: str, zh: str, en: str) -> None:
        self.option, self.zh, self.en = option, zh, en
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class Options:
    """`language` None: that of the series. `zone` None: UTC. `alarm`: minutes before the start, None for none."""

    language: ComponentLanguage | None = None
    zone: str | None = None
    is_whole_history: bool = False
    has_cancelled: bool = True
    is_per_talk: bool = False
    alarm: int | None = None

    @property
    def is_as_stored(self) -> bool:
        """Whether stored components go out as they are."""
        return self.zone is None and self.alarm is None and not self.is_per_talk

    @property
    def query(self) -> str:
        """The options as they stand in an address, in one fixed order; '' when nothing was asked."""
        asked = {
            "lang": self.language,
            "tz": self.zone,
            "all": "1" if self.is_whole_history else None,
            "cancelled": None if self.has_cancelled else "0",
            "per": "talk" if self.is_per_talk else None,
            "alarm": self.alarm,
        }
        return urlencode({name: value for name, value in asked.items() if value is not None}, safe="/")


def read_options(query: Mapping[str, str]) -> Options:
    """The options of an address; those not known are left aside. Raises `BadOption`."""
    return Options(
        language=_language(query.get("lang")),
        zone=_zone(query.get("tz")),
        is_whole_history=_flag(query, "all", default=False),
        has_cancelled=_flag(query, "cancelled", default=True),
        is_per_talk=_per_talk(query.get("per")),
        alarm=_alarm(query.get("alarm")),
    )


def _language(value: str | None) -> ComponentLanguage | None:
    if value is None:
        return None
    if value not in LANGUAGES:
        raise BadOption("lang", "lang 只能是 zh、en 或 both。", "lang must be zh, en or both.")
    return LANGUAGES[value]


def _zone(value: str | None) -> str | None:
    if value is not None and not is_zone(value):
        raise BadOption(
            "tz",
            "tz 须为 Asia/Shanghai 这样的时区名称。",
            "tz must be the name of a time zone, such as Asia/Shanghai.",
        )
    return value


def _per_talk(value: str | None) -> bool:
    if value not in (None, "event", "talk"):
        raise BadOption("per", "per 只能是 event 或 talk。", "per must be event or talk.")
    return value == "talk"


def _flag(query: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = query.get(name)
    if value is None:
        return default
    if value not in ("0", "1"):
        raise BadOption(name, f"{name} 只能是 0 或 1。", f"{name} must be 0 or 1.")
    return value == "1"


def _alarm(value: str | None) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 5 and int(value) <= LONGEST_ALARM):
        raise BadOption(
            "alarm",
            f"alarm 须为 0 到 {LONGEST_ALARM} 之间的整数，单位为分钟。",
            f"alarm must be a whole number of minutes from 0 to {LONGEST_ALARM}.",
        )
    return int(value)
