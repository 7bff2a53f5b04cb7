"""What a border change would do or did, as a value that says itself. 界线变动。"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shapely.geometry.base import BaseGeometry

from wangge.core.territory.faults import Fault
from wangge.territory.hooks import Counted
from wangge.territory.models import Post


class ChangeKind(StrEnum):
    """What is done to the grids."""

    SPLIT = "split"  #: 拆分: one grid becomes several
    MERGE = "merge"  #: 合并: several become one
    MOVE = "move"  #: 调整边界: two grids stay, the border between them moves


_KINDS = {
    ChangeKind.SPLIT: ("拆分", "split"),
    ChangeKind.MERGE: ("合并", "merge"),
    ChangeKind.MOVE: ("调整边界", "new border"),
}


@dataclass(frozen=True, slots=True)
class Before:
    """A grid as it is until then."""

    code: str
    name: str
    area_m2: float


@dataclass(frozen=True, slots=True)
class PostAfter:
    """A post to be made, and the one it follows."""

    code: str
    title: str
    title_en: str
    follows: Post
    #: Who will hold it, "" for nobody.
    holder: str

    def as_row(self) -> dict[str, str]:
        """For JSON."""
        return {
            "code": self.code,
            "title": self.title,
            "follows": self.follows.code,
            "holder": self.holder,
        }


@dataclass(frozen=True, slots=True)
class After:
    """A grid as it will be, with what stands on its land now."""

    code: str
    name: str
    #: Degrees WGS-84.
    shape: BaseGeometry
    area_m2: float
    counts: tuple[Counted, ...] = ()
    posts: tuple[PostAfter, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A border change, tried or decided."""

    kind: ChangeKind
    on: date
    before: tuple[Before, ...]
    after: tuple[After, ...]
    faults: tuple[Fault, ...]
    #: Posts that end with their grid: (code, title).
    ending: tuple[tuple[str, str], ...] = ()
    #: Number of the version that brings it, None while it is only tried.
    version: int | None = None

    def say(self, language: str = "zh") -> str:
        """The change in one sentence."""
        zh = language.startswith("zh")
        mark = "、" if zh else ", "
        before = mark.join(one.name for one in self.before)
        after = mark.join(one.name for one in self.after)
        day = f"{self.on:%Y-%m-%d}"
        if not zh:
            return f"{_KINDS[self.kind][1]} from {day}: {before} → {after}"
        return f"自{day}零点起{_KINDS[self.kind][0]}：{before} → {after}"

    def as_row(self) -> dict[str, object]:
        """For JSON and the version's row."""
        return {
            "kind": self.kind.value,
            "before": [{"code": one.code, "name": one.name} for one in self.before],
            "after": [
                {"code": one.code, "name": one.name, "area_m2": round(one.area_m2)}
                for one in self.after
            ],
            "zh": self.say("zh"),
            "en": self.say("en"),
            "fault_count": len(self.faults),
            "faults": [fault.as_row() for fault in self.faults],
        }
