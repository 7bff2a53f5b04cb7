"""Static files collected, hashed and compressed once, and again only when one has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> bool:
    """STATIC_ROOT holds what this version serves. True if it had to be made anew."""
    if is_current():
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    _stamp().write_text(_fingerprint())
    return True


def is_current() -> bool:
    """Whether what was collected last is what stands in the sources now."""
    return _stamp().exists() and _stamp().read_text() == _fingerprint()


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / ".stamp"


def _fingerprint() -> str:
    """Changes when any source file comes, goes or is written."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
