"""From verified rows to the one entry each begins with: land, owner, state, clock (组成导入记录).

What is the same for many rows (a grid's chain, the owner of a class there, the state of an
outcome) is found once for a batch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from wangge.cases.actions.gather import open_load, router
from wangge.cases.actions.importing.rows import Packed
from wangge.cases.actions.record import Reporter
from wangge.catalogue.access import catalogue
from wangge.core.case.events import Imported
from wangge.core.case.facts import Chain, Origin, Outcome, Party, Point
from wangge.core.case.verbs import Verb
from wangge.core.duty import Actor
from wangge.core.errors import Refusal
from wangge.core.importing.ids import reporter_id
from wangge.core.importing.judge import Fault, Verified
from wangge.core.importing.lives import Arrival, arrival, owner_of, worked_s
from wangge.core.routing import Assigned
from wangge.territory.access import NO_POINT, OUTSIDE, Points

#: How a place is called that lies in a grid, in none, or is not known.
_LOCATED = {OUTSIDE: "outside", NO_POINT: "none"}
_SOLVED = (Outcome.CLOSED, Outcome.SELF_HANDLED)


class Lives:
    """Makes the entries of one batch; asks the database nothing but the load of the posts, once."""

    def __init__(self, *, actor: Actor, now: datetime) -> None:
        self._now = now
        self._catalogue = catalogue()
        #: Open cases count as they come, so that equal posts get equal shares of a file.
        self._load: dict[UUID, int] = defaultdict(int, open_load(now))
        self._router = router(self._catalogue, now, load=self._load)
        self._by = Party(post=actor.posts[0].id if actor.posts else None, person=actor.user_id)
        self._arrivals: dict[tuple[str, Outcome], Arrival | Refusal] = {}
        self._chains: dict[int, Chain] = {}
        self._owners: dict[tuple[int, str, str], Assigned] = {}

    def that_fit(self, rows: Verified, faults: list[Fault]) -> Verified:
        """The rows whose flow knows such an end; of the others it is told."""
        good = [True] * len(rows)
        for place, key in enumerate(zip(rows.line, rows.outcome, strict=True)):
            found = self._arrival(*key)
            if isinstance(found, Refusal):
                faults.append(Fault(rows.rows[place], "outcome", found))
                good[place] = False
        return rows if all(good) else rows.only(good)

    def pack(
        self,
        rows: Verified,
        points: Points,
        ids: Sequence[UUID],
        places: Sequence[int],
        numbers: Sequence[str],
    ) -> Packed:
        """The rows at these places as cases with these numbers, packed for COPY."""
        packed = Packed()
        for place, no in zip(places, numbers, strict=True):
            self._add(packed, rows, points, ids[place], place, no)
        return packed

    def _add(
        self, packed: Packed, rows: Verified, points: Points, case_id: UUID, place: int, no: str
    ) -> None:
        grid, line, item = points.grids[place], rows.line[place], rows.item[place]
        outcome, source = rows.outcome[place], rows.source[place]
        way = self._arrival(line, outcome)
        assert isinstance(way, Arrival), "that_fit has asked"
        chain = self._chains.get(grid) or self._chain(grid, points)
        owner = self._owner(grid, chain, line, item, is_open=way.clock is not None)
        system, number = rows.system[place], rows.number[place]
        name, phone = rows.name[place], rows.phone[place]
        told = reporter_id(system, number) if name or phone else None
        lon, lat, closed_at = points.lons[place], points.lats[place], rows.closed_at[place]
        event = Imported(
            at=self._now,
            by=self._by,
            verb=Verb.IMPORT,
            kind=way.state.kind,
            id=case_id,
            no=no,
            line=line,
            item=item,
            flow=way.flow,
            state=way.state.code,
            text=rows.text[place],
            source=source,
            chain=chain,
            owner=owner.post_id,
            owner_why=owner.why,
            origin=Origin(system, number, outcome, rows.due_at[place]),
            reported_at=rows.reported_at[place],
            closed_at=closed_at,
            handled_s=self._worked(rows.reported_at[place], closed_at, line)
            if closed_at and outcome in _SOLVED
            else 0,
            clock=way.clock,
            point=None
            if lon is None or lat is None
            else Point(lon, lat, rows.datum[place], rows.lon[place], rows.lat[place]),
            place=rows.place[place],
            located=_LOCATED.get(grid, "inside"),
            territory_version=points.index.version,
            reporters=(told,) if told else (),
            opinion=rows.opinion[place],
            stars=rows.stars[place],
            escalate_at=way.escalate_at,
            extra=rows.extra[place],
        )
        case = packed.add(event, (grid, line, item, outcome, source, owner.post_id))
        if told:
            hidden = rows.confidential[place]
            reporter = Reporter(id=told, name=name, phone=phone, confidential=hidden)
            packed.add_reporter(reporter, case)

    def _arrival(self, line: str, outcome: Outcome) -> Arrival | Refusal:
        found = self._arrivals.get((line, outcome))
        if found is None:
            known = self._catalogue
            try:
                found = arrival(
                    known.flow_of(line),
                    outcome,
                    known.calendar_of(line),
                    line=known.line(line).title,
                    now=self._now,
                )
            except Refusal as why:
                found = why
            self._arrivals[line, outcome] = found
        return found

    def _chain(self, grid: int, points: Points) -> Chain:
        index = points.index
        if grid < 0:
            chain = Chain(county=index.county_id)
        else:
            grid_id, village, town, county = index.chain(index.locator.ids[grid])
            chain = Chain(county=county, town=town, village=village, grid=grid_id)
        self._chains[grid] = chain
        return chain

    def _owner(self, grid: int, chain: Chain, line: str, item: str, *, is_open: bool) -> Assigned:
        key = (max(grid, OUTSIDE), line, item)
        owner = None if is_open else self._owners.get(key)
        if owner is None:
            flow = self._catalogue.flow_of(line)
            owner = owner_of(flow, chain, self._router, line=line, item=item)
            self._owners[key] = owner
        if is_open:
            self._load[owner.post_id] += 1
        return owner

    def _worked(self, reported_at: datetime, closed_at: datetime, line: str) -> int:
        return worked_s(reported_at, closed_at, self._catalogue.calendar_of(line))
