"""Several commands of one process, one commit. 合并提交。

A commit waits for the disk, and costs the database as much as writing a case does. So commands
that wait at the same time are judged one after the other, what they would write is gathered, and
all of it goes to the database as one transaction; nobody is answered before that has ended. Should
it be refused, because two of them met each other or something written meanwhile, then nothing was
written and each command is done again for itself: a bad one never fails its neighbours.

For commands that write once, with `record`, and at their end: those within a transaction of their
own write at once, in that transaction, as ever.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple, TypeVar

import psycopg
from django.db import connection

from wangge.cases.statements import own_connection, send

T = TypeVar("T")


class Write(NamedTuple):
    """One statement of one command; `many(n)` is the statement that does n of the kind at once."""

    statement: str
    values: Sequence[object]
    many: Callable[[int], str]


class Failed(NamedTuple):
    """A command that raised; nothing of it was written."""

    error: Exception


class _Here(threading.local):
    gathered: list[Write] | None = None


_here = _Here()


def gather(write: Write) -> bool:
    """Whether the write waits for its neighbours; if not, whoever asks must do it himself."""
    if _here.gathered is None or connection.in_atomic_block:
        return False
    _here.gathered.append(write)
    return True


def do_together(commands: Sequence[Callable[[], T]]) -> list[T | Failed]:
    """What each command gave, or that it failed; what they wrote is durable by then.

    Raises psycopg.Error when the database went away: then nobody knows what was written, and
    whoever sent his own id may send it again.
    """
    outcomes: list[T | Failed] = []
    wrote: list[bool] = []
    with _gathering() as gathered:
        for command in commands:
            before = len(gathered)
            outcome = _done(command)
            if isinstance(outcome, Failed):
                del gathered[before:]
            outcomes.append(outcome)
            wrote.append(len(gathered) > before)
    if not gathered:
        return outcomes
    try:
        _write(gathered)
    except psycopg.Error:
        if connection.connection is None or connection.connection.closed:
            raise
        return [
            _done(command) if again else outcome
            for command, outcome, again in zip(commands, outcomes, wrote, strict=True)
        ]
    return outcomes


@contextmanager
def _gathering() -> Iterator[list[Write]]:
    _here.gathered = []
    try:
        yield _here.gathered
    finally:
        _here.gathered = None


def _done(command: Callable[[], T]) -> T | Failed:
    try:
        return command()
    except Exception as error:
        return Failed(error)


def _write(writes: Sequence[Write]) -> None:
    """All of it is written, or nothing: one statement by itself, several in one transaction."""
    statements = list(_joined(writes))
    if len(statements) == 1:
        send(*statements[0])
        return
    raw = own_connection()
    with raw.pipeline(), raw.transaction():
        for statement, values in statements:
            send(statement, values)


#: Rows of one statement: each number of rows is a statement of its own, prepared and remembered.
_MOST_ROWS = 16


def _joined(writes: Sequence[Write]) -> Iterator[tuple[str, Sequence[object]]]:
    """The statements to send, those of one kind with all their rows in one."""
    kinds: dict[str, list[Write]] = {}
    for write in writes:
        kinds.setdefault(write.statement, []).append(write)
    for alike in kinds.values():
        many = alike[0].many
        for first in range(0, len(alike), _MOST_ROWS):
            some = alike[first : first + _MOST_ROWS]
            yield many(len(some)), [value for one in some for value in one.values]
