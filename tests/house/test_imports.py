"""Imports stand at the top, where a reader sees what a file leans on."""

from __future__ import annotations

import ast
import re

from tests.house.sources import Source, sources


def _says_why(source: Source, node: ast.Import | ast.ImportFrom) -> bool:
    """On its own lines, or above it or its fellow imports."""
    first = node.lineno - 1
    while re.match(r"\s*(import |from .* import |#)", source.lines[first - 1]):
        first -= 1
    return any("# why:" in line for line in source.lines[first : node.end_lineno])


def test_an_import_inside_a_function_says_why() -> None:
    found = [
        source.at(node)
        for source in sources()
        for function in ast.walk(source.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and not _says_why(source, node)
    ]
    assert not found, f"Import at the top of the file, or write `# why: …` beside it: {found}"
