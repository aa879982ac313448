"""The bell that wakes whoever drains the outbox. What it does is hung on it at start-up."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction


def _silence() -> None:
    """Nobody listens: the outbox is drained by command."""


_bell: Callable[[], None] = _silence


def hang(bell: Callable[[], None]) -> None:
    """From now on a commit that has something to tell calls `bell`."""
    global _bell
    _bell = bell


def ring_on_commit() -> None:
    """Ring once the transaction is committed.

    A bell that breaks is logged and no more: the outbox is the truth, and beat rings again.
    """
    transaction.on_commit(lambda: _bell(), robust=True)
