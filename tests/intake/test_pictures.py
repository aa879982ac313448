"""What is taken for a picture, what is refused with which sentence, and what is left of it."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from seminars.intake.pictures import MOST_BYTES, NotTaken, Use, developed

# Whatever an encoder carries over under one of its names.
NOTES = (b"Exif", b"GPS", b"ICC_PROFILE", b"secret place", b"xmp", b"tEXt", b"eXIf", b"iCCP")
GPS_TAGS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def octets(image: Image.Image, form: str, **options: Any) -> bytes:
    sink = BytesIO()
    image.save(sink, form, **options)
    return sink.getvalue()


def read(body: bytes) -> Image.Image:
    return Image.open(BytesIO(body))


def a_png_that_claims(width: int, height: int) -> bytes:
    """A header of so many pixels, and hardly any octets behind it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    header = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def moving(form: str) -> bytes:
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "blue")]
    return octets(frames[0], form, save_all=True, append_images=frames[1:])


WHOLE = octets(Image.effect_noise((300, 300), 60), "JPEG")
REFUSED = {
    "empty": b"",
    "too_large": b"\xff\xd8" + b"\0" * (2 * MOST_BYTES),
    "too_many_pixels": a_png_that_claims(30000, 30000),
    "too_small": octets(Image.new("RGB", (95, 400)), "PNG"),
    "svg": b'\xef\xbb\xbf <?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "gif": moving("GIF"),
    "moving": moving("WEBP"),
    "heif": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "pdf": b"%PDF-1.7\n%\xe2\xe3",
    "unknown": b"PK\x03\x04 a text document",
    "damaged": WHOLE[: len(WHOLE) // 2],
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_no_picture_for_us_is_refused_with_a_sentence_of_its_own(reason: str) -> None:
    with pytest.raises(NotTaken) as fault:
        developed(REFUSED[reason], Use.PHOTO)

    assert fault.value.reason == reason
    assert fault.value.sentence.zh
    assert fault.value.sentence.en


def test_a_moving_png_is_refused_too() -> None:
    with pytest.raises(NotTaken, match="Moving"):
        developed(moving("PNG"), Use.LOGO)


def test_a_photograph_is_turned_upright_cut_to_a_square_and_stripped() -> None:
    # As a telephone held sideways writes it: the red half is the upper one.
    lying = Image.new("RGB", (1600, 1000), "blue")
    lying.paste("red", (0, 0, 800, 1000))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "secret place"
    exif.get_ifd(GPS_TAGS).update({1: "N", 2: (40.0, 0.0, 19.0), 3: "E", 4: (116.0, 19.0, 36.0)})
    profile = Image.new("RGB", (1, 1)).info.get("icc_profile")
    data = octets(lying, "JPEG", exif=exif, comment=b"secret place", icc_profile=profile, quality=95)
    assert b"secret place" in data

    made = developed(data, Use.PHOTO)

    image = read(made.body)
    assert (made.media_type, made.width, made.height, image.size) == ("image/jpeg", 480, 480, (480, 480))
    upper, lower = image.getpixel((240, 40)), image.getpixel((240, 440))
    assert isinstance(upper, tuple)
    assert isinstance(lower, tuple)
    assert (upper[0] > 200, lower[2] > 200) == (True, True)
    assert not image.getexif()
    assert [note for note in NOTES if note in made.body] == []


def test_a_logo_keeps_its_form_and_its_transparency_and_nothing_else() -> None:
    drawn = Image.new("RGBA", (1800, 600), (0, 0, 0, 0))
    drawn.paste((200, 0, 0, 255), (0, 0, 900, 600))
    data = octets(drawn, "PNG", dpi=(300, 300), exif=b"Exif\0\0secret place")

    made = developed(data, Use.LOGO)

    image = read(made.body)
    assert (made.media_type, made.width, made.height) == ("image/png", 640, 213)
    assert image.getpixel((600, 100)) == (0, 0, 0, 0)
    assert [note for note in NOTES if note in made.body] == []


@pytest.mark.parametrize("mode", ["L", "LA", "P", "CMYK", "1", "I;16"])
def test_pictures_of_every_mode_are_read(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"

    made = developed(octets(Image.new(mode, (200, 120)), form), Use.PHOTO)

    assert (made.width, made.height) == (120, 120)


def test_the_same_picture_has_the_same_digest() -> None:
    assert developed(WHOLE, Use.PHOTO) == developed(WHOLE, Use.PHOTO)
    assert len(developed(WHOLE, Use.PHOTO).digest) == 64
