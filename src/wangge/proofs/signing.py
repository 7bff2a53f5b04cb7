"""The key certificates are signed with: in the key folder, outside the database, made once."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

_NAME = "certificate-key"


def signing_key() -> Ed25519PrivateKey:
    """The county's key; made, readable by its owner only, where there is none yet."""
    path = Path(settings.KEYS) / _NAME
    if not path.exists():
        _make(path)
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))


def public_key() -> bytes:
    """What others check certificates with."""
    return signing_key().public_key().public_bytes_raw()


def _make(path: Path) -> None:
    """Whoever comes first makes the key; nobody overwrites it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = path.with_name(f".{_NAME}-{os.getpid()}-{secrets.token_hex(4)}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex() + "\n")
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    finally:
        new.unlink()
