"""Whether a county was already prepared for exactly this program, so that `up` need not look again.

A stamp in the data folder holds a fingerprint of the program's files. It says nothing of an
outside database, which others may change: there `prepare` always runs.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


class Prepared:
    """The stamp of one county; a demo county is prepared further than another."""

    def __init__(self, data: Path, *, demo: bool) -> None:
        self._stamp = data / (".prepared-demo" if demo else ".prepared")

    def already(self) -> bool:
        """Whether this very program has prepared this county before."""
        return self._stamp.exists() and self._stamp.read_text() == _fingerprint()

    def note(self) -> None:
        """The county has just been prepared."""
        self._stamp.write_text(_fingerprint())


def _fingerprint() -> str:
    """Changes when any file of the package comes, goes or is written, or Django is another."""
    digest = hashlib.sha256(version("django").encode())
    for path in sorted(_PACKAGE.rglob("*")):
        if path.suffix != ".pyc" and path.is_file():
            state = path.stat()
            line = f"{path.relative_to(_PACKAGE)}\0{state.st_size}\0{state.st_mtime_ns}\n"
            digest.update(line.encode())
    return digest.hexdigest()
