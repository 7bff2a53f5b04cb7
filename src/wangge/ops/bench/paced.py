"""A crowd that keeps a pace: requests fall due by the clock, whatever the server takes for them.

A request's time counts from when it fell due, not from when a line was free to send it: a server
that stands still for a second is slow for everybody who came in that second. Without a pace each
line asks again at once. Lines that break are counted and made anew.
"""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

_CHUNK = 65_536
_PATIENCE_S = 10.0
_RETRY = re.compile(rb"\r\nretry-after: *\d+", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Answer(NamedTuple):
    """When it fell due (seconds from the beginning), how long it took, and what came."""

    due_s: float
    took_s: float
    status: int  #: 0: the line broke


@dataclass(slots=True)
class Told:
    """Every answer, and the refusals that did not say when to come again."""

    answers: list[Answer] = field(default_factory=list)
    rude: int = 0  #: 503 without Retry-After
    asked: int = 0

    @property
    def statuses(self) -> Counter[int]:
        """How many answers of each status."""
        return Counter(one.status for one in self.answers)

    def quantile_s(self, share: float) -> float:
        """The time within which that share was answered; what failed took for ever."""
        times = sorted(one.took_s if one.status < 400 else float("inf") for one in self.answers)
        return times[min(len(times) - 1, ceil(len(times) * share) - 1)] if times else 0.0


@dataclass(slots=True)
class _Line:
    socket: socket.socket
    got: bytearray = field(default_factory=bytearray)
    due_s: float | None = None  #: of the request under way


class _Crowd:
    def __init__(self, port: int, requests: Iterator[bytes], size: int, pace: float | None) -> None:
        self.port, self.requests, self.pace = port, requests, pace
        self.told = Told()
        self.began = time.monotonic()
        self.waiting = selectors.DefaultSelector()
        self.free: deque[_Line] = deque(self._line() for _ in range(size))
        self.busy: set[int] = set()
        self.lines: dict[int, _Line] = {}

    def now_s(self) -> float:
        return time.monotonic() - self.began

    def _line(self) -> _Line:
        made = socket.create_connection(("127.0.0.1", self.port), timeout=_PATIENCE_S)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return _Line(made)

    def send_due(self, until_s: float) -> None:
        """Whatever is due is under way, as far as lines are free."""
        while self.free:
            now_s = self.now_s()
            due_s = now_s if self.pace is None else self.told.asked / self.pace
            if due_s > now_s or due_s >= until_s:
                return
            line = self.free.popleft()
            self.told.asked += 1
            line.due_s = due_s
            try:
                line.socket.sendall(next(self.requests))
            except OSError:
                self._broke(line)
                continue
            self.waiting.register(line.socket, selectors.EVENT_READ, line)
            self.busy.add(id(line))
            self.lines[id(line)] = line

    def goes_on(self, until_s: float) -> bool:
        """Whether time is left, or somebody who came in time still waits for a line."""
        now_s = self.now_s()
        if now_s < until_s:
            return True
        late = self.pace is not None and self.told.asked / self.pace < until_s
        return late and now_s < until_s + _PATIENCE_S

    def patience_s(self, until_s: float) -> float:
        """How long to wait for answers before there is something else to do."""
        now_s = self.now_s()
        if now_s >= until_s:
            return _PATIENCE_S
        due_s = self.told.asked / self.pace if self.free and self.pace is not None else until_s
        return max(0.0, min(due_s, until_s) - now_s)

    def read(self, patience_s: float) -> bool:
        """Take what has come; whether anything did."""
        ready = self.waiting.select(timeout=patience_s)
        for key, _ in ready:
            self._take(key.data)
        return bool(ready)

    def _take(self, line: _Line) -> None:
        try:
            piece = line.socket.recv(_CHUNK)
        except OSError:
            piece = b""
        if not piece:
            self._away(line)
            self._broke(line)
            return
        line.got += piece
        head_end = line.got.find(b"\r\n\r\n")
        if head_end < 0:
            return
        head = bytes(line.got[: head_end + 2])
        length = _LENGTH.search(head)
        end = head_end + 4 + (int(length[1]) if length else 0)
        if len(line.got) < end:
            return
        del line.got[:end]
        self._away(line)
        status = int(head[9:12])
        self.told.rude += status == 503 and _RETRY.search(head) is None
        self._note(line, status)
        self.free.append(line)

    def _away(self, line: _Line) -> None:
        self.waiting.unregister(line.socket)
        self.busy.discard(id(line))
        self.lines.pop(id(line), None)

    def _broke(self, line: _Line) -> None:
        self._note(line, 0)
        line.socket.close()
        self.free.append(self._line())

    def _note(self, line: _Line, status: int) -> None:
        assert line.due_s is not None
        self.told.answers.append(Answer(line.due_s, self.now_s() - line.due_s, status))
        line.due_s = None

    def close(self) -> None:
        """Lines still under way broke; all are closed."""
        for line in list(self.lines.values()):
            self._away(line)
            self._note(line, 0)
            line.socket.close()
        for line in self.free:
            line.socket.close()
        self.waiting.close()


def paced(
    port: int, requests: Iterator[bytes], *, lines: int, pace: float | None, seconds: float
) -> Told:
    """What was answered to requests of so many lines in so many seconds.

    `pace`: requests a second over all lines; None: each line asks again at once. Who came in time
    is still sent and waited for at the end.
    """
    crowd = _Crowd(port, requests, lines, pace)
    try:
        while crowd.goes_on(seconds):
            crowd.send_due(seconds)
            crowd.read(crowd.patience_s(seconds))
        while crowd.busy and crowd.read(_PATIENCE_S):
            pass
    finally:
        crowd.close()
    return crowd.told
