"""`wangge import` and `wangge export` as an operator meets them, on a county of their own."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

_OF_TESTS = {"DATA", "DJANGO_SETTINGS_MODULE", "WANGGE_SECRET_KEY"}
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in _OF_TESTS}
_TINY = Path(__file__).parents[1] / "packs" / "tiny"


def wangge(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wangge", *words]
    return subprocess.run(command, capture_output=True, text=True, env=_ENVIRONMENT)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo county with a few days of history, down."""
    folder = tmp_path_factory.mktemp("county") / "data"
    for words in (("prepare", "--demo", "--no-past"), ("simulate", "--days=2", "--cases=60")):
        done = wangge(*words, f"--data={folder}")
        assert done.returncode == 0, done.stderr
    return folder


def test_cases_come_out_masked_under_chinese_headings(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    done = wangge("export", "cases", str(file), f"--data={data}")
    assert done.returncode == 0, done.stderr
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert len(rows) > 40
    assert {"编号", "状态", "责任岗位", "上报人", "电话"} <= set(rows[0])
    phones = [row["电话"] for row in rows if row["电话"]]
    assert phones
    assert all("*" in phone for phone in phones)


def test_a_spreadsheet_holds_the_same_cases(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "cases.xlsx"
    done = wangge("export", "cases", str(file), "--open-only", f"--data={data}")
    assert done.returncode == 0, done.stderr
    rows = list(openpyxl.load_workbook(file)["案件"].iter_rows(values_only=True))
    assert str(rows[0][0]).startswith("※命令行")
    assert rows[1][0] == "编号"
    assert len(rows) > 10
    assert not any(row[15] for row in rows[2:-1]), "an open case has no closing time"


def test_the_log_comes_out_whole_with_its_hashes(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    done = wangge("export", "log", str(file), f"--data={data}")
    assert done.returncode == 0, done.stderr
    entries = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    cases = [one for one in entries if one["kind"] == "case"]
    assert len(cases) > 100
    assert {len(one["hash"]) for one in cases} == {64}
    assert "10000000" not in "".join(one["data"] for one in cases), "a telephone in the log"


def test_borders_come_out_as_they_went_in(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "grids.geojson"
    assert wangge("export", "areas", str(file), f"--data={data}").returncode == 0
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    assert len(features) == 270
    words = ("--level=grid", "--datum=wgs84", "--dry-run", "--json", f"--data={data}")
    again = wangge("import", "areas", str(file), *words)
    assert again.returncode == 0, again.stdout
    assert json.loads(again.stdout)["read"] == 270


def test_a_bad_row_of_a_notice_is_named_and_nothing_is_taken(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "notice.csv"
    file.write_text("日期,类型,名称\n2027-01-01,放假,元旦\n2027-13-01,放假,没有这一天\n")
    done = wangge("import", "holidays", str(file), "--year=2027", f"--data={data}", "--json")
    assert done.returncode == 1
    said = json.loads(done.stdout)
    assert [bad["row"] for bad in said["bad"]] == [2]
    assert said["changed"] == []


def test_a_notice_changes_the_days_it_names(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "notice.csv"
    file.write_text("日期,类型,名称\n2027-01-01,放假,元旦\n2027-01-04,放假,元旦\n")
    words = ("import", "holidays", str(file), "--year=2027", f"--data={data}", "--json")
    trial = json.loads(wangge(*words, "--dry-run").stdout)
    assert (trial["read"], trial["changed"]) == (2, [])
    done = json.loads(wangge(*words, "--source=通知2026第0号").stdout)
    assert "2027-01-04" in done["changed"]


def test_a_pack_is_proven_then_in_force(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(_TINY, folder)
    trial = wangge("import", "packs", str(folder), "--dry-run", f"--data={data}")
    assert trial.returncode == 0, trial.stderr
    assert not (data / "packs").exists()
    done = wangge("import", "packs", str(folder), f"--data={data}")
    assert done.returncode == 0, done.stderr
    assert any((data / "packs").iterdir())


def test_a_broken_pack_is_refused_with_file_and_line(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(_TINY, folder)
    flow = next(folder.rglob("flow*.yaml"))
    flow.write_text(flow.read_text(encoding="utf-8").replace("initial:", "initially:", 1))
    done = wangge("import", "packs", str(folder), f"--data={data}")
    assert done.returncode == 1
    assert f"{flow.name}:" in done.stderr


PEOPLE = "姓名,身份证号,户号,户地址,网格\n"
_GOOD = "王小二,11010519491231002X,R-001,东富村3组1号,东富镇东富村\n"
_BAD = "张三,110105194912310021,R-002,东富村3组2号,东富镇东富村\n"


def test_people_come_in_and_bad_rows_come_back(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE + _GOOD + _BAD, encoding="gb18030")
    trial = wangge("import", "people", str(file), "--dry-run", "--json", f"--data={data}")
    assert json.loads(trial.stdout)["new"] == 1, trial.stderr
    done = wangge("import", "people", str(file), "--json", f"--data={data}")
    said = json.loads(done.stdout)
    assert (done.returncode, said["new"], said["bad"], said["households"]) == (1, 1, 1, 1)
    rows = list(openpyxl.load_workbook(said["bad_file"]).worksheets[0].iter_rows(values_only=True))
    assert rows[1][-2:] == ("行号", "原因")
    assert rows[2][0] == "张三"
    assert "校验位" in str(rows[2][-1])
    again = json.loads(wangge("import", "people", str(file), "--json", f"--data={data}").stdout)
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 1)


def test_people_go_out_masked_and_only_with_a_reason(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    assert wangge("export", "people", str(file), f"--data={data}").returncode == 1
    done = wangge("export", "people", str(file), "--reason=核对", f"--data={data}")
    assert done.returncode == 0, done.stderr
    text = file.read_text(encoding="utf-8-sig")
    assert text.startswith("姓名,")
    assert "※命令行" in text.splitlines()[-1]
    assert "11010519491231002X" not in text


def test_every_kind_has_its_template(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "template.xlsx"
    done = wangge("import", "components", str(file), "--template", f"--data={data}")
    assert done.returncode == 0, done.stderr
    page = openpyxl.load_workbook(file).worksheets[0]
    assert "部件编码*" in [cell.value for cell in page[3]]


def test_a_file_without_what_it_needs_is_refused_in_words(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "poor.csv"
    file.write_text("甲,乙\n1,2\n", encoding="utf-8")
    done = wangge("import", "people", str(file), f"--data={data}")
    assert done.returncode == 1
    assert "还缺必须的列：姓名" in done.stderr


_CASES = "工单号,问题描述,受理时间,办结时间,状态,经度,纬度,无用的列\n"


def _old_cases(count: int) -> list[str]:
    return [
        f"GD2026{n:06d},第{n}盏路灯不亮,2026-01-15 09:{n % 60:02d}:00,2026-01-15 15:00:00,"
        f"已办结,{113.4 + n / 10_000:.4f},27.66,x\n"
        for n in range(count)
    ]


def test_cases_of_another_system_come_in_once_and_bad_rows_come_back(
    data: Path, tmp_path: Path
) -> None:
    file, rows = tmp_path / "工单.csv", _old_cases(200)
    rows[7] = rows[7].replace("第7盏路灯不亮", "")
    rows[50] = rows[50].replace("113.4050,27.66", "27.66,113.4050")
    rows[199] = rows[199].replace("2026-01-15 15", "2026-01-14 15")
    file.write_text(_CASES + "".join(rows), encoding="gb18030")
    words = ("import", "cases", str(file), "--json", f"--data={data}", "--system=老城管")
    explained = tmp_path / "对照.yaml"
    explained.write_text("datum: wgs84\nline: city_management\n", encoding="utf-8")
    done = wangge(*words, f"--map={explained}")
    said = json.loads(done.stdout)
    assert (done.returncode, said["rows"], said["new"], said["bad"]) == (1, 200, 197, 3), said
    assert said["left_out"] == ["无用的列"]
    with (tmp_path / "工单.csv.rejected.csv").open(encoding="utf-8-sig", newline="") as opened:
        left = list(csv.DictReader(opened))
    assert [row["行号"] for row in left] == ["9", "52", "201"]
    assert "颠倒" in left[1]["原因"]
    again = json.loads(wangge(*words, f"--map={explained}").stdout)
    assert (again["new"], again["same"], again["bad"]) == (0, 197, 3)


def test_a_file_of_cases_nobody_can_place_is_refused_in_words(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "工单.csv"
    file.write_text(_CASES + "".join(_old_cases(1)), encoding="utf-8")
    done = wangge("import", "cases", str(file), f"--data={data}")
    assert done.returncode == 1
    assert "来自哪个系统" in done.stderr
