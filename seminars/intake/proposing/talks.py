"""The talks of an event as they would be after a text: rows that are not saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import UTC, timedelta

from seminars.intake.matching import folded, in_its_language, is_chinese
from seminars.intake.proposing.papers import Paper
from seminars.intake.proposing.proposal import KEEP, TAKE, PlannedTalk
from seminars.intake.proposing.same_talks import same_talks
from seminars.intake.proposing.speakers import People
from seminars.intake.reading import Reading, SpeakerReading, TalkReading
from seminars.models import Abstract, Appearance, Event, Link, LinkKind, Speaker, Talk, TalkState
from seminars.text.bilingual import Bilingual

_HOSTS = {
    "arxiv.org": LinkKind.PAPER,
    "doi.org": LinkKind.PAPER,
    "openreview.net": LinkKind.PAPER,
    "github.com": LinkKind.CODE,
    "gitlab.com": LinkKind.CODE,
    "huggingface.co": LinkKind.MODEL,
    "modelscope.cn": LinkKind.MODEL,
    "bilibili.com": LinkKind.RECORDING,
    "youtube.com": LinkKind.RECORDING,
    "youtu.be": LinkKind.RECORDING,
}


def known_talks(event: Event | None) -> list[PlannedTalk]:
    """The talks that a loaded event has, as copies."""
    if event is None:
        return []
    return [
        PlannedTalk(
            copy(talk),
            appearances=[copy(each) for each in talk.appearances.all()],
            abstracts=[copy(each) for each in talk.abstracts.all()],
            links=[copy(each) for each in talk.links.all()],
            tags=list(talk.tags.all()),
        )
        for talk in event.talks.all()
    ]


def shift(talks: Sequence[PlannedTalk], by: timedelta) -> None:
    """Let talks with times of their own move along with the start."""
    for each in talks:
        if each.talk.starts_at and each.talk.ends_at:
            each.talk.starts_at += by
            each.talk.ends_at += by


def planned_talks(
    event: Event,
    known: list[PlannedTalk],
    reading: Reading,
    people: People,
    papers: Mapping[int, Paper],
    answers: Mapping[str, str],
) -> tuple[list[PlannedTalk], list[PlannedTalk]]:
    """All talks in their order after `reading`, and those of `known` that the text does not have.

    A correction leaves talks alone that it does not name.
    """
    is_whole = reading.kind == "announcement"
    speakers = [
        [people.speakers[f"talks.{place}.speakers.{number}"] for number in range(len(talk.speakers))]
        for place, talk in enumerate(reading.talks)
    ]
    found = same_talks(reading.talks, speakers, known, is_whole=is_whole)
    planned: list[PlannedTalk] = []
    for place, said in enumerate(reading.talks):
        each = found[place]
        if each is None and not is_whole and known and not said.speakers:
            continue
        each = each or PlannedTalk(Talk(event=event, position=len(known) + place))
        each.said = f"talks.{place}"
        _fill_talk(each, said, speakers[place])
        links = (*said.links, *(reading.links if len(reading.talks) == 1 else ()))
        _fill_links(each, links)
        if place in papers and answers.get(f"talks.{place}.title") == TAKE and not has_title(each):
            _fill_abstract(each, papers[place].title, None)
        if is_whole:
            each.talk.position, each.talk.state = place, TalkState.PLANNED
        planned.append(each)
    missing = [each for each in known if not each.said]
    if not reading.talks:
        return missing, []
    for place, each in enumerate(missing, len(planned)):
        if is_whole:
            each.talk.position = place
    both = sorted([*planned, *missing], key=lambda each: (each.talk.position, each.talk.pk or 0))
    return both, missing if is_whole else []


def leave_out(
    talks: list[PlannedTalk], missing: Sequence[PlannedTalk], event: Event, answers: Mapping[str, str]
) -> list[Talk]:
    """Withdraw what the text has no more; of a draft, take it out of `talks` and return it."""
    removed = []
    for each in missing:
        if answers.get(f"dropped.{each.talk.pk}") == KEEP:
            continue
        if event.published_at is None:
            talks.remove(each)
            removed.append(each.talk)
        else:
            each.talk.state = TalkState.WITHDRAWN
    return removed


def title_of(planned: PlannedTalk) -> Bilingual:
    """The title in both languages; empty where there is none yet."""
    titles = {each.language: each.title for each in planned.abstracts}
    return Bilingual(titles.get("zh", ""), titles.get("en", ""))


def has_title(planned: PlannedTalk) -> bool:
    return bool(title_of(planned))


def _fill_talk(planned: PlannedTalk, said: TalkReading, speakers: Sequence[Speaker]) -> None:
    talk = planned.talk
    if said.starts_at and said.ends_at and said.starts_at < said.ends_at:
        talk.starts_at, talk.ends_at = said.starts_at.astimezone(UTC), said.ends_at.astimezone(UTC)
    _write(talk, "joint_biography", said.joint_biography)
    if speakers:
        planned.appearances = _appearances(planned, list(zip(speakers, said.speakers, strict=True)))
    _fill_abstract(planned, said.title, said.abstract)
    if said.other:
        _fill_abstract(planned, said.other.title, said.other.abstract, language=said.other.language)


def _write(row: Talk | Appearance, name: str, said: str | None) -> None:
    """Fill the side of a pair in whose language the words are; what is there in the other one stays."""
    if said:
        setattr(row, f"{name}_{'zh' if in_its_language(said).zh else 'en'}", said)


def _appearances(planned: PlannedTalk, people: Sequence[tuple[Speaker, SpeakerReading]]) -> list[Appearance]:
    known = {each.speaker_id: each for each in planned.appearances}
    found: list[Appearance] = []
    for speaker, said in people:
        if any(speaker is each.speaker or (speaker.pk and speaker.pk == each.speaker_id) for each in found):
            continue
        appearance = known.get(speaker.pk) or Appearance(talk=planned.talk)
        # With the names that the text completes.
        appearance.speaker = speaker
        appearance.position = len(found)
        _fill_appearance(appearance, said, planned.talk)
        found.append(appearance)
    return found


def _fill_appearance(appearance: Appearance, said: SpeakerReading, talk: Talk) -> None:
    # A position that the biography tells anyway needs no other home.
    told = f"{said.biography or ''}{talk.joint_biography_zh}{talk.joint_biography_en}"
    rank = "" if said.position is None or said.position in told else said.position
    appearance.honorific = said.honorific or rank or appearance.honorific
    affiliation = said.affiliation or ""
    if rank and said.honorific:
        affiliation = f"{affiliation} {rank}".strip()
    if affiliation:
        _move_to(appearance, affiliation)
    _write(appearance, "biography", said.biography)


def _move_to(appearance: Appearance, affiliation: str) -> None:
    """Write an affiliation; another institution than before takes its translation with it."""
    side, other = ("zh", "en") if in_its_language(affiliation).zh else ("en", "zh")
    before = folded(getattr(appearance, f"affiliation_{side}"))
    now = folded(affiliation)
    if before and before not in now and now not in before:
        setattr(appearance, f"affiliation_{other}", "")
    setattr(appearance, f"affiliation_{side}", affiliation)


def _fill_abstract(
    planned: PlannedTalk, title: str | None, text: str | None, *, language: str | None = None
) -> None:
    if not title and not text:
        return
    language = language or ("zh" if is_chinese(text or title or "") else "en")
    abstract = next((each for each in planned.abstracts if each.language == language), None)
    if abstract is None:
        abstract = Abstract(talk=planned.talk, language=language)
        planned.abstracts.append(abstract)
        planned.abstracts.sort(key=lambda each: each.language, reverse=True)
    abstract.title = title or abstract.title
    abstract.text = text or abstract.text


def _fill_links(planned: PlannedTalk, urls: Sequence[str]) -> None:
    for url in dict.fromkeys(urls):
        if url not in {each.url for each in planned.links}:
            link = Link(talk=planned.talk, url=url, kind=kind_of(url), position=len(planned.links))
            planned.links.append(link)


def kind_of(url: str) -> LinkKind:
    """What a link leads to, after its host."""
    host = url.split("/")[2].lower() if url.count("/") >= 2 else ""
    is_kind = (kind for name, kind in _HOSTS.items() if host == name or host.endswith(f".{name}"))
    return next(is_kind, LinkKind.SITE)
