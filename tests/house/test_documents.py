"""Documents that can be checked are: every path they name exists, every word has its row."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

from wangge.core.case.verbs import NAMES
from wangge.core.duty import Role
from wangge.core.territory.level import Level

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_PATH = re.compile(r"`((?:src|tests|docs)/[\w./-]+)`")
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    missing = [path for path in _PATH.findall(text) if not (ROOT / path).exists()]
    missing += [link for link in _LINK.findall(text) if not (page.parent / link).exists()]
    assert not missing, f"{page.name} names what is not there: {missing}"


def _glossary() -> set[str]:
    rows = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    cells = [row.split("|") for row in rows if row.startswith("|") and row.count("|") >= 4]
    return {cell[2].strip().strip("`") for cell in cells}


def test_every_word_of_the_code_has_one_row_in_the_glossary() -> None:
    words = {verb.value for verb in NAMES} | {level.value for level in Level}
    words |= {role.value for role in Role}
    for model in apps.get_models():
        if model.__module__.startswith("wangge."):
            words.add(model.__name__)
    missing = sorted(words - _glossary())
    assert not missing, f"docs/glossary.md lacks: {', '.join(missing)}"
