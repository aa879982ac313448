"""Eight who publish and eight who read, through two web processes on one database, all at once."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

from tests.calendars.readers import alike
from tests.journeys.service import Service, running

PUBLISHERS = READERS = 8
SECONDS = 10
EVENTS = 6

A_SERIES = f"""
from datetime import timedelta
from django.utils import timezone
from tests.factories import a_series, a_speaker, a_talk, a_venue, an_event, published
series = a_series(slug="wenqu")
venue, speaker = a_venue(slug="hall"), a_speaker(slug="lin")
for number in range(1, {EVENTS} + 1):
    event = an_event(
        series, number=number, venue=venue, has_talk=False, starts_at=timezone.now() + timedelta(days=number)
    )
    a_talk(
        event, speakers=[speaker], title="再看位置编码", starts_at=event.starts_at, ends_at=event.ends_at
    )
    published(event, at=timezone.now())
"""
# Half of the publishers: one start of Python, a process each.
SOME_PUBLISHERS = f"""
import os, random, sys, time, traceback
from datetime import timedelta
from django.utils import timezone
from seminars.announcements.planning.deciding import SILENT
from seminars.models import Event
from seminars.programme.states import NotPossible
from seminars.publishing.change import NothingToDo, cancel, move, restore

def publish():
    acts, end = 0, time.monotonic() + {SECONDS}
    while time.monotonic() < end:
        event = Event.objects.get(number=random.randint(1, {EVENTS}))
        starts_at = event.starts_at + timedelta(minutes=random.choice([-30, -15, 15, 30]))
        now = timezone.now()
        try:
            random.choice([
                lambda: move(event, starts_at=starts_at, by=None, at=now, wish=SILENT),
                lambda: move(event, starts_at=starts_at, by=None, at=now, wish=SILENT),
                lambda: cancel(event, reason="", by=None, at=now, wish=SILENT),
                lambda: restore(event, by=None, at=now, wish=SILENT),
            ])()
            acts += 1
        except (NothingToDo, NotPossible):
            pass
    print(acts, flush=True)

