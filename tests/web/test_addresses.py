from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seminars.models import Event, FormerPath
from seminars.publishing.series import save_series
from tests.factories import NOW, a_series, an_event, published


@pytest.fixture
def event(db: None) -> Event:
    event = an_event(a_series(slug="wenqu"), number=89)
    published(event)
    return event


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/wenqu/89", "/wenqu/89/"),
        ("/wenqu/89。", "/wenqu/89/"),
        ("/wenqu/89/，", "/wenqu/89/"),
        ("/wenqu/89/）。", "/wenqu/89/"),
        ("/en/wenqu/89/time/）?tz=UTC", "/en/wenqu/89/time/?tz=UTC"),
        ("/wenqu！", "/wenqu/"),
        ("/en/。", "/en/"),
        ("/。", "/"),
        ("/calendar/)", "/calendar/"),
    ],
)
def test_what_a_chat_appends_is_taken_off(path: str, address: str, event: Event, visitor: Client) -> None:
    response = visitor.get(path)

    assert (response.status_code, response["Location"]) == (301, address)


@pytest.mark.parametrize("path", ["//evil.example/。", "//evil.example。", "/a/b/c/d。", "/wenqu/89/x）"])
def test_mending_leads_nowhere_else(path: str, event: Event, visitor: Client) -> None:
    response = visitor.get("/", PATH_INFO=path.encode().decode("latin-1"))

    assert (response.status_code, response.get("Location", "")) == (404, "")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@pytest.mark.django_db
def test_any_path_gets_an_answer_and_never_another_host(visitor: Client, path: str) -> None:
    response = visitor.get("/" + path.replace("?", "").replace("#", ""))

    assert response.status_code in (200, 301, 302, 404, 410)
    assert not response.get("Location", "/").startswith("//")


def test_a_renamed_series_redirects_its_pages(event: Event, visitor: Client) -> None:
    event.series.slug = "yuanquan"
    save_series(event.series, by=None, at=NOW)

    found = {
        path: visitor.get(path)["Location"]
        for path in ("/wenqu/", "/en/wenqu/89/time/?tz=UTC", "/wenqu/next/")
    }

    assert found == {
        "/wenqu/": "/yuanquan/",
        "/en/wenqu/89/time/?tz=UTC": "/en/yuanquan/89/time/?tz=UTC",
        "/wenqu/next/": "/yuanquan/next/",
    }
    assert visitor.get("/wenqu/89/").status_code == 301


def test_a_former_path_redirects_for_good(event: Event, visitor: Client) -> None:
    FormerPath.objects.create(series=event.series, path="2026-11-28", event=event)

    response = visitor.get("/en/wenqu/2026-11-28/join/")

    assert (response.status_code, response["Location"]) == (301, "/en/wenqu/89/join/")


def test_links_of_an_old_event_name_the_series_as_it_is_called_today(event: Event, visitor: Client) -> None:
    event.series.slug = "yuanquan"
    save_series(event.series, by=None, at=NOW)

    assert b'"/wenqu/' not in visitor.get("/yuanquan/89/").content
