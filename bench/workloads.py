"""Everything that is measured, in the order of the table."""

from __future__ import annotations

from bench import editing, mailing, pages, polling, reading, telling
from bench.measuring import Workload

WORKLOADS: tuple[Workload, ...] = (
    *polling.WORKLOADS,
    *editing.WORKLOADS,
    *pages.WORKLOADS,
    *mailing.WORKLOADS,
    *telling.WORKLOADS,
    *reading.WORKLOADS,
)
