"""Cases of another system as a stream: taken as they come, told line by line, known again."""

from __future__ import annotations

import json
from typing import Any

from tests.api.programs import Cast, Program, Said
from tests.liling import Liling

from wangge.cases.models import Case

_ADDRESS = "/cases/import?system=老系统&datum=wgs84&line=city_management"
_ROW = {
    "number": "A-1",
    "text": "井盖缺失",
    "reported_at": "2026-01-15 09:00:00",
    "closed_at": "2026-01-15 15:00:00",
}


def _lines(said: Said) -> list[dict[str, Any]]:
    assert said.status == 200, said.raw
    assert said.headers["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in said.raw.splitlines()]


def _send(who: Program, *rows: object, address: str = _ADDRESS) -> list[dict[str, Any]]:
    body = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    return _lines(who.ask("POST", address, body, kind="application/x-ndjson"))


def test_lines_become_cases_and_bad_ones_are_told(program: Cast, liling: Liling) -> None:
    who = program("admin")
    bad = {**_ROW, "number": "A-2", "closed_at": "2026-01-01 00:00:00"}
    odd = {**_ROW, "number": "A-3", "colour": "red"}
    *faults, last = _send(who, _ROW, bad, odd)
    assert [(one["row"], one["code"]) for one in faults] == [
        (2, "closed_before_reported"),
        (3, "unknown_field"),
    ]
    summary = last["summary"]
    assert (summary["rows"], summary["new"], summary["bad"], summary["whole"]) == (3, 1, 2, True)
    assert Case.objects.get().text == "井盖缺失"


def test_the_same_stream_again_is_nothing_new(program: Cast, liling: Liling) -> None:
    who = program("admin")
    _send(who, _ROW)
    (last,) = _send(who, _ROW)
    assert (last["summary"]["new"], last["summary"]["same"]) == (0, 1)
    fault, last = _send(who, {**_ROW, "text": "别的"})
    assert (fault["code"], last["summary"]["changed"]) == ("already_other", 1)


def test_a_csv_with_chinese_headings_is_read_in_its_charset(program: Cast, liling: Liling) -> None:
    text = "原编号,描述,上报时间,状态\nB-1,路灯不亮,2026-01-15 09:00:00,在办\n"
    said = program("admin").ask(
        "POST", _ADDRESS, text.encode("gb18030"), kind="text/csv; charset=gb18030"
    )
    assert _lines(said)[-1]["summary"]["open"] == 1


def test_a_stream_that_breaks_off_keeps_what_came(program: Cast, liling: Liling) -> None:
    text = "number,text,reported_at\n" + "B-1,路灯不亮,2026-01-15 09:00:00\n" * 1000
    body = text.encode() + b'"\xff\xfe'
    said = program("admin").ask("POST", _ADDRESS, body, kind="text/csv")
    *_, fault, last = _lines(said)
    assert fault["code"] == "malformed"
    assert last["summary"]["whole"] is False
    assert Case.objects.count() == 1


def test_who_may_not_import_for_the_county_may_not_stream(program: Cast, liling: Liling) -> None:
    said = program("wangfang").ask("POST", _ADDRESS, b"{}", kind="application/x-ndjson")
    assert (said.status, said.code) == (403, "may_not")


def test_another_kind_of_body_is_refused(program: Cast, liling: Liling) -> None:
    said = program("admin").ask("POST", _ADDRESS, b"{}")
    assert (said.status, said.code) == (415, "wrong_type")
