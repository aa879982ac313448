"""What a reader may follow, put together: series, speakers, topics, searches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from seminars.models import Publication, Series, SeriesVisibility, Speaker, Subscription, Tag
from seminars.search.asking import asked_in
from seminars.text.typography import clean_line

# Whoever names more at once is no reader.
MOST_NAMED = 100

# Which of four kinds, and its slug or words: ("series", "yao"), ("speaker", "lin"), ("tag", "ml"), ("q", "graphs").
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Interests:
    """Things to follow, each once; a search is kept as its words."""

    series: tuple[Series, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    tags: tuple[Tag, ...] = ()
    queries: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.series or self.speakers or self.tags or self.queries)

    def only(self, wanted: Callable[[Key], bool]) -> Interests:
        """Those whose keys are `wanted`."""
        return Interests(
            tuple(each for each in self.series if wanted(("series", each.slug))),
            tuple(each for each in self.speakers if wanted(("speaker", each.slug))),
            tuple(each for each in self.tags if wanted(("tag", each.slug))),
            tuple(each for each in self.queries if wanted(("q", each))),
        )

    def along(self, others: Interests) -> Interests:
        """These, and those of `others` that are not among them."""
        return Interests(
            tuple(dict.fromkeys(self.series + others.series)),
            tuple(dict.fromkeys(self.speakers + others.speakers)),
            tuple(dict.fromkeys(self.tags + others.tags)),
            searches(self.queries + others.queries),
        )

    def names(self, language: str) -> list[str]:
        """What they are called in `language`, a line each."""
        labels = _LABELS[language]
        named = [each.name.best(language) or each.slug for each in self.series]
        named += [labels["speaker"] + (each.name.best(language) or each.slug) for each in self.speakers]
        named += [labels["tag"] + (each.name.best(language) or each.slug) for each in self.tags]
        return named + [labels["query"] % asked_in(each).name.best(language) for each in self.queries]

    def subjects(self) -> dict[Key, dict[str, Any]]:
        """What a `Subscription` to each of them says of its subject."""
        found: dict[Key, dict[str, Any]] = {("series", each.slug): {"series": each} for each in self.series}
        found |= {("speaker", each.slug): {"speaker": each} for each in self.speakers}
        found |= {("tag", each.slug): {"tag": each} for each in self.tags}
        return found | {("q", each): {"query": each} for each in self.queries}

    @property
    def query(self) -> str:
        """They as an address names them: `series=yao&speaker=lin&tag=ml&q=graphs`."""
        return urlencode(list(self.subjects()), quote_via=quote)

    def to_json(self) -> dict[str, Any]:
        """For `from_json`; names may change meanwhile."""
        return {
            "series": [each.pk for each in self.series],
            "speakers": [each.pk for each in self.speakers],
            "tags": [each.pk for each in self.tags],
            "queries": list(self.queries),
        }


_LABELS = {
    "zh": {"speaker": "讲者：", "tag": "主题：", "query": "搜索：“%s”"},
    "en": {"speaker": "Speaker: ", "tag": "Topic: ", "query": "Search: “%s”"},
}


def offered(
    *,
    series: Sequence[str] = (),
    speakers: Sequence[str] = (),
    tags: Sequence[str] = (),
    queries: Sequence[str] = (),
) -> Interests:
    """Those that are called so and that anybody may follow: series that are not hidden; persons and topics
    that a listed event names. A search for nothing is left out; one that is too long is cut.
    """
    listed = Publication.objects.listed()
    open_series = Series.objects.exclude(visibility=SeriesVisibility.HIDDEN)
    people, topics = _slugs(speakers), _slugs(tags)
    return Interests(
        series=tuple(open_series.filter(slug__in=_slugs(series)).select_related("venue", "meeting")),
        speakers=tuple(
            Speaker.objects.filter(
                slug__in=people, pk__in=listed.filter(speakers__slug__in=people).values("speakers")
            )
        )
        if people
        else (),
        tags=tuple(
            Tag.objects.filter(slug__in=topics, pk__in=listed.filter(tags__slug__in=topics).values("tags"))
        )
        if topics
        else (),
        queries=searches(queries),
    )


def searches(queries: Iterable[str]) -> tuple[str, ...]:
    """Searches as they are kept: lines that `asked_in` reads, those of equal words and facets once."""
    found: dict[tuple[object, ...], str] = {}
    for each in list(queries)[:MOST_NAMED]:
        if asked := asked_in(each):
            found.setdefault((asked.words, asked.facets), str(asked))
    return tuple(found.values())


def followed(subscriptions: Iterable[Subscription]) -> Interests:
    """What these rows follow; each one's subject must be at hand."""
    rows = list(subscriptions)
    return Interests(
        series=tuple(row.series for row in rows if row.series),
        speakers=tuple(row.speaker for row in rows if row.speaker),
        tags=tuple(row.tag for row in rows if row.tag),
        queries=tuple(row.query for row in rows if row.query),
    )


def key_of(row: Subscription) -> Key:
    """What `row` follows; its subject must be at hand."""
    named = (("series", row.series), ("speaker", row.speaker), ("tag", row.tag))
    return next(((kind, thing.slug) for kind, thing in named if thing), ("q", row.query))


def from_json(asked: Mapping[str, Any]) -> Interests:
    """What `to_json` wrote, as far as it is still there and no series of it is hidden."""
    series = Series.objects.exclude(visibility=SeriesVisibility.HIDDEN)
    return Interests(
        series=tuple(series.filter(pk__in=asked["series"]).order_by("slug")),
        speakers=tuple(Speaker.objects.filter(pk__in=asked["speakers"])),
        tags=tuple(Tag.objects.filter(pk__in=asked["tags"])),
        queries=tuple(asked["queries"]),
    )


def _slugs(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(clean_line(each) for each in names[:MOST_NAMED]))
