"""Turns a read YAML document into typed structures and tells everything that does not fit.

`msgspec.convert` stops at the first fault; somebody who writes a pack wants to see them all, each
with its line, so the structures are walked here and only the leaves are converted by msgspec.
Ignores meaning (unknown states, limits, departments): that is `loader`.
"""

from __future__ import annotations

from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import msgspec

from wangge.catalogue.yaml_lines import Document, LineFault, Path
from wangge.core.case.flow_words import nearest

S = TypeVar("S", bound=msgspec.Struct)
#: A type annotation, looked at while running; and a value made for it.
Kind = Any
Made = Any

_KINDS: dict[type, tuple[str, str]] = {
    dict: ("键值对", "a mapping"),
    list: ("列表", "a list"),
    str: ("文字", "text"),
    bool: ("true 或 false", "true or false"),
    int: ("整数", "a whole number"),
    type(None): ("空", "nothing"),
}


class _Broken(Exception):
    """The value at hand has faults, which are already noted."""


def typed(document: Document, kind: type[S]) -> S | None:
    """The document as `kind`, or None; then `document.faults` has at least one more entry."""
    before = len(document.faults)
    try:
        value = _value(document, document.data, kind, ())
    except _Broken:
        return None
    assert isinstance(value, kind)
    return value if len(document.faults) == before else None


def _value(document: Document, data: object, kind: Kind, path: Path) -> Made:
    origin: object = get_origin(kind)
    if origin in (Union, UnionType):
        if data is None and type(None) in get_args(kind):
            return None
        kind = next(each for each in get_args(kind) if each is not type(None))
        origin = get_origin(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _struct(document, data, kind, path)
    if origin is tuple:
        items = _expect(document, data, list, path)
        inner = get_args(kind)[0]
        return tuple(_each(document, items, inner, path))
    if origin is dict:
        pairs = _expect(document, data, dict, path)
        inner = get_args(kind)[1]
        values = _each(document, list(pairs.values()), inner, path, list(pairs))
        return dict(zip(pairs, values, strict=True))
    return _leaf(document, data, kind, path)


def _each(
    document: Document, values: list[Any], kind: Kind, path: Path, keys: list[Any] | None = None
) -> list[Any]:
    """All values converted; goes through to the end before it gives up."""
    made, broken = [], False
    for key, value in zip(keys or range(len(values)), values, strict=True):
        try:
            made.append(_value(document, value, kind, (*path, key)))
        except _Broken:
            broken = True
    if broken:
        raise _Broken
    return made


def _struct(document: Document, data: object, kind: type[msgspec.Struct], path: Path) -> Made:
    given: dict[str, Any] = _expect(document, data, dict, path)
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    broken = False
    for key in given.keys() - fields.keys():
        hint = nearest(key, fields)
        _note(document, (*path, key), f"不认识“{key}”。{hint.zh}", f"Unknown key “{key}”.{hint.en}")
        broken = True
    made: dict[str, Any] = {}
    for name, field in fields.items():
        if name not in given:
            if field.required:
                _note(document, path, f"缺少“{name}”。", f"“{name}” is missing.")
                broken = True
            continue
        try:
            made[field.name] = _value(document, given[name], field.type, (*path, name))
        except _Broken:
            broken = True
    if broken:
        raise _Broken
    return kind(**made)


def _leaf(document: Document, data: object, kind: Kind, path: Path) -> Made:
    try:
        return msgspec.convert(data, kind, strict=True)
    except msgspec.ValidationError:
        choices = [str(each.value) for each in kind] if hasattr(kind, "__members__") else []
        if choices and isinstance(data, str):
            hint = nearest(data, choices)
            _note(
                document,
                path,
                f"“{data}”不在可选值中：{'、'.join(choices[:40])}。{hint.zh}",
                f"“{data}” is none of: {', '.join(choices[:40])}.{hint.en}",
            )
            raise _Broken from None
        wanted = str if choices else kind
        _wrong_kind(document, data, wanted, path)
        raise _Broken from None


def _expect(document: Document, data: object, kind: type, path: Path) -> Made:
    if isinstance(data, kind):
        return data
    _wrong_kind(document, data, kind, path)
    raise _Broken


def _wrong_kind(document: Document, data: object, wanted: Kind, path: Path) -> None:
    name = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    zh, en = _KINDS.get(wanted, (str(wanted), str(wanted)))
    got_zh, got_en = _KINDS.get(type(data), ("", ""))
    _note(
        document,
        path,
        f"“{name}”这里应是{zh}，却是{got_zh}。" if name else f"这里应是{zh}，却是{got_zh}。",
        f"“{name}” should be {en}, not {got_en}." if name else f"Expected {en}, not {got_en}.",
    )


def _note(document: Document, path: Path, zh: str, en: str) -> None:
    document.faults.append(LineFault(document.line(path), zh, en))
