"""Photographs in snapshots: said with the person, and no news."""

from dataclasses import replace
from datetime import UTC, datetime

from seminars.programme.changes import compare, is_news, raises_sequence
from seminars.programme.patches import with_renamed_speaker
from seminars.programme.snapshots import (
    PicturePart,
    SeriesPart,
    Snapshot,
    SpeakerPart,
    TalkPart,
    from_json,
    to_json,
)
from seminars.text.bilingual import Bilingual

PHOTO = PicturePart(digest="ab" * 32, kind="jpg", width=480, height=480)
PERSON = SpeakerPart(slug="lin", name=Bilingual("林知远", "Lin Zhiyuan"))


def a_snapshot(person: SpeakerPart, state: str = "planned") -> Snapshot:
    return Snapshot(
        uid="1",
        series=SeriesPart("wenqu", Bilingual("问渠"), Bilingual("问渠"), "zh"),
        path="7",
        state="published",
        starts_at=datetime(2026, 11, 28, 6, tzinfo=UTC),
        ends_at=datetime(2026, 11, 28, 8, tzinfo=UTC),
        zone="Asia/Shanghai",
        talks=(TalkPart(uid="2", state=state, speakers=(person,)),),
    )


def test_a_photograph_is_read_back_and_an_older_snapshot_has_none() -> None:
    snapshot = a_snapshot(replace(PERSON, photo=PHOTO))
    old = to_json(a_snapshot(PERSON))

    assert from_json(to_json(snapshot)) == snapshot
    assert "photo" not in str(old)
    assert from_json(old).speakers[0].photo is None


def test_another_photograph_is_no_news_and_raises_nothing() -> None:
    changes = compare(a_snapshot(PERSON), a_snapshot(replace(PERSON, photo=PHOTO)))

    assert changes
    assert not is_news(changes)
    assert not raises_sequence(changes)


def test_a_rename_carries_the_photograph_but_not_into_talks_that_were_removed() -> None:
    def renamed(state: str) -> SpeakerPart:
        snapshot = with_renamed_speaker(
            a_snapshot(PERSON, state), slug="lin", new_slug="zhiyuan", name=PERSON.name, photo=PHOTO
        )
        return snapshot.talks[0].speakers[0]

    assert renamed("planned") == replace(PERSON, slug="zhiyuan", photo=PHOTO)
    assert renamed("removed") == replace(PERSON, slug="zhiyuan")
