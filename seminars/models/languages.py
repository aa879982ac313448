"""The languages that texts are written in and readers are written to in."""

from __future__ import annotations

from django.db import models


class TextLanguage(models.TextChoices):
    """The language a text is written in."""

    ZH = "zh", "中文"
    EN = "en", "English"
