"""One batch of rows of another system becomes cases: all that hold, none twice (一批导入)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from psycopg import errors

from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.cases.actions.importing.known import sift
from wangge.cases.actions.importing.lives import Lives
from wangge.cases.actions.importing.packing import copy_packed
from wangge.cases.actions.importing.rows import CASE, ENTRY_PACKED, Packed
from wangge.cases.actions.numbers import take_numbers
from wangge.cases.actions.record import REPORTER
from wangge.catalogue.access import catalogue
from wangge.core.duty import SYSTEM, Actor
from wangge.core.errors import Refusal
from wangge.core.importing.classes import classify
from wangge.core.importing.foreign import ForeignSystem
from wangge.core.importing.ids import case_id
from wangge.core.importing.judge import Fault, Rows, Verified, verify
from wangge.lib.clock import SHANGHAI
from wangge.lib.ids import uuid7
from wangge.territory.access import Points, locate_points, territory_index

RIGHT = "import.run"
#: Rows of one transaction: enough to be quick, few enough to be held in memory twice.
BATCH = 5_000
#: Somebody else may bring in the same numbers at the same moment: so often it is tried.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a batch."""

    read: int
    new: int
    same: int
    located: int  #: of the new ones, those that lie in one of our grids
    open: int  #: of the new ones, those that go on in the loop
    faults: tuple[Fault, ...] = ()


def may_import(actor: Actor, now: datetime) -> None:
    """The actor may bring in cases of the whole county. Refuses: MayNot."""
    if not actor.system:
        require(actor, RIGHT, (territory_index(at=now).county_id,))


def import_batch(
    rows: Rows, foreign: ForeignSystem, *, dry_run: bool = False, actor: Actor, now: datetime
) -> Brought:
    """Every row that holds stands as a case with its entry; of every other it is told why not.

    Sent again, the same rows change nothing; a row whose number is known with other content is a
    fault (AlreadyOther), never an overwriting. `dry_run`: everything but the writing. One
    transaction. Refuses: MayNot.
    """
    may_import(actor, now)
    faults: list[Fault] = []
    lives = Lives(actor=actor, now=now)
    good = verify(rows, foreign, now=now, faults=faults)
    good = classify(good, foreign, catalogue(), faults)
    good = lives.that_fit(good, faults)
    good, points = _located(good, now, faults)
    ids = list(map(case_id, good.system, good.number))
    for tries in range(1, _TRIES + 1):
        found: list[Fault] = []
        new, same = sift(good, ids, found)
        if dry_run or not new:
            break
        try:
            _write(_packed(good, points, ids, new, lives, now))
            break
        except errors.UniqueViolation:
            if tries == _TRIES:
                raise
    return Brought(
        read=len(rows.numbers),
        new=len(new),
        same=same,
        located=sum(points.grids[place] >= 0 for place in new),
        open=sum(good.closed_at[place] is None for place in new),
        faults=tuple(sorted(faults + found, key=lambda fault: fault.row)),
    )


def note_import(
    system: str, file: str, sums: Mapping[str, int], *, now: datetime, actor: Actor = SYSTEM
) -> None:
    """The log says that such a file was brought in, and what became of its rows."""
    data = {"kind": "case", "system": system, "file": file, **sums}
    append("import", uuid7(), "import.done", data, actor=actor, now=now)


def _located(rows: Verified, now: datetime, faults: list[Fault]) -> tuple[Verified, Points]:
    """The rows whose place can be one, and where they lie; of the others it is told."""
    bad: set[int] = set()

    def heed(place: int, why: Refusal) -> None:
        bad.add(place)
        faults.append(Fault(rows.rows[place], why.field or "lon", why))

    points = locate_points(rows.lon, rows.lat, rows.datum, at=now, heed=heed)
    if not bad:
        return rows, points
    rows = rows.only([place not in bad for place in range(len(rows))])
    return rows, locate_points(rows.lon, rows.lat, rows.datum, at=now, heed=heed)


def _packed(
    rows: Verified, points: Points, ids: list[UUID], new: list[int], lives: Lives, now: datetime
) -> Packed:
    """The new ones of the rows, each with a number of today."""
    numbers = take_numbers(now.astimezone(SHANGHAI).date(), len(new))
    if len(new) == len(rows):
        return lives.pack(rows, points, ids, numbers)
    fresh = set(new)
    rows = rows.only([place in fresh for place in range(len(rows))])
    return lives.pack(rows, points.only(new), [ids[place] for place in new], numbers)


@transaction.atomic
def _write(packed: Packed) -> None:
    copy_packed("cases_case", CASE, packed.cases)
    copy_packed("cases_reporter", REPORTER, packed.reporters)
    copy_packed("audit_entry", ENTRY_PACKED, packed.entries)
