"""YAML read together with the line each value stands on, so that faults can be shown at a place.

Plain scalars follow YAML 1.2 narrowly: whole numbers, true, false and null; all else is text, so
`01.10` stays the code it is and `on` stays a word. Ignores what the values mean, and tags, and
anchors beyond what the parser expands itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

#: Where in a document: ("items", 3, "conditions", 0, "limit").
Path = tuple[str | int, ...]

_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
_WORDS: dict[str, object] = {"": None, "~": None, "null": None, "true": True, "false": False}
#: Deeper nesting than any pack has is an attack or a slip, not data.
_DEEPEST = 20
#: More values than any pack has: aliases of aliases would otherwise multiply without end.
_MOST = 200_000


@dataclass(frozen=True)
class LineFault:
    """One thing wrong at one line (from 1), as a sentence in both languages."""

    line: int
    zh: str
    en: str


@dataclass
class Document:
    """Plain data (dict, list, str, int, bool, None) and the lines it came from."""

    data: object = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[LineFault] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of the value at `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(text: str) -> Document:
    """The first YAML document in `text`; what cannot be read is in `faults`."""
    document = Document()
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        document.faults.append(_syntax(mark.line + 1 if mark else 1, error.problem or ""))
        return document
    except yaml.YAMLError as error:
        document.faults.append(_syntax(_line_of(text, error), str(error).splitlines()[0]))
        return document
    if node is not None:
        document.data = _plain(node, (), document)
    return document


def _syntax(line: int, problem: str) -> LineFault:
    return LineFault(
        line,
        f"YAML 写法有误（{problem}）。请检查缩进、引号、括号和冒号后的空格。",
        f"This is not valid YAML ({problem}); look at indents, quotes, brackets and colons.",
    )


def _line_of(text: str, error: yaml.YAMLError) -> int:
    position = getattr(error, "position", None)
    return text.count("\n", 0, position) + 1 if isinstance(position, int) else 1


def _plain(node: Node, path: Path, document: Document) -> object:
    document.lines[path] = node.start_mark.line + 1
    if len(path) > _DEEPEST or len(document.lines) > _MOST:
        _overgrown(node, document)
        return None
    if isinstance(node, SequenceNode):
        return [_plain(each, (*path, index), document) for index, each in enumerate(node.value)]
    if isinstance(node, MappingNode):
        return dict(_pairs(node, path, document))
    assert isinstance(node, ScalarNode)
    return _scalar(node)


def _overgrown(node: Node, document: Document) -> None:
    fault = LineFault(
        node.start_mark.line + 1,
        "内容太多或层次太深，不像业务包。",
        "Too much, or nested too deeply.",
    )
    if fault not in document.faults[-3:]:
        document.faults.append(fault)


def _pairs(node: MappingNode, path: Path, document: Document) -> Iterator[tuple[str, object]]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, ScalarNode):
            document.faults.append(
                LineFault(line, "键必须是一个词。", "A key must be a single word.")
            )
            continue
        key = str(key_node.value)
        if key in seen:
            document.faults.append(
                LineFault(line, f"“{key}”写了两次，请只留一个。", f"“{key}” is written twice.")
            )
            continue
        seen.add(key)
        value = _plain(value_node, (*path, key), document)
        document.lines[(*path, key)] = line
        yield key, value


def _scalar(node: ScalarNode) -> object:
    text = str(node.value)
    if node.style in {"'", '"', "|", ">"}:  # quoted or block text is text
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _WHOLE.fullmatch(text) and len(text) < 19 else text
