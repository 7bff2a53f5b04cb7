"""What can be wrong with land (区划边界的毛病), as a value that says itself.

Ignores how faults are found: `coverage` finds those of borders, the importer and the proof others.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """The kinds of fault of a set of borders."""

    GAP = "gap"  #: 缝隙: land of the parent that nobody has
    OVERLAP = "overlap"  #: 重叠: land that two have
    OUTSIDE = "outside"  #: 越界: land beyond the parent
    INVALID = "invalid"  #: 图形无效: a ring that crosses itself, or no polygon at all
    DATUM = "datum"  #: 坐标基准可疑: everything stands shifted by the same hundreds of metres
    RANGE = "range"  #: 坐标超出范围: not degrees, or longitude and latitude swapped
    UNKNOWN_CODE = "unknown_code"  #: 编码对不上: no area has this code
    TWICE = "twice"  #: 编码重复: two shapes for one area
    MISSING = "missing"  #: 缺边界: an area without a shape
    NO_PARENT = "no_parent"  #: 无上级: an area under no area of the level above
    NO_GRID = "no_grid"  #: 无网格: a village nobody's grid covers, unexplained
    UNSERVED = "unserved"  #: 无岗位: a grid that no post has served yet
    LAPSED = "lapsed"  #: 岗位已止: a grid whose posts have all ended


#: Sentences for the screen: names, area_m2, lon, lat and detail may stand in them.
_ZH = {
    FaultKind.GAP: "{names}之间有缝隙，约{area_m2:.1f}平方米，在{lon:.6f}，{lat:.6f}附近",
    FaultKind.OVERLAP: "{names}互相重叠约{area_m2:.1f}平方米，在{lon:.6f}，{lat:.6f}附近",
    FaultKind.OUTSIDE: "{names}越出{detail}约{area_m2:.1f}平方米，在{lon:.6f}，{lat:.6f}附近",
    FaultKind.INVALID: "{names}的图形无效：{detail}",
    FaultKind.DATUM: "坐标基准可疑：{detail}",
    FaultKind.RANGE: "{names}的坐标超出范围：{detail}",
    FaultKind.UNKNOWN_CODE: "编码{detail}对不上任何区划",
    FaultKind.TWICE: "{names}在文件中出现不止一次，只用了第一个",
    FaultKind.MISSING: "{names}没有边界",
    FaultKind.NO_PARENT: "{names}没有上级：{detail}",
    FaultKind.NO_GRID: "{names}没有网格，也没有说明",
    FaultKind.UNSERVED: "{names}还没有岗位负责，请设岗",
    FaultKind.LAPSED: "{names}没有岗位负责了，最后的岗位{detail}止，请设岗",
}
_EN = {
    FaultKind.GAP: "gap between {names}, about {area_m2:.1f} m², near {lon:.6f}, {lat:.6f}",
    FaultKind.OVERLAP: "{names} overlap by about {area_m2:.1f} m² near {lon:.6f}, {lat:.6f}",
    FaultKind.OUTSIDE: "{names} reach beyond {detail} by {area_m2:.1f} m² at {lon:.6f}, {lat:.6f}",
    FaultKind.INVALID: "the shape of {names} is invalid: {detail}",
    FaultKind.DATUM: "the datum is doubtful: {detail}",
    FaultKind.RANGE: "the coordinates of {names} are out of range: {detail}",
    FaultKind.UNKNOWN_CODE: "no area has the code {detail}",
    FaultKind.TWICE: "{names} come more than once in the file; the first was used",
    FaultKind.MISSING: "{names} have no border",
    FaultKind.NO_PARENT: "{names} stand under nothing: {detail}",
    FaultKind.NO_GRID: "{names} have no grid and no reason for it",
    FaultKind.UNSERVED: "no post serves {names} yet: make one",
    FaultKind.LAPSED: "no post serves {names} any more; the last ended, {detail}: make one",
}
_SLIVER = {"zh": "（狭长缝，宽{width_m:.2f}米）", "en": " (a sliver {width_m:.2f} m wide)"}
#: A gap or overlap narrower than this is a sliver (狭缝): two drawings of one line.
SLIVER_M = 1.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of the land, with its place and whom it concerns."""

    kind: FaultKind
    #: Names of the areas concerned, in order.
    names: tuple[str, ...]
    area_m2: float = 0.0
    #: Mean width of a gap or overlap.
    width_m: float = 0.0
    #: A point in or near it, degrees WGS-84; 0 where there is no place.
    lon: float = 0.0
    lat: float = 0.0
    detail: str = ""

    @property
    def sliver(self) -> bool:
        """Whether it is a long thin strip, as two drawings of the same line leave."""
        return 0.0 < self.width_m < SLIVER_M

    def say(self, language: str = "zh") -> str:
        """The fault in one sentence."""
        chinese = language.startswith("zh")
        names = ("、" if chinese else ", ").join(self.names)
        sentence = (_ZH if chinese else _EN)[self.kind].format(**asdict(self) | {"names": names})
        if not self.sliver:
            return sentence
        return sentence + _SLIVER["zh" if chinese else "en"].format(width_m=self.width_m)

    def as_row(self) -> dict[str, object]:
        """For JSON: the parts, and the sentence in both languages."""
        return asdict(self) | {"sliver": self.sliver, "zh": self.say("zh"), "en": self.say("en")}
