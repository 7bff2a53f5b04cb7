"""The sources as the laws see them: every Python file of the package, parsed once."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "wangge"


@dataclass(frozen=True)
class Source:
    """One file. `name` is its path inside the package, such as "cases/actions/record.py"."""

    name: str
    lines: list[str]
    tree: ast.Module

    def calls(self) -> Iterator[ast.Call]:
        """Every call in the file."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def at(self, node: ast.expr | ast.stmt) -> str:
        """Where a node stands, for the sentence of a failing test."""
        return f"src/wangge/{self.name}:{node.lineno}"


@functools.cache
def sources() -> tuple[Source, ...]:
    """All files but migrations, which Django writes."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if "/migrations/" not in name:
            text = path.read_text(encoding="utf-8")
            found.append(Source(name, text.splitlines(), ast.parse(text, name)))
    return tuple(found)
