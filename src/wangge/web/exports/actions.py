"""What is done with exports: taken out at once, asked for, written by the worker, removed.

Every list that leaves the house is in the log: who, which list, how many rows; never its content.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from wangge.accounts.models import User
from wangge.audit.actions import append
from wangge.lib.ids import uuid7
from wangge.lib.vault import new_key, write_sealed
from wangge.privacy.access import approved, threshold
from wangge.privacy.actions.approvals import ask, note_export
from wangge.privacy.models import Approval
from wangge.privacy.sealing import ring, seal
from wangge.territory.access import actor_for
from wangge.web.exports.access import KEY, path_of
from wangge.web.exports.listing import Asked, Listing, areas_of, asked_of, digest, listing_for
from wangge.web.exports.making import Making
from wangge.web.exports.refusals import NeedsApproval
from wangge.web.models import Export

State = Export.State
_LIMIT = "export.rows"


def approval_needed(listing: Listing, asked: Asked, rows: int) -> bool:
    """Whether somebody must approve this, and nobody has yet."""
    if not listing.personal or rows <= threshold(_LIMIT):
        return False
    return approved(asked.actor, digest(listing, asked), asked.now, rows=rows) is None


def take_out(listing: Listing, asked: Asked, rows: int) -> io.BytesIO:
    """The spreadsheet, at once. Refuses: NeedsApproval, and as the list does."""
    _allow(listing, asked, rows)
    making = Making(listing, asked)
    making.go_on(float("inf"))
    file = making.file()
    _tell(uuid7(), listing, asked, making.written)
    return file


@transaction.atomic
def order(listing: Listing, asked: Asked, rows: int) -> Export:
    """The worker writes it; it can be fetched later. Refuses: NeedsApproval."""
    _allow(listing, asked, rows)
    actor = asked.actor
    assert actor.user_id is not None, "nobody has signed in"
    return Export.objects.create(
        code=listing.code,
        given=dict(asked.given),
        title=str(listing.title),
        language=asked.language,
        about=rows,
        by_id=actor.user_id,
        by_name=actor.name,
        at=asked.now,
    )


def ask_approval(listing: Listing, asked: Asked, rows: int, reason: str) -> Approval:
    """Somebody else may approve it from now on. Refuses: NoReason."""
    return ask(
        kind="export",
        what=f"{listing.title} {rows}条",
        digest=digest(listing, asked),
        rows=rows,
        reason=reason,
        areas=areas_of(asked),
        actor=asked.actor,
        now=asked.now,
    )


def begin(row: Export, *, now: datetime) -> Making:
    """The export is under way. Refuses: NotFound where its asker may no longer take it out."""
    actor = actor_for(User.objects.get(pk=row.by_id), at=now)
    listing = listing_for(actor, row.code)
    asked = asked_of(actor, row.given.items(), now=row.at, language=row.language)
    Export.objects.filter(pk=row.pk).update(state=State.RUNNING, began_at=now, written=0)
    return Making(listing, asked)


def note_progress(row: Export, making: Making) -> None:
    """So many rows are written."""
    Export.objects.filter(pk=row.pk).update(written=making.written)


def finish(row: Export, making: Making, *, now: datetime) -> None:
    """The file lies sealed and can be fetched."""
    path, key = path_of(row.id), new_key(ring().current.suite)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    size = write_sealed(path, [making.file().getvalue()], key)
    actor = actor_for(User.objects.get(pk=row.by_id), at=now)
    listing = listing_for(actor, row.code)
    asked = asked_of(actor, row.given.items(), now=now, language=row.language)
    with transaction.atomic():
        Export.objects.filter(pk=row.pk).update(
            state=State.DONE,
            written=making.written,
            size=size,
            key_sealed=seal(key, of=KEY, row=row.id),
            ended_at=now,
        )
        _tell(row.id, listing, asked, making.written)


def note_failure(row: Export, sentence: str, *, now: datetime) -> None:
    """It could not be written."""
    Export.objects.filter(pk=row.pk).update(
        state=State.FAILED, failure=sentence[:500], ended_at=now
    )


def old_files(before: datetime) -> QuerySet[Export]:
    """Exports from before that instant that still keep their file."""
    return Export.objects.filter(key_sealed__isnull=False, at__lt=before)


def purge_files(*, before: datetime, most: int) -> int:
    """Their files are gone; how many."""
    rows = list(old_files(before).order_by("at")[:most])
    with transaction.atomic():
        _forget([row.pk for row in rows])
    return len(rows)


def _forget(ids: Sequence[UUID]) -> None:
    Export.objects.filter(pk__in=ids).update(key_sealed=None)
    for one in ids:
        transaction.on_commit(partial(path_of(one).unlink, missing_ok=True))


def _allow(listing: Listing, asked: Asked, rows: int) -> None:
    if approval_needed(listing, asked, rows):
        raise NeedsApproval(rows=rows, most=threshold(_LIMIT))


def _tell(export_id: UUID, listing: Listing, asked: Asked, rows: int) -> None:
    actor, now = asked.actor, asked.now
    data = {"list": listing.code, "rows": rows, "digest": digest(listing, asked)}
    with transaction.atomic():
        append("export", export_id, "export.made", data, actor=actor, now=now)
        if listing.personal and rows > threshold(_LIMIT):
            used = approved(actor, digest(listing, asked), now, rows=rows)
            if used is not None:
                note_export(used, rows=rows, actor=actor, now=now)
