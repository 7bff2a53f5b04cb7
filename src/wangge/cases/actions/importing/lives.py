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
from wangge.core.importing.lives import Arrival, arrival, owner_of
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
        self, rows: Verified, points: Points, ids: Sequence[UUID], numbers: Sequence[str]
    ) -> Packed:
        """The rows as cases of these ids and numbers, packed for COPY."""
        packed, version = Packed(), points.index.version
        known_as = zip(ids, numbers, rows.system, rows.number, strict=True)
        where = zip(points.grids, points.lons, points.lats, strict=True)
        given = zip(rows.lon, rows.lat, rows.datum, rows.place, strict=True)
        what = zip(rows.line, rows.item, rows.outcome, rows.source, strict=True)
        when = zip(rows.reported_at, rows.due_at, rows.closed_at, strict=True)
        said = zip(rows.text, rows.opinion, rows.stars, rows.extra, strict=True)
        who = zip(rows.name, rows.phone, rows.confidential, strict=True)
        for (
            (case_id, no, system, number),
            (grid, lon, lat),
            (given_lon, given_lat, datum, place),
            (line, item, outcome, source),
            (reported_at, due_at, closed_at),
            (text, opinion, stars, extra),
            (name, phone, confidential),
        ) in zip(known_as, where, given, what, when, said, who, strict=True):
            way = self._arrivals[line, outcome]
            assert isinstance(way, Arrival), "that_fit has asked"
            chain = self._chains.get(grid) or self._chain(grid, points)
            key = (grid, line, item if way.by_item else "")
            owner = self._owners.get(key) if closed_at else None
            if owner is None:
                owner = self._owner(key, chain, item, closed_at)
            told = reporter_id(system, number) if name or phone else None
            solved = closed_at is not None and outcome in _SOLVED
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
                text=text,
                source=source,
                chain=chain,
                owner=owner.post_id,
                owner_why=owner.why,
                origin=Origin(system, number, outcome, due_at),
                reported_at=reported_at,
                closed_at=closed_at,
                handled_s=way.counted(closed_at) - way.counted(reported_at) if solved else 0,
                clock=way.clock,
                point=None if lon is None else Point(lon, lat, datum, given_lon, given_lat),
                place=place,
                located=_LOCATED.get(grid, "inside"),
                territory_version=version,
                reporters=(told,) if told else (),
                opinion=opinion,
                stars=stars,
                escalate_at=way.escalate_at,
                extra=extra,
            )
            case = packed.add(event, (line, item, outcome, source), (grid, owner.post_id))
            if told:
                reporter = Reporter(id=told, name=name, phone=phone, confidential=confidential)
                packed.add_reporter(reporter, case)
        return packed

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

    def _owner(
        self, key: tuple[int, str, str], chain: Chain, item: str, closed_at: datetime | None
    ) -> Assigned:
        """Who takes it; an open one, among equals, the post with the fewest, as they come."""
        _, line, _ = key
        flow = self._catalogue.flow_of(line)
        owner = owner_of(flow, chain, self._router, line=line, item=item)
        if closed_at is None:
            self._load[owner.post_id] += 1
        else:
            self._owners[key] = owner
        return owner
