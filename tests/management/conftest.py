"""Commands are called in English, whatever the terminal of the tests speaks."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import translation

from tests.management.command import Done, run


@pytest.fixture
def command(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Done]]:
    """`command("series", "wenqu", …)` → exit status, standard output, standard error."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def call(*words: str, text: bytes | str = b"") -> Done:
        return run(capsys, monkeypatch, *words, text=text.encode() if isinstance(text, str) else text)

    with translation.override("en"):
        yield call
