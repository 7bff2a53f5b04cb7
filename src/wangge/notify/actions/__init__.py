"""Writing notices, mails, reminders and preferences, split by noun."""

from __future__ import annotations

from wangge.notify.actions.mails import deliver_due, revive
from wangge.notify.actions.notices import Message, forget_old, mark_all_read, mark_read, send
from wangge.notify.actions.preferences import forget_preference, set_preference
from wangge.notify.actions.reminders import drop_reminders, set_reminders, take_due

__all__ = [
    "Message",
    "deliver_due",
    "drop_reminders",
    "forget_old",
    "forget_preference",
    "mark_all_read",
    "mark_read",
    "revive",
    "send",
    "set_preference",
    "set_reminders",
    "take_due",
]
