"""Running a program as somebody who is not root, because PostgreSQL refuses to be root.

As an ordinary user nothing changes. As root the program runs as nobody, or, where nobody cannot
reach its files (a checkout under /root), as root's own stand-in inside a user namespace.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wangge.ops.trouble import Trouble

_NOBODY = 65534


class CannotBeUnprivileged(Trouble):
    """Root, and no way to be anybody else; the message says what to do."""


@dataclass(frozen=True)
class Somebody:
    """How to start a program as an unprivileged user, and to whom its files belong."""

    #: The owner of the files; None leaves them alone.
    owner: int | None = None
    #: Goes before the command.
    prefix: tuple[str, ...] = ()
    #: Goes to subprocess.Popen.
    popen: dict[str, Any] = field(default_factory=dict)

    def take(self, top: Path) -> None:
        """`top` and all below it belong to the user; nothing is done where `top` does already."""
        if self.owner is None or top.stat().st_uid == self.owner:
            return
        for folder, folders, files in os.walk(top):
            for name in (*folders, *files):
                os.chown(Path(folder) / name, self.owner, self.owner, follow_symlinks=False)
        os.chown(top, self.owner, self.owner)


def for_paths(*paths: Path) -> Somebody:
    """Whoever can reach all of `paths` and is not root."""
    if os.geteuid() != 0:
        return Somebody()
    if all(_nobody_may_enter(path) for path in paths):
        popen = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}
        return Somebody(owner=_NOBODY, popen=popen)
    mapped = ("unshare", "--user", f"--map-user={_NOBODY}", f"--map-group={_NOBODY}")
    if not _works(mapped):
        raise CannotBeUnprivileged(
            "PostgreSQL refuses to run as root, and no other user can reach "
            f"{' and '.join(str(path) for path in paths)}. Start Wangge as an ordinary user, or "
            "from a folder that everybody may enter."
        )
    return Somebody(owner=0, prefix=mapped)


def _works(prefix: tuple[str, ...]) -> bool:
    """Whether this machine has and allows user namespaces; containers often do not."""
    try:
        return subprocess.run([*prefix, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def _nobody_may_enter(path: Path) -> bool:
    """Whether the user nobody can walk down to `path`; what does not exist yet is no hindrance."""
    for folder in (path, *path.parents):
        if folder.is_dir():
            state = folder.stat()
            if not state.st_mode & (0o100 if state.st_uid == _NOBODY else 0o001):
                return False
    return True
