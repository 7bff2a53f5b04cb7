"""Every app has the same rooms, so whoever knows one finds his way in all.

A module of another name says in its first line what it is for, and is named here, so that one
comes into being by decision and not by habit. No `utils`, no `helpers`, no `signals` for rules.
"""

from __future__ import annotations

import ast

import pytest
from tests.house.sources import PACKAGE

#: The rooms every storehouse of rows may have.
ROOMS = {
    "access", "actions", "apps", "checks", "data", "jobs", "migrations", "models", "queries",
    "followers",  # what reads the log
    "privacy",    # which columns are sealed, and what is purged in time
    "proof",      # what is derived again from the rows
    "refusals",   # what it says no with
}  # fmt: skip

#: Modules only one app has.
OWN = {
    "accounts": {"forms", "hooks", "keys", "lockout", "middleware", "passwords", "rights"},
    "audit": {"log"},
    "jobs": {"schedule"},
    "notify": set[str](),
    "privacy": {"hooks", "keyring", "purposes", "retention", "sealing", "subjects"},
    "territory": {
        "cast", "change", "data_source", "hooks", "people", "reading", "report", "wiring",
    },
    "catalogue": {
        "__main__", "files", "loader", "meaning", "places", "reader", "rows", "typed", "yaml_lines",
    },
    "registry": {"borders", "codes", "importing", "kinds", "wiring"},
    "cases": {"happenings", "likeness", "notices", "sealed", "statements", "privacy", "wiring"},
    "visits": {"wiring"},
    "ledger": {"rules"},
    "triage": {"hot", "learning", "likeness"},
}  # fmt: skip


def _names(app: str) -> set[str]:
    return {
        path.stem
        for path in (PACKAGE / app).iterdir()
        if path.stem not in {"__init__", "__pycache__"} and not path.name.startswith(".")
    }


@pytest.mark.parametrize("app", sorted(OWN))
def test_an_app_has_the_rooms_of_all_apps(app: str) -> None:
    strange = _names(app) - ROOMS - OWN[app]
    assert not strange, f"Put it into one of {sorted(ROOMS)}, or name it here: {sorted(strange)}"


@pytest.mark.parametrize("app", sorted(OWN))
def test_no_room_is_named_that_does_not_exist(app: str) -> None:
    assert OWN[app] <= _names(app)


def test_every_file_says_what_it_is_for() -> None:
    silent = [
        path.relative_to(PACKAGE).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
        and path.read_text(encoding="utf-8").strip()
        and ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
    ]
    assert not silent, f"Begin these with a sentence: {silent}"


def test_no_file_wants_a_table_of_contents() -> None:
    long = {
        path.relative_to(PACKAGE).as_posix(): lines
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long, f"A noun hides in it and wants a file of its own: {long}"
