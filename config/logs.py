"""One line per log event: time, level, name, and the fields that were given with it."""

import logging
import re

_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "data"}

# Addresses that open something for whoever has them, as requests and refusals name them.
_SECRET = re.compile(
    r"""(/calendar/my/|/(?:subscribe|subscriptions|unsubscribe)/|[?&]token=|'token':\ ')[^/?&#\s"']+""",
    re.VERBOSE,
)


def without_tokens(line: str) -> str:
    """The line with … in the place of every token that stands in an address."""
    return _SECRET.sub(r"\1…", line)


class EventFormatter(logging.Formatter):
    """Formats `logger.info("delivery.sent", extra={"delivery": 7})` as `… delivery.sent delivery=7`.

    No token leaves here, not even in a traceback.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        fields = " ".join(
            f"{name}={value}"
            for name, value in sorted(vars(record).items())
            if name not in _STANDARD and isinstance(value, str | int | float)
        )
        return without_tokens(f"{line} {fields}" if fields else line)
