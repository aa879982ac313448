"""Mail is written to a folder of the test."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _mail_to_files(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_BACKEND = "seminars.announcements.channels.eml.EmlBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.MAIL_DOMAIN = "seminars.example.org"
    settings.SITE_URL = "https://seminars.example.org"
