"""Everything that is measured, in the order of the table."""

from __future__ import annotations

from bench import editing, mailing, polling, reading
from bench.measuring import Workload

WORKLOADS: tuple[Workload, ...] = (
    *polling.WORKLOADS,
    *editing.WORKLOADS,
    *mailing.WORKLOADS,
    *reading.WORKLOADS,
)
