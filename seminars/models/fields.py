"""Field types that clean what is written into them, so that no caller has to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from seminars.sealing.boxes import seal, unseal
from seminars.text.bilingual import Bilingual
from seminars.text.typography import clean, clean_line
from seminars.timekeeping.zones import is_zone

if TYPE_CHECKING:
    _Char = models.CharField[str, str]
    _Text = models.TextField[str, str]
else:
    _Char = models.CharField
    _Text = models.TextField


class LineField(_Char):
    """One line of text: control characters, line ends and lone surrogates never reach the database."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 300)
        if "default" not in options:
            options.setdefault("blank", True)
        super().__init__(*args, **options)

    def to_python(self, value: Any) -> Any:
        return clean_line(value) if isinstance(value, str) else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(clean_line(value) if isinstance(value, str) else value)

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = getattr(instance, self.attname)
        if isinstance(value, str):
            value = clean_line(value)[: self.max_length]
            setattr(instance, self.attname, value)
        return value


class ProseField(_Text):
    """Text of several lines (Markdown with LaTeX), cleaned of control characters on its way in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def to_python(self, value: Any) -> Any:
        return clean(value) if isinstance(value, str) else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(clean(value) if isinstance(value, str) else value)

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = getattr(instance, self.attname)
        if isinstance(value, str):
            value = clean(value)
            setattr(instance, self.attname, value)
        return value


class Sealed(str):
    """A secret as it stands in the database."""


class _Unsealing(DeferredAttribute):
    """Opens a sealed secret when somebody asks for it, and not when its row is read.

    A page that shows no secret then needs no key; reading one without its key raises `Unsealable`.
    """

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        value = super().__get__(instance, owner)
        if isinstance(value, Sealed):
            value = unseal(value, settings.DATA_KEYS)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        # With this Python asks us before it looks at the instance.
        instance.__dict__[self.field.attname] = value


class SealedField(_Text):
    """A secret: encrypted with the first of DATA_KEYS in the database, readable in Python."""

    descriptor_class = _Unsealing

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str:
        return Sealed(value) if value else ""

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        # What nobody opened is written back as it was.
        return instance.__dict__.get(self.attname, "")

    def get_prep_value(self, value: Any) -> Any:
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return (
            str(value)
            if isinstance(value, Sealed)
            else seal(clean_line(str(value or "")), settings.DATA_KEYS)
        )


def check_zone(name: str) -> None:
    """Raise `ValidationError` unless `name` is a time zone of the IANA database."""
    if not is_zone(name):
        raise ValidationError(_("There is no time zone “%(name)s”."), params={"name": name})


class ZoneField(_Char):
    """The name of an IANA time zone."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 64)
        options.setdefault("validators", [check_zone])
        options.setdefault("default", "Asia/Shanghai")
        super().__init__(*args, **options)


class Paired:
    """Reads the columns `<name>_zh` and `<name>_en` as one `Bilingual`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type) -> Bilingual:
        if instance is None:
            return self  # type: ignore[return-value]  # asked of the class: Django's own checks do that
        return Bilingual(getattr(instance, f"{self.name}_zh"), getattr(instance, f"{self.name}_en"))


def in_either_language(name: str, *, constraint: str) -> models.CheckConstraint:
    """The constraint that at least one of the paired columns `name` is filled."""
    return models.CheckConstraint(
        name=constraint,
        condition=~models.Q(**{f"{name}_zh": "", f"{name}_en": ""}),
        violation_error_message=_("Give the name in Chinese or in English, or both."),
    )
