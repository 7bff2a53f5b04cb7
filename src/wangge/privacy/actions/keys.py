"""The county's keys: made at its first start."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

from wangge.privacy import keyring


def have_keys(*, now: datetime) -> bool:
    """The county has keys to seal with; whether they were made now."""
    folder = Path(settings.KEYS)
    return keyring.make(folder, keyring.suite_named(settings.CIPHERS), now=now)
