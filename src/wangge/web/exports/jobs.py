"""The worker's turn at long exports, and the removal of files whose time is over."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError

from wangge.core.errors import Refusal
from wangge.jobs.schedule import Job, register
from wangge.lib.clock import utc_now
from wangge.privacy.retention import Purger
from wangge.privacy.retention import register as register_purger
from wangge.web.exports import actions
from wangge.web.exports.making import Making
from wangge.web.models import Export

log = logging.getLogger(__name__)

_EVERY = timedelta(seconds=1)
_TURN_S = 5.0

#: Exports under way in this process.
_making: dict[UUID, Making] = {}


def register_jobs() -> None:
    """Exports are gone on with every second; old files go when their time is over."""
    register(Job("web.exports", _EVERY, take_turn))
    register_purger(Purger("export.file", _files_over, actions.purge_files))


def take_turn(now: datetime, *, seconds: float = _TURN_S) -> bool:
    """The oldest export went on for a while; whether there was one."""
    at_work = Export.objects.filter(state__in=[Export.State.WAITING, Export.State.RUNNING])
    row = at_work.order_by("at").first()
    if row is None:
        return False
    try:
        making = _making.get(row.pk)
        if making is None:
            making = _making[row.pk] = actions.begin(row, now=utc_now())
        if making.go_on(seconds):
            actions.note_progress(row, making)
            return True
        actions.finish(row, making, now=utc_now())
    except Refusal as refusal:
        actions.note_failure(row, refusal.say(row.language), now=utc_now())
    except (InterfaceError, OperationalError):
        _making.pop(row.pk, None)
        raise
    except Exception as fault:
        log.exception("export %s failed", row.pk)
        sentence = f"程序出错（{type(fault).__name__}）。请联系管理员，或稍后再导出一次。"
        actions.note_failure(row, sentence, now=utc_now())
    _making.pop(row.pk, None)
    return True


def _files_over(before: datetime) -> int:
    return actions.old_files(before).count()
