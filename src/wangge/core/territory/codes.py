"""Area codes (区划代码): what the digits of a statistical code say, and how a grid gets its own.

Source: 统计用区划代码 12 digits = county 6 + town 3 + village 3; grid = village 12 + sequence 3.
The meaning of the ranges is taken from general knowledge of the code, not from its published
text: it is used to draw and to sort, never to decide. Ignores which codes are in force.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from enum import StrEnum
from itertools import islice

from wangge.core.territory.refusals import NoCodeLeft

#: Digits of a code of each length that names the level above: grid → village → town → county.
PARENT_DIGITS = {17: 15, 15: 12, 12: 9, 9: 6}


#: Numbers 001–799 are ordinary grids, those above are for dedicated ones 专属网格.
LAST_BASIC = 799


class UnitKind(StrEnum):
    """What kind of village-level unit the last three digits of 12 tell."""

    RESIDENTS = "residents"  #: 居民委员会、社区 001–199
    VILLAGERS = "villagers"  #: 村民委员会 200–399
    LIKE_RESIDENTS = "like_residents"  #: 类似居委会 400–499, 虚拟社区
    LIKE_VILLAGERS = "like_villagers"  #: 类似村委会 500–599


def unit_kind(code: str) -> UnitKind:
    """The kind of the village-level unit with this 12-digit code."""
    number = int(code[9:12])
    if number < 200:
        return UnitKind.RESIDENTS
    if number < 400:
        return UnitKind.VILLAGERS
    return UnitKind.LIKE_RESIDENTS if number < 500 else UnitKind.LIKE_VILLAGERS


def is_street(town_code: str) -> bool:
    """Whether the town with this 9-digit code is a street office (街道 001–099)."""
    return int(town_code[6:9]) < 100


def parent_code(code: str) -> str | None:
    """The code of the area one level up, None for a county or a code of another make."""
    digits = PARENT_DIGITS.get(len(code))
    return code[:digits] if digits else None


def grid_codes(village_code: str, middles: Sequence[tuple[float, float]]) -> list[str]:
    """A 15-digit code for each grid of a village, in the order given.

    `middles`: (lon, lat) of a point in each grid. Numbers run from 001 as one reads.
    """
    return next_grid_codes(village_code, middles, used=())


def next_grid_codes(
    village_code: str, middles: Sequence[tuple[float, float]], *, used: Collection[str]
) -> list[str]:
    """A code for each new grid of a village that has had grids before, in the order given.

    Numbers go on after the highest ever given, so that no code means two grids at different times;
    when 799 is reached, those never given are taken. `used`: every code the village's grids ever
    had. Refuses: NoCodeLeft.
    """
    given = {int(code[12:15]) for code in used if code.startswith(village_code)}
    basic = [number for number in given if number <= LAST_BASIC]
    after = range(max(basic, default=0) + 1, LAST_BASIC + 1)
    before = (number for number in range(1, LAST_BASIC + 1) if number not in given)
    free = list(after if len(after) >= len(middles) else islice(before, len(middles)))
    if len(free) < len(middles):
        raise NoCodeLeft(field="grid", village=village_code)
    codes = [""] * len(middles)
    for i, number in zip(_as_one_reads(middles), free, strict=False):
        codes[i] = f"{village_code}{number:03d}"
    return codes


def _as_one_reads(middles: Sequence[tuple[float, float]]) -> list[int]:
    """Places from west to east within a row, and the rows north to south (DB11 单元网格划分)."""
    rows = max(1, round(math.sqrt(len(middles))))
    by_north = sorted(range(len(middles)), key=lambda i: (-middles[i][1], middles[i][0]))
    a_row = math.ceil(len(middles) / rows) or 1
    return [
        i
        for first in range(0, len(by_north), a_row)
        for i in sorted(by_north[first : first + a_row], key=lambda i: middles[i])
    ]
