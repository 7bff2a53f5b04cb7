"""The registry's lists, one of each kind, with all columns of the kind.

People of special groups are in none of them: the rows are those of the ordinary list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wangge.core.registry.columns import Kind
from wangge.core.registry.kinds import KINDS
from wangge.registry.access import may
from wangge.registry.models import Element
from wangge.registry.queries import listing
from wangge.registry.queries.cells import said, words_for
from wangge.web.exports.listing import Asked, Listing
from wangge.web.registry.lists import wanted_of

_A_PAGE = 100
RIGHT = "registry.export"


def _rows(kind: Kind, asked: Asked) -> Iterator[Sequence[object]]:
    for page in _pages(kind, asked):
        words = words_for(
            asked.actor, kind, page, kind.columns, now=asked.now, language=asked.language
        )
        for row in page:
            yield [said(kind, column, row, words) for column in kind.columns]


def _pages(kind: Kind, asked: Asked) -> Iterator[list[Element]]:
    """The list's own pages; of land that may be read but not taken out, nothing."""
    wanted, before = wanted_of(kind, asked.given), None
    while True:
        page = listing(asked.actor, kind, wanted, before=before, limit=_A_PAGE, now=asked.now)
        yield [row for row in page.rows if may(asked.actor, RIGHT, row, now=asked.now)]
        before = page.older
        if before is None:
            return


def _listing(kind: Kind) -> Listing:
    return Listing(
        code=f"registry.{kind.code}",
        title=kind.zh,
        headings=lambda asked: [column.title(asked.language) for column in kind.columns],
        rows=lambda asked: _rows(kind, asked),
        count=lambda asked: sum(map(len, _pages(kind, asked))),
        open_to=lambda actor: actor.may(RIGHT),
        personal=kind.personal,
        purpose=f"registry.{kind.code}" if kind.code in _PURPOSES else "",
    )


#: Kinds whose data privacy names a purpose for.
_PURPOSES = frozenset(("person", "household", "organisation"))

LISTINGS = tuple(_listing(kind) for kind in KINDS.values())
