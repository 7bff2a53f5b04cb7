"""Photos that came with a form which must be mended: kept, shown again, not sent twice.

A form carries their signed names; a small picture of each stands in the page itself, for a photo
that belongs to no case yet has no address.
"""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterable
from typing import NamedTuple

from django.core import signing
from PIL import Image

from wangge.cases.actions.evidence import path_of

_SALT = "web.resident.photo"
_SIDE_PX = 160


class KeptPhoto(NamedTuple):
    """A photo already here: what the form carries, and a small picture of it."""

    token: str
    data: str


def read_kept(tokens: Iterable[str]) -> tuple[str, ...]:
    """The hashes a form carries; what was not signed here is left out."""
    found = []
    for token in tokens:
        try:
            found.append(str(signing.loads(token, salt=_SALT, max_age=24 * 3600)))
        except signing.BadSignature:
            continue
    return tuple(dict.fromkeys(found))


def show_kept(hashes: Iterable[str]) -> list[KeptPhoto]:
    """The photos as the form shows them again."""
    return [KeptPhoto(signing.dumps(one, salt=_SALT), _small(one)) for one in hashes]


def _small(digest: str) -> str:
    with Image.open(path_of(digest)) as picture:
        picture.draft("RGB", (_SIDE_PX, _SIDE_PX))
        picture.thumbnail((_SIDE_PX, _SIDE_PX))
        stored = io.BytesIO()
        picture.save(stored, "JPEG", quality=70)
    return f"data:image/jpeg;base64,{b64encode(stored.getvalue()).decode()}"
