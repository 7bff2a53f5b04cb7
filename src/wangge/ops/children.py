"""A program that is kept running: started, watched, started again after a pause when it dies."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

#: A child that lived this long was well; its next death is the first again.
_WELL_AFTER_S = 60
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30


@dataclass
class Child:
    """One program under the supervisor. Its process group is its own, so Ctrl-C is not for it."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    _started: float = 0.0
    _again_at: float = 0.0

    def start(self) -> None:
        """The program runs afterwards."""
        self.process = subprocess.Popen(
            self.command, env={**os.environ, **self.environment}, start_new_session=True
        )
        self._started = time.monotonic()

    def tend(self) -> str | None:
        """Starts the program again if it died and its pause is over. What happened, in words."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return None
            self.sweep()
            self.process = None
            self.deaths = 1 if now - self._started > _WELL_AFTER_S else self.deaths + 1
            pause_s = min(_FIRST_PAUSE_S * 2 ** (self.deaths - 1), _LONGEST_PAUSE_S)
            self._again_at = now + pause_s
            return f"{self.name} ended ({code}); starting it again in {pause_s:g} s"
        if now >= self._again_at:
            self.start()
        return None

    def ask_to_stop(self) -> None:
        """A polite signal; `wait` collects."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self, until: float) -> None:
        """The program and all it started are gone afterwards; killed if they dawdle."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, until - time.monotonic()))
        self.sweep()
        self.process.wait()

    def sweep(self) -> None:
        """Whatever is left of the process group ends at once."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
