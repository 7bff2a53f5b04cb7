"""The rows of a file, chunk by chunk: each chunk is one transaction with its position.

Whoever is killed leaves the last whole chunk; whoever goes on begins behind it. Readers are kept
open between the worker's turns, so that a long file is not read from its top every few seconds;
while the database writes one chunk, the next is read and checked in a thread of its own, which
asks the database nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction

from wangge.accounts.models import User
from wangge.core.duty import SYSTEM, Actor
from wangge.core.errors import Refusal
from wangge.registry.access import day_of
from wangge.registry.actions import Written, put_many
from wangge.registry.importing.access import RIGHT
from wangge.registry.importing.actions import Counted, note_chunk
from wangge.registry.importing.households import make_households
from wangge.registry.importing.reading import FileReader, Line
from wangge.registry.models import Import
from wangge.territory.access import actor_for, territory_index

#: Rows of one transaction: enough to be quick, few enough to show progress every second.
CHUNK = 4_000

#: Files kept open between turns.
_OPEN = 2


@dataclass(slots=True)
class _Open:
    """A file that is being read: behind which row, doing what."""

    phase: tuple[str, datetime | None]
    position: int
    reader: FileReader
    lines: Iterator[Line]
    #: The chunk behind the one at hand, if it is being read already.
    ahead: Future[list[Line]] | None = None

    def take(self, count: int) -> list[Line]:
        """The next lines, at most so many; fewer only at the end of the file."""
        found = self.ahead.result() if self.ahead is not None else []
        self.ahead = None
        return found + list(islice(self.lines, max(0, count - len(found))))

    def read_ahead(self, count: int) -> None:
        """The lines behind those are read meanwhile."""
        self.ahead = _readers.submit(lambda: list(islice(self.lines, count)))


_readers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="import")


_open: dict[UUID, _Open] = {}


def step(import_id: UUID, *, now: datetime, chunk: int = CHUNK) -> bool:
    """One chunk is done, if the import is at work; whether there is more to do.

    Refuses what opening the file refuses.
    """
    row = Import.objects.filter(pk=import_id).first()
    if row is None or not row.at_work:
        _open.pop(import_id, None)
        return False
    file = _file_of(row, now)  # kept open again only if all goes well
    lines = file.take(chunk)
    last = len(lines) < chunk
    if not last:
        file.read_ahead(chunk)
    actor = _actor_of(row, now)
    with transaction.atomic():
        locked = Import.objects.select_for_update().filter(pk=row.pk).first()
        if locked is None or (locked.state, locked.position) != (row.state, row.position):
            # somebody stopped it, or another process went on with it
            return locked is not None and locked.at_work
        counted, faults = _put(file.reader, locked, lines, actor, now)
        note_chunk(locked, counted, faults, last=last, now=now)
    if not last:
        file.position = counted.position
        _keep_open(row.pk, file)
    return not last


def forget_open() -> None:
    """No file is held open any more."""
    _open.clear()


def _file_of(row: Import, now: datetime) -> _Open:
    """The file behind its position; nobody else has it now."""
    phase = (row.state, row.began_at)
    found = _open.pop(row.pk, None)
    if found is None or found.phase != phase or found.position != row.position:
        reader = FileReader(row, today=day_of(now))
        found = _Open(phase, row.position, reader, reader.lines(after=row.position))
    return found


def _keep_open(import_id: UUID, file: _Open) -> None:
    while len(_open) >= _OPEN:
        _open.pop(next(iter(_open)))
    _open[import_id] = file


def _actor_of(row: Import, now: datetime) -> Actor:
    """Whoever brought the file in, as he stands now; the command line is the county itself."""
    if row.by_id is None:
        return SYSTEM
    return actor_for(User.objects.get(pk=row.by_id), at=now)


def _put(
    reader: FileReader, row: Import, lines: Sequence[Line], actor: Actor, now: datetime
) -> tuple[Counted, list[tuple[int, str, Refusal]]]:
    good = [line for line in lines if not line.faults]
    faults = [(line.row, name, why) for line in lines for name, why in line.faults]
    dry = row.state == Import.State.TRYING
    source = f"导入 {row.name}"
    with transaction.atomic():
        made, homeless = make_households(
            good, territory_index(), actor=actor, now=now, source=source
        )
        drafts = [line.draft() for line in good if line.row not in homeless]
        written = put_many(
            reader.kind,
            drafts,
            actor=actor,
            now=now,
            source=source,
            right=RIGHT,
            dry_run=dry,
            keep_empty=True,
        )
        if dry:
            transaction.set_rollback(True)
    faults += [(number, "household", why) for number, why in homeless.items()]
    faults += [(number, why.field or "", why) for number, why in written.faults]
    counted = _counted(row, lines, written, len({number for number, _, _ in faults}), made)
    return counted, faults


def _counted(
    row: Import, lines: Sequence[Line], written: Written, bad: int, households: int
) -> Counted:
    return Counted(
        position=lines[-1].row if lines else row.position,
        read=len(lines),
        new=written.new,
        changed=written.changed,
        same=written.same,
        bad=bad,
        households=households,
    )
