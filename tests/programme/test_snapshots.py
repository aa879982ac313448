"""Snapshots survive JSON whole."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from seminars.programme.snapshots import (
    AbstractPart,
    LinkPart,
    MeetingPart,
    SeriesPart,
    Snapshot,
    SpeakerPart,
    TagPart,
    TalkPart,
    VenuePart,
    from_json,
    to_json,
)
from seminars.text.bilingual import Bilingual

texts = st.text(max_size=20)
pairs = st.builds(Bilingual, texts, texts)
instants = st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))
talks = st.builds(
    TalkPart,
    uid=texts,
    state=st.sampled_from(["planned", "withdrawn"]),
    joint_biography=pairs,
    starts_at=st.none() | instants,
    abstracts=st.lists(st.builds(AbstractPart, st.sampled_from(["zh", "en"]), texts, texts), max_size=2).map(
        tuple
    ),
    speakers=st.lists(st.builds(SpeakerPart, slug=texts, name=pairs, biography=pairs), max_size=2).map(tuple),
    links=st.lists(st.builds(LinkPart, texts, texts, texts), max_size=2).map(tuple),
    tags=st.lists(st.builds(TagPart, texts, pairs), max_size=2).map(tuple),
)
snapshots = st.builds(
    Snapshot,
    uid=texts,
    series=st.builds(SeriesPart, texts, pairs, pairs, st.sampled_from(["zh", "en", "both"])),
    path=texts,
    state=st.sampled_from(["published", "cancelled"]),
    starts_at=instants,
    ends_at=instants,
    zone=st.just("Asia/Shanghai"),
    number=st.none() | st.integers(1, 999999),
    venue=st.none() | st.builds(VenuePart, texts, pairs, pairs),
    meeting=st.none() | st.builds(MeetingPart, texts, texts, texts),
    talks=st.lists(talks, max_size=3).map(tuple),
)


@given(snapshots)
def test_a_snapshot_survives_json(snapshot: Snapshot) -> None:
    assert from_json(to_json(snapshot)) == snapshot


def test_an_unknown_field_of_a_later_version_is_ignored() -> None:
    at = datetime(2026, 11, 28, 6, tzinfo=UTC)
    series = SeriesPart("wenqu", Bilingual("问渠"), Bilingual("问渠"), "zh")
    snapshot = Snapshot("u", series, "42", "published", at, at + timedelta(hours=2), "Asia/Shanghai")

    data = to_json(snapshot) | {"poster": {"url": "x"}}

    assert from_json(data) == snapshot
