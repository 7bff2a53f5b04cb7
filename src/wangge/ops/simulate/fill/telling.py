"""Tell patterns again: the rows of one day of short lives, as COPY reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import accumulate
from random import Random
from typing import NamedTuple
from uuid import UUID

import msgspec

from wangge.cases.actions.record import Reporter, reporter_values
from wangge.lib.chain import genesis, link
from wangge.lib.clock import midnight
from wangge.lib.ids import uuid7_of
from wangge.ops.simulate.fill.actions import text_of
from wangge.ops.simulate.fill.patterns import Pattern, why
from wangge.ops.simulate.fill.search import search_line
from wangge.ops.simulate.fill.texts import Scene, said_of
from wangge.ops.simulate.numbers import telephone
from wangge.ops.simulate.words import Topic, fix_text
from wangge.territory.people import invented_name

#: How busy the hours of the day are, from 6 to 21: what begins then is over before midnight.
_HOURS = (1, 4, 8, 9, 8, 5, 3, 4, 7, 8, 7, 5, 3, 2, 1)
_FIRST_HOUR = 6
_SUMS = list(accumulate(_HOURS))
#: Callers, the busiest ones first.
_CALLERS = 400_000
_DAY_S = 86_400
_SHANGHAI_S = 8 * 3_600
#: Time of day: as machines and as explanations write it.
_HMS = [f"{n // 3600:02d}:{n // 60 % 60:02d}:{n % 60:02d}" for n in range(_DAY_S)]


class Group(NamedTuple):
    """Tellings of one pattern on one day; `counted` follows the id of each in its counted row."""

    pattern: Pattern
    scene: Scene
    topic: Topic
    count: int
    counted: str


@dataclass(slots=True)
class Lines:
    """Rows to be copied, table by table."""

    cases: list[str] = field(default_factory=list)
    entries: list[tuple[int, int, str]] = field(default_factory=list)
    search: list[str] = field(default_factory=list)
    involved: list[str] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)
    reporters: list[str] = field(default_factory=list)

    def log(self) -> list[str]:
        """The entries in order of time."""
        return [line for _, _, line in sorted(self.entries)]


def tell(day: date, groups: Sequence[Group], numbers: Sequence[str], rng: Random) -> Lines:
    """Every telling of that day. `numbers`: of the cases, as many as the groups count."""
    lines = Lines()
    moments = sorted(_moments(day, groups, rng))
    writer = _Writer(day, lines, rng)
    for no, (at, number) in zip(numbers, moments, strict=True):
        writer.write(groups[number], at, no)
    return lines


def _moments(day: date, groups: Sequence[Group], rng: Random) -> Iterator[tuple[int, int]]:
    start = int(midnight(day).timestamp()) + _FIRST_HOUR * 3600
    for number, group in enumerate(groups):
        hours = rng.choices(range(len(_HOURS)), cum_weights=_SUMS, k=group.count)
        for hour in hours:
            yield start + hour * 3600 + int(rng.random() * 3600), number


class _Writer:
    def __init__(self, day: date, lines: Lines, rng: Random) -> None:
        self._lines = lines
        self._rng = rng
        self._day = f"{day.month}月{day.day}日"
        self._dates: dict[int, str] = {}

    def write(self, group: Group, at: int, no: str) -> None:
        """One telling: its case, its two entries, and what follows from them."""
        rng, pattern, lines = self._rng, group.pattern, self._lines
        used = 60 + int(rng.random() * (pattern.due_s * 0.9 - 60))
        done, due = at + used, at + pattern.due_s
        said, lon, lat = group.scene.draw(pattern.topic, group.topic)
        text = said.text
        id_ = uuid7_of(at * 1000 + int(rng.random() * 1000), rng.getrandbits(74))
        began, ended = self._text(at), self._text(done)
        values: dict[str, object] = {
            "id": id_,
            "no": no,
            "text": text,
            "place": said.place,
            "lon": lon,
            "lat": lat,
            "at": began,
            "done": ended,
            "due": self._text(due),
            "amber": self._text(at + pattern.amber_s),
            "used": used,
            "why": why(pattern.limit, self._said(at), self._said(due)),
            "opinion": fix_text(group.topic, rng),
        }
        if pattern.named:
            values["told"] = self._reporter(pattern, id_, text, at)
        first, second = pattern.entries
        data = first.data % values
        start = datetime.fromtimestamp(at, UTC)
        digest = link(
            genesis(id_),
            subject=id_,
            seq=1,
            name=first.name,
            at=start,
            post=first.post,
            person=first.person,
            data=data,
        )
        self._entry(at, id_, 1, first.name, began, first.post, first.person, data, digest)
        data = second.data % values
        digest = link(
            digest,
            subject=id_,
            seq=2,
            name=second.name,
            at=datetime.fromtimestamp(done, UTC),
            post=second.post,
            person=second.person,
            data=data,
        )
        self._entry(done, id_, 2, second.name, ended, second.post, second.person, data, digest)
        values["hash"] = digest.hex()
        lines.cases.append(pattern.row % values)
        lines.search.append(search_line(id_, began, start, said, pattern))
        verb = pattern.events[1].verb.value
        for post in pattern.posts:
            own = uuid7_of(done * 1000, rng.getrandbits(74))
            lines.involved.append(f"{own.hex}\t{post.hex}\t{id_.hex}\t{ended}\t{verb}")
        lines.counted.append(f"{id_.hex}\t{group.counted}")

    def _entry(
        self,
        at: int,
        id_: UUID,
        seq: int,
        name: str,
        moment: str,
        post: UUID | None,
        person: UUID | None,
        data: str,
        digest: bytes,
    ) -> None:
        entries = self._lines.entries
        line = (
            f"case\t{id_.hex}\t{seq}\t{name}\t{moment}\t{text_of(post)}\t{text_of(person)}"
            f"\t{data}\t\\\\x{digest.hex()}"
        )
        entries.append((at, len(entries), line))

    def _reporter(self, pattern: Pattern, id_: UUID, text: str, at: int) -> UUID:
        rng = self._rng
        told = uuid7_of(at * 1000, rng.getrandbits(74))
        number = int(_CALLERS * rng.random() ** 2)
        one = Reporter(id=told, name=invented_name(number), phone=telephone(number))
        case = msgspec.structs.replace(pattern.case, id=id_, text=text)
        values = reporter_values(one, case, datetime.fromtimestamp(at, UTC))
        self._lines.reporters.append("\t".join(map(text_of, values)))
        return told

    def _text(self, at: int) -> str:
        day, second = divmod(at, _DAY_S)
        known = self._dates.get(day)
        if known is None:
            known = self._dates[day] = f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}T"
        return f"{known}{_HMS[second]}Z"

    def _said(self, at: int) -> tuple[str, str]:
        clock = _HMS[(at + _SHANGHAI_S) % _DAY_S]
        return self._day, clock.removesuffix(":00") if clock.endswith(":00") else clock
