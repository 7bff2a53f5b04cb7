"""Read what a program sends: bounded, typed, every unknown field refused by name.

What `msgspec` says of wrong input is turned into refusals that name the field in both languages.
Nothing is judged here beyond kind and shape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from django.http import HttpRequest, QueryDict

from wangge.api.refusals import (
    LengthMissing,
    Malformed,
    MissingField,
    TooBig,
    UnknownField,
    WrongType,
    WrongValue,
)
from wangge.core.errors import Refusal
from wangge.core.territory.refusals import MissingDatum

Shape = TypeVar("Shape", bound=msgspec.Struct)

#: A report of 4,000 characters, its form and twelve photos' hashes take a tenth of it.
MOST_JSON = 256 * 1024
JSON = "application/json"

_WHERE = re.compile(r" - at `\$?\.?(.*?)`$")
_NAME = re.compile(r"`([^`]*)`")
_BYTE = re.compile(r"\(byte (\d+)\)")
_BOUND = re.compile(r"Expected `(.+?)` (<=|<|>=|>) (.+)")
_SIZE = re.compile(r"Expected `(.+?)` of length (<=|>=) (\d+)")

_KINDS = {
    "str": "文字",
    "int": "整数",
    "float": "数字",
    "bool": "true 或 false",
    "object": "对象 {…}",
    "array": "列表 […]",
    "null": "null",
    "datetime": "日期时间",
    "uuid": "UUID",
}


def read_json(request: HttpRequest, shape: type[Shape]) -> Shape:
    """The body as `shape`. Refuses: LengthMissing, TooBig, WrongType, Malformed, UnknownField,
    MissingField, WrongValue."""
    check_length(request.META, MOST_JSON)
    check_type(request.content_type)
    return decode_json(request.body, shape)


def check_type(sent: str | None) -> None:
    """The body is said to be JSON. Refuses: WrongType."""
    if sent != JSON and not (sent or "").endswith("+json"):
        raise WrongType(wanted=JSON, got=(sent or "")[:60])


def decode_json(body: bytes, shape: type[Shape]) -> Shape:
    """The bytes as `shape`. Refuses: Malformed, UnknownField, MissingField, WrongValue."""
    try:
        read: Shape = _decoder(shape).decode(body)
    except msgspec.ValidationError as error:
        raise _refusal(str(error)) from None
    except msgspec.DecodeError as error:
        raise _malformed(body, str(error)) from None
    except (UnicodeDecodeError, RecursionError):
        raise Malformed(line=1, column=1) from None
    return read


def read_query(given: QueryDict, shape: type[Shape]) -> Shape:
    """The query string as `shape`; of a field given twice the last holds. Refuses as above."""
    try:
        return msgspec.convert(given.dict(), shape, strict=False)
    except msgspec.ValidationError as error:
        raise _refusal(str(error)) from None


def check_length(environ: Mapping[str, Any], most: int) -> int:
    """How long the body says it is; it is not too long. Nothing of it is read.

    Refuses: LengthMissing, TooBig.
    """
    said = environ.get("CONTENT_LENGTH") or ""
    if not said.isdigit():
        if environ.get("HTTP_TRANSFER_ENCODING"):
            raise LengthMissing
        return 0
    length = int(said[:18])
    if length > most:
        raise TooBig(size=f"{length // 1024:,}", most=f"{most // 1024:,}")
    return length


@lru_cache(maxsize=64)
def _decoder(shape: type[Any]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(shape)


def _malformed(body: bytes, said: str) -> Malformed:
    """Where the JSON breaks off, as an editor counts."""
    at = _BYTE.search(said)
    before = body[: int(at[1]) if at else len(body)].decode("utf-8", "replace")
    line = before.count("\n") + 1
    return Malformed(line=line, column=len(before) - (before.rfind("\n") + 1) + 1)


def _refusal(said: str) -> Refusal:
    """The refusal for what msgspec says of a value."""
    found = _WHERE.search(said)
    where = found[1] if found else ""
    what = said[: found.start()] if found else said
    named = _NAME.search(what)
    if "unknown field" in what and named:
        field = _join(where, named[1])
        return UnknownField(field=field, name=field)
    if "missing required field" in what and named:
        field = _join(where, named[1])
        return (
            MissingDatum(field=field)
            if named[1] == "datum"
            else MissingField(field=field, name=field)
        )
    field = where or "body"
    return WrongValue(field=field, name=field, wanted=what, wanted_zh=_in_chinese(what))


def _join(where: str, name: str) -> str:
    return f"{where}.{name[:60]}" if where else name[:60]


def _in_chinese(what: str) -> str:
    if match := _SIZE.fullmatch(what):
        return f"长度须{'不超过' if match[2] == '<=' else '不少于'}{match[3]}"
    if match := _BOUND.fullmatch(what):
        return f"须{match[2]} {match[3]}"
    if "matching regex" in what:
        return "格式不对"
    if what.startswith("Invalid enum value"):
        return "不在可选范围内"
    if what.startswith("Invalid"):
        return f"不是有效的{_NAME_OF.get(what.removeprefix('Invalid ').strip(), '值')}"
    if "out of range" in what:
        return "数字超出范围"
    kinds = _NAME.findall(what)
    if what.startswith("Expected") and kinds:
        wanted = "或".join(_KINDS.get(kind.strip(), kind) for kind in kinds[0].split("|"))
        return f"应为{wanted}"
    return "格式不对"


_NAME_OF = {
    "UUID": " UUID",
    "RFC3339 encoded datetime": "日期时间（如 2026-11-23T09:00:00+08:00）",
}
