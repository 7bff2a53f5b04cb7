"""Take in cases of another system as they stream: JSON lines or CSV, however many.

The body is read as it comes and never held whole; every few thousand rows are one transaction.
Faults are told when the body has ended, so that nobody must read while he is still writing.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO, cast
from zoneinfo import ZoneInfo

import msgspec
from django.http import HttpRequest, HttpResponse

from wangge.accounts.refusals import MayNot
from wangge.api.door import Call, Endpoint, Shown
from wangge.api.reading import decode_json
from wangge.api.refusals import Malformed, MissingField, TooBig, UnknownField, WrongType, WrongValue
from wangge.api.shapes.imports import ImportFault, ImportQuery, ImportRow, ImportSummary
from wangge.cases.actions.importing.batch import Brought, import_batch, may_import, note_import
from wangge.core.errors import Refusal
from wangge.core.importing.foreign import ForeignSystem
from wangge.core.importing.headings import match_columns
from wangge.core.importing.judge import Fault, Rows
from wangge.core.importing.refusals import ColumnsMissing, NoSystem
from wangge.core.territory.refusals import MissingDatum
from wangge.lib.datum import Datum

NDJSON, CSV = "application/x-ndjson", "text/csv"
#: Rows of one transaction: others wait for this process meanwhile.
BATCH = 1_000
#: A row of 4,000 characters of text and as many of opinion takes a tenth of it.
MOST_LINE = 256 * 1024
MOST_BODY = 4 << 30
#: Faults told one by one.
MOST_TOLD = 10_000
_PIECE = 64 * 1024

_CELLS = ImportRow.__struct_fields__


class _Broken(Exception):
    """The stream cannot be read on; what came before stands."""

    def __init__(self, row: int, why: Refusal) -> None:
        super().__init__(why)
        self.row, self.why = row, why


def take_stream(call: Call[None, ImportQuery]) -> HttpResponse:
    """Every row that holds is a case; a line for every other one, and a summary."""
    request = call.request
    assert request is not None
    may_import(call.actor, call.now)
    foreign = _foreign(call.query)
    kind = (request.content_type or "").lower()
    if kind not in (NDJSON, CSV):
        raise WrongType(wanted=f"{NDJSON}, {CSV}", got=kind[:60])
    lines = _lines(request)
    batches = _csv(request, lines, foreign) if kind == CSV else _json(lines)
    sums = dict.fromkeys(("rows", "new", "same", "changed", "bad", "open", "located"), 0)
    told: list[ImportFault] = []
    faults, whole = 0, True
    try:
        for rows, unread in batches:
            done = import_batch(
                rows, foreign, dry_run=call.query.dry_run, actor=call.actor, now=call.now
            )
            found = sorted((*unread, *done.faults), key=lambda fault: fault.row)
            _add(sums, done, len(unread), found)
            faults += len(found)
            told += [_fault(one, call.language) for one in found[: MOST_TOLD - len(told)]]
    except _Broken as broken:
        whole, faults = False, faults + 1
        told.append(_fault(Fault(broken.row, "body", broken.why), call.language))
    if not call.query.dry_run:
        note_import(foreign.system, "API", sums, now=call.now, actor=call.actor)
    last = ImportSummary(**sums, untold=faults - len(told), whole=whole)
    encode = msgspec.json.encode
    body = b"".join(encode(one) + b"\n" for one in (*told, {"summary": last}))
    return HttpResponse(body, content_type=NDJSON, headers={"Cache-Control": "no-store"})


def _foreign(query: ImportQuery) -> ForeignSystem:
    """What the address says of the other system. Refuses: WrongValue."""
    if query.datum and query.datum not in {one.value for one in Datum}:
        raise _wrong("datum", "wgs84, cgcs2000, gcj02, bd09")
    try:
        ZoneInfo(query.time_zone)
    except (KeyError, ValueError, OSError):
        raise _wrong("time_zone", "a name like Asia/Shanghai") from None
    return ForeignSystem(
        system=query.system, datum=query.datum, time_zone=query.time_zone, line=query.line
    )


def _wrong(name: str, wanted: str) -> WrongValue:
    return WrongValue(field=name, name=name, wanted=wanted, wanted_zh=f"应为：{wanted}")


def _lines(request: HttpRequest) -> Iterator[bytes]:
    """The lines of the body as they come. Raises _Broken where one is too long, or the whole."""
    stream = cast("BinaryIO", request)
    if request.META.get("HTTP_TRANSFER_ENCODING"):  # then Django knows no length and reads nothing
        stream = request.META["wsgi.input"]
    kept, size, number = b"", 0, 1
    while piece := stream.read(_PIECE):
        size += len(piece)
        *whole, kept = (kept + piece).split(b"\n")
        yield from whole
        number += len(whole)
        if len(kept) > MOST_LINE:
            raise _Broken(number, TooBig(size=f"{len(kept) // 1024:,}", most=MOST_LINE // 1024))
        if size > MOST_BODY:
            raise _Broken(number, TooBig(size=f"{size // 1024:,}", most=f"{MOST_BODY // 1024:,}"))
    if kept:
        yield kept


_Batch = tuple[Rows, Sequence[Fault]]


def _json(lines: Iterator[bytes]) -> Iterator[_Batch]:
    """Batches of JSON lines, and the lines that are no rows."""
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    while some := list(islice(numbered, BATCH)):
        faults, read, numbers = [], [], []
        for number, line in some:
            try:
                row = decode_json(line, ImportRow)
            except Refusal as why:
                faults.append(Fault(number, why.field or "", why))
                continue
            read.append([getattr(row, name) for name in _CELLS])
            numbers.append(number)
        columns = list(zip(*read, strict=True)) or [()] * len(_CELLS)
        yield Rows(numbers, dict(zip(_CELLS, columns, strict=True))), faults


def _csv(request: HttpRequest, lines: Iterator[bytes], foreign: ForeignSystem) -> Iterator[_Batch]:
    """Batches of a CSV, its first line the headings. Refuses as `match_columns` does."""
    rows = csv.reader(_decoded(lines, (request.content_params or {}).get("charset", "utf-8")))
    headings = [one.strip() for one in next(_unbroken(rows), [])]
    matching = match_columns(headings, foreign)
    width = len(headings)
    numbered = ((number, row) for number, row in enumerate(_unbroken(rows), 2) if any(row))
    while some := list(islice(numbered, BATCH)):
        cells = [(row + [""] * width)[:width] for _, row in some]
        yield matching.rows([number for number, _ in some], list(zip(*cells, strict=True))), ()


def _unbroken(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows as long as they can be read."""
    read = 0
    try:
        for row in rows:
            read += 1
            yield row
    except (csv.Error, UnicodeDecodeError):
        raise _Broken(read + 1, Malformed(line=read + 1, column=1)) from None


