"""Scheduled work of the house itself, which belongs to no app."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore

from wangge.jobs.schedule import Job, register


def register_all() -> None:
    """Make the house's own jobs known."""
    register(Job("house.sessions", timedelta(days=1), _forget_sessions))


def _forget_sessions(now: datetime) -> None:
    """Sessions that opened nothing any more are gone; the store compares with its own clock."""
    SessionStore.clear_expired()
