"""Rows are written by actions alone: whoever looks for what changes a case knows where to look."""

from __future__ import annotations

import ast
import re

from tests.house.sources import Source, sources

#: Writers that are no `actions`, each with its reason.
EXEMPT = {
    "audit/followers.py": "a follower's place moves in the transaction of its effects",
    "ops/bench/planted.py": "plants faults past every door in an invented county, to be found",
}

_ON_MANAGER = {
    "acreate", "bulk_create", "bulk_update", "create", "get_or_create", "update_or_create",
}  # fmt: skip
_ON_QUERY = {"delete", "update"}
_SQL = re.compile(
    r"\s*(INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|TRUNCATE|COPY\s+\w+.*FROM)\b"
)


def _is_query(node: ast.expr) -> bool:
    """Whether the expression reads like rows: something of `objects`, a filter, an exclusion."""
    attributes = {child.attr for child in ast.walk(node) if isinstance(child, ast.Attribute)}
    return bool(attributes & {"objects", "filter", "exclude", "select_for_update"})


def _writes(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(attr=name, value=value) if name in _ON_MANAGER | _ON_QUERY:
            alone = name == "delete" and not call.args and not call.keywords
            return _is_query(value) or alone
        case ast.Attribute(attr="save"):
            return not call.args  # an image is saved to somewhere
    return False


def _sql_writes(source: Source) -> list[ast.Constant]:
    return [
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.match(node.value)
    ]


def test_only_actions_write_rows() -> None:
    found = []
    for source in sources():
        if re.search(r"(^|/)actions(\.py|/)", source.name) or source.name in EXEMPT:
            continue
        found += [source.at(call) for call in source.calls() if _writes(call)]
        found += [source.at(node) for node in _sql_writes(source)]
    assert not found, f"Only actions.py writes rows; move this into an action: {found}"


def test_the_law_sees_a_write() -> None:
    for text in ("Case.objects.filter(x=1).update(y=2)", "case.save()", "row.delete()"):
        (expression,) = ast.parse(text).body
        assert isinstance(expression, ast.Expr)
        assert isinstance(expression.value, ast.Call)
        assert _writes(expression.value), text
