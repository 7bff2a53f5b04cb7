"""The follower `cases.notices`: whoever a happening concerns finds it in his inbox.

`core.case.hearing` judges who hears what; here posts get their readers and cases their words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from wangge.accounts.models import User
from wangge.audit.log import LogEntry
from wangge.cases.happenings import Entered, happenings
from wangge.catalogue.access import catalogue
from wangge.core.case.events import Clocked, Imported, Moved, Reported
from wangge.core.case.facts import Case
from wangge.core.case.hearing import Told, hear
from wangge.core.catalogue import UnknownItem, UnknownLine
from wangge.core.clock import WorkCalendar
from wangge.core.duty import Roster
from wangge.notify.actions import Message, drop_reminders, send, set_reminders
from wangge.notify.models import Reminder
from wangge.territory.access import roster

NAME = "cases.notices"
BATCH = 2_000

#: The calendar after whose days mails that can wait are sent.
MAIL_CALENDAR = "county"


def follow(entries: Sequence[LogEntry], now: datetime) -> None:
    """Everybody concerned is told once; the clocks that will turn amber are remembered."""
    entered = list(happenings(entries))
    told = [
        (one.entry, one.happening.after, each) for one in entered for each in hear(one.happening)
    ]
    users = _users({each.to for _, _, each in told if not each.to_post})
    known = roster()
    messages = [
        message_of(each, case, position=entry.position, at=entry.at, roster=known, now=now)
        for entry, case, each in told
        if each.to_post or each.to in users
    ]
    send(messages, now=now, calendar=mail_calendar())
    _remember(entered)


def message_of(
    told: Told, case: Case, *, position: int, at: datetime, roster: Roster, now: datetime
) -> Message:
    """The notice as `notify` takes it, with who reads the post's mail now."""
    reader: UUID | None = told.to
    if told.to_post:
        known = told.to in roster.posts
        reader = roster.answering(told.to, now).person if known else None
    title, title_en = _item_title(catalogue().version, case.line, case.item)
    return Message(
        position=position,
        to=told.to,
        to_post=told.to_post,
        kind=told.kind,
        subject_id=case.id,
        no=told.facts.get("no", case.no),
        facts={**told.facts, "item": title, "item_en": title_en},
        at=at,
        mail_to=reader,
    )


def mail_calendar() -> WorkCalendar | None:
    """On which days mails that can wait are sent; None: on all."""
    return catalogue().calendars.get(MAIL_CALENDAR)


def _users(people: Collection[UUID]) -> set[UUID]:
    """Those who have an account; who reported by telephone is called back instead."""
    if not people:
        return set()
    return set(User.objects.filter(pk__in=list(people)).values_list("pk", flat=True))


def _remember(entered: Iterable[Entered]) -> None:
    """The last clock of every case is the one to be reminded of."""
    wanted: dict[UUID, Reminder | None] = {}
    for entry, happening in entered:
        if isinstance(happening.event, Reported | Imported | Moved | Clocked):
            clock = happening.after.clock
            at = clock.amber_at if clock else None
            wanted[entry.subject] = (
                Reminder(subject_id=entry.subject, position=entry.position, at=at) if at else None
            )
    set_reminders([one for one in wanted.values() if one is not None])
    drop_reminders([case_id for case_id, one in wanted.items() if one is None])


@lru_cache(maxsize=2_000)
def _item_title(version: str, line: str, item: str) -> tuple[str, str]:
    """What the item is called, in both languages; its code where it has left the catalogue."""
    try:
        found = catalogue().item(line, item)
    except (UnknownItem, UnknownLine):
        return item, item
    return found.title, found.title_en or found.title
