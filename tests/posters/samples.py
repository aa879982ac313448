"""Snapshots as posters meet them, and what is on a drawn one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image

from seminars.posters import drawing
from seminars.posters.contents import Edition, contents
from seminars.programme.snapshots import (
    AbstractPart,
    MeetingPart,
    PicturePart,
    SeriesPart,
    Snapshot,
    SpeakerPart,
    TalkPart,
    VenuePart,
)
from seminars.text.bilingual import Bilingual

SITE = "https://seminars.example.org"
STARTS, ENDS = datetime(2026, 11, 28, 6, tzinfo=UTC), datetime(2026, 11, 28, 8, tzinfo=UTC)
EDITION = Edition(
    motto=Bilingual("为有源头活水来", "For fresh water keeps coming"),
    number=3,
    at=datetime(2026, 11, 20, 4, tzinfo=UTC),
)
SERIES = SeriesPart(
    slug="wenqu",
    name=Bilingual("问渠班研讨会", "Wenqu Class Seminar"),
    short=Bilingual("问渠班研讨会", "Wenqu Seminar"),
    language="zh",
    colour="steelblue",
)
ROOM = VenuePart("hall", Bilingual("格致堂 112", "Gezhi Hall 112"), Bilingual("东校区", "East Campus"))
OTHER_ROOM = VenuePart("fit", Bilingual("FIT 1-222", "FIT 1-222"))
MEETING = MeetingPart("tencent", code="555010021")
FACE = PicturePart(digest="f" * 64, kind="png", width=8, height=8)


def face() -> bytes:
    """The octets of FACE: two colours that no palette has."""
    sink = BytesIO()
    image = Image.new("RGB", (8, 8), "#00ff00")
    image.paste("#ff00ff", (0, 0, 8, 4))
    image.save(sink, "PNG")
    return sink.getvalue()


def a_person(zh: str = "林知远", en: str = "Lin Zhiyuan", **fields: Any) -> SpeakerPart:
    affiliation = Bilingual("云栖湾大学", "Yunqi Bay University")
    return SpeakerPart(slug=en or zh, name=Bilingual(zh, en), affiliation=affiliation, **fields)


def a_talk(zh: str = "", en: str = "", *people: SpeakerPart, **fields: Any) -> TalkPart:
    titles = tuple(AbstractPart(code, title) for code, title in (("zh", zh), ("en", en)) if title)
    return TalkPart(uid="talk", abstracts=titles, speakers=people or (a_person(),), **fields)


def a_snapshot(*talks: TalkPart, **fields: Any) -> Snapshot:
    values: dict[str, Any] = {
        "uid": "0a",
        "series": SERIES,
        "path": "42",
        "number": 42,
        "state": "published",
        "starts_at": STARTS,
        "ends_at": ENDS,
        "zone": "Asia/Shanghai",
        "venue": ROOM,
        "meeting": MEETING,
        "talks": talks or (a_talk("再看旋转位置编码", "Rotary position embeddings, revisited"),),
    }
    return Snapshot(**(values | fields))


def said(snapshot: Snapshot, language: str = "zh") -> dict[str, Any]:
    return contents(snapshot, EDITION, language=language, site_url=SITE)


def drawn(snapshot: Snapshot, language: str = "zh", form: str = "tall") -> Image.Image:
    octets = drawing.png(form, said(snapshot, language), {FACE.digest: face()})
    return Image.open(BytesIO(octets)).convert("RGB")


def read_codes(image: Image.Image) -> list[str]:
    """What the QR codes in a picture say."""
    return [each.text for each in zxingcpp.read_barcodes(image)]


def three_talks() -> Snapshot:
    """One with a time of its own and a photograph, one with a formula, one without a title."""
    first = a_talk(
        "稀疏注意力的下界",
        "Lower bounds for sparse attention",
        a_person(photo=FACE),
        starts_at=STARTS,
        ends_at=STARTS.replace(minute=40),
    )
    chinese = r"用 $O(n\log n)$ 时间计算 $\mathbb{R}^n$ 上的距离"
    second = a_talk(chinese, r"Distances on $\mathbb{R}^n$ in $O(n\log n)$ time", a_person("沈栖", "Shen Qi"))
    green = replace(SERIES, colour="darkgreen")
    theory = Bilingual("理论专场", "Theory")
    return a_snapshot(first, second, a_talk("", "", a_person("", "Ada Lovelace")), series=green, title=theory)


def bare_layouts(folder: Path) -> Path:
    """Layouts that set one line, for tests of what is kept and when: a whole poster takes longer."""
    for name, size in (("tall", "width: 108pt, height: 192pt"), ("wide", "width: 120pt, height: 63pt")):
        text = "#text(json(bytes(sys.inputs.data)).when.day + json(bytes(sys.inputs.data)).cancelled)"
        (folder / f"{name}.typ").write_text(f"#set page({size}, margin: 2pt)\n{text}\n")
    return folder
