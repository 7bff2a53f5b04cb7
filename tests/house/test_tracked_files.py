"""What is in git can be fetched anywhere: it names no registry and carries no heavy file."""

from __future__ import annotations

import re
import subprocess

import pytest
from tests.house.sources import ROOT

_REGISTRY = re.compile(r"https?://[\w.-]*(?:registry|pypi|npmjs|pythonhosted|deb\.)[\w.-]*")

_HEAVY_BYTES = 1_000_000


@pytest.fixture(scope="module")
def tracked() -> list[str]:
    """The paths git knows."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_tracked_file_names_a_registry(tracked: list[str]) -> None:
    found = []
    for name in tracked:
        text = (ROOT / name).read_bytes().decode(errors="ignore")
        if _REGISTRY.search(text):
            found.append(name)
    assert not found, f"Everyone has a registry of their own; take its name out of: {found}"


def test_no_tracked_file_is_heavy(tracked: list[str]) -> None:
    found = [name for name in tracked if (ROOT / name).stat().st_size > _HEAVY_BYTES]
    assert not found, f"Make it at build time, or fetch it from a package: {found}"
