"""Reads the folder of one pack and collects what is wrong with it.

Ignores other packs: whether two claim the same code is for `loader` to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from wangge.catalogue.files import DutyFile, FlowFile, ItemsFile, LineInFile, ManifestFile
from wangge.catalogue.meaning import (
    badly_coded,
    duty_faults,
    item_faults,
    items_of,
    line_faults,
    unknown,
)
from wangge.catalogue.typed import typed
from wangge.catalogue.yaml_lines import Document, LineFault, read
from wangge.core.case.flow import Flow
from wangge.core.case.flow_form import Fault
from wangge.core.case.flow_proofs import prove_flow
from wangge.core.case.flow_words import ROLES
from wangge.core.catalogue import Line, LineOfPack, Pack

S = TypeVar("S", bound=msgspec.Struct)

#: A larger file is no pack.
_LARGEST_BYTES = 4_000_000


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a pack: `str(problem)` is `file:line: sentence`."""

    file: str
    line: int
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.zh} {self.en}"


class Vocabulary(NamedTuple):
    """The codes a pack may use but does not define."""

    departments: frozenset[str]
    calendars: frozenset[str]
    roles: frozenset[str] = ROLES


class Reader:
    """Reads one folder; `problems` fills up on the way."""

    def __init__(self, folder: Path, words: Vocabulary) -> None:
        self.folder = folder
        self.words = words
        self.problems: list[Problem] = []

    def pack(self) -> Pack | None:
        """The pack, or None if anything at all is wrong with it."""
        manifest, document = self._file("manifest.yaml", ManifestFile)
        if manifest is None:
            return None
        self._judge("manifest.yaml", document, badly_coded(("pack",), manifest.pack))
        flows = tuple(flow for name in manifest.flows if (flow := self._flow(name)))
        known = {flow.code for flow in flows}
        if len(flows) < len(manifest.flows):  # one cannot be read: that is said, and enough
            known |= {line.flow for line in manifest.lines}
        lines = []
        for index, line in enumerate(manifest.lines):
            faults = line_faults(line, ("lines", index), known, self.words.calendars)
            self._judge("manifest.yaml", document, faults)
            part = self._line(line)
            if part is None:
                continue
            lines.append(part)
            items = {item.code for item in part.items}
            at = ("lines", index, "default_item")
            faults = unknown(at, line.default_item, items, "事项", "item")
            self._judge("manifest.yaml", document, faults)
        if self.problems:
            self.problems.sort(key=lambda problem: (problem.file, problem.line))
            return None
        return Pack(
            code=manifest.pack,
            title=manifest.title,
            title_en=manifest.title_en,
            version=manifest.version,
            lines=tuple(lines),
            flows=flows,
        )

    def say(self, file: str, fault: LineFault) -> None:
        """Note a fault at its file and line, once."""
        problem = Problem(f"{self.folder.name}/{file}", fault.line, fault.zh, fault.en)
        if problem not in self.problems:
            self.problems.append(problem)

    def _judge(self, file: str, document: Document, faults: Iterable[Fault]) -> bool:
        """Note the faults at their lines; True if there were none."""
        clean = True
        for fault in faults:
            self.say(file, LineFault(document.line(fault.path), fault.zh, fault.en))
            clean = False
        return clean

    def _file(self, name: str, kind: type[S]) -> tuple[S | None, Document]:
        document = self._document(name)
        value = None if document.faults else typed(document, kind)
        for fault in document.faults:
            self.say(name, fault)
        return value, document

    def _document(self, name: str) -> Document:
        path = self.folder / name
        if path.resolve().parent != self.folder.resolve() or not path.is_file():
            return _refused("业务包文件夹里没有这个文件。", "The folder has no such file.")
        if path.stat().st_size > _LARGEST_BYTES:
            return _refused("文件太大，不像业务包。", "The file is too large for a pack.")
        try:
            return read(path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError:
            return _refused("文件不是 UTF-8 编码，请另存为 UTF-8。", "Save the file as UTF-8.")

    def _flow(self, name: str) -> Flow | None:
        file, document = self._file(name, FlowFile)
        if file is None:
            return None
        fields = msgspec.structs.asdict(file)
        flow = Flow(code=fields.pop("flow"), **fields)
        self._judge(name, document, badly_coded(("flow",), flow.code))
        self._judge(name, document, prove_flow(flow, roles=self.words.roles))
        return flow

    def _line(self, given: LineInFile) -> LineOfPack | None:
        """The line with its items and duty, None if those cannot be read."""
        items_file, items_document = self._file(given.items, ItemsFile)
        if items_file is None or not self._judge(
            given.items, items_document, item_faults(items_file)
        ):
            self._file(given.duty, DutyFile)
            return None
        items = items_of(items_file)
        duty_file, duty_document = self._file(given.duty, DutyFile)
        duty = duty_file.duty if duty_file else ()
        if duty_file:
            faults = duty_faults(duty, items, self.words.departments, self.words.roles)
            self._judge(given.duty, duty_document, faults)
        return LineOfPack(
            line=Line(**{name: getattr(given, name) for name in Line.__struct_fields__}),
            items=items,
            duty=duty,
            aliases=items_file.aliases,
        )


def _refused(zh: str, en: str) -> Document:
    return Document(faults=[LineFault(1, zh, en)])
