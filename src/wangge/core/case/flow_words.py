"""The words a flow may use: who acts, who owns, what must be given, how long.

One list each, so that a typing error in a pack is met with the word that was probably meant.
Ignores what the words do: that is the commands' business.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from wangge.core.clock.limits import Limit
from wangge.core.clock.refusals import BadLimit
from wangge.core.duty import Role

#: Who may act, beside `role:<role>`.
ACTORS = frozenset({"owner", "requester", "handler", "mover", "system"})

#: Owner rules, beside `role:<role>`.
OWNERS = frozenset({"duty", "named", "handler", "stay"})

#: Owner rules under which the owner of a handled case is the one who handled it.
WORKERS_OWN = frozenset({"handler", "stay", "duty"})

#: Clock rules, beside a limit; `continue` only in a rule, never in a state.
CLOCKS = frozenset({"handling", "stay", "continue"})

#: The fields a command can bring.
NEEDS = frozenset(
    {
        "opinion",
        "reason",
        "photos",
        "before",
        "passed",
        "condition",
        "post",
        "until",
        "point",
        "item",
        "into",
        "parts",
        "destination",
        "stars",
        "reached",
    }
)

#: The roles every county has.
ROLES = frozenset(role.value for role in Role)


class Hint(NamedTuple):
    """What was probably meant, ready to append to a sentence; empty when nothing is near."""

    zh: str
    en: str


def nearest(word: str, known: Iterable[str]) -> Hint:
    """The known word closest to `word`, as the end of a sentence."""
    found = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    if not found:
        return Hint("", "")
    return Hint(f"是不是“{found[0]}”？", f" Did you mean “{found[0]}”?")


def is_limit(text: str) -> bool:
    """Whether `text` is a limit such as 15um, 4wh or 5wd."""
    try:
        Limit.parse(text)
    except BadLimit:
        return False
    return True
