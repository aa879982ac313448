"""One line per log event: time, level, name, and the fields that were given with it."""

import logging

_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "data"}


class EventFormatter(logging.Formatter):
    """Formats `logger.info("delivery.sent", extra={"delivery": 7})` as `… delivery.sent delivery=7`."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        fields = " ".join(
            f"{name}={value}"
            for name, value in sorted(vars(record).items())
            if name not in _STANDARD and isinstance(value, str | int | float)
        )
        return f"{line} {fields}" if fields else line
