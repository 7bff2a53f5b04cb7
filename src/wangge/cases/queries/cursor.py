"""Where a list went on: the place after the last row shown, signed so that nobody makes one up.

A cursor belongs to one list and one set of filters; taken elsewhere it is refused, for it would
silently skip rows there.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec
from django.core.signing import BadSignature, Signer

from wangge.core.errors import Invalid


class BadCursor(Invalid):
    """A cursor that this list did not give."""

    code = "bad_cursor"
    zh = "翻页标记无效，或不属于这个列表。请从第一页重新开始。"
    en = "This cursor is not valid for this list. Begin again without a cursor."


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """The last row shown: its instant (None: rows without one) and its id."""

    at: datetime | None
    id: UUID

    def instant(self) -> datetime:
        """The instant, in a list all of whose rows have one. Refuses: BadCursor."""
        if self.at is None:
            raise BadCursor(field="cursor")
        return self.at


_DECODER = msgspec.msgpack.Decoder(Mark)


def write_cursor(mark: Mark, *, of: object) -> str:
    """The cursor after that row of the list described by `of`."""
    payload = urlsafe_b64encode(msgspec.msgpack.encode(mark)).decode().rstrip("=")
    return _signer(of).sign(payload)


def read_cursor(cursor: str, *, of: object) -> Mark:
    """What `write_cursor` wrote for the same list. Refuses: BadCursor."""
    try:
        payload = _signer(of).unsign(cursor)
        return _DECODER.decode(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (BadSignature, ValueError, msgspec.DecodeError):
        raise BadCursor(field="cursor") from None


def _signer(of: object) -> Signer:
    described = sha256(msgspec.json.encode(of, order="sorted")).hexdigest()[:16]
    return Signer(sep=".", salt=f"cases.list.{described}")
