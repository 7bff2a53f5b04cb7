"""One share of the past: made in memory, written in one transaction.

Short lives are told from patterns; a few whole lives are lived before the judge as the demo's are.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

import numpy as np
from django.db import transaction

from wangge.cases.actions.bulk import History, record_histories
from wangge.cases.actions.gather import GivenPoint, spot_at
from wangge.cases.actions.numbers import take_numbers
from wangge.cases.actions.record import ENTRY, REPORTER, ROW
from wangge.catalogue.access import catalogue
from wangge.core.case.events import Imported, Moved, Reported
from wangge.core.case.evolve import replay
from wangge.core.case.facts import Chain, Outcome, Party
from wangge.core.case.verbs import Verb
from wangge.core.case.world import NewCase
from wangge.core.clock.limits import Counting
from wangge.core.clock.meters import meter_of
from wangge.core.duty import STRANGER, SYSTEM
from wangge.core.errors import Refusal
from wangge.core.importing.lives import arrival, owner_of
from wangge.core.tally import (
    GaugeKey,
    Life,
    Sums,
    add_change,
    begin_life,
    live_on,
)
from wangge.ledger import actions as ledger
from wangge.ledger.followers import handling_states
from wangge.lib.clock import SHANGHAI, midnight
from wangge.lib.ids import uuid7, uuid7_of
from wangge.ops.simulate.fill import search
from wangge.ops.simulate.fill.actions import copy_lines, text_of
from wangge.ops.simulate.fill.patterns import (
    UNTOLD,
    NoPattern,
    Pattern,
    brought_pattern,
    pattern_of,
)
from wangge.ops.simulate.fill.shares import Made, Setting, Unit
from wangge.ops.simulate.fill.telling import LONGEST_S, Group, Lines, tell
from wangge.ops.simulate.fill.texts import Scene
from wangge.ops.simulate.life import live
from wangge.ops.simulate.people import People
from wangge.ops.simulate.places import Grid
from wangge.ops.simulate.plan import Report, plan
from wangge.ops.simulate.words import fix_text, topics
from wangge.territory.access import territory_index

_OTHER_SOURCES = ("resident", "hotline", "wechat", "video", "department", "petition", "leader")
_INVOLVED = ("id", "post_id", "case_id", "last_at", "last_verb", "reported_at")
#: Kinds of trouble that one grid mostly has.
_HOT = 14
#: One poster in ten is the village's desk, told by somebody from outside.
_DESK = 0.1
#: What a case waits for that is to stay open, and how many of each.
_SCRIPTS = ("wait", "wait", "wait", "verify", "fresh", "suspend", "precheck", "")
#: Whole lives of one day, at least.
_A_DAY = 20
#: Of those that stay open: (share, reported within so many days).
_RECENT = ((0.5, 1.2), (0.3, 6.0), (0.2, 75.0))


class Maker:
    """Makes units, one after the other, in one process."""

    def __init__(self, setting: Setting) -> None:
        self._at = setting
        self._people = People()
        self._handling = handling_states()
        self._index = territory_index(at=setting.middle)
        self._scenes: dict[int, Scene] = {}
        self._patterns: dict[tuple[int, int, int], Pattern | None] = {}
        self._load: Counter[UUID] = Counter()
        known = catalogue()
        lines = {topic.line for topic in topics()}
        self._counted = {
            line: meter_of(Counting.working, known.calendar_of(line)).count for line in lines
        }
        self._hot = [self._topics_of(grid) for grid in setting.grids]
        weights = np.array([grid.weight for grid in setting.grids])
        self._weights = weights / weights.sum()

    def make(self, unit: Unit) -> Made:
        """The unit's rows stand, all of them or none."""
        made, sums = Made(unit.number), Sums()
        rng = Random(f"{self._at.seed} unit {unit.number}")
        # Numbers are given out beforehand: units must not wait for each other's days.
        came = self._at.came.astimezone(SHANGHAI).date()
        numbers = [
            take_numbers(came if unit.brought else day, count)
            for day, count in zip(unit.days, unit.short, strict=True)
        ]
        reports = self._reports(unit, rng)
        days = frozenset(unit.days)
        with transaction.atomic():
            for day, some in zip(unit.days, numbers, strict=True):
                self._short_lives(day, some, unit.brought, sums, made, rng)
            self._whole_lives(reports, sums, made, rng)
            self._copy_days({key: what for key, what in sums.items() if key.day in days})
        rest = {key: what for key, what in sums.items() if key.day not in days}
        with (self._at.folder / f"{unit.number}.pickle").open("wb") as file:
            pickle.dump(list(ledger.day_rows(rest, self._at.places)), file)
        return made

    def _copy_days(self, sums: Sums) -> None:
        lines = (
            "\t".join(["\\N" if cell is None else str(cell) for cell in row])
            for row in ledger.day_rows(sums, self._at.places)
        )
        copy_lines("ledger_daytally", list(ledger.DAY_COLUMNS), lines)

    # -- short lives

    def _short_lives(
        self,
        day: date,
        numbers: Sequence[str],
        brought: bool,
        sums: Sums,
        made: Made,
        rng: Random,
    ) -> None:
        groups = list(self._groups(day, len(numbers), brought, sums, rng))
        lines = tell(day, groups, numbers, self._at.came, rng)
        _write(lines)
        made.cases += len(lines.cases)
        made.entries += len(lines.entries)

    def _groups(
        self, day: date, count: int, brought: bool, sums: Sums, rng: Random
    ) -> Iterable[Group]:
        """What the day holds: a few kinds of trouble in every grid, as its workers walk it."""
        drawn = np.random.default_rng(rng.getrandbits(60)).multinomial(count, self._weights)
        at = midnight(day) + timedelta(hours=9)
        for number, wanted in enumerate(drawn.tolist()):
            kinds = min(wanted, 1 + wanted // 8, 4)
            for part in range(kinds):
                share = wanted // kinds + (part < wanted % kinds)
                pattern = self._some_pattern(number, brought, rng)
                topic = topics()[pattern.topic]
                took = rng.randrange(120, LONGEST_S) if brought else 300
                done = at + timedelta(seconds=took)
                counted_s = self._counted[topic.line]
                worked = counted_s(done) - counted_s(at) if brought else 0
                life = pattern.life_on(at, done, worked, self._handling)
                _add_times(sums, life, share)
                counted = "\t".join(map(text_of, ledger.case_row(_NOBODY, life)[1:]))
                scene = self._scenes[pattern.grid]
                fixed = fix_text(topic, rng)
                yield Group(pattern, scene, topic, share, counted, took, worked, fixed)

    def _some_pattern(self, number: int, brought: bool, rng: Random) -> Pattern:
        """A pattern of that grid; of another one, where nothing of it can be told."""
        for _ in range(50):
            topic = rng.choice(self._hot[number])
            poster = 0 if rng.random() < _DESK else 1 + int(rng.random() * 3)
            key = (number, -1 - (poster == 0) if brought else poster, topic)
            if key not in self._patterns:
                judged = self._brought if brought else self._judged
                self._patterns[key] = judged(*key, rng)
            found = self._patterns[key]
            if found is not None:
                return found
            number = rng.randrange(len(self._hot)) if rng.random() < 0.2 else number
        msg = "no short life can be lived in this county"
        raise AssertionError(msg)

    def _brought(self, number: int, way: int, topic_number: int, rng: Random) -> Pattern | None:
        grid, topic, at = self._at.grids[number], topics()[topic_number], self._at.came
        if not self._scene(number).usable:
            return None
        world = self._people.world(topic.line, topic.item, actor=SYSTEM, at=at, load=self._load)
        village, town, county = self._index.chain(grid.id)[1:]
        chain = Chain(county=county, town=town, village=village, grid=grid.id)
        line = topic.line
        try:
            end = arrival(world.flow, Outcome.SELF_HANDLED, world.calendar, line=line, now=at)
            owner = owner_of(world.flow, chain, world.router, line=line, item=world.item.code)
        except Refusal:
            return None
        self._load[owner.post_id] += 1
        return brought_pattern(
            Imported(
                at=at,
                by=Party(),
                verb=Verb.IMPORT,
                kind=end.state.kind,
                line=line,
                item=world.item.code,
                flow=end.flow,
                state=end.state.code,
                source="grid_worker" if way == -1 else rng.choice(_OTHER_SOURCES),
                chain=chain,
                owner=owner.post_id,
                owner_why=owner.why,
                located="inside",
                territory_version=self._index.version,
                **UNTOLD,
            ),
            grid=number,
            topic=topic_number,
        )

    def _scene(self, number: int) -> Scene:
        known = self._scenes.get(number)
        if known is None:
            grid, seed = self._at.grids[number], str(self._at.seed)
            known = self._scenes[number] = Scene(grid, self._index, seed)
        return known

    def _judged(self, number: int, poster: int, topic_number: int, rng: Random) -> Pattern | None:
        grid, topic, at = self._at.grids[number], topics()[topic_number], self._at.middle
        scene = self._scene(number)
        code = f"P-{grid.code}-{poster}" if poster else f"P-{grid.code[:12]}-desk"
        actor = self._people.coded(code, at)
        if actor is STRANGER or not scene.usable:
            return None
        lon, lat = scene.some_point()
        spot = spot_at(GivenPoint(lon=lon, lat=lat, datum="wgs84"), place="x", now=at)
        world = self._people.world(topic.line, topic.item, actor=actor, at=at, load=self._load)
        told = () if poster else (uuid7(),)
        new = NewCase(
            id=uuid7(),
            no="C",
            line=topic.line,
            item=world.item.code,
            text="x",
            source="grid_worker" if poster else rng.choice(("wechat", "hotline", "resident")),
            spot=spot,
            reporters=told,
            requesters=told,
        )
        after = self._at.photos[topic.photo].after[:1]
        try:
            found = pattern_of(
                new, fix_text(topic, rng), after, world, grid=number, topic=topic_number
            )
        except (Refusal, NoPattern):
            return None
        assert found.lived is not None
        self._load[found.lived.events[0].owner] += 1
        return found

    def _topics_of(self, grid: Grid) -> list[int]:
        rng, known = Random(f"{self._at.seed} hot {grid.code}"), topics()
        weights = [one.weight * (one.town if grid.urban else 1.0) for one in known]
        return rng.choices(range(len(known)), weights=weights, k=_HOT)

    # -- whole lives

    def _whole_lives(self, reports: list[Report], sums: Sums, made: Made, rng: Random) -> None:
        if not reports:
            return
        lived = live(reports, self._people, until=self._at.now)
        record_histories(lived.histories, batch=len(reports))
        lines = Lines()
        for history in lived.histories:
            self._follow(history, lines, sums, made.gauges, rng)
        _write(lines)
        made.cases += len(lived.histories)
        made.entries += lived.events
        made.open_now += lived.open_now

    def _reports(self, unit: Unit, rng: Random) -> list[Report]:
        now, found = self._at.now, list[Report]()
        if unit.whole:  # `plan` wants some cases a day
            days = rng.sample(unit.days, min(len(unit.days), max(1, unit.whole // _A_DAY)))
            for day in days:
                found += plan(
                    self._at.grids,
                    start=midnight(day),
                    now=midnight(day + timedelta(days=1)),
                    cases=round(unit.whole / len(days)),
                    seed=rng.getrandbits(40),
                )
        for share, age in _RECENT if unit.staying else ():
            some = plan(
                self._at.grids,
                start=now - timedelta(days=age),
                now=now,
                cases=round(unit.staying * share),
                seed=rng.getrandbits(40),
            )
            for one in some:
                one.script = rng.choice(_SCRIPTS)
            found += some
        found.sort(key=lambda one: (one.at, one.seed))
        for one in found:
            pair = self._at.photos[one.topic.photo]
            one.photos = (rng.choice(pair.before),) if one.with_photo else ()
            one.after = (rng.choice(pair.after),)
        _number(found)
        return found

    def _follow(
        self,
        history: History,
        lines: Lines,
        sums: Sums,
        gauges: dict[GaugeKey, list[int]],
        rng: Random,
    ) -> None:
        """What the followers would have made of this life."""
        first, *rest = history.events
        assert isinstance(first, Reported)
        life: Life = begin_life(first, self._handling)
        involved: dict[UUID, tuple[datetime, str]] = {}
        for event in history.events:
            for post in (event.by.post, event.owner if isinstance(event, Moved) else None):
                if post is not None:
                    involved[post] = (event.at, event.verb.value)
        for event in rest:
            life = live_on(life, event, self._handling)
        add_change(sums, None, life)
        ledger.add_gauges(gauges, life, 1, self._at.overdue_until)
        case = replay(history.events)
        lines.counted.append("\t".join(map(text_of, ledger.case_row(case.id, life))))
        lines.search.append(search.whole_line(case))
        for post, (at, verb) in involved.items():
            own = uuid7_of(int(at.timestamp() * 1000), rng.getrandbits(74))
            lines.involved.append(
                f"{own.hex}\t{post.hex}\t{case.id.hex}\t{at}\t{verb}\t{case.reported_at}"
            )


_NOBODY = UUID(int=0)


def _number(reports: Sequence[Report]) -> None:
    by_day: dict[date, list[Report]] = {}
    for one in reports:
        by_day.setdefault(one.at.astimezone(SHANGHAI).date(), []).append(one)
    for day, some in by_day.items():
        for one, no in zip(some, take_numbers(day, len(some)), strict=True):
            one.no = no


def _add_times(sums: Sums, life: Life, times: int) -> None:
    """Add what so many lives like this one count for."""
    one: Sums = {}
    add_change(one, None, life)
    for key, counted in one.items():
        into = sums.get(key)
        if into is None:
            sums[key] = {what: amount * times for what, amount in counted.items()}
            continue
        for what, amount in counted.items():
            into[what] = into.get(what, 0) + amount * times


def _write(lines: Lines) -> None:
    copy_lines("cases_case", ["id", "no", *ROW], lines.cases)
    copy_lines("audit_entry", ENTRY, lines.log())
    copy_lines("cases_searchtext", search.COLUMNS, lines.search)
    copy_lines("cases_involvement", _INVOLVED, lines.involved)
    copy_lines("ledger_countedcase", list(ledger.CASE_COLUMNS), lines.counted)
    copy_lines("cases_reporter", REPORTER, lines.reporters)
