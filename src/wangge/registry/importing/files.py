"""The uploaded files on the disk: sealed, under the id of their import, in DATA/imports."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from wangge.lib.ciphers import CannotOpen
from wangge.lib.vault import new_key, read_sealed, write_sealed
from wangge.privacy.sealing import ring, seal, unseal
from wangge.registry.importing.refusals import FileGone, FileTooLarge
from wangge.registry.models import Import

#: What the key of a file is sealed as.
KEY = "import.key"

MOST_BYTES = 200 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies on the disk."""

    key_sealed: bytes
    sha256: str
    size: int


def keep(import_id: UUID, pieces: Iterable[bytes]) -> Kept:
    """The file lies sealed on the disk. Refuses: FileTooLarge."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, key = hashlib.sha256(), new_key(ring().current.suite)
    size = 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for piece in pieces:
            size += len(piece)
            if size > MOST_BYTES:
                raise FileTooLarge(field="file", size=size >> 20, most=MOST_BYTES >> 20)
            digest.update(piece)
            yield piece

    try:
        write_sealed(_path(import_id), counted(), key)
    except BaseException:
        forget(import_id)
        raise
    return Kept(seal(key, of=KEY, row=import_id), digest.hexdigest(), size)


def opened(row: Import) -> io.BytesIO:
    """The file as it was uploaded, in memory. Refuses: FileGone."""
    if row.key_sealed is None:
        raise FileGone
    try:
        key = unseal(row.key_sealed, of=KEY, row=row.id)
        return io.BytesIO(b"".join(read_sealed(_path(row.id), key)))
    except (OSError, CannotOpen):
        raise FileGone from None


def forget(import_id: UUID) -> None:
    """The file is gone from the disk, if it was there."""
    _path(import_id).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA) / "imports"


def _path(import_id: UUID) -> Path:
    return _folder() / f"{import_id}.sealed"
