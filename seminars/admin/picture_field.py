"""A picture on a form of the desk: seen, replaced, removed; kept while another field is still wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from seminars.intake.pictures import MOST_BYTES, NotTaken, Use, developed, kept
from seminars.models import Picture
from seminars.presenting.pictures import logo

ACCEPTED = "image/jpeg,image/png,image/webp"


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with the form: a file, the digest of one sent before, the wish to have none."""

    file: UploadedFile[bytes] | None
    digest: str
    is_removed: bool

    @property
    def picture(self) -> Picture | None:
        """The one that stands now; whatever was sent before stays while the form is corrected."""
        if self.is_removed and self.file is None:
            return None
        # Left there by the field when it had cleaned the file.
        own: Picture | None = getattr(self.file, "picture", None)
        return own or Picture.objects.without_octets().filter(digest=self.digest).first()


class PictureInput(forms.Widget):
    """A file input beside the picture that stands there now."""

    needs_multipart_form = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        return Sent(files.get(name), data.get(f"{name}-stands", ""), f"{name}-remove" in data)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and f"{name}-stands" not in data

    def id_for_label(self, id_: str) -> str:
        return id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        if isinstance(value, Sent):
            picture = value.picture
        else:
            picture = Picture.objects.without_octets().filter(pk=value).first() if value else None
        context = {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "picture": picture,
            "shown": logo(picture),
            "accepted": ACCEPTED,
            "described": (attrs or {}).get("aria-describedby", ""),
        }
        return render_to_string("admin/seminars/picture.html", context)


class PictureField(forms.Field):
    """Cleans to a stored picture, or None."""

    widget = PictureInput

    def __init__(self, *, use: Use, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.use = use

    def clean(self, value: Sent) -> Picture | None:
        if value.file is None:
            return value.picture
        if value.file.size is not None and value.file.size > MOST_BYTES:
            raise _refusal(NotTaken("too_large"))
        try:
            picture = kept(developed(value.file.read(), self.use))
        except NotTaken as fault:
            raise _refusal(fault) from None
        value.file.picture = picture  # type: ignore[attr-defined]  # where the widget looks for it
        return picture

    def has_changed(self, initial: Any, data: Any) -> bool:
        now = data.picture
        return data.file is not None or (now.pk if now else None) != initial


def _refusal(fault: NotTaken) -> ValidationError:
    return ValidationError(fault.sentence.best(get_language() or ""), code=fault.reason)
