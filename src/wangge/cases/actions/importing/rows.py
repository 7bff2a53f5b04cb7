"""The rows of an imported case, packed: its own, its one entry, and who reported it.

The columns are those of `record`; most of them are the same for all cases of a grid, class and
outcome, so they are packed once and kept. `wangge prove --log` compares every one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import msgspec

from wangge.cases.actions.importing.packing import (
    NULL,
    fields,
    instant,
    integer,
    number,
    packed,
    raw,
    text,
    truth,
    uuid,
    uuids,
)
from wangge.cases.actions.record import ENTRY, REPORTER, ROW, Reporter, reporter_values
from wangge.core.case.events import Imported, encode, name_of
from wangge.core.case.evolve import begin
from wangge.core.case.facts import Case
from wangge.lib.chain import first_links

# fmt: off
#: The same for all cases of a class and an outcome; then of a place and its owner; then its own.
OF_CLASS = [
    "version", "line", "item", "flow", "state", "kind", "severity", "source", "requesters",
    "due_at", "wake_at", "paused", "supervised", "escalation", "duplicates", "parent_id",
]
OF_PLACE = ["located", "county_id", "town_id", "village_id", "grid_id", "owner_id", "posts"]
OWN = [
    "id", "no", "text", "place", "lon", "lat", "reported_at", "entered_at", "closed_at",
    "log_hash", "fact",
]
# fmt: on
CASE = [*OF_CLASS, *OF_PLACE, *OWN]
#: The entry's columns, those of a whole batch first.
OF_BATCH = ["kind", "seq", "name", "at", "post", "person"]
ENTRY_PACKED = [*OF_BATCH, "subject", "data", "hash"]

_FACT = msgspec.json.Encoder(order="deterministic").encode
_CASE_HEAD, _ENTRY_HEAD = fields(CASE), fields(ENTRY_PACKED)
_REPORTER_HEAD = fields(REPORTER)
_NOWHERE = NULL + NULL


def check_columns() -> None:
    """Raises AssertionError where `record` has learnt of a column that nothing here packs."""
    assert set(CASE) == {"id", "no", *ROW}, set(CASE) ^ {"id", "no", *ROW}
    assert set(ENTRY_PACKED) == set(ENTRY), set(ENTRY_PACKED) ^ set(ENTRY)


check_columns()


@dataclass(slots=True)
class Packed:
    """Rows of a batch, ready for COPY."""

    cases: list[bytes] = field(default_factory=list)
    entries: list[bytes] = field(default_factory=list)
    reporters: list[bytes] = field(default_factory=list)
    _of_class: dict[object, bytes] = field(default_factory=dict)
    _of_place: dict[object, bytes] = field(default_factory=dict)
    _of_batch: bytes = b""
    _link: Callable[[UUID, bytes], bytes] = field(init=False)

    def add(self, event: Imported, alike: object, beside: object) -> Case:
        """The case that the event makes, its row and its entry packed.

        Cases of one `alike` share every column of `OF_CLASS`, of one `beside` those of `OF_PLACE`.
        """
        case = begin(event)
        data = encode(event)
        of_batch = self._of_batch or self._begin_batch(event)
        digest = self._link(event.id, data)
        of_class = self._of_class.get(alike) or self._pack_class(alike, case)
        of_place = self._of_place.get(beside) or self._pack_place(beside, case)
        packed_id, packed_hash, point = uuid(case.id), raw(digest), case.point
        closed_at = instant(case.closed_at)
        self.cases.append(
            b"".join(
                (
                    of_class,
                    of_place,
                    packed_id,
                    text(case.no),
                    text(case.text),
                    text(case.place),
                    _NOWHERE if point is None else number(point.lon) + number(point.lat),
                    instant(case.reported_at),
                    instant(case.entered_at) if case.closed_at is None else closed_at,
                    closed_at,
                    packed_hash,
                    raw(_FACT(case)),
                )
            )
        )
        self.entries.append(b"".join((of_batch, packed_id, raw(data), packed_hash)))
        return case

    def add_reporter(self, reporter: Reporter, case: Case) -> None:
        """Who reported it, sealed as `record` seals."""
        values = reporter_values(reporter, case, case.reported_at)
        self.reporters.append(_REPORTER_HEAD + b"".join(map(packed, values)))

    def _pack_class(self, alike: object, case: Case) -> bytes:
        self._of_class[alike] = found = b"".join(
            (
                *(_CASE_HEAD, integer(case.version), text(case.line), text(case.item)),
                *(text(case.flow), text(case.state), text(case.kind.value), text(case.severity)),
                *(text(case.source), uuids(case.requesters), instant(case.due_at)),
                *(instant(case.escalate_at), truth(case.is_paused)),
                *(truth(bool(case.supervised())), integer(case.escalation)),
                *(integer(case.duplicates), uuid(case.parent)),
            )
        )
        return found

    def _pack_place(self, beside: object, case: Case) -> bytes:
        chain = case.chain
        self._of_place[beside] = found = b"".join(
            (
                *(text(case.located), uuid(chain.county), uuid(chain.town), uuid(chain.village)),
                *(uuid(chain.grid), uuid(case.owner), uuids(case.posts)),
            )
        )
        return found

    def _begin_batch(self, event: Imported) -> bytes:
        """All of a batch are entered at one instant, by one hand."""
        by = event.by
        self._link = first_links(name_of(event), event.at, by.post, by.person)
        self._of_batch = b"".join(
            (
                *(_ENTRY_HEAD, text("case"), integer(1), text(name_of(event))),
                *(instant(event.at), uuid(by.post), uuid(by.person)),
            )
        )
        return self._of_batch
