"""Loads packs from their folders, or says everything that is wrong with them, line by line.

A pack is accepted whole or not at all, and a broken one never keeps the others from loading.
Ignores rows: what becomes of a loaded pack is `actions.install_packs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import wangge
from wangge.catalogue.reader import Problem, Reader, Vocabulary
from wangge.catalogue.yaml_lines import LineFault, read
from wangge.core.catalogue import Pack

#: The packs that come with Wangge, and the codes every pack may use.
OUR_PACKS = Path(wangge.__file__).parent / "packs"
_DEPARTMENTS = Path(wangge.__file__).parent / "territory" / "data" / "departments.yaml"
CALENDARS = Path(__file__).parent / "data" / "calendars.yaml"


class Loaded(NamedTuple):
    """The good packs, in order, with a digest of their files, and what is wrong with the rest."""

    packs: tuple[tuple[Pack, str], ...]
    problems: tuple[Problem, ...]


@cache
def vocabulary() -> Vocabulary:
    """The departments and calendars that come with Wangge."""
    return Vocabulary(
        departments=frozenset(_codes_in(_DEPARTMENTS, "departments")),
        calendars=frozenset(_codes_in(CALENDARS, "calendars")),
    )


def _codes_in(path: Path, key: str) -> Iterator[str]:
    data = read(path.read_text(encoding="utf-8")).data
    assert isinstance(data, dict)
    for row in data[key]:
        yield row["code"]


def folders_in(places: Iterable[Path]) -> tuple[Path, ...]:
    """The folders with a manifest: each place itself, or those directly inside it, by name."""
    found: list[Path] = []
    for place in places:
        inside = sorted(place.iterdir()) if place.is_dir() else []
        found += [each for each in (place, *inside) if (each / "manifest.yaml").is_file()]
    return tuple(dict.fromkeys(found))


def digest_of(folder: Path) -> str:
    """A fingerprint of the YAML files of a pack; equal digests need no second look."""
    whole = sha256()
    for path in sorted(folder.glob("*.yaml")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def load_packs(folders: Iterable[Path], words: Vocabulary | None = None) -> Loaded:
    """All packs; one that is broken, or takes a code another has, is left out with its problems."""
    good: list[tuple[Pack, str]] = []
    problems: list[Problem] = []
    taken: dict[str, str] = {}
    for folder in folders:
        reader = Reader(folder, words or vocabulary())
        pack = reader.pack()
        if pack is not None:
            _claim(reader, pack, taken)
        problems += reader.problems
        if pack is None or reader.problems:
            continue
        good.append((pack, digest_of(folder)))
        taken |= dict.fromkeys(_codes(pack), pack.code)
    return Loaded(tuple(good), tuple(problems))


def _codes(pack: Pack) -> Iterator[str]:
    yield f"pack {pack.code}"
    yield from (f"line {each.line.code}" for each in pack.lines)
    yield from (f"flow {flow.code}" for flow in pack.flows)


_KINDS = {"pack": "业务包", "line": "业务线", "flow": "流程"}


def _claim(reader: Reader, pack: Pack, taken: dict[str, str]) -> None:
    for code in _codes(pack):
        if owner := taken.get(code):
            kind, name = code.split(" ", 1)
            reader.say(
                "manifest.yaml",
                LineFault(
                    1,
                    f"{_KINDS[kind]}“{name}”已由业务包“{owner}”定义，请换一个代码。",
                    f"The {kind} “{name}” is already defined by pack “{owner}”; use another code.",
                ),
            )
