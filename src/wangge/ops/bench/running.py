"""A throw-away county that runs as it would for people, to be measured from outside."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wangge.lib.clock import utc_now
from wangge.ops.county import county
from wangge.ops.trouble import Trouble

_WANGGE = (sys.executable, "-m", "wangge")
_PATIENCE_S = 90.0


@dataclass(frozen=True, slots=True)
class Running:
    """Where it is and with which token one speaks to it."""

    data: Path
    port: int
    token: str


@contextlib.contextmanager
def running_county() -> Iterator[Running]:
    """Inside, a county of its own answers, with the demo's posts; durable like any other.

    The caller may import models: this process works on that county too.
    """
    with tempfile.TemporaryDirectory(prefix="wangge-bench-") as folder:
        data, port = Path(folder) / "data", free_port()
        child = start(data, port)
        try:
            with county(data):
                yield Running(data, port, _install())
        finally:
            child.send_signal(signal.SIGINT)
            child.wait()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _answers(port: int) -> bool:
    """Whether the county on that port answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return True
    except OSError:
        return False


def _environment() -> dict[str, str]:
    """Ours, but never somebody's own county."""
    return {name: value for name, value in os.environ.items() if name != "WANGGE_DATABASE_URL"}


def start(data: Path, port: int, *, look_every_s: float = 0.05) -> subprocess.Popen[bytes]:
    """The county of that folder, answering. Raises Trouble when it does not in good time."""
    began = time.monotonic()
    child = subprocess.Popen(
        [*_WANGGE, "up", f"--data={data}", f"--port={port}"],
        stdout=subprocess.DEVNULL,
        env=_environment(),
    )
    while not _answers(port):
        if child.poll() is not None or time.monotonic() - began > _PATIENCE_S:
            child.kill()
            raise Trouble(f"The county did not answer within {_PATIENCE_S:g} s; see above.")
        time.sleep(look_every_s)
    return child


def _install() -> str:
    """The demo's posts and people; a token of its first resident."""
    from wangge.accounts.actions.tokens import make_token  # why: only a county has models
    from wangge.accounts.models import User  # why: only a county has models
    from wangge.territory.actions import install_demo_posts  # why: only a county has models

    now = utc_now()
    install_demo_posts(now)
    time.sleep(1.5)  # the server looks for a new roster once a second
    return make_token(User.objects.get(username="chenyi"), title="bench", now=now)
