"""The rows of an imported case, packed: its own, its one entry, and who reported it.

The columns are those of `record`; most of them are the same for all cases of a grid, class and
outcome, so they are packed once and kept. `wangge prove --log` compares every one of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from wangge.cases.actions.importing.packing import (
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
from wangge.lib.chain import first_link

# fmt: off
#: The same for many cases; then what each has of its own.
SHARED = [
    "version", "line", "item", "flow", "state", "kind", "severity", "source", "located",
    "county_id", "town_id", "village_id", "grid_id", "owner_id", "posts", "requesters",
    "due_at", "wake_at", "paused", "supervised", "escalation", "duplicates", "parent_id",
]
OWN = [
    "id", "no", "text", "place", "lon", "lat", "reported_at", "entered_at", "closed_at",
    "log_hash", "fact",
]
# fmt: on
CASE = [*SHARED, *OWN]
#: The entry's columns, those of a whole batch first.
OF_BATCH = ["kind", "seq", "name", "at", "post", "person"]
ENTRY_PACKED = [*OF_BATCH, "subject", "data", "hash"]

_FACT = msgspec.json.Encoder(order="deterministic").encode
_CASE_HEAD, _ENTRY_HEAD = fields(CASE), fields(ENTRY_PACKED)
_REPORTER_HEAD = fields(REPORTER)


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
    _shared: dict[tuple[object, ...], bytes] = field(default_factory=dict)
    _of_batch: bytes = b""

    def add(self, event: Imported, alike: tuple[object, ...]) -> Case:
        """The case that the event makes, its row and its entry packed.

        `alike`: cases of one such key share every column of `SHARED`.
        """
        case = begin(event)
        data = encode(event)
        digest = first_link(
            event.id, name_of(event), event.at, event.by.post, event.by.person, data
        )
        shared = self._shared.get(alike)
        if shared is None:
            shared = self._shared[alike] = _shared(case)
        if not self._of_batch:
            self._of_batch = _of_batch(event)
        point = case.point
        packed_id, packed_hash = uuid(case.id), raw(digest)
        self.cases.append(
            b"".join(
                (
                    *(shared, packed_id, text(case.no), text(case.text), text(case.place)),
                    *(number(point.lon if point else None), number(point.lat if point else None)),
                    *(instant(case.reported_at), instant(case.entered_at)),
                    *(instant(case.closed_at), packed_hash, raw(_FACT(case))),
                )
            )
        )
        self.entries.append(b"".join((self._of_batch, packed_id, raw(data), packed_hash)))
        return case

    def add_reporter(self, reporter: Reporter, case: Case) -> None:
        """Who reported it, sealed as `record` seals."""
        values = reporter_values(reporter, case, case.reported_at)
        self.reporters.append(_REPORTER_HEAD + b"".join(map(packed, values)))


def _shared(case: Case) -> bytes:
    chain = case.chain
    return b"".join(
        (
            *(_CASE_HEAD, integer(case.version), text(case.line), text(case.item)),
            *(text(case.flow), text(case.state), text(case.kind.value), text(case.severity)),
            *(text(case.source), text(case.located), uuid(chain.county), uuid(chain.town)),
            *(uuid(chain.village), uuid(chain.grid), uuid(case.owner), uuids(case.posts)),
            *(uuids(case.requesters), instant(case.due_at), instant(case.escalate_at)),
            *(truth(case.is_paused), truth(bool(case.supervised())), integer(case.escalation)),
            *(integer(case.duplicates), uuid(case.parent)),
        )
    )


def _of_batch(event: Imported) -> bytes:
    by = event.by
    return b"".join(
        (
            *(_ENTRY_HEAD, text("case"), integer(1), text(name_of(event)), instant(event.at)),
            *(uuid(by.post), uuid(by.person)),
        )
    )
