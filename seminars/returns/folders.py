"""Mails that lie in a folder, one a file: as a mail server leaves them (Maildir), or as somebody put them there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from seminars.returns.reading import MOST_OCTETS

DONE = "done"


class Unreadable(Exception):
    """A place whose mails cannot be read; str() says why."""


def mails(folder: Path) -> Iterator[tuple[bytes, Path]]:
    """Each mail in `folder`, or in `new` and `cur` within it, by name, and the file that it is.

    Raises `Unreadable` for what is no folder; a file that cannot be read stays where it is.
    """
    if not folder.is_dir():
        raise Unreadable(f"{folder} is not a folder.")
    for place in (folder, folder / "new", folder / "cur"):
        for file in sorted(place.iterdir()) if place.is_dir() else ():
            if not file.is_file() or file.name.startswith("."):
                continue
            try:
                with file.open("rb") as mail:
                    octets = mail.read(MOST_OCTETS)
            except OSError:
                # Another reader was faster, or we may not.
                continue
            yield octets, file


def put_away(folder: Path, file: Path) -> None:
    """Move a mail that was read to `done`, beside whatever lies there under its name."""
    done = folder / DONE
    done.mkdir(mode=0o700, exist_ok=True)
    target, number = done / file.name, 1
    while target.exists():
        number += 1
        target = done / f"{file.name}.{number}"
    os.replace(file, target)
