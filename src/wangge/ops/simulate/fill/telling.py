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
from wangge.core.importing.ids import case_id
from wangge.lib.chain import genesis, link
from wangge.lib.clock import midnight
from wangge.lib.ids import uuid7_of
from wangge.ops.simulate.fill.actions import text_of
from wangge.ops.simulate.fill.patterns import BEFORE, Entry, Lived, Pattern, why
from wangge.ops.simulate.fill.search import search_line
from wangge.ops.simulate.fill.texts import Scene
from wangge.ops.simulate.numbers import telephone
from wangge.ops.simulate.words import Topic, fix_text
from wangge.territory.people import invented_name

#: How busy the hours of the day are, from 6 to 21: what begins then is over before midnight.
_HOURS = (1, 4, 8, 9, 8, 5, 3, 4, 7, 8, 7, 5, 3, 2, 1)
_FIRST_HOUR = 6
_SUMS = list(accumulate(_HOURS))
_HOURS_OF_DAY = range(_FIRST_HOUR, _FIRST_HOUR + len(_HOURS))
#: When what was brought in began: from 8:30 or 15:00, within an hour and three quarters.
_WORKING, _AT_WORK_S = (8 * 3600 + 1800, 15 * 3600), 6_300
#: It took at most so long.
LONGEST_S = 1_700
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
    size: int
    counted: str
    #: Of what was brought in: how long each took, by the wall and as counted.
    took_s: int = 0
    worked_s: int = 0
    fixed: str = ""  #: what was said when it was done


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


def tell(
    day: date, groups: Sequence[Group], numbers: Sequence[str], came: datetime, rng: Random
) -> Lines:
    """Every telling of that day. `numbers`: of the cases, as many as the groups hold.

    `came`: when what was brought in came.
    """
    lines = Lines()
    moments = sorted(_moments(day, groups, rng))
    writer = _Writer(day, lines, came, rng)
    for place, (no, (at, number)) in enumerate(zip(numbers, moments, strict=True)):
        group = groups[number]
        if group.pattern.lived is None:
            writer.bring(group, at, no, place)
        else:
            writer.live(group, group.pattern.lived, at, no)
    return lines


def _moments(day: date, groups: Sequence[Group], rng: Random) -> Iterator[tuple[int, int]]:
    start = int(midnight(day).timestamp())
    for number, group in enumerate(groups):
        if group.pattern.lived is None:  # at hours that count, and over before they end
            for _ in range(group.size):
                yield start + _WORKING[rng.random() < 0.5] + int(rng.random() * _AT_WORK_S), number
            continue
        hours = rng.choices(_HOURS_OF_DAY, cum_weights=_SUMS, k=group.size)
        for hour in hours:
            yield start + hour * 3600 + int(rng.random() * 3600), number


class _Writer:
    def __init__(self, day: date, lines: Lines, came: datetime, rng: Random) -> None:
        self._lines = lines
        self._rng = rng
        self._came, self._came_at = came, int(came.timestamp())
        self._date = f"{day:%Y%m%d}"
        self._day = f"{day.month}月{day.day}日"
        self._dates: dict[int, str] = {}
        self._came_text = self._text(self._came_at)

    def bring(self, group: Group, at: int, no: str, place: int) -> None:
        """One telling of what was brought in: its case, its one entry, and what follows."""
        pattern, lines = group.pattern, self._lines
        number = f"{self._date}{place:06d}"
        id_ = case_id(BEFORE, number)
        own = id_.hex
        said, lon, lat = group.scene.draw(pattern.topic, group.topic)
        began = self._text(at)
        values: dict[str, object] = {
            "id": f"{own[:8]}-{own[8:12]}-{own[12:16]}-{own[16:20]}-{own[20:]}",
            "no": no,
            "number": number,
            "text": said.text,
            "place": said.place,
            "lon": lon,
            "lat": lat,
            "at": began,
            "done": self._text(at + group.took_s),
            "used": group.worked_s,
            "opinion": group.fixed,
        }
        (only,) = pattern.entries
        data = only.data % values
        digest = link(
            genesis(id_),
            subject=id_,
            seq=1,
            name=only.name,
            at=self._came,
            post=None,
            person=None,
            data=data,
        ).hex()
        lines.entries.append(
            (
                at,
                len(lines.entries),
                f"case\t{own}\t1\t{only.name}\t{self._came_text}\t\\N\t\\N\t{data}\t\\\\x{digest}",
            )
        )
        values["hash"] = digest
        lines.cases.append(pattern.row % values)
        lines.search.append(search_line(own, began, at, said))
        lines.counted.append(f"{own}\t{group.counted}")

    def live(self, group: Group, lived: Lived, at: int, no: str) -> None:
        """One telling of what was reported here: its case, its two entries, and what follows."""
        rng, pattern, lines = self._rng, group.pattern, self._lines
        used = 60 + int(rng.random() * (lived.due_s * 0.9 - 60))
        done, due = at + used, at + lived.due_s
        said, lon, lat = group.scene.draw(pattern.topic, group.topic)
        text = said.text
        id_ = uuid7_of(at * 1000 + int(rng.random() * 1000), rng.getrandbits(74))
        own = id_.hex
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
            "amber": self._text(at + lived.amber_s),
            "used": used,
            "why": why(lived.limit, self._said(at), self._said(due)),
            "opinion": fix_text(group.topic, rng),
        }
        if lived.named:
            values["told"] = self._reporter(lived, id_, text, at)
        first, second = pattern.entries
        digest = self._entry(genesis(id_), first, first.data % values, id_, 1, at, began)
        digest = self._entry(digest, second, second.data % values, id_, 2, done, ended)
        values["hash"] = digest.hex()
        lines.cases.append(pattern.row % values)
        lines.search.append(search_line(own, began, at, said))
        verb = lived.events[1].verb.value
        for post in pattern.posts:
            involved = uuid7_of(done * 1000, rng.getrandbits(74))
            lines.involved.append(f"{involved.hex}\t{post.hex}\t{own}\t{ended}\t{verb}\t{began}")
        lines.counted.append(f"{own}\t{group.counted}")

    def _entry(
        self, before: bytes, entry: Entry, data: str, id_: UUID, seq: int, at: int, moment: str
    ) -> bytes:
        digest = link(
            before,
            subject=id_,
            seq=seq,
            name=entry.name,
            at=datetime.fromtimestamp(at, UTC),
            post=entry.post,
            person=entry.person,
            data=data,
        )
        entries = self._lines.entries
        line = (
            f"case\t{id_.hex}\t{seq}\t{entry.name}\t{moment}\t{text_of(entry.post)}"
            f"\t{text_of(entry.person)}\t{data}\t\\\\x{digest.hex()}"
        )
        entries.append((at, len(entries), line))
        return digest

    def _reporter(self, lived: Lived, id_: UUID, text: str, at: int) -> UUID:
        rng = self._rng
        told = uuid7_of(at * 1000, rng.getrandbits(74))
        number = int(_CALLERS * rng.random() ** 2)
        one = Reporter(id=told, name=invented_name(number), phone=telephone(number))
        case = msgspec.structs.replace(lived.case, id=id_, text=text)
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
