"""The answer a wall polls for: made once for all that ask, and only anew when something changed.

Each poll costs one small look-up (`ledger.queries.fresh`). Nothing written and nothing counted
since: the answer stands for ten seconds (deadlines pass without an entry). In a busy county it is
made anew at most every two seconds. Who has it already is told so in a few bytes (304).
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from wangge.ledger.queries.fresh import Fresh, fresh
from wangge.territory.access import NamedArea
from wangge.web.wall.figures import figures_of
from wangge.web.wall.kept import keep

#: So many entries not yet counted are more than a moment's work: the figures are still growing.
CATCHING_UP = 5_000
_CALM, _BUSY = timedelta(seconds=10), timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes to be sent, packed once, with a strong ETag."""

    plain: bytes
    packed: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The figures of an area, as value and as bytes, and where the log stood."""

    figures: dict[str, Any]
    body: Body
    stood: Fresh


def shown(
    place: NamedArea, *, top: UUID | None, now: datetime, language: str
) -> tuple[Shown, Fresh]:
    """What the wall of that area shows, and how fresh the figures are just now."""
    stands = fresh()

    def make() -> Shown:
        found = figures_of(place, top=top, now=now, language=language)
        return Shown(found, packed(found), stands)

    key = ("wall", place.id, top, language)
    found = keep(key, _CALM, make, now=now)
    if found.stood != stands:
        found = keep(key, _BUSY, make, now=now)
    return found, stands


def packed(value: object) -> Body:
    """The value as JSON, plain and compressed."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    etag = f'"{hashlib.blake2b(plain, digest_size=12).hexdigest()}"'
    return Body(plain, gzip.compress(plain, 6, mtime=0), etag)


def answer(request: HttpRequest, body: Body, content_type: str) -> HttpResponse:
    """The body, or word that the reader has it."""
    if request.headers.get("If-None-Match") == body.etag:
        said = HttpResponse(status=304)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        said = HttpResponse(body.packed, content_type=content_type)
        said["Content-Encoding"] = "gzip"
    else:
        said = HttpResponse(body.plain, content_type=content_type)
    said["ETag"] = body.etag
    said["Cache-Control"] = "private, no-cache"
    said["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    return said
