"""Verify columns of cases by the rules every report meets, in the same words (逐列核验).

A bad row is named with all that is wrong with it and left out; the others are not held up. Whether
a class exists, and where the place lies, is asked of others: catalogue and land.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import compress
from typing import TypeVar

from wangge.core.case import intake
from wangge.core.case.facts import Outcome
from wangge.core.case.intake import BadSource
from wangge.core.errors import Refusal
from wangge.core.importing.cells import as_text, degrees, texts
from wangge.core.importing.columns import NAMED
from wangge.core.importing.foreign import ForeignSystem
from wangge.core.importing.refusals import (
    BadOutcome,
    BadStars,
    ClosedBeforeReported,
    ClosingMissing,
    HalfAPoint,
    NoSystem,
    OpenAndClosed,
    TimeInFuture,
)
from wangge.core.importing.times import instants
from wangge.core.importing.words import OUTCOMES, STARS, YES, outcome_words, source_words
from wangge.core.registry.cells import text_of
from wangge.core.registry.refusals import MissingValue
from wangge.lib.clock import SHANGHAI
from wangge.lib.text import folded

T = TypeVar("T")

Check = Callable[[str], str]

MOST_NUMBER = 60
#: Of words that are looked up.
MOST_WORDS = intake.MOST_PLACE
#: Another machine's clock may be ahead of ours by so much.
_AHEAD = timedelta(minutes=10)
#: Where a number may have lost its digits in a spreadsheet, or be no number at all.
_ODD_NUMBER = re.compile(rf"{intake.CONTROL.pattern}|[Ee'#]")
_OUTCOMES, _SOURCES = outcome_words(), source_words()


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as they came: their numbers in the file, cells by column, what is kept as it is."""

    numbers: Sequence[int]
    cells: Mapping[str, Sequence[object]]
    kept: Mapping[str, Sequence[object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row stays behind."""

    row: int
    column: str
    why: Refusal


@dataclass(slots=True)
class Verified:
    """The rows that hold, column by column, all of one length; instants in UTC."""

    rows: list[int]
    system: list[str]
    number: list[str]
    line: list[str]
    item: list[str]
    type: list[str]
    text: list[str]
    place: list[str]
    lon: list[float | None]
    lat: list[float | None]
    datum: list[str]
    reported_at: list[datetime]
    due_at: list[datetime | None]
    closed_at: list[datetime | None]
    outcome: list[Outcome]
    source: list[str]
    name: list[str]
    phone: list[str]
    confidential: list[bool]
    opinion: list[str]
    stars: list[int | None]
    extra: list[dict[str, str]]

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, good: Sequence[bool]) -> Verified:
        """The rows marked good."""
        names = self.__slots__
        return Verified(**{name: list(compress(getattr(self, name), good)) for name in names})


def verify(rows: Rows, foreign: ForeignSystem, *, now: datetime, faults: list[Fault]) -> Verified:
    """The rows that hold; what is wrong with the others stands in `faults`, in their order."""
    size, cells = len(rows.numbers), rows.cells
    found: list[Fault] = []

    said: set[tuple[int, str]] = set()

    def heed(place: int, column: str, why: Refusal) -> None:
        if (place, column) in said:  # a cell that cannot be read is not missing, too
            return
        said.add((place, column))
        found.append(Fault(rows.numbers[place], column, why))

    def words(column: str, check: Check = intake.check_place, most: int = MOST_WORDS) -> list[str]:
        given = cells.get(column)
        if given is None:
            return [""] * size
        odd = _ODD_NUMBER if check is check_number else intake.CONTROL
        return texts(given, heed, column, check, most, required=column == "text", odd=odd)

    zone, empty = foreign.zone, [None] * size
    reported = instants(cells.get("reported_at", empty), zone, heed, "reported_at")
    due = instants(cells.get("due_at", empty), zone, heed, "due_at", whole_day=True)
    closed = instants(cells.get("closed_at", empty), zone, heed, "closed_at")
    verified = Verified(
        rows=list(rows.numbers),
        system=[one or foreign.system for one in words("system", check_number, MOST_NUMBER)],
        number=words("number", check_number, MOST_NUMBER),
        line=words("line"),
        item=words("item"),
        type=words("type"),
        text=words("text", intake.check_text, intake.MOST_TEXT),
        place=words("place"),
        lon=degrees(cells.get("lon", empty), heed, "lon"),
        lat=degrees(cells.get("lat", empty), heed, "lat"),
        datum=[one or foreign.datum for one in words("datum")],
        reported_at=reported,  # type: ignore[arg-type]  # a row without one is left out below
        due_at=due,
        closed_at=closed,
        outcome=_meant(words("outcome"), heed, "outcome", _outcome_of(foreign), closed),
        source=_meant(words("source"), heed, "source", _source_of(foreign)),
        name=words("name", intake.check_name, intake.MOST_NAME),
        phone=_phones(words("phone"), heed),
        confidential=[one.lower() in YES for one in words("confidential")],
        opinion=words("opinion", intake.check_opinion, intake.MOST_TEXT),
        stars=_meant(words("stars"), heed, "stars", _stars_of(foreign)),
        extra=_kept(rows),
    )
    _check_whole(verified, reported, now, heed)
    if not found:
        return verified
    faults += sorted(found, key=lambda fault: fault.row)
    bad = {fault.row for fault in found}
    return verified.only([row not in bad for row in rows.numbers])


def check_number(number: str) -> str:
    """A number or a name of another system. Refuses: TooLong, LostDigits, CellError …"""
    return intake.plain(text_of(number), "原编号", "number", MOST_NUMBER, "number")


def _check_whole(
    verified: Verified,
    reported: Sequence[datetime | None],
    now: datetime,
    heed: Callable[[int, str, Refusal], None],
) -> None:
    """What only a whole row can show; a fault more does no harm to a row that has one."""
    latest = now + _AHEAD
    for place, (began, ended, outcome) in enumerate(
        zip(reported, verified.closed_at, verified.outcome, strict=True)
    ):
        if began is None:
            heed(place, "reported_at", MissingValue(column=NAMED["reported_at"].zh))
        elif began > latest:
            heed(place, "reported_at", TimeInFuture(value=_said(began)))
        if ended is None:
            if outcome is not Outcome.OPEN:
                said = OUTCOMES[outcome][0]
                heed(place, "closed_at", ClosingMissing(field="closed_at", outcome=said))
        elif outcome is Outcome.OPEN:
            heed(place, "outcome", OpenAndClosed(field="outcome"))
        elif ended > latest:
            heed(place, "closed_at", TimeInFuture(value=_said(ended)))
        elif began is not None and ended < began:
            why = ClosedBeforeReported(closed=_said(ended), reported=_said(began))
            heed(place, "closed_at", why)
    for place, number in enumerate(verified.number):
        if not number:
            heed(place, "number", MissingValue(column=NAMED["number"].zh))
    for place, system in enumerate(verified.system):
        if not system:
            heed(place, "system", NoSystem(field="system"))
    for place, (lon, lat) in enumerate(zip(verified.lon, verified.lat, strict=True)):
        if (lon is None) is not (lat is None):
            heed(place, "lon", HalfAPoint(field="lon"))


def _meant(
    words: Sequence[str],
    heed: Callable[[int, str, Refusal], None],
    column: str,
    meaning: Callable[[str, bool], T],
    closed: Sequence[object] | None = None,
) -> list[T]:
    """What every word means; each is looked up once. `meaning` raises a refusal."""
    known: dict[tuple[str, bool], T] = {}
    found: list[T] = []
    ended = [one is not None for one in closed] if closed is not None else [False] * len(words)
    for place, key in enumerate(zip(words, ended, strict=True)):
        if key not in known:
            try:
                known[key] = meaning(*key)
            except Refusal as why:
                heed(place, column, why)
                found.append(meaning("", key[1]))
                continue
        found.append(known[key])
    return found


def _outcome_of(foreign: ForeignSystem) -> Callable[[str, bool], Outcome]:
    theirs = {folded(word): said for word, said in foreign.outcomes.items()}

    def outcome(word: str, closed: bool) -> Outcome:
        if not word:
            return Outcome.CLOSED if closed else Outcome.OPEN
        found = _OUTCOMES.get(folded(theirs.get(folded(word), word)))
        if found is None:
            choices = "、".join(words[0] for words in OUTCOMES.values())
            raise BadOutcome(field="outcome", value=word[:30], choices=choices)
        return found

    return outcome


def _source_of(foreign: ForeignSystem) -> Callable[[str, bool], str]:
    theirs = {folded(word): said for word, said in foreign.sources.items() if word != "*"}
    others = foreign.sources.get("*")

    def source(word: str, _closed: bool) -> str:
        if not word:
            return "import"
        found = _SOURCES.get(folded(theirs.get(folded(word), word)), others)
        if found not in intake.SOURCES:
            choices = "、".join(title for title, _ in intake.SOURCES.values())
            raise BadSource(field="source", source=word[:20], choices=choices)
        return found

    return source


def _stars_of(foreign: ForeignSystem) -> Callable[[str, bool], int | None]:
    theirs: dict[str, int | None] = {**STARS, **foreign.satisfaction}

    def stars(word: str, _closed: bool) -> int | None:
        if not word:
            return None
        if word in theirs:
            return theirs[word]
        if word in ("1", "2", "3", "4", "5"):
            return int(word)
        raise BadStars(field="stars", value=word[:20], choices="、".join(STARS))

    return stars


def _phones(words: Sequence[str], heed: Callable[[int, str, Refusal], None]) -> list[str]:
    found = []
    for place, phone in enumerate(words):
        try:
            found.append(intake.check_phone(phone) if phone else "")
        except Refusal as why:
            heed(place, "phone", why)
            found.append("")
    return found


def _kept(rows: Rows) -> list[dict[str, str]]:
    if not rows.kept:
        return [{} for _ in rows.numbers]
    columns = [[as_text(cell) for cell in cells] for cells in rows.kept.values()]
    headings = list(rows.kept)
    return [
        {
            heading: cell[: intake.MOST_PLACE]
            for heading, cell in zip(headings, row, strict=True)
            if cell
        }
        for row in zip(*columns, strict=True)
    ]


def _said(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
