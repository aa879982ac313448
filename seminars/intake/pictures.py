"""Photographs and logos as they come from telephones and designers → as they are served.

What is served was written here, pixel by pixel: upright, of a sane size, and with nothing of what cameras note
down beside the picture, such as where it was taken.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from seminars.models import Picture
from seminars.text.bilingual import Bilingual

MOST_BYTES = 10_000_000
# A JPEG is decoded at a fraction of its size; of the others every pixel takes four octets first.
MOST_PIXELS = {"JPEG": 60_000_000, "MPO": 60_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
_READ = ("JPEG", "PNG", "WEBP")
_HEIF = (b"heic", b"heix", b"hevc", b"heif", b"mif1", b"msf1", b"avif", b"avis")

PHOTO_SIDE = 480
# Faces are in the upper half.
_PHOTO_CENTRE = (0.5, 0.35)
LOGO_BOX = (640, 320)
SMALLEST = {"photo": 96, "logo": 32}


class Use(StrEnum):
    """What a picture is of."""

    PHOTO = "photo"
    LOGO = "logo"


REASONS = {
    "empty": Bilingual("这个文件是空的。", "This file is empty."),
    "too_large": Bilingual(
        "图片超过 10 MB。请先缩小或压缩后再上传。",
        "The picture is larger than 10 MB. Make it smaller, then upload it again.",
    ),
    "too_many_pixels": Bilingual(
        "图片的像素太多，无法处理。请先把它缩小到边长几千像素以内。",
        "The picture has too many pixels. Scale it down to a few thousand on each side first.",
    ),
    "too_small": Bilingual(
        "图片太小，看不清楚。照片每边至少 96 像素，标志至少 32 像素。",
        "The picture is too small to be seen well: a photograph needs 96 pixels on each side, a logo 32.",
    ),
    "svg": Bilingual(
        "不能上传 SVG：其中可以藏有程序。请导出为 PNG 后上传。",
        "SVG drawings cannot be taken, because they may hold programs. Export it as PNG.",
    ),
    "gif": Bilingual(
        "不能上传 GIF。请改用静态的 JPEG 或 PNG 图片。",
        "GIF pictures cannot be taken. Send a still picture as JPEG or PNG.",
    ),
    "moving": Bilingual(
        "不能上传动图。请改用静态的 JPEG 或 PNG 图片。",
        "Moving pictures cannot be taken. Send a still one as JPEG or PNG.",
    ),
    "heif": Bilingual(
        "不能读取手机的 HEIC 或 AVIF 格式。请在手机上“转为 JPEG”，或截图后上传。",
        "HEIC and AVIF, as some telephones write them, cannot be read. Export the picture as JPEG first.",
    ),
    "pdf": Bilingual(
        "这是 PDF，不是图片。请导出为 PNG 或 JPEG。",
        "This is a PDF and not a picture. Export it as PNG or JPEG.",
    ),
    "unknown": Bilingual(
        "这不是可以读取的图片。请上传 JPEG、PNG 或 WebP。",
        "This is no picture that can be read. Upload a JPEG, PNG or WebP.",
    ),
    "damaged": Bilingual(
        "图片已损坏或不完整，无法读取。请重新导出后上传。",
        "The picture is damaged or incomplete. Export it again, then upload it.",
    ),
}


class NotTaken(ValueError):
    """A file that is not taken for a picture; `sentence` says why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.sentence = REASONS[reason]
        super().__init__(self.sentence.en)


@dataclass(frozen=True, slots=True)
class Developed:
    """A picture as it will be served."""

    media_type: str
    width: int
    height: int
    body: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def developed(data: bytes, use: Use) -> Developed:
    """The picture in `data` written anew for its use; raises `NotTaken`."""
    _check_kind(data)
    try:
        # Only the header is read here; no pixel is decoded before all is found sane.
        with Image.open(BytesIO(data), formats=_READ) as image:
            _check_size(image, use)
            if image.format in ("JPEG", "MPO"):
                image.draft("RGB", (2 * PHOTO_SIDE, 2 * PHOTO_SIDE))
            upright = _in_srgb(_upright(image))
            return _photo(upright) if use == Use.PHOTO else _logo(upright)
    except NotTaken:
        raise
    except UnidentifiedImageError:
        raise NotTaken("unknown") from None
    except Image.DecompressionBombError:
        raise NotTaken("too_many_pixels") from None
    except (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, MemoryError):
        # Whatever its decoders stumble over in a broken file.
        raise NotTaken("damaged") from None


def kept(picture: Developed) -> Picture:
    """The stored picture; the same one is stored once."""
    row, _is_new = Picture.objects.get_or_create(
        digest=picture.digest,
        defaults={
            "media_type": picture.media_type,
            "width": picture.width,
            "height": picture.height,
            "body": picture.body,
        },
    )
    return row


def _check_kind(data: bytes) -> None:
    """Refuse by their first octets what people send and we do not take, each with a sentence of its own."""
    if not data:
        raise NotTaken("empty")
    if len(data) > MOST_BYTES:
        raise NotTaken("too_large")
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")) or data[:2] == b"\x1f\x8b":
        raise NotTaken("svg")
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF:
        raise NotTaken("heif")
    for mark, reason in ((b"gif8", "gif"), (b"%pdf", "pdf")):
        if head.startswith(mark):
            raise NotTaken(reason)


def _check_size(image: Image.Image, use: Use) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS[str(image.format)]:
        raise NotTaken("too_many_pixels")
    if min(width, height) < SMALLEST[use]:
        raise NotTaken("too_small")
    # Of the several pictures in a telephone's JPEG the first is the one.
    if image.format in ("PNG", "WEBP") and getattr(image, "is_animated", False):
        raise NotTaken("moving")


def _upright(image: Image.Image) -> Image.Image:
    """The picture as it was held; notes that cannot be read turn nothing."""
    try:
        image.getexif()
    except (SyntaxError, OSError, ValueError, LookupError, struct.error):
        return image
    return ImageOps.exif_transpose(image)


def _in_srgb(image: Image.Image) -> Image.Image:
    """The picture in the colours that are meant where no profile says otherwise."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        wanted = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, own, wanted, outputMode="RGB") or image
    except ImageCms.PyCMSError:
        return image


def _photo(image: Image.Image) -> Developed:
    """A square around the face, on white where it was transparent."""
    side = min(PHOTO_SIDE, *image.size)
    fitted = ImageOps.fit(image.convert("RGBA"), (side, side), Image.Resampling.LANCZOS, 0, _PHOTO_CENTRE)
    return _written(_on_white(fitted), "JPEG", "image/jpeg", quality=86, optimize=True, progressive=True)


def _logo(image: Image.Image) -> Developed:
    """The whole of it, transparent where it was."""
    fitted = image.convert("RGBA")
    fitted.thumbnail(LOGO_BOX, Image.Resampling.LANCZOS)
    lowest, _highest = fitted.getchannel("A").getextrema()
    clean = fitted if lowest != 255 else _on_white(fitted)
    return _written(clean, "PNG", "image/png", optimize=True)


def _on_white(image: Image.Image) -> Image.Image:
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _written(image: Image.Image, form: str, media_type: str, **options: object) -> Developed:
    # A new picture has no comments, texts or profiles that the encoder would carry over.
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    octets = BytesIO()
    clean.save(octets, form, **options)
    return Developed(media_type, *clean.size, octets.getvalue())
