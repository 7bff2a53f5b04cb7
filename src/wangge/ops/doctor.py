"""Looks at everything that could quietly be wrong with a county, and says what to do about it.

Each examination answers with findings; a fault is something that must be mended, a worry something
to look at. Changes nothing.
"""

from __future__ import annotations

import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.core.checks import run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from wangge.audit.models import Follower
from wangge.jobs.models import Turn
from wangge.lib.clock import utc_now
from wangge.ops import database, static
from wangge.privacy.queries.keys import faults_of_keys, probes_stand

_DISK_FAULT_BYTES = 500_000_000
_DISK_WORRY_BYTES = 5_000_000_000
_CLOCKS_APART = timedelta(seconds=2)
_WORKER_SILENT = timedelta(minutes=5)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `sentence` says what was seen and what to do."""

    about: str
    state: Literal["well", "worry", "fault"]
    sentence: str


def examine() -> list[Finding]:
    """Every finding about the county Django is set up for, in a fixed order."""
    found: list[Finding] = []
    for look in _EXAMINATIONS:
        try:
            found.extend(look())
        except DatabaseError as fault:  # the others still have something to say
            sentence = f"Cannot be examined: {fault}".strip()
            found.append(Finding(look.__name__.strip("_"), "fault", sentence))
    return found


def _row(query: str, *values: str | list[str]) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    assert row is not None
    return tuple(row)


def _versions() -> Iterator[Finding]:
    yield Finding("python", "well", sys.version.split()[0])
    (number, shown) = _row("SELECT current_setting('server_version_num'), version()")
    good = int(str(number)) >= database.OLDEST_SERVER
    yield Finding("postgresql", "well" if good else "fault", str(shown).partition(",")[0])


def _chinese() -> Iterator[Finding]:
    (encoding, trigrams) = _row(
        "SELECT current_setting('server_encoding'), cardinality(show_trgm('醴陵市网格员'))"
    )
    if encoding == "UTF8" and trigrams:
        yield Finding("chinese", "well", "UTF-8; Chinese names have trigrams.")
    else:
        yield Finding(
            "chinese",
            "fault",
            f"Encoding {encoding}, {trigrams} trigrams: searching finds nothing. Make the database "
            "anew with encoding UTF8 and locale C.UTF-8, and restore a backup into it.",
        )


def _safety() -> Iterator[Finding]:
    needed = ("fsync", "full_page_writes", "synchronous_commit")
    off = [name for name in needed if _row("SELECT current_setting(%s)", name) == ("off",)]
    if off:
        sentence = f"Turn on {', '.join(off)}: as it is, a power cut loses reports."
        yield Finding("durability", "fault", sentence)
    else:
        yield Finding("durability", "well", "A report that was answered is on the disk.")
    (checksums,) = _row("SELECT current_setting('data_checksums')")
    if checksums != "on":
        yield Finding("checksums", "worry", "Data checksums are off: bit rot goes unseen.")


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA).free
    state: Literal["well", "worry", "fault"] = "well"
    if free < _DISK_WORRY_BYTES:
        state = "fault" if free < _DISK_FAULT_BYTES else "worry"
    yield Finding("disk", state, f"{free / 1e9:.1f} GB free in {settings.DATA}.")


def _clocks() -> Iterator[Finding]:
    (theirs,) = _row("SELECT clock_timestamp()")
    apart = abs(utc_now() - theirs)  # type: ignore[operator]
    if apart > _CLOCKS_APART:
        yield Finding("clock", "fault", f"Database and web server differ by {apart}. Use NTP.")
    else:
        yield Finding("clock", "well", f"Database and web server agree: {utc_now():%FT%TZ}.")


def _migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield Finding("migrations", "fault", f"{len(plan)} not run. Run `wangge prepare`.")
    else:
        yield Finding("migrations", "well", "Tables are those of this version.")


def _rights() -> Iterator[Finding]:
    wrong = [
        str(table)
        for (table,) in _rows(
            """
            SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace
            AND relkind IN ('r', 'p') AND (
              NOT has_table_privilege(%s, oid, 'SELECT')
              OR (relname = ANY(%s) AND has_table_privilege(%s, oid, 'UPDATE,DELETE,TRUNCATE')))
            """,
            settings.COUNTY_SCHEMA,
            settings.APP_ROLE,
            [*database.APPEND_ONLY, *database.READ_ONLY],
            settings.APP_ROLE,
        )
    ]
    (role,) = _row("SELECT current_user")
    if wrong or role != settings.APP_ROLE:
        yield Finding(
            "rights",
            "fault",
            f"Working as {role}; wrong rights on: {', '.join(wrong) or 'no table'}. "
            "Run `wangge prepare`.",
        )
    else:
        yield Finding("rights", "well", "The application may add to the log, not change it.")


def _rows(query: str, *values: str | list[str]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [tuple(row) for row in cursor.fetchall()]


def _files() -> Iterator[Finding]:
    if not (Path(settings.STATICFILES_DIRS[0]) / "vendor" / "icons.svg").exists():
        yield Finding("static", "fault", "Front-end packages are missing. Run `make setup`.")
    elif static.is_current():
        yield Finding("static", "well", "Static files are collected and current.")
    else:
        yield Finding("static", "worry", "Static files are not collected. Run `wangge prepare`.")
    key = Path(settings.DATA) / "secret-key"
    if key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield Finding("secret-key", "fault", f"Others may read {key}. Run chmod 600 on it.")
    for words in Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/*.po"):
        compiled = words.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < words.stat().st_mtime:
            yield Finding("languages", "worry", f"{words.name} is not compiled. Run `make setup`.")


def _keys() -> Iterator[Finding]:
    faults = faults_of_keys()
    for fault in faults:
        yield Finding("keys", "fault", fault.say("en"))
    if not faults and not probes_stand():
        yield Finding("keys", "fault", "No key has its probe. Run `wangge prepare`.")
    elif not faults:
        yield Finding("keys", "well", f"{settings.KEYS} opens what this county sealed.")


def _worker() -> Iterator[Finding]:
    failed = [
        *(f"{place.name}: {place.failure}" for place in Follower.objects.exclude(failure="")),
        *(f"{turn.name}: {turn.failure}" for turn in Turn.objects.exclude(failure="")),
    ]
    for sentence in failed:
        yield Finding("worker", "fault", f"Failed: {sentence}")
    late = Turn.objects.filter(next_at__lt=utc_now() - _WORKER_SILENT).count()
    if late:
        yield Finding("worker", "worry", f"{late} jobs are overdue: no worker? `wangge worker`.")
    if not failed and not late:
        yield Finding("worker", "well", "No follower and no job has failed.")


def _checks() -> Iterator[Finding]:
    messages = [message for message in run_checks() if not message.is_silenced()]
    for message in messages:
        yield Finding("checks", "fault" if message.is_serious() else "worry", str(message))
    if not messages:
        yield Finding("checks", "well", "The program's own checks pass.")


_EXAMINATIONS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _versions,
    _chinese,
    _safety,
    _disk,
    _clocks,
    _migrations,
    _rights,
    _files,
    _keys,
    _worker,
    _checks,
)
