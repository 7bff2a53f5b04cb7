"""What the tallies must remember of a case: its life as far as it counts.

A fold of its events (`core.tally.living`), smaller than the case itself, and able to say what a
case fact forgets (when it was filed, whether its handling was late). Personal data never come in.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from wangge.core.case.facts import Chain
from wangge.core.tally.measures import Measure


class Happened(msgspec.Struct, frozen=True, array_like=True):
    """Something that may happen to a case again and again, counted on its day."""

    measure: Measure
    on: date
    post: UUID | None = None  #: the post it is put down to


class Stars(msgspec.Struct, frozen=True, array_like=True):
    """The last rating of one requester."""

    person: UUID
    on: date
    stars: int


class Verdict(msgspec.Struct, frozen=True, array_like=True):
    """What was said in the last call-back that reached somebody 回访结论."""

    on: date
    solved: bool
    satisfied: bool


class Stay(msgspec.Struct, frozen=True, array_like=True):
    """A state the case left again, if the end of a day passed in it: [since, until)."""

    state: str
    since: date
    until: date
    post: UUID | None = None  #: that owed the next step


class Former(msgspec.Struct, frozen=True, array_like=True):
    """The land a case counted for before a border moved: what happened until then stays there."""

    until: date  #: the day of the move; what counts on it already counts for the new land
    chain: Chain


class Life(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One case, as far as it counts, after `seq` events. New fields go to the end."""

    seq: int
    flow: str
    line: str
    item: str
    chain: Chain
    state: str
    owner: UUID
    reported_on: date
    open: bool = True
    due_at: datetime | None = None  #: None while paused or closed
    filed_on: date | None = None
    just_filed: bool = False  #: by the last move: taking it back undoes the filing
    handler: UUID | None = None  #: the post that has, or last had, it to handle
    handled_on: date | None = None
    handled_s: int = 0
    late: bool = False  #: it left the handling state after its deadline
    closed_on: date | None = None
    outcome: Measure = Measure.CLOSED
    happened: tuple[Happened, ...] = ()
    ratings: tuple[Stars, ...] = ()
    former: tuple[Former, ...] = ()  #: oldest first; empty while no border moved over it
    since: date | None = None  #: it is in this state, with this owner, since; None: the report
    stays: tuple[Stay, ...] = ()  #: oldest first
    due_on: date | None = None  #: the day by which it is, or was last, to be handled
    collector: UUID | None = None  #: the grid worker's post that reported it
    public: bool = False  #: reported by the public
    verdict: Verdict | None = None

    def chain_on(self, day: date) -> Chain:
        """The land for which counts what happened on that day."""
        return next((one.chain for one in self.former if day < one.until), self.chain)
