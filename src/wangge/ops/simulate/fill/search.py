"""The search row of a case, as the follower of boxes would have made it."""

from __future__ import annotations

from wangge.cases.actions.boxes import search_keys
from wangge.core.case.facts import Case
from wangge.lib.search_keys import FORTNIGHT_S
from wangge.ops.simulate.fill.actions import text_of
from wangge.ops.simulate.fill.texts import Said

COLUMNS = ("case_id", "reported_at", "keys")
#: Below the fortnight of a key.
_WORD_BITS = 42


def search_line(own: str, moment: str, at: int, said: Said) -> str:
    """One row of `COLUMNS`, as COPY reads it, of a telling. `at`: seconds since 1970."""
    fortnight = at // FORTNIGHT_S << _WORD_BITS
    keys = ",".join([str(fortnight | key) for key in said.keys])
    return f"{own}\t{moment}\t{{{keys}}}"


def whole_line(case: Case) -> str:
    """The same for a case that was lived whole."""
    chain = case.chain
    land = (chain.town, chain.village, chain.grid)
    keys = search_keys(case.text, case.place, case.reported_at, land, case.line)
    return "\t".join(map(text_of, (case.id, case.reported_at, keys)))
