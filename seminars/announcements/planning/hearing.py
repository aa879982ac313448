"""How many hear of something, and in which languages. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who hears: mail addresses, `people` of them as the event's people; those that have it in their next digest
    instead; chat groups; and the languages (zh, en) in which it is said.
    """

    addresses: int = 0
    people: int = 0
    with_digest: int = 0
    groups: int = 0
    languages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.addresses or self.with_digest or self.groups)


def in_order(languages: Iterable[str]) -> tuple[str, ...]:
    """Each language once, Chinese first; what is said in both is said in each."""
    said = {each for language in languages for each in (("zh", "en") if language == "both" else (language,))}
    return tuple(sorted(said, reverse=True))
