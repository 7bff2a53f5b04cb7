"""What an import of borders found and did, as a value that says itself. 导入报告。"""

from __future__ import annotations

from dataclasses import dataclass

from wangge.core.territory.faults import Fault
from wangge.core.territory.level import Level
from wangge.lib.datum import Datum

#: Of the faults kept with a version and shown, the worst; the count is always told.
_FAULTS_KEPT = 500


@dataclass(frozen=True, slots=True)
class Report:
    """What an import found and did. 导入报告。"""

    file: str
    level: Level
    datum: Datum
    read: int
    #: Features whose border is new or another than before.
    changed: int
    #: Codes of areas that come into being with this version, and of those that end with it.
    new: tuple[str, ...]
    ended: tuple[str, ...]
    faults: tuple[Fault, ...]
    dry_run: bool
    #: Number of the version made, None on a dry run.
    version: int | None = None
    active: bool = False

    def say(self, language: str = "zh") -> str:
        """The report in one sentence."""
        if language.startswith("zh"):
            head = f"{self.file}：读到{self.read}个{self.level.zh}，{self.changed}个边界有变"
            head += f"，新设{len(self.new)}个，撤销{len(self.ended)}个，毛病{len(self.faults)}处。"
            if self.version is None:
                return head + "只是试算，什么也没有改。"
            state = "已生效" if self.active else "有毛病，未生效；改正后重导，或写明理由接受"
            return f"{head}第{self.version}版{state}。"
        head = f"{self.file}: {self.read} read, {self.changed} changed, {len(self.new)} new, "
        head += f"{len(self.ended)} ended, {len(self.faults)} faults. "
        if self.version is None:
            return head + "A trial: nothing was changed."
        return f"{head}Version {self.version} is {'active' if self.active else 'not active'}."

    def as_row(self) -> dict[str, object]:
        """For JSON and the version's row; of many faults the first 500."""
        return {
            "file": self.file,
            "level": self.level.value,
            "datum": self.datum.value,
            "read": self.read,
            "changed": self.changed,
            "new": list(self.new),
            "ended": list(self.ended),
            "fault_count": len(self.faults),
            "faults": [fault.as_row() for fault in self.faults[:_FAULTS_KEPT]],
            "version": self.version,
            "active": self.active,
        }
