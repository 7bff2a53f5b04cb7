"""The benchmarks' own parts: the crowd speaks HTTP, and what was lost would be noticed."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

import pytest

from wangge.cases.actions import record
from wangge.ops.bench import BENCHES, load
from wangge.ops.bench.budgets import BUDGETS
from wangge.ops.bench.drawing import Line, Titles, chart
from wangge.ops.bench.intake import NotAll, check_all_there, pgbench_script
from wangge.ops.bench.load import Broken, Reply, Script, crowd, request
from wangge.ops.bench.paced import Answer, paced
from wangge.ops.bench.served import Served
from wangge.ops.bench.spike import back_after_s, check
from wangge.ops.commands.bench import judged

CASE = UUID(int=7)


class Rows:
    """A county that answers queries from a list."""

    def __init__(self, *answers: list[Any]) -> None:
        self.answers = list(answers)

    def rows(self, statement: str) -> list[Any]:
        return self.answers.pop(0)


def county(*answers: list[Any]) -> Served:
    return cast("Served", Rows(*answers))


@pytest.fixture
def echo() -> Iterator[int]:
    """A server that answers 201 in two pieces; after five requests on a line it hangs up."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(line,), daemon=True).start()

    def answer(line: socket.socket) -> None:
        for _ in range(5):
            if not line.recv(65_536):
                break
            line.sendall(b"HTTP/1.1 201 Created\r\nContent-Le")
            line.sendall(b'ngth: 12\r\n\r\n{"no":"C-1"}')
        line.close()

    threading.Thread(target=serve, daemon=True).start()
    yield server.getsockname()[1]
    server.close()


def asking(times: int, replies: list[Reply]) -> Script:
    for _ in range(times):
        reply = yield request("POST", "/x", "token", {"text": "垃圾"})
        replies += [reply]


def test_every_line_of_the_crowd_gets_whole_answers(echo: int) -> None:
    replies: list[Reply] = []
    crowd(echo, [asking(3, replies), asking(4, replies)], seconds=5)
    assert [reply.status for reply in replies] == [201] * 7
    assert replies[0].json() == {"no": "C-1"}


def test_a_server_that_hangs_up_is_not_passed_over(echo: int) -> None:
    with pytest.raises(Broken):
        crowd(echo, [asking(9, [])], seconds=5)


def test_a_lost_report_is_noticed() -> None:
    with pytest.raises(NotAll, match="1 of 2"):
        check_all_there(county([(UUID(int=1),)]), [UUID(int=1), UUID(int=2)])


def test_a_report_that_is_there_twice_is_noticed() -> None:
    with pytest.raises(NotAll, match="2 entries for 1 cases"):
        check_all_there(county([(CASE,)], [(2, 1)]), [CASE])


def test_pgbench_commits_the_very_statement_of_a_report() -> None:
    case, told, entry = (
        [tuple(f"{name} 值" for name in names)]
        for names in (["id", "no", *record.ROW], record.REPORTER, record.ENTRY)
    )
    script, values = pgbench_script(county(case, told, entry), CASE)
    parts = re.split(r"\$\d+", record.INSERT_CASE_AND_REPORTER)
    place = 0
    for part in parts:
        place = script.index(part, place) + len(part)
    assert not re.search(r"\$\d", script)
    used = set(re.findall(r"[^:]:(v\d+)\b", script))
    assert used == set(values)


@pytest.mark.parametrize("name", sorted(BENCHES))
def test_every_benchmark_can_be_loaded(name: str) -> None:
    assert callable(load(name))


def test_benchmarks_are_loaded_before_there_is_a_county() -> None:
    """They make their own, so nothing of theirs may want settings or models at once."""
    code = f"from wangge.ops.bench import load; [load(name) for name in {sorted(BENCHES)!r}]"
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("DJANGO")
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_every_benchmark_promises_something() -> None:
    assert set(BUDGETS) == set(BENCHES)


def test_a_budget_holds_or_does_not() -> None:
    assert judged({"name": "intake", "ratio": 0.25})["holds"] is True
    assert judged({"name": "intake", "ratio": 0.24})["holds"] is False


def test_a_paced_crowd_keeps_the_clock_and_counts_broken_lines(echo: int) -> None:
    """The server hangs up after five requests on a line: the sixth breaks, then goes on."""
    asked = iter(lambda: request("GET", "/", "t"), None)

    told = paced(echo, asked, lines=2, pace=100.0, seconds=0.3)

    assert told.asked == len(told.answers) == 30
    assert set(told.statuses) == {201, 0}
    assert told.quantile_s(0.5) < 1.0
    with pytest.raises(NotAll, match="0"):
        check(told)


def test_a_spike_is_over_when_every_second_is_answered_in_time() -> None:
    slow = [Answer(n / 10, 3.0 if n < 25 else 0.01, 201) for n in range(60)]

    assert back_after_s(slow, 10.0, 6.0) == 3.0
    assert back_after_s(slow[30:], 10.0, 6.0) == 3.0, "a second without answers is no good one"


def test_a_chart_draws_every_line_and_names_it() -> None:
    line = Line("列表", "list <1>", [(10_000, 5.0), (10_000_000, 50.0)])

    drawn = chart([line], Titles("t", "x", "y"))

    assert drawn.count("<circle") == 2
    assert "列表 list &lt;1&gt;" in drawn
    assert "10,000,000" in drawn
