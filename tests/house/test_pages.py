"""Pages hold no SQL of their own: it stands in queries and actions, tested on two servers.

Therefore `tests.conftest` leaves the pages' tests out on the second PostgreSQL.
"""

from __future__ import annotations

import ast
import re

from tests.house.sources import Source, sources

_SQL = re.compile(r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE|CREATE|SET LOCAL)\s+[\w(*\"]")
_RAW = {"cursor", "raw", "extra", "RawSQL"}


def sql_of(source: Source) -> list[str]:
    """Where raw SQL is made or asked."""
    asked = [
        source.at(call)
        for call in source.calls()
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in _RAW
    ]
    made = [
        source.at(node)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.match(node.value)
    ]
    return asked + made


def test_pages_and_components_hold_no_sql() -> None:
    pages = [one for one in sources() if one.name.startswith(("web/", "ui/"))]
    assert len(pages) > 50
    assert [place for one in pages for place in sql_of(one)] == []


def test_the_law_sees_sql() -> None:
    for text in ("connection.cursor()", "Case.objects.raw(x)", "'SELECT 1'"):
        assert sql_of(Source("web/x.py", [text], ast.parse(text)))