children = []
for _each in range({PUBLISHERS // 2}):
    if child := os.fork():
        children.append(child)
        continue
    try:
        publish()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
sys.exit(any([os.waitpid(child, 0)[1] for child in children]))
"""
TRUTH = """
import json
from seminars.models import Publication
print(json.dumps({str(each.uid): each.revision.sequence for each in Publication.objects.with_series()}))
"""

ADDRESSES = [
    "wenqu.ics", "wenqu.ics?all=1", "wenqu.ics?tz=America/New_York&lang=en", "wenqu.ics?alarm=15&all=1",
    "all.ics", "all.ics?all=1", "venues/hall.ics", "speakers/lin.ics?lang=both", "search.ics?q=%E5%86%8D%E7%9C%8B",
    *(f"wenqu/{number}.ics" for number in range(1, EVENTS + 1)),
]  # fmt: skip

_EVENT = re.compile(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
_VERSION = re.compile(r"^UID:(\S+)\r\n|^SEQUENCE:(\d+)\r\n|^(DT(?:START|END):\S+)\r\n", re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """What came back: `body` is unzipped, b"" for 304."""

    status: int
    tag: str
    body: bytes

    def versions(self) -> dict[str, int]:
        """SEQUENCE by UID."""
        return {uid: sequence for uid, sequence, _times in self.told()}

    def told(self) -> list[tuple[str, int, tuple[str, ...]]]:
        """UID, SEQUENCE and times (none for those by a zone) of each event."""
        assert self.body.startswith(b"BEGIN:VCALENDAR\r\n")
        assert self.body.endswith(b"END:VCALENDAR\r\n")
        found = []
        for event in _EVENT.findall(self.body.decode()):
            uids, sequences, times = (
                [*filter(None, each)] for each in zip(*_VERSION.findall(event), strict=True)
            )
            found.append((uids[0], int(sequences[0]), tuple(times)))
        return found


class Line:
    """A connection to one web process that is kept."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, address: str, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request("GET", f"/calendar/{address}", headers=named)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.headers["Content-Encoding"] == "gzip":
            body = gzip.decompress(body)
        return Answer(answer.status, answer.headers["ETag"] or "", body)


@dataclass
class Reader:
    """Somebody whose calendar asks one process or the other, and remembers all that it was ever told."""

    ports: list[int]
    seed: int
    newest: dict[str, int] = field(default_factory=dict)
    kept: dict[str, Answer] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    told: set[tuple[str, int, tuple[str, ...]]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def read(self, until: threading.Event) -> None:
        """Ask again and again."""
        dice, lines = Random(self.seed), [Line(port) for port in self.ports]
        # Without a pause, readers would leave publishers no time on a small machine.
        while not until.wait(0.02):
            address = dice.choice(ADDRESSES)
            headers = {"Accept_Encoding": "gzip"} if dice.random() < 0.5 else {}
            if address in self.kept and dice.random() < 0.7:
                headers["If_None_Match"] = self.kept[address].tag
            answer = dice.choice(lines).ask(address, **headers)
            self.statuses[answer.status] += 1
            if answer.status == 304:
                answer = self.kept[address]
                self.compare(f"304 {address}", answer.versions())
            else:
                self.kept[address] = answer
                self.compare(f"200 {address}", answer.versions())
                self.told.update(each for each in answer.told() if each[2])

    def compare(self, what: str, versions: dict[str, int]) -> None:
        """Note what is older than what was seen before."""
        for uid, sequence in versions.items():
            if sequence < self.newest.get(uid, 0):
                self.faults.append(f"{what}: {uid} has {sequence} after {self.newest[uid]}")
            self.newest[uid] = max(sequence, self.newest.get(uid, 0))


def crowded(services: list[Service]) -> tuple[int, list[Reader]]:
    """How many acts were published while the readers read, and the readers."""
    over = threading.Event()
    readers = [Reader([each.port for each in services], seed) for seed in range(READERS)]
    with ThreadPoolExecutor(PUBLISHERS + READERS) as pool:
        reading = [pool.submit(each.read, over) for each in readers]
        publishing = [
            pool.submit(each.command, "shell", "-v", "0", "-c", SOME_PUBLISHERS) for each in services
        ]
        try:
            acts = [int(line) for each in publishing for line in each.result().split()]
        finally:
            over.set()
        for each in reading:
            each.result()
    assert len(acts) == PUBLISHERS, acts
    return sum(acts), readers


def now(*services: Service) -> dict[str, list[Answer]]:
    """What each process answers at each address."""
    lines = [Line(each.port) for each in services]
    return {address: [line.ask(address) for line in lines] for address in ADDRESSES}


def truth(service: Service) -> dict[str, int]:
    """SEQUENCE by UID, as the newest revisions have it."""
    found: dict[str, Any] = json.loads(service.command("shell", "-v", "0", "-c", TRUTH))
    return found


def nobody_is_sent_back(folder: Path, database: str, copied: Callable[[], str]) -> None:
    """The whole journey on `database`; `copied` copies it when nobody uses it any more, and gives its URL."""
    one, two = (on(database, folder / name) for name in ("one", "two"))
    with running(one, "web", "worker"), running(two, "web"):
        one.command("shell", "-v", "0", "-c", A_SERIES)
        acts, readers = crowded([one, two])
        last, known = now(one, two), truth(one)

    faults = [fault for reader in readers for fault in reader.faults]
    assert not faults, faults[:5]
    statuses = sum((reader.statuses for reader in readers), Counter())
    assert set(statuses) == {200, 304}, statuses
    assert acts > PUBLISHERS, acts
    assert min(statuses.values()) > READERS, statuses
    all_saw_the_same(readers)
    all_hear_the_newest(last, known)
    with running(on(copied(), folder / "restored"), "web") as restored:
        again = now(restored)
    differing = [address for address, answers in again.items() if answers != last[address][:1]]
    assert not differing, differing


def on(database: str, folder: Path) -> Service:
    """A service with a folder of its own on this database, for a site that has one address."""
    folder.mkdir()
    return Service(folder, DATABASE_URL=database, SITE_URL="http://seminars.example.org")


def all_saw_the_same(readers: list[Reader]) -> None:
    """An event of one SEQUENCE has one time, whoever saw it, where and when."""
    times: dict[tuple[str, int], set[tuple[str, ...]]] = defaultdict(set)
    for uid, sequence, told in chain.from_iterable(reader.told for reader in readers):
        times[uid, sequence].add(told)
    several = {version: told for version, told in times.items() if len(told) > 1}
    assert not several, several


def all_hear_the_newest(last: dict[str, list[Answer]], known: dict[str, int]) -> None:
    """In both processes the same octets under the same tag, which say what was published last."""
    for address, (first, second) in last.items():
        assert first == second, address
        assert {each.uid: each.sequence for each in alike(first.body)}.items() <= known.items(), address
        assert len(first.versions()) == (1 if "/" in address and address[-5].isdigit() else EVENTS), address
