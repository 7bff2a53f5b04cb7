"""What is done with a file: taken in, matched, tried, run, stopped, resumed, forgotten.

The rows themselves are written by `registry.actions.put_many`, chunk by chunk (`chunks`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import PurePath
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from wangge.accounts.rights import require
from wangge.audit.actions import append
from wangge.core.duty import Actor
from wangge.core.errors import Refusal
from wangge.core.registry.columns import Kind
from wangge.core.registry.kinds import KINDS
from wangge.core.registry.matching import Match, chosen, match_headings
from wangge.lib.ids import uuid7
from wangge.lib.text import tidy
from wangge.registry.importing.access import RIGHT, import_for
from wangge.registry.importing.columns import check_matching, columns_offered, kept_matches
from wangge.registry.importing.files import forget, keep
from wangge.registry.importing.reading import table_of
from wangge.registry.importing.refusals import NotNow
from wangge.registry.models import Import, ImportFault

State = Import.State
_NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Counted:
    """What became of a chunk of rows."""

    position: int
    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0
    households: int = 0


def take_in(
    kind: Kind, name: str, pieces: Iterable[bytes], *, actor: Actor, now: datetime
) -> Import:
    """The file is kept, its headings read and matched as well as they can be.

    Refuses: MayNot, FileTooLarge, NotATable.
    """
    require(actor, RIGHT)
    name = tidy(PurePath(name.replace("\\", "/")).name)[:_NAME_LENGTH]
    row = Import(id=uuid7(), kind=kind.code, name=name, suffix=PurePath(name).suffix.lower())
    kept = keep(row.id, pieces)
    row.key_sealed, row.sha256, row.size = kept.key_sealed, kept.sha256, kept.size
    row.by_id, row.by_name, row.at = actor.user_id, actor.name, now
    try:
        table = table_of(row)
    except Refusal:
        forget(row.id)
        raise
    row.heading_row, row.about = table.heading_row, table.about
    row.matching = kept_matches(match_headings(columns_offered(kind), table.headings))
    with transaction.atomic():
        row.save(force_insert=True)
        data = {"kind": kind.code, "sha256": kept.sha256, "rows": row.about}
        append("import", row.id, "import.uploaded", data, actor=actor, now=now)
    return row


@transaction.atomic
def match_and_try(
    import_id: UUID,
    wanted: Mapping[int, str] | None = None,
    *,
    datum: str = "",
    straight: bool = False,
    actor: Actor,
    now: datetime,
) -> Import:
    """The headings stand for these columns, and the trial may begin. None: as proposed.

    `wanted`: place of a heading → name of a column, "" for none. `straight`: it is written at
    once, without a trial (the command line).
    Refuses: NoSuchImport, NotNow, ColumnsMissing, DatumMissing.
    """
    row = import_for(actor, import_id, lock=True)
    _allow(row, State.UPLOADED, State.MATCHED, State.TRIED, State.STOPPED, State.FAILED)
    if row.state == State.STOPPED and row.stopped_in == State.RUNNING:
        raise _not_now(row)
    kind = KINDS[row.kind]
    matches = _matches(row, kind, wanted)
    check_matching(kind, matches, datum)
    row.matching, row.datum = kept_matches(matches), datum
    _start(row, State.RUNNING if straight else State.TRYING, now)
    name = "import.started" if straight else "import.tried"
    append("import", row.id, name, {"datum": datum}, actor=actor, now=now)
    return row


@transaction.atomic
def run(import_id: UUID, *, actor: Actor, now: datetime) -> Import:
    """What was tried is written from now on. Refuses: NoSuchImport, NotNow."""
    row = import_for(actor, import_id, lock=True)
    _allow(row, State.TRIED)
    _start(row, State.RUNNING, now)
    append("import", row.id, "import.started", {"trial": row.trial}, actor=actor, now=now)
    return row


@transaction.atomic
def stop(import_id: UUID, *, actor: Actor, now: datetime) -> Import:
    """No further chunk is begun; what is written stays. Refuses: NoSuchImport, NotNow."""
    row = import_for(actor, import_id, lock=True)
    _allow(row, State.TRYING, State.RUNNING)
    row.stopped_in, row.state, row.moved_at = row.state, State.STOPPED, now
    row.save(update_fields=["state", "stopped_in", "moved_at"])
    append("import", row.id, "import.stopped", {"position": row.position}, actor=actor, now=now)
    return row


@transaction.atomic
def resume(import_id: UUID, *, actor: Actor, now: datetime) -> Import:
    """It goes on behind its last row. Refuses: NoSuchImport, NotNow."""
    row = import_for(actor, import_id, lock=True)
    _allow(row, State.STOPPED, State.FAILED)
    if row.stopped_in not in (State.TRYING, State.RUNNING):
        raise _not_now(row)
    row.state, row.failure, row.moved_at = State(row.stopped_in), "", now
    row.save(update_fields=["state", "failure", "moved_at"])
    append("import", row.id, "import.resumed", {"position": row.position}, actor=actor, now=now)
    return row


def note_chunk(
    row: Import,
    counted: Counted,
    faults: Sequence[tuple[int, str, Refusal]],
    *,
    last: bool,
    now: datetime,
) -> None:
    """The chunk is counted and its faults stand. Within the transaction of its rows."""
    for name in ("read", "new", "changed", "same", "bad", "households"):
        setattr(row, name, getattr(row, name) + getattr(counted, name))
    row.position, row.moved_at = counted.position, now
    ImportFault.objects.bulk_create(
        ImportFault(
            file=row, row=number, column=column, code=why.code, zh=why.say("zh"), en=why.say("en")
        )
        for number, column, why in faults
    )
    if last:
        _finish(row, now)
    row.save()


def note_failure(row: Import, sentence: str, *, now: datetime) -> None:
    """It cannot go on; what is written stays, and it may be resumed once mended."""
    Import.objects.filter(pk=row.pk).update(
        state=State.FAILED, stopped_in=row.state, failure=sentence[:500], moved_at=now
    )


@transaction.atomic
def discard(import_id: UUID, *, actor: Actor, now: datetime) -> None:
    """The file and its faults are gone; the counts stay. Refuses: NoSuchImport, NotNow."""
    row = import_for(actor, import_id, lock=True)
    if row.at_work:
        raise _not_now(row)
    _forget([row])
    append("import", row.id, "import.discarded", {}, actor=actor, now=now)


def old_files(before: datetime) -> QuerySet[Import]:
    """Imports from before that instant that still keep their file and are not at work."""
    found = Import.objects.filter(key_sealed__isnull=False, at__lt=before)
    return found.exclude(state__in=[State.TRYING, State.RUNNING])


def purge_files(*, before: datetime, most: int) -> int:
    """Their files are gone; how many."""
    rows = list(old_files(before).order_by("at")[:most])
    with transaction.atomic():
        _forget(rows)
    return len(rows)


def _forget(rows: Collection[Import]) -> None:
    ids = [row.pk for row in rows]
    ImportFault.objects.filter(file__in=ids).delete()
    Import.objects.filter(pk__in=ids).update(key_sealed=None)
    for one in ids:
        transaction.on_commit(partial(forget, one))


def _matches(row: Import, kind: Kind, wanted: Mapping[int, str] | None) -> list[Match]:
    headings = [str(one["heading"]) for one in row.matching]
    columns = columns_offered(kind)
    if wanted is None:
        return match_headings(columns, headings)
    proposed = {one.place: one for one in match_headings(columns, headings)}
    return [
        proposed[one.place] if one.column == proposed[one.place].column else one
        for one in chosen(columns, headings, wanted)
    ]


def _start(row: Import, state: Import.State, now: datetime) -> None:
    ImportFault.objects.filter(file=row).delete()
    row.state, row.stopped_in, row.failure = state, "", ""
    row.position = row.read = row.new = row.changed = row.same = row.bad = row.households = 0
    row.began_at, row.moved_at, row.ended_at = now, now, None
    row.save()


def _finish(row: Import, now: datetime) -> None:
    row.ended_at = now
    if row.state == State.TRYING:
        row.state = State.TRIED
        row.trial = {
            name: getattr(row, name)
            for name in ("read", "new", "changed", "same", "bad", "households")
        }
        return
    row.state = State.DONE
    data = {"new": row.new, "changed": row.changed, "same": row.same, "bad": row.bad}
    append("import", row.id, "import.done", data, actor=None, now=now)


def _allow(row: Import, *states: Import.State) -> None:
    if row.state not in states:
        raise _not_now(row)


def _not_now(row: Import) -> NotNow:
    return NotNow(state=State(row.state).label)