def _decoded(lines: Iterable[bytes], charset: str) -> Iterator[str]:
    """The lines as text. Refuses: WrongType for a charset nobody knows."""
    try:
        name = codecs.lookup(charset).name
    except LookupError:
        raise WrongType(wanted="charset=utf-8", got=charset[:40]) from None
    for place, line in enumerate(lines):
        text = (line + b"\n").decode(name)
        yield text.removeprefix("\ufeff") if place == 0 else text


def _add(sums: dict[str, int], done: Brought, unread: int, found: Sequence[Fault]) -> None:
    sums["rows"] += done.read + unread
    sums["new"] += done.new
    sums["same"] += done.same
    sums["open"] += done.open
    sums["located"] += done.located
    sums["bad"] += len({one.row for one in found})
    sums["changed"] += sum(one.why.code == "already_other" for one in found)


def _fault(one: Fault, language: str) -> ImportFault:
    return ImportFault(
        row=one.row, field=one.column, code=one.why.code, message=one.why.say(language)
    )


ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/cases/import",
        name="importCases",
        group="cases",
        summary="Bring in cases of another system 批量导入",
        description="For whoever may import for the whole county (import.run). JSON lines, one "
        "case each, or CSV with headings as `wangge import cases` reads them (UTF-8, or the "
        "charset named). Verified, located, routed and logged like any case, 1,000 rows a "
        "transaction. A case is known by its system and number: send the same again and nothing "
        "is new; other content under a known number is told, never written over. A line has at "
        "most 256 KB, the body 4 GB; Content-Length is not needed. The answer, when all is read, "
        "has a JSON line for every row left behind (at most 10,000) and a last one, `summary`.",
        handle=take_stream,
        query=ImportQuery,
        rows=ImportRow,
        answers={
            200: Shown(
                description='Faults (ImportFault) as JSON lines, then one line `{"summary": …}` '
                "(ImportSummary).",
                media=NDJSON,
            )
        },
        refusals=(
            *(MayNot, WrongType, NoSystem, ColumnsMissing, MissingDatum, WrongValue),
            *(UnknownField, MissingField, Malformed, TooBig),
        ),
    ),
)
