"""A spreadsheet of a list being written: row by row, over as many turns as it takes."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from wangge.core.duty import Actor
from wangge.lib.clock import SHANGHAI
from wangge.lib.sheets import SheetWriter
from wangge.web.exports.listing import Asked, Listing

#: Time is looked at after so many rows.
_ROWS_A_LOOK = 200


class Making:
    """One export under way. A killed one is begun anew: nothing of it is anywhere yet."""

    def __init__(self, listing: Listing, asked: Asked) -> None:
        self._asked = asked
        with override(asked.language):
            title = str(listing.title)
            self._writer = SheetWriter(
                listing.headings(asked), sheet=title, watermark=watermark(asked.actor, asked.now)
            )
        self._rows: Iterator[Sequence[object]] = listing.rows(asked)

    @property
    def written(self) -> int:
        """Rows so far."""
        return self._writer.written

    def go_on(self, seconds: float) -> bool:
        """Writes for about so long; whether there is more. Refuses as the list does."""
        until = time.monotonic() + seconds
        with override(self._asked.language):
            for row in self._rows:
                self._writer.add(row)
                if self.written % _ROWS_A_LOOK == 0 and time.monotonic() > until:
                    return True
        return False

    def file(self) -> io.BytesIO:
        """The whole spreadsheet."""
        file = io.BytesIO()
        self._writer.save(file)
        file.seek(0)
        return file


def watermark(actor: Actor, now: datetime) -> str:
    """Who took it out and when, in the language of the moment."""
    post = f"（{actor.posts[0].title}）" if actor.posts else ""
    return _("%(who)s %(when)s 导出 · 仅限工作使用，不得外传") % {
        "who": f"{actor.name}{post}",
        "when": f"{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
    }
