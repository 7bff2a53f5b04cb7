"""`/healthz`: whether the server can still reach its database, within a second."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from threading import Lock

import msgspec
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wangge.api.shapes.places import HealthAnswer

#: A database that has not answered by then is as good as none.
PATIENCE_S = 1.0

_lock = Lock()
_asker = ThreadPoolExecutor(1, thread_name_prefix="healthz")
_asked: Future[None] | None = None


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 ok, or 503 down. Asked by monitors, without signing in; says nothing else."""
    alive = _database_answers()
    return HttpResponse(
        msgspec.json.encode(HealthAnswer(status="ok" if alive else "down")),
        status=200 if alive else 503,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def _database_answers() -> bool:
    """In a thread of its own, for a server that hangs answers no time-out either.

    While one question hangs, no second is asked: monitors cannot pile up threads.
    """
    global _asked
    with _lock:
        if _asked is None or _asked.done():
            _asked = _asker.submit(_ask)
        asked = _asked
    try:
        asked.result(timeout=PATIENCE_S)
    except (TooLate, DatabaseError):
        return False
    return True


def _ask() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()
