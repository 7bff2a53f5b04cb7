"""A city's requests, brought in: the stored deadline and closing give the flag the city gave."""

from __future__ import annotations

from pathlib import Path

from tests.liling import Liling

from wangge.cases.actions.importing.batch import import_batch
from wangge.cases.models import Case
from wangge.core.duty import SYSTEM
from wangge.core.importing.headings import KNOWN_HEADINGS, match_columns
from wangge.lib.columns import read_columns
from wangge.ops.bench.replay import boston, compared, invented


def test_every_flag_is_derived_again_and_no_row_is_lost(liling: Liling, tmp_path: Path) -> None:
    file, foreign = invented(tmp_path / "requests.csv", 60), boston()
    with file.open("rb") as opened:
        table = read_columns(opened, file.name, known=KNOWN_HEADINGS, size=25)
        matching = match_columns(table.headings, foreign)
        for part in table.parts:
            rows = matching.rows(part.numbers, part.cells())
            done = import_batch(rows, foreign, actor=SYSTEM, now=liling.now)
            assert done.faults == ()
    flags = compared(file)
    assert flags["disagree"] == 0
    assert flags["agree"] > 40
    assert sum(flags.values()) == Case.objects.count() == 60
    assert set(Case.objects.values_list("located", flat=True)) == {"outside"}
