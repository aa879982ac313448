"""Results → the table that is printed: Markdown, with columns in line."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from bench.measuring import Result

HEADINGS = ("id", "workload", "measured", "limit", "ratio", "spread", "target", "mark")


def table(results: Sequence[Result]) -> str:
    """One line for each result: medians, the median of the ratios, and the smallest and largest ratio."""
    rows = [HEADINGS, *(_cells(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [_line(row, widths) for row in rows]
    return "\n".join([lines[0], _line(tuple("-" * width for width in widths), widths), *lines[1:]])


def _cells(result: Result) -> tuple[str, ...]:
    workload = result.workload
    if not result.rounds:
        return (workload.id, workload.name, "", workload.limit, "", "", str(workload.target), result.mark)
    ratios = result.ratios
    ours = median(turn.ours for turn in result.rounds)
    limit = median(turn.limit for turn in result.rounds)
    return (
        workload.id,
        workload.name,
        f"{number(ours)} {workload.unit}",
        f"{workload.limit}: {number(limit)} {workload.unit}",
        number(median(ratios)),
        f"{number(min(ratios))} to {number(max(ratios))}",
        str(workload.target),
        result.mark,
    )


def number(value: float) -> str:
    """Three digits that count, and no more than that."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
