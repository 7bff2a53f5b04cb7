"""A throw-away county that runs as it would for people, to be measured from outside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from wangge.ops.trouble import Trouble

_WANGGE = (sys.executable, "-m", "wangge")
_PATIENCE_S = 90.0


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(port: int) -> bool:
    """Whether the county on that port answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return True
    except OSError:
        return False


def environment() -> dict[str, str]:
    """Ours, but never somebody's own county."""
    theirs = ("WANGGE_DATABASE_URL", "WANGGE_KEYS", "DATA", "DJANGO_SETTINGS_MODULE")
    return {name: value for name, value in os.environ.items() if name not in theirs}


def start(data: Path, port: int, *, look_every_s: float = 0.05) -> subprocess.Popen[bytes]:
    """The county of that folder, answering. Raises Trouble when it does not in good time."""
    began = time.monotonic()
    child = subprocess.Popen(
        [*_WANGGE, "up", f"--data={data}", f"--port={port}"],
        stdout=subprocess.DEVNULL,
        env=environment(),
    )
    while not answers(port):
        if child.poll() is not None or time.monotonic() - began > _PATIENCE_S:
            child.kill()
            raise Trouble(f"The county did not answer within {_PATIENCE_S:g} s; see above.")
        time.sleep(look_every_s)
    return child
