"""`wangge import areas` as an operator meets it: a whole process on a county of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_OF_TESTS = {"DATA", "DJANGO_SETTINGS_MODULE", "WANGGE_SECRET_KEY"}
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in _OF_TESTS}


def wangge(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wangge", *words]
    return subprocess.run(command, capture_output=True, text=True, env=_ENVIRONMENT)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county with its territory, down."""
    folder = tmp_path_factory.mktemp("county") / "data"
    done = wangge("prepare", f"--data={folder}")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A grid of Dongfu village much smaller than its village: most of the land becomes a gap."""
    ring = [[113.6, 27.6], [113.601, 27.6], [113.601, 27.601], [113.6, 27.6]]
    feature = {
        "type": "Feature",
        "properties": {"code": "430281121201001"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path = tmp_path / "grids.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


def test_a_trial_reports_and_changes_nothing(data: Path, file: Path) -> None:
    words = ("import", "areas", str(file), "--level=grid", "--datum=wgs84", f"--data={data}")
    done = wangge(*words, "--dry-run", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert (report["read"], report["version"], report["active"]) == (1, None, False)
    assert "gap" in {fault["kind"] for fault in report["faults"]}
    real = wangge(*words)
    assert "第2版有毛病，未生效" in real.stdout


def test_the_datum_cannot_be_forgotten(data: Path, file: Path) -> None:
    done = wangge("import", "areas", str(file), "--level=grid", f"--data={data}")
    assert done.returncode == 2
    assert "--datum" in done.stderr


def test_a_refusal_is_a_sentence_not_a_trace(data: Path, file: Path) -> None:
    done = wangge("import", "areas", str(file), "--level=grid", "--datum=wgs84",
                  "--code-field=bianma", f"--data={data}")  # fmt: skip
    assert done.returncode == 1
    assert "没有字段“bianma”" in done.stderr
    assert "Traceback" not in done.stderr
