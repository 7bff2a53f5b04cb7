"""Who may see which export: one's own, nobody else's; and the files, sealed on the disk."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from wangge.core.duty import Actor
from wangge.lib.ciphers import CannotOpen
from wangge.lib.vault import read_sealed
from wangge.privacy.sealing import unseal
from wangge.web.exports.refusals import ExportGone, NoSuchExport
from wangge.web.models import Export

#: What the key of a file is sealed as.
KEY = "export.key"


def exports_for(actor: Actor) -> QuerySet[Export]:
    """One's own exports, the latest first."""
    if actor.user_id is None:
        return Export.objects.none()
    return Export.objects.filter(by_id=actor.user_id).order_by("-at", "-id")


def export_for(actor: Actor, export_id: UUID) -> Export:
    """That export. Refuses: NoSuchExport."""
    row = exports_for(actor).filter(pk=export_id).first()
    if row is None:
        raise NoSuchExport
    return row


def file_of(row: Export) -> io.BytesIO:
    """The spreadsheet. Refuses: ExportGone."""
    if row.key_sealed is None:
        raise ExportGone
    try:
        key = unseal(row.key_sealed, of=KEY, row=row.id)
        return io.BytesIO(b"".join(read_sealed(path_of(row.id), key)))
    except (OSError, CannotOpen):
        raise ExportGone from None


def path_of(export_id: UUID) -> Path:
    """Where the file lies."""
    return Path(settings.DATA) / "exports" / f"{export_id}.sealed"
