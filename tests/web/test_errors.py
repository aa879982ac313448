from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from django.views.csrf import csrf_failure

from seminars.web.errors import bad_request, forbidden, server_error


@pytest.mark.parametrize(
    ("path", "words"), [("/no/such/", "zh-Hans"), ("/en/no/such/", "There is no such page")]
)
@pytest.mark.django_db
def test_a_missing_page_offers_a_way_on(path: str, words: str, visitor: Client) -> None:
    response = visitor.get(path)

    text = response.content.decode()
    assert (response.status_code, words in text, "noindex" in text) == (404, True, True)


def test_every_error_has_a_page_of_its_own() -> None:
    request = RequestFactory().get("/en/x/")

    answers = [bad_request(request), forbidden(request), server_error(request), csrf_failure(request)]

    assert [(each.status_code, b"</footer>" in each.content) for each in answers] == [
        (400, True),
        (403, True),
        (500, True),
        (403, True),
    ]
