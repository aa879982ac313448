"""Says what is wrong with a calendar."""

import sys
import time
from argparse import ArgumentParser
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
)

from django.utils import timezone

from seminars.calendars.lint import faults
from seminars.management.base import Refused, ServiceCommand, said
from seminars.text.bilingual import Bilingual

LARGEST = 10_000_000
TIMEOUT = 10.0
LONGEST_WAIT = 30.0


class Command(ServiceCommand):
    help = "Say in plain sentences what is wrong with a calendar. Exit 1 when something is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "source", metavar="URL|FILE", help="an address of http or https, a file, or - for stdin"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        body, content_type = _read(options["source"])
        found = faults(body, at=timezone.now(), content_type=content_type)
        for each in found:
            self.stdout.write(said(each))
        if found:
            raise Refused(_said(f"共有 {len(found)} 处问题。", f"Faults found: {len(found)}."))
        self.stdout.write(_said("没有发现问题。", "Nothing is wrong with this calendar."))


def _read(source: str) -> tuple[bytes, str | None]:
    """The bytes, and the Content-Type if they came over HTTP."""
    if source == "-":
        return sys.stdin.buffer.read(LARGEST), None
    if "://" in source:
        return _fetched(source)
    try:
        with Path(source).open("rb") as file:
            return file.read(LARGEST), None
    except OSError as error:
        raise Refused(
            _said(f"无法读取 {source}：{error.strerror}。", f"{source} cannot be read: {error.strerror}.")
        ) from None


def _fetched(url: str) -> tuple[bytes, str]:
    try:
        is_web = urlsplit(url).scheme in ("http", "https")
    except ValueError:
        is_web = False
    if not is_web:
        raise Refused(
            _said("只能读取 http 或 https 地址。", "Only addresses of http and https can be fetched.")
        )
    # Built by hand: the usual opener also follows ftp and reads local files.
    opener = OpenerDirector()
    for handler in (
        HTTPHandler,
        HTTPSHandler,
        HTTPDefaultErrorHandler,
        HTTPRedirectHandler,
        HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    give_up_at = time.monotonic() + LONGEST_WAIT
    try:
        with opener.open(url, timeout=TIMEOUT) as response:
            body = b""
            while chunk := response.read1(65536):
                body += chunk
                if len(body) > LARGEST:
                    raise Refused(_said("该地址的内容超过 10 MB。", "The address sends more than 10 MB."))
                if time.monotonic() > give_up_at:
                    raise Refused(
                        _said("该地址未能在 30 秒内传完。", "The address did not send all within 30 seconds.")
                    )
            return body, response.headers.get("Content-Type", "")
    except HTTPError as error:
        raise Refused(_said(f"该地址返回 {error.code}。", f"The address answers {error.code}.")) from None
    except (URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise Refused(
            _said(f"无法读取该地址：{reason}。", f"The address cannot be fetched: {reason}.")
        ) from None


def _said(zh: str, en: str) -> str:
    return said(Bilingual(zh, en))
