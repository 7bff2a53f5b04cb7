"""The clock of the demo's past: one queue of moments; at each, somebody or time itself acts.

Every event comes from the judge at its simulated moment, with the roster and the load of then.
Lives of different towns never touch, so towns may be lived by different processes.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import msgspec

from wangge.cases.actions.bulk import History
from wangge.cases.actions.gather import GivenPoint, spot_at
from wangge.cases.actions.record import Reporter
from wangge.core.case.decide import decide, merge, report
from wangge.core.case.events import Event
from wangge.core.case.evolve import begin, evolve
from wangge.core.case.refusals import NotNow
from wangge.core.case.verbs import Verb
from wangge.core.case.world import Command, NewCase, World
from wangge.core.duty import Actor, Role
from wangge.core.errors import Refusal
from wangge.lib.ids import uuid7_of
from wangge.ops.simulate.behaviour import Life, Step, after_closing, besides, next_step
from wangge.ops.simulate.people import People
from wangge.ops.simulate.plan import Report

#: How often somebody who was refused tries something else.
_TRIES = 6
#: What is remembered only while a case stays in one state.
_RESET = frozenset({"sign", "assign", "return"})


@dataclass(slots=True)
class Lived:
    """What came of it: the lives, and how often the judge said no and why."""

    histories: list[History] = field(default_factory=list)
    open_now: int = 0
    events: int = 0
    refused: Counter[str] = field(default_factory=Counter)


def live(reports: Iterable[Report], people: People, *, until: datetime) -> Lived:
    """Every report is lived from its moment up to `until`."""
    return _Stage(people, until).run(list(reports))


class _Stage:
    def __init__(self, people: People, until: datetime) -> None:
        self.people = people
        self.until = until
        self.load: Counter[UUID] = Counter()
        self.lives: list[Life] = []
        self.reporters: list[tuple[Reporter, ...]] = []
        self.of_report: dict[int, Life] = {}
        self.lived = Lived()
        self._queue: list[tuple[datetime, int]] = []

    def run(self, reports: list[Report]) -> Lived:
        for number, one in enumerate(reports):
            life = Life(one, Random(one.seed))
            self.lives.append(life)
            self.reporters.append(())
            self.of_report[id(one)] = life
            heapq.heappush(self._queue, (one.at.astimezone(UTC), number))
        while self._queue:
            at, number = heapq.heappop(self._queue)
            self._happen(number, at)
        for life, told in zip(self.lives, self.reporters, strict=True):
            if life.case is not None:
                self.lived.histories.append(History(tuple(life.events), told))
                self.lived.open_now += life.case.is_open
                self.lived.events += len(life.events)
        return self.lived

    def _happen(self, number: int, at: datetime) -> None:
        """What is due for that life at that moment, then its next moment is queued."""
        life = self.lives[number]
        if life.case is None:
            self._begin(number, life, at)
        else:
            self._act(life, at)
        self._queue_next(number, life)

    def _queue_next(self, number: int, life: Life) -> None:
        moments = [step.at for step in (life.next, *life.beside[:1]) if step is not None]
        if life.now_case.escalate_at is not None and life.now_case.is_open:
            moments.append(life.now_case.escalate_at + timedelta(seconds=life.report.seed % 10))
        if moments:
            # Never before what happened last: a life goes forward.
            at = max(min(moments), life.events[-1].at + timedelta(seconds=1)).astimezone(UTC)
            if at < self.until:
                heapq.heappush(self._queue, (at, number))

    def _begin(self, number: int, life: Life, at: datetime) -> None:
        one, bits = life.report, life.dice.getrandbits
        actor = self.people.reporting(one, at)
        milliseconds = int(at.timestamp() * 1000)
        told = self._reporter(one, actor, uuid7_of(milliseconds, bits(74)))
        given = one.point and GivenPoint(lon=one.point[0], lat=one.point[1], datum="wgs84")
        world = self._world(one.topic.line, one.topic.item, actor, at)
        new = NewCase(
            id=uuid7_of(milliseconds, bits(74)),
            no=one.no,
            line=one.topic.line,
            item=world.item.code,
            text=one.text,
            source=one.source,
            spot=spot_at(given or None, place=one.place, now=at),
            reporters=(told.id,),
            requesters=(told.user_id or told.id,),
            photos=one.photos,
        )
        event = report(new, world)
        life.item = world.item
        life.events.append(event)
        life.case = begin(event)
        self.load[event.owner] += 1
        self.reporters[number] = (told,)
        life.next = self._next(life)

    def _act(self, life: Life, at: datetime) -> None:
        """Time first, then who stands beside, then who owes the step."""
        case = life.now_case
        wake = case.escalate_at
        if wake is not None and case.is_open and wake <= at:
            verb = Verb.RESUME if case.is_paused else Verb.ESCALATE
            self._say(life, Step(at, "system", Command(verb=verb)), at)
            if verb is Verb.RESUME:
                life.next = self._next(life)
            return
        if life.beside and life.beside[0].at <= at:
            self._beside(life, at)
            return
        owed = life.next
        if owed is None or owed.at > at:
            return
        said = self._say(life, owed, at)
        life.next = self._next(life) if said else self._after_refusal(life, at)

    def _beside(self, life: Life, at: datetime) -> None:
        """Somebody else says something; where that moved the case, its owner begins anew."""
        before = life.now_case
        self._say(life, life.beside.pop(0), at)
        if life.now_case.state != before.state:
            life.next = self._next(life)

    def _after_refusal(self, life: Life, at: datetime) -> Step | None:
        """Whoever is told no tries something later, less and less often, and then lets it be."""
        life.refusals += 1
        step = self._next(life) if life.refusals <= _TRIES else None
        if step is None:
            return None
        return replace(step, at=max(step.at, at + timedelta(hours=2**life.refusals)))

    def _say(self, life: Life, step: Step, at: datetime) -> bool:
        """Whether the judge allowed the step; then it has been taken."""
        case = life.now_case
        command = step.command
        try:
            if command.verb is Verb.MERGE:
                self._merge(life, step, at)
                return True
            actor = self.people.actor(step.who, life, at)
            if command.verb is Verb.ASSIGN:
                command = msgspec.structs.replace(command, post=self.people.handler_for(life, at))
            elif command.verb is Verb.RELOCATE:
                spot = life.report.grid.spots[0]
                given = GivenPoint(lon=spot.lon, lat=spot.lat, datum="wgs84")
                where = spot_at(given, place=spot.name, now=at)
                command = msgspec.structs.replace(command, spot=where)
            world = self._world(case.line, case.item, actor, at)
            self._apply(life, decide(case, command, world))
        except Refusal as refusal:
            self.lived.refused[f"{command.verb}: {refusal.code}"] += 1
            return False
        return True

    def _merge(self, life: Life, step: Step, at: datetime) -> None:
        """This life ends in the one it repeats, which keeps its reporter."""
        assert life.report.repeats is not None
        other = self.of_report[id(life.report.repeats)]
        case, main = life.now_case, other.now_case
        actor = self.people.actor(step.who, life, at)
        world = replace(self._world(case.line, case.item, actor, at), main=main)
        if not main.is_open:
            raise NotNow(state=main.state, verb="合并")
        self._apply(life, decide(case, step.command, world))
        at_main = max(at, other.events[-1].at)
        world = self._world(main.line, main.item, actor, at_main)
        self._apply(other, merge(main, (life.now_case,), world))

    def _apply(self, life: Life, event: Event) -> None:
        before = life.now_case
        after = evolve(before, event)
        life.events.append(event)
        life.case = after
        if before.is_open:
            self.load[before.owner] -= 1
        if after.is_open:
            self.load[after.owner] += 1
        if after.state != before.state or event.verb is Verb.REOPEN:
            self._enter(life)
        elif event.verb in (Verb.ASSIGN, Verb.RELOCATE):
            self._look_at_owner(life)

    def _enter(self, life: Life) -> None:
        """The life is in another state: what was remembered of the last one is forgotten."""
        case = life.now_case
        life.done -= _RESET
        life.failed_check = life.failed_check and case.state == "reported"
        life.next, life.beside = None, []
        if not case.is_open:
            life.beside = after_closing(life)
        elif case.state == "handling":
            life.beside = besides(life)
        if life.events[-1].verb is Verb.REOPEN:
            life.done.add("reopened")
        self._look_at_owner(life)

    def _look_at_owner(self, life: Life) -> None:
        post = self.people.roster.posts.get(life.now_case.owner)
        life.at_desk = post is not None and post.role == Role.DEPARTMENT

    def _next(self, life: Life) -> Step | None:
        again = life.report.repeats
        other = self.of_report.get(id(again)) if again is not None else None
        return next_step(life, other.case if other is not None else None)

    def _world(self, line: str, item: str, actor: Actor, at: datetime) -> World:
        return self.people.world(line, item, actor=actor, at=at, load=self.load)

    @staticmethod
    def _reporter(one: Report, actor: Actor, id_: UUID) -> Reporter:
        named = bool(one.name) and not one.username
        return Reporter(
            id=id_,
            name=one.name if named else actor.name,
            phone=one.phone if named else "",
            user_id=None if named else actor.user_id,
        )
