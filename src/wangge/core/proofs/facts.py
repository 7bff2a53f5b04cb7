"""A proof and its counter-examples as values: what a page, a map, a program and a run can use.

Ignores how faults are found: the proofs of territory, visits, cases, log and ledger find them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

import msgspec


class Promise(StrEnum):
    """What is promised, and so proven."""

    LAND = "land"  #: 土地: every inch of land is managed
    HOUSEHOLDS = "households"  #: 户: every household has a contact and is visited
    PROBLEMS = "problems"  #: 问题: every problem has an owner, a clock and a next step
    LOG = "log"  #: 日志: nobody altered the log
    LEDGER = "ledger"  #: 统计: the figures agree with the log


#: The three of the county; the others say whether its records may be believed.
THREE = (Promise.LAND, Promise.HOUSEHOLDS, Promise.PROBLEMS)


class Fault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One counter-example 反例: which land, which household, which case, which entry."""

    promise: Promise
    kind: str  #: stable, such as "gap" or "no_contact"
    zh: str  #: one sentence that names it
    en: str
    names: tuple[str, ...] = ()  #: what it names: areas, a case's number, a household's
    link: str = ""  #: the path of the page where one sees or mends it; "" where there is none
    areas: tuple[UUID, ...] = ()  #: the areas it lies in, smallest first; none: the whole county
    lon: float | None = None  #: degrees WGS-84, where it has a place
    lat: float | None = None
    #: The same without what names a household: for who may not read the register.
    masked_zh: str = ""
    masked_en: str = ""

    def say(self, language: str = "zh", *, masked: bool = False) -> str:
        """The sentence."""
        chinese = language.startswith("zh")
        veiled = self.masked_zh if chinese else self.masked_en
        return veiled if masked and veiled else self.zh if chinese else self.en


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """One promise, looked at. `proven` is None where there is nothing to prove it from."""

    promise: Promise
    zh: str
    en: str
    looked_at: int
    #: How many counter-examples there are; `faults` holds the first of them.
    count: int = 0
    kinds: dict[str, int] = {}
    faults: tuple[Fault, ...] = ()
    digest: str = ""  #: SHA-256 over all of them in order, hex
    proven: bool | None = True
    seconds: float = 0.0


class Gathered:
    """Counter-examples taken in one at a time: all counted and digested, the first ones kept."""

    def __init__(self, faults: Iterable[Fault] = (), *, most: int) -> None:
        self._most = most
        self._digest = sha256()
        self.count = 0
        self.kinds: dict[str, int] = {}
        self.kept: list[Fault] = []
        for fault in faults:
            self.take(fault)

    def take(self, fault: Fault) -> None:
        """One more."""
        self.count += 1
        self.kinds[fault.kind] = self.kinds.get(fault.kind, 0) + 1
        self._digest.update(msgspec.json.encode(fault, order="deterministic") + b"\n")
        if len(self.kept) < self._most:
            self.kept.append(fault)

    @property
    def digest(self) -> str:
        """SHA-256 over all that were taken in, in order, each as a line of canonical JSON."""
        return self._digest.hexdigest()


def within(faults: Iterable[Fault], land: frozenset[UUID], county: UUID) -> Iterator[Fault]:
    """Those that lie in one of these areas; what lies nowhere belongs to the whole county."""
    for fault in faults:
        if land.intersection(fault.areas or (county,)) or county in land:
            yield fault
