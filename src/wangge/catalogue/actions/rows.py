"""Makes the rows of one table say what is wanted, by ending rows and adding others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from wangge.catalogue.models.versioned import Versioned, in_force

R = TypeVar("R", bound=Versioned)


def replace_rows(
    kind: type[R],
    key: tuple[str, ...],
    wanted: Iterable[Mapping[str, object]],
    *,
    within: Mapping[str, object],
    now: datetime,
) -> int:
    """The rows in force `within` those values are the wanted ones; returns how many changed.

    `key`: the fields that tell rows apart. Rows the county made its own (`local`) stay as they
    are, but end when their key is no longer wanted at all.
    """
    standing = {
        tuple(getattr(row, name) for name in key): row
        for row in kind._default_manager.filter(in_force(None), **within)
    }
    added: list[R] = []
    ended: list[R] = []
    for values in wanted:
        row = standing.pop(tuple(values[name] for name in key), None)
        if row is not None:
            if getattr(row, "local", False) or _says(row, values):
                continue
            ended.append(row)
        added.append(kind(valid_from=now, **values))
    ended += [row for row in standing.values() if not _made_here(row)]
    kind._default_manager.filter(id__in=[row.id for row in ended]).update(valid_until=now)
    kind._default_manager.bulk_create(added)
    return len(added) + len(ended)


def _says(row: Versioned, values: Mapping[str, object]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _made_here(row: Versioned) -> bool:
    """A duty entry the county added has no counterpart in any pack; it stays."""
    return bool(getattr(row, "local", False)) and hasattr(row, "department")
