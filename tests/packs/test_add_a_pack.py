"""docs/how-to/add-a-pack.md does what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "add-a-pack.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def _run(script: str, data: Path) -> subprocess.CompletedProcess[str]:
    script = script.replace(".venv/bin/python", sys.executable)
    where = {**os.environ, "DATA": str(data), "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        ["/bin/sh", "-ec", script], cwd=ROOT, env=where, capture_output=True, text=True, check=False
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with the pack copied as the page says."""
    done = _run(_blocks("sh")[0], tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_the_copied_folder_is_a_good_pack(data: Path) -> None:
    done = _run(_blocks("sh")[1], data)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() in PAGE
    assert "tiny: " in done.stdout


def test_the_mistake_of_the_page_is_told_as_the_page_says(data: Path) -> None:
    flow = data / "packs" / "volunteering" / "flow.yaml"
    text = flow.read_text(encoding="utf-8")
    flow.write_text(text.replace("to: thanked", "to: done", 1), encoding="utf-8")
    done = _run(_blocks("sh")[1], data)
    assert done.returncode == 1
    assert done.stdout == _blocks("text")[0]


def test_a_folder_without_a_pack_is_told(tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    assert _run(_blocks("sh")[1], tmp_path).returncode == 2
