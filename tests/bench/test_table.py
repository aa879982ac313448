"""The table of the benches; what they measure is not tested."""

from __future__ import annotations

from bench.measuring import Result, Round, Workload, at_least, measure, speedup
from bench.table import table
from bench.workloads import WORKLOADS

FASTER = Workload(
    id="X1",
    name="one edit",
    limit="rebuilding",
    unit="ms",
    ratio=speedup,
    target=at_least(100),
    run=lambda: iter([Round(20, 1600), Round(10, 1500), Round(10, 500)]),
)
LACKING = Workload(
    id="X2",
    name="one poll",
    limit="bare view",
    unit="req/s",
    ratio=speedup,
    target=at_least(0.9),
    run=lambda: iter(()),
    needs=("a-program-that-nobody-has",),
)


def test_table_shows_medians_spread_and_marks() -> None:
    results = [measure(FASTER), measure(LACKING), Result(FASTER, rounds=(Round(1, 100),))]

    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table(results).splitlines()]

    assert lines[2:] == [
        [
            "X1",
            "one edit",
            "10.0 ms",
            "rebuilding: 1,500 ms",
            "80.0",
            "50.0 to 150",
            "≥ 100",
            "short of target",
        ],
        ["X2", "one poll", "", "bare view", "", "", "≥ 0.9", "skipped: needs a-program-that-nobody-has"],
        ["X1", "one edit", "1.00 ms", "rebuilding: 100 ms", "100", "100 to 100", "≥ 100", "pass"],
    ]


def test_table_keeps_its_columns_in_line() -> None:
    lines = table([measure(FASTER), measure(LACKING)]).splitlines()

    assert len({tuple(place for place, sign in enumerate(line) if sign == "|") for line in lines}) == 1


def test_workload_ids_are_unique() -> None:
    ids = [workload.id for workload in WORKLOADS]

    assert sorted(set(ids)) == sorted(ids)
