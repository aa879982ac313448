"""The list on a page of others: encoded in GBK, with styles of its own, while we are there and while we are not."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

PAGE = """<!doctype html><html><head><meta http-equiv="Content-Type" content="text/html; charset=gbk">
<title>学院主页</title><style>li { display: none } p { color: red }</style></head>
<body><h1>学院讲座</h1>%s%s</body></html>"""


class _Handler(BaseHTTPRequestHandler):
    server: Department

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=gbk")
        self.end_headers()
        self.wfile.write(self.server.page.encode("gbk"))

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are silent."""


class Department(ThreadingHTTPServer):
    """A web site of somebody else."""

    daemon_threads = True
    page = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


@pytest.fixture
def department() -> Iterator[Department]:
    server = Department(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_list_on_a_page_of_others(browser: Browser, site: str, department: Department) -> None:
    # Not watched: to meet another host, and a frame that is refused, is what this is about.
    page = browser.new_context(base_url=site, locale="en-GB").new_page()
    page.set_default_timeout(20_000)
    page.goto("/embed/?series=wenqu&next=3&past=2&tz=reader")
    preview = page.frame_locator(".embed-preview")
    assert "2025年11月1日" in preview.locator(".seminars-past").inner_text()
    source = page.content()
    script, frame = (
        unescape(each) for each in re.findall(r"<textarea[^>]*>(.*?)</textarea>", source, re.S)[:2]
    )
    department.page = PAGE % (script, frame + f'<iframe id="home" src="{site}/"></iframe>')

    page.goto(department.address)
    page.get_by_text("2025年11月1日").first.wait_for()
    shown = page.locator("h1 + a + div")
    assert page.locator("h1 + a").text_content() == "问渠班研讨会"
    assert not page.locator("h1 + a").is_visible()
    assert shown.locator("li").first.is_visible()
    assert shown.locator("p").first.evaluate("e => getComputedStyle(e).color") != "rgb(255, 0, 0)"
    assert not shown.locator(".seminars-stale").is_visible()
    framed = page.frame_locator("iframe >> nth=0").locator(".seminars")
    assert "2025年11月1日" in framed.inner_text()
    assert not page.frame_locator("#home").locator("main").is_visible()

    page.route("**/embed/rows/**", lambda route: route.abort())
    page.reload()
    page.locator(".seminars-stale").first.wait_for()
    assert shown.locator("li").first.is_visible()

    page.evaluate("localStorage.clear()")
    page.reload()
    page.locator("h1 + a").wait_for()
    assert page.locator("h1 + a").get_attribute("href") == f"{site}/wenqu/"
    assert page.locator("h1 + a + div").count() == 0
    page.context.close()
