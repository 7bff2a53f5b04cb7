"""A file is taken in, matched, tried, run; killed, stopped, gone on with; run again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from tests.liling import Liling
from tests.registry.importing.rows import PEOPLE, csv_of, person

from wangge.core.errors import Refusal
from wangge.core.registry.columns import Kind
from wangge.core.registry.kinds import KINDS
from wangge.core.registry.matching import match_headings
from wangge.lib.tables import read_table
from wangge.registry.access import opened as special_opened
from wangge.registry.importing import actions, chunks
from wangge.registry.importing.access import imports_for
from wangge.registry.importing.actions import purge_files
from wangge.registry.importing.bad_rows import write_bad_rows
from wangge.registry.importing.columns import columns_offered
from wangge.registry.importing.files import opened
from wangge.registry.importing.jobs import take_turn
from wangge.registry.importing.template import write_kind_template
from wangge.registry.models import Household, Import, ImportFault, Person

State = Import.State
GRID = "东富镇东富村"


@pytest.fixture(autouse=True)
def _nothing_open() -> None:
    chunks.forget_open()


def taken(
    liling: Liling,
    rows: Sequence[Sequence[object]],
    *,
    headings: Sequence[str] = PEOPLE,
    kind: str = "person",
    who: str = "liqiang",
) -> Import:
    return actions.take_in(
        KINDS[kind],
        "C:\\台账\\东富村人口.csv",
        [csv_of(headings, rows)],
        actor=liling.actor(who),
        now=liling.now,
    )


def tried(liling: Liling, row: Import, *, who: str = "liqiang", datum: str = "") -> Import:
    actions.match_and_try(row.id, datum=datum, actor=liling.actor(who), now=liling.now)
    finish(liling, row)
    return Import.objects.get(pk=row.pk)


def finish(liling: Liling, row: Import) -> None:
    while chunks.step(row.pk, now=liling.now, chunk=10):
        pass


def ran(liling: Liling, row: Import, *, who: str = "liqiang") -> Import:
    actions.run(row.id, actor=liling.actor(who), now=liling.now)
    finish(liling, row)
    return Import.objects.get(pk=row.pk)


def whole(liling: Liling, rows: Sequence[Sequence[object]], **given: object) -> Import:
    row = taken(liling, rows, **given)  # type: ignore[arg-type]
    assert tried(liling, row).state == State.TRIED
    return ran(liling, row)


def counts(row: Import) -> tuple[int, int, int, int]:
    return row.new, row.changed, row.same, row.bad


def test_people_come_in_with_their_households(liling: Liling) -> None:
    done = whole(liling, [person(n, GRID) for n in range(30)])
    assert (done.state, *counts(done)) == (State.DONE, 30, 0, 0, 0)
    assert done.households == Household.objects.count() == 10
    assert Person.objects.filter(household__no="000004").count() == 3
    assert Household.objects.get(no="000004").address == "东富村4号"


def test_the_trial_writes_nothing_and_says_what_would_be(liling: Liling) -> None:
    row = tried(liling, taken(liling, [person(n, GRID) for n in range(25)]))
    assert (row.state, row.trial["new"], row.trial["bad"]) == (State.TRIED, 25, 0)
    assert (Person.objects.count(), Household.objects.count()) == (0, 0)


def test_the_same_file_again_changes_nothing(liling: Liling) -> None:
    rows = [person(n, GRID) for n in range(12)]
    whole(liling, rows)
    assert counts(whole(liling, rows)) == (0, 0, 12, 0)
    assert Person.objects.count() == 12


def test_bad_rows_stay_behind_with_their_reasons(liling: Liling) -> None:
    rows = [person(n, GRID) for n in range(40)]
    rows[3][1] = "430281195001011234"
    rows[3][4] = "12"
    rows[17][8] = "没有的村"
    rows[20] = rows[19]
    done = whole(liling, rows)
    assert counts(done) == (37, 0, 0, 3)
    said = {(one.row, one.column) for one in ImportFault.objects.filter(file=done)}
    assert said == {(5, "id_number"), (5, "phone"), (19, "grid"), (22, "id_number")}
    assert "校验位" in ImportFault.objects.get(file=done, row=5, column="id_number").zh


def test_an_empty_cell_leaves_what_is_known(liling: Liling) -> None:
    rows = [person(0, GRID)]
    whole(liling, rows)
    rows[0][4] = ""
    rows[0][7] = "土家族"
    assert counts(whole(liling, rows)) == (0, 1, 0, 0)
    known = Person.objects.get()
    assert known.nation == "15"
    assert known.phone_sealed is not None


def test_an_unknown_household_without_address_is_a_fault(liling: Liling) -> None:
    rows = [person(0, GRID)]
    rows[0][9] = ""
    row = tried(liling, taken(liling, rows))
    assert row.bad == 1
    assert "户" in ImportFault.objects.get().zh


def test_other_land_is_a_fault_of_that_row_alone(liling: Liling) -> None:
    rows = [person(0, GRID), person(3, "石亭镇石塘岭村")]
    row = tried(liling, taken(liling, rows))
    assert (row.trial["new"], row.trial["bad"]) == (1, 1)
    assert "不在您的辖区" in ImportFault.objects.get(row=3).zh


def test_killed_in_the_middle_it_goes_on_where_it_stood(liling: Liling) -> None:
    row = tried(liling, taken(liling, [person(n, GRID) for n in range(35)]))
    actions.run(row.id, actor=liling.actor("liqiang"), now=liling.now)
    assert chunks.step(row.pk, now=liling.now, chunk=10)
    assert chunks.step(row.pk, now=liling.now, chunk=10)
    assert Person.objects.count() == 20
    chunks.forget_open()  # another process: nothing of the first is left but the rows
    finish(liling, row)
    done = Import.objects.get(pk=row.pk)
    assert (done.state, done.read, *counts(done)) == (State.DONE, 35, 35, 0, 0, 0)


def test_a_chunk_that_another_process_did_is_not_done_again(liling: Liling) -> None:
    row = tried(liling, taken(liling, [person(n, GRID) for n in range(20)]))
    actions.run(row.id, actor=liling.actor("liqiang"), now=liling.now)
    chunks.step(row.pk, now=liling.now, chunk=10)
    ours = chunks._open.pop(row.pk)
    finish(liling, row)
    Import.objects.filter(pk=row.pk).update(state=State.RUNNING)
    chunks._open[row.pk] = ours
    finish(liling, row)
    assert counts(Import.objects.get(pk=row.pk)) == (20, 0, 0, 0)


def test_a_chunk_the_database_refused_is_done_again_whole(
    liling: Liling, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = tried(liling, taken(liling, [person(n, GRID) for n in range(35)]))
    actions.run(row.id, actor=liling.actor("liqiang"), now=liling.now)
    chunks.step(row.pk, now=liling.now, chunk=10)

    def away(*_given: object, **_more: object) -> None:
        raise RuntimeError("the database is away")

    with monkeypatch.context() as broken:
        broken.setattr(chunks, "put_many", away)
        with pytest.raises(RuntimeError):
            chunks.step(row.pk, now=liling.now, chunk=10)
    finish(liling, row)
    assert counts(Import.objects.get(pk=row.pk)) == (35, 0, 0, 0)


def test_stopped_it_waits_and_goes_on(liling: Liling) -> None:
    li = liling.actor("liqiang")
    row = tried(liling, taken(liling, [person(n, GRID) for n in range(25)]))
    actions.run(row.id, actor=li, now=liling.now)
    chunks.step(row.pk, now=liling.now, chunk=10)
    actions.stop(row.id, actor=li, now=liling.now)
    assert not chunks.step(row.pk, now=liling.now, chunk=10)
    assert Person.objects.count() == 10
    actions.resume(row.id, actor=li, now=liling.now)
    finish(liling, row)
    assert Person.objects.count() == 25


def test_the_worker_goes_on_with_what_is_at_work(liling: Liling) -> None:
    row = taken(liling, [person(n, GRID) for n in range(5)])
    actions.match_and_try(row.id, actor=liling.actor("liqiang"), now=liling.now)
    assert take_turn(liling.now) == 1
    assert Import.objects.get(pk=row.pk).state == State.TRIED


def test_a_file_that_is_gone_fails_in_words(liling: Liling) -> None:
    row = taken(liling, [person(0, GRID)])
    actions.match_and_try(row.id, actor=liling.actor("liqiang"), now=liling.now)
    Import.objects.filter(pk=row.pk).update(key_sealed=None)
    take_turn(liling.now)
    failed = Import.objects.get(pk=row.pk)
    assert (failed.state, "请重新上传" in failed.failure) == (State.FAILED, True)


def test_the_file_lies_sealed(liling: Liling) -> None:
    row = taken(liling, [person(0, GRID)])
    assert "张0".encode("gb18030") in opened(row).getvalue()
    (file,) = (Path(settings.DATA) / "imports").glob(f"{row.id}*")
    assert "张0".encode("gb18030") not in file.read_bytes()


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        (("姓名", "身份证号"), "网格"),
        (("身份证号", "户号"), "姓名"),
    ],
)
def test_a_file_without_what_it_needs_is_not_tried(
    liling: Liling, headings: tuple[str, ...], words: str
) -> None:
    row = taken(liling, [["a", "b"]], headings=headings)
    with pytest.raises(Refusal) as refused:
        tried(liling, row)
    assert words in refused.value.say("zh")


def test_coordinates_want_their_datum_and_find_their_grid(liling: Liling) -> None:
    lon, lat = liling.point_in("东富村")
    headings = ("编码", "名称", "经度", "纬度", "层数")
    row = taken(liling, [["B-1", "一号楼", lon, lat, "3层"]], headings=headings, kind="building")
    with pytest.raises(Refusal, match="datum"):
        tried(liling, row)
    assert tried(liling, row, datum="wgs84").trial["new"] == 1


def test_strangers_to_an_import_do_not_see_it(liling: Liling) -> None:
    row = taken(liling, [person(0, GRID)])
    assert list(imports_for(liling.actor("liqiang"))) == [row]
    assert list(imports_for(liling.actor("zhaomin"))) == []
    with pytest.raises(Refusal):
        actions.match_and_try(row.id, actor=liling.actor("zhaomin"), now=liling.now)


def test_who_may_not_import_is_refused_before_anything_is_kept(liling: Liling) -> None:
    with pytest.raises(Refusal):
        taken(liling, [], who="chenyi")
    assert not Import.objects.exists()


def test_what_is_no_table_leaves_nothing_behind(liling: Liling) -> None:
    with pytest.raises(Refusal, match="cannot be read"):
        actions.take_in(
            KINDS["person"],
            "照片.xlsx",
            [b"PK no"],
            actor=liling.actor("liqiang"),
            now=liling.now,
        )
    assert not Import.objects.exists()


def test_bad_rows_come_back_as_written_with_number_and_reason(liling: Liling) -> None:
    rows = [person(n, GRID) for n in range(6)]
    rows[2][4] = "12"
    rows[4][8] = "没有的村"
    done = whole(liling, rows)
    file = io.BytesIO()
    assert write_bad_rows(done, file, who="李强", now=liling.now) == 2
    file.seek(0)
    table = read_table(file, ".xlsx")
    back = list(table.rows)
    assert table.headings == (*PEOPLE, "行号", "原因")
    assert [cells[: len(PEOPLE)] for _, cells in back] == [rows[2], rows[4]]
    assert [cells[-2] for _, cells in back] == [4.0, 6.0]
    assert "电话" in str(back[0][1][-1])
    assert "没有的村" in str(back[1][1][-1])


def test_mended_bad_rows_can_be_brought_in_as_they_are(liling: Liling) -> None:
    rows = [person(n, GRID) for n in range(3)]
    rows[1][4] = "12"
    done = whole(liling, rows)
    file = io.BytesIO()
    write_bad_rows(done, file, who="李强", now=liling.now)
    file.seek(0)
    table = read_table(file, ".xlsx")
    (mended,) = [cells for _, cells in table.rows]
    mended[4] = "13800000001"
    again = whole(liling, [mended], headings=table.headings)
    assert counts(again) == (1, 0, 0, 0)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_every_template_is_understood_column_by_column(liling: Liling, kind: Kind) -> None:
    file = io.BytesIO()
    write_kind_template(kind, file)
    file.seek(0)
    table = read_table(file, ".xlsx")
    matches = match_headings(columns_offered(kind), table.headings)
    assert [one.column for one in matches] == [one.name for one in columns_offered(kind)]


def test_old_files_are_removed_and_their_counts_stay(liling: Liling) -> None:
    done = whole(liling, [person(0, GRID)])
    later = liling.now + timedelta(days=31)
    assert purge_files(before=later, most=10) == 1
    kept = Import.objects.get(pk=done.pk)
    assert (kept.key_sealed, kept.new) == (None, 1)
    assert purge_files(before=later, most=10) == 0


def test_an_import_tells_nothing_of_the_special_domain(liling: Liling) -> None:
    rows = [person(n, GRID) for n in range(4)]
    whole(liling, rows)
    with special_opened():
        Person.objects.filter(name="张2").update(special=True)
    row = tried(liling, taken(liling, rows))
    assert (row.trial["new"], row.trial["same"], row.trial["bad"]) == (1, 3, 0)
    assert counts(ran(liling, row)) == (1, 0, 3, 0), "as if nobody had ever heard of the person"
    assert not ImportFault.objects.exists()
