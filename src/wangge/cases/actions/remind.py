"""Tell the owner of a case once that its clock has turned amber."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wangge.cases.models import OPEN, Case
from wangge.cases.notices import mail_calendar, message_of
from wangge.core.case.hearing import Told, facts_of
from wangge.notify.actions import Message, send, take_due
from wangge.notify.models import Reminder
from wangge.territory.access import roster


def remind_due(*, now: datetime) -> int:
    """Every open case whose clock has turned amber: its owner knows; how many were told.

    A clock that has stopped, changed or run out since is let be: another notice tells of that.
    """
    told = 0
    while True:
        with transaction.atomic():
            due = take_due(now=now)
            if not due:
                return told
            told += send(_messages(due, now), now=now, calendar=mail_calendar())


def _messages(due: list[Reminder], now: datetime) -> list[Message]:
    rows = Case.objects.filter(OPEN, pk__in=[one.pk for one in due]).in_bulk()
    known, messages = roster(), []
    for one in due:
        row = rows.get(one.pk)
        case = row.as_fact() if row else None
        if case is None or case.clock is None or case.clock.amber_at != one.at:
            continue
        if case.due_at is not None and now <= case.due_at:
            to_owner = Told("amber", case.owner, True, facts_of(case))
            messages.append(
                message_of(to_owner, case, position=one.position, at=one.at, roster=known, now=now)
            )
    return messages
