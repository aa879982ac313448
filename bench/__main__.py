"""`python -m bench [ID ...]`: measure all workloads, or those named, and print one table."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.measuring import ROUNDS, Result, measure
from bench.place import settle
from bench.table import table


def main(wanted: Sequence[str]) -> int:
    """0 when every line could be measured or was skipped by name, 1 when one went wrong, 2 for an unknown ID."""
    # What is written at run time goes into a folder that is gone afterwards.
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        settle(Path(folder))
        from bench.workloads import WORKLOADS  # noqa: PLC0415 -- Django: app registry

        known = {workload.id: workload for workload in WORKLOADS}
        if unknown := [name for name in wanted if name.upper() not in known]:
            print(
                f"There is no workload {', '.join(unknown)}; there are {', '.join(known)}.", file=sys.stderr
            )
            return 2
        chosen = [known[name.upper()] for name in wanted] or list(WORKLOADS)
        results = []
        for workload in chosen:
            start = time.monotonic()
            print(f"{workload.id}: {workload.name} …", end=" ", file=sys.stderr, flush=True)
            results.append(measure(workload))
            print(f"{time.monotonic() - start:.0f} s", file=sys.stderr)
    _show(results)
    return 1 if any(result.mark.startswith("not measured") for result in results) else 0


def _show(results: Sequence[Result]) -> None:
    print(table(results))
    print(
        f"\nRatio: median of {ROUNDS} rounds in which workload and limit took turns; spread: least to greatest."
        f"\nPython {platform.python_version()}, {os.cpu_count()} cores. "
        "Ratios count; the other figures are those of a machine with whatever else it was doing."
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
