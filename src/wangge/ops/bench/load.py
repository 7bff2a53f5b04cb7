"""A cheap crowd: many keep-alive connections in one thread, each following a little script.

A script is a generator: it yields the bytes of a request and is sent the answer. So a report, a
whole life of a case or anything else is a loop in plain words, and the crowd costs the machine
little next to the server it measures.
"""

from __future__ import annotations

import contextlib
import json
import selectors
import socket
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

#: What a connection does: yields requests, is sent answers, goes on for ever or returns.
Script = Generator[bytes, "Reply", None]

_CHUNK = 65_536
_PATIENCE_S = 30.0


class Broken(ConnectionError):
    """The server went away in the middle of an answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status, its body, and how long it took in seconds."""

    status: int
    body: bytes
    took_s: float

    def json(self) -> Any:  # noqa: ANN401 - whatever the server says
        """The body as a value."""
        return json.loads(self.body)


@dataclass(slots=True)
class _Line:
    """One connection on its way."""

    socket: socket.socket
    script: Script
    got: bytearray = field(default_factory=bytearray)
    asked_at: float = 0.0


def request(method: str, path: str, token: str, body: object = None) -> bytes:
    """The bytes of a request of the JSON interface."""
    data = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data


def crowd(
    port: int, scripts: list[Script], *, seconds: float, clock: Callable[[], float] = time.monotonic
) -> float:
    """Every script runs on its own connection for so long; the seconds it truly took.

    A request under way when the time is over is still waited for. Raises Broken.
    """
    began = clock()
    with selectors.DefaultSelector() as waiting, contextlib.ExitStack() as open_lines:
        for script in scripts:
            line = _Line(socket.create_connection(("127.0.0.1", port)), script)
            open_lines.enter_context(line.socket)
            line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            waiting.register(line.socket, selectors.EVENT_READ, line)
            _ask(line, next(script))
        left = len(scripts)
        while left:
            ready = waiting.select(timeout=_PATIENCE_S)
            if not ready:
                raise Broken(f"no answer within {_PATIENCE_S:g} s")
            for key, _ in ready:
                line = key.data
                piece = line.socket.recv(_CHUNK)
                if not piece:
                    raise Broken("the server closed a connection")
                line.got += piece
                if _go_on(line, ends=clock() - began >= seconds):
                    waiting.unregister(line.socket)
                    line.socket.close()
                    left -= 1
    return clock() - began


def _go_on(line: _Line, *, ends: bool) -> bool:
    """Whether the script is over; a whole answer is given to it, a part waits for the rest."""
    reply = _whole(line)
    if reply is None:
        return False
    try:
        following = line.script.send(reply)
    except StopIteration:
        return True
    if ends:
        line.script.close()
        return True
    _ask(line, following)
    return False


def _ask(line: _Line, data: bytes) -> None:
    line.asked_at = time.monotonic()
    line.socket.sendall(data)


def _whole(line: _Line) -> Reply | None:
    head_end = line.got.find(b"\r\n\r\n")
    if head_end < 0:
        return None
    head = bytes(line.got[:head_end]).lower()
    place = head.find(b"content-length:")
    length = int(head[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0
    end = head_end + 4 + length
    if len(line.got) < end:
        return None
    body = bytes(line.got[head_end + 4 : end])
    del line.got[:end]
    return Reply(int(head[9:12]), body, time.monotonic() - line.asked_at)
