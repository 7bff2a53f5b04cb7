"""What is installed is what was locked: names in pyproject.toml, exact versions in the locks."""

from __future__ import annotations

import re
import tomllib

import pytest
from tests.house.sources import ROOT

_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found is not None, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def _locked(file: str) -> set[str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return {_name(line) for line in lines if re.match(r"[\w.-]+==", line)}


@pytest.mark.parametrize(
    ("wanted", "lock"),
    [
        (_PROJECT["project"]["dependencies"], "requirements.lock"),
        (_PROJECT["project"]["optional-dependencies"]["test"], "requirements-test.lock"),
        (_PROJECT["build-system"]["requires"], "requirements-build.lock"),
    ],
)
def test_every_dependency_is_locked(wanted: list[str], lock: str) -> None:
    missing = {_name(requirement) for requirement in wanted} - _locked(lock)
    assert not missing, f"Run `make lock`: {lock} does not know {sorted(missing)}"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_every_locked_file_has_its_hash(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    for block in re.split(r"\n(?=[\w.-]+==)", text):
        assert "--hash=sha256:" in block, block.partition("\n")[0]
