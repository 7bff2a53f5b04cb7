"""The worker's turn at imports, and the removal of files whose time is over.

A turn is short, so that a long file never keeps deadlines and notices waiting.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError

from wangge.core.errors import Refusal
from wangge.jobs.schedule import Job, register
from wangge.lib.clock import utc_now
from wangge.privacy.retention import Purger
from wangge.privacy.retention import register as register_purger
from wangge.registry.importing.actions import note_failure, old_files, purge_files
from wangge.registry.importing.chunks import step
from wangge.registry.models import Import

log = logging.getLogger(__name__)

_EVERY = timedelta(seconds=1)
_TURN_S = 5.0


def register_jobs() -> None:
    """Imports at work are gone on with every second; old files go when their time is over."""
    register(Job("registry.imports", _EVERY, take_turn))
    register_purger(Purger("import.file", _files_over, purge_files))


def _files_over(before: datetime) -> int:
    return old_files(before).count()


def take_turn(now: datetime, *, seconds: float = _TURN_S) -> int:
    """Imports at work went on, the oldest first; how many chunks were done."""
    until, done = time.monotonic() + seconds, 0
    at_work = Import.objects.filter(state__in=[Import.State.TRYING, Import.State.RUNNING])
    for import_id in at_work.order_by("at").values_list("id", flat=True):
        while time.monotonic() < until or not done:
            done += 1
            if not _step(import_id):
                break
    return done


def _step(import_id: UUID) -> bool:
    row = Import.objects.get(pk=import_id)
    try:
        return step(row.pk, now=utc_now())
    except Refusal as refusal:
        note_failure(row, refusal.say("zh"), now=utc_now())
    except (InterfaceError, OperationalError):
        raise
    except Exception as fault:
        log.exception("import %s failed", import_id)
        sentence = (
            f"程序出错，没有写入这一段（{type(fault).__name__}）。请联系管理员，可以继续导入。"
        )
        note_failure(row, sentence, now=utc_now())
    return False
