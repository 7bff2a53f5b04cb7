"""How PostgreSQL is set for a machine that also runs everything else, by the memory it has.

Ignores where the server listens and what is in it; tables with habits of their own say so in
their migrations.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def memory_mb() -> int:
    """The memory this machine, or this container, has to give, in MB."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with contextlib.suppress(OSError, ValueError):  # "max": no limit; or no such file
        machine = min(machine, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return machine >> 20


def settings_for(memory: int, *, durable: bool = True) -> dict[str, str]:
    """Names and values as the configuration file has them. `memory`: of the machine, in MB.

    Memory is taken only as it is used, so a small county on a great machine stays small.
    `durable=False`: for tests, many servers at once, each small and none safe.
    """
    settings = {
        "max_connections": "200",
        # A sixth: the rest of the files lies in the system's own cache, and a greater pool makes
        # every start slower (its list is written then: 4 GB, a tenth of a second).
        "shared_buffers": _mb(128, memory // 6, 4_096),
        "effective_cache_size": _mb(512, memory * 6 // 10, 1 << 20),
        "work_mem": "8MB",
        "maintenance_work_mem": _mb(128, memory // 32, 1_024),
        "random_page_cost": "1.1",  # solid-state disks
        "jit": "off",  # compiling costs more than it saves on short queries
        # Two processors are for those who wait, not for helpers of one query; and so no plan that
        # reads a whole table ever looks cheap beside one by an index.
        "max_parallel_workers_per_gather": "0",
        # After each checkpoint the first change of a page is logged whole: seldom, then, but so
        # that a crash is made good within half a minute.
        "max_wal_size": _mb(256, memory // 16, 1_024),
        "checkpoint_timeout": "15min",
        "wal_compression": "on",
        "autovacuum_max_workers": "2",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "log_line_prefix": "'%m [%p] %u@%d '",
        "log_min_duration_statement": "1000",
        "log_lock_waits": "on",
        "log_checkpoints": "off",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        settings |= {"shared_buffers": "128MB"}
    return settings


def _mb(least: int, wanted: int, most: int) -> str:
    return f"{max(least, min(wanted, most))}MB"
