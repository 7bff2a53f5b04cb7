"""What a door says to a bad coordinate or a bad file of borders. One class, one sentence."""

from __future__ import annotations

from wangge.core.errors import Invalid


class MissingDatum(Invalid):
    """A coordinate came without its datum, or with one nobody knows."""

    code = "missing_datum"
    zh = (
        "坐标须注明基准 datum：手机定位填 wgs84，高德、腾讯地图填 gcj02，百度地图填 bd09，"
        "天地图填 cgcs2000。填错会偏到几百米外的村。"
    )
    en = (
        "A coordinate needs its datum: wgs84 for a phone's own position, gcj02 for Amap and "
        "Tencent, bd09 for Baidu, cgcs2000 for Tianditu. A wrong one is hundreds of metres off."
    )


class BadCoordinate(Invalid):
    """A coordinate that is not a place on earth."""

    code = "bad_coordinate"
    zh = "坐标（{lon}，{lat}）不是地球上的一点。经度须在-180到180之间，纬度须在-90到90之间。"
    en = "({lon}, {lat}) is no place on earth. Longitude is -180 to 180, latitude -90 to 90."


class SwappedCoordinate(BadCoordinate):
    """Longitude and latitude came the wrong way round."""

    code = "swapped_coordinate"
    zh = "坐标（{lon}，{lat}）的经度和纬度像是颠倒了。请先写经度（东经，约113），再写纬度（约27）。"
    en = "({lon}, {lat}): longitude and latitude seem swapped. Longitude (about 113) comes first."


class NoTerritory(Invalid):
    """There are no borders in force."""

    code = "no_territory"
    zh = "这一天还没有生效的网格边界。请先安装或导入区划。"
    en = "No grid borders are in force on that day. Install or import a territory first."


class UnreadableFile(Invalid):
    """A file of borders that cannot be opened or read."""

    code = "unreadable_file"
    zh = "读不了文件“{file}”：{why}。请给 GeoJSON、Shapefile（.shp 或 .zip）或 GeoPackage。"
    en = "Cannot read “{file}”: {why}. Please give GeoJSON, a Shapefile (.shp, .zip) or GeoPackage."


class NoSuchField(Invalid):
    """The file has no field of that name."""

    code = "no_such_field"
    zh = "文件里没有字段“{wanted}”，有的是：{found}。"
    en = "The file has no field “{wanted}”; it has: {found}."


class MixedDatum(Invalid):
    """A projected file cannot be in GCJ-02 or BD-09."""

    code = "mixed_datum"
    zh = "文件是投影坐标（{crs}），不可能是 {datum}。请改填 cgcs2000 或 wgs84，或给经纬度文件。"
    en = "The file is projected ({crs}), so it cannot be {datum}. Say cgcs2000 or wgs84."


class NeedsReason(Invalid):
    """Faults, and units without a grid, are accepted only with a reason."""

    code = "needs_reason"
    zh = "须写明理由：为什么接受有毛病的边界，或为什么这个单位不设网格。"
    en = "A reason is needed: why faults are accepted, or why this unit has no grid."


class NotAVillage(Invalid):
    """Something was said of villages about another kind of area."""

    code = "not_a_village"
    zh = "“{name}”及其代管单位须是村或社区。请选择村级单位。"
    en = "“{name}” and whoever looks after it must be villages or communities."


class NoSuchVersion(Invalid):
    """There is no version of that number."""

    code = "no_such_version"
    zh = "没有第{number}版区划。请核对版本号。"
    en = "There is no version {number} of the territory."


class NoCodeLeft(Invalid):
    """All 799 ordinary numbers of a village have been given."""

    code = "no_code_left"
    zh = "编码{village}下的网格号001到799已用完。请先申请新的村级编码。"
    en = "The grid numbers 001 to 799 of {village} are all used up. Ask for a new village code."


class BadCut(Invalid):
    """A line or pieces that do not part the land as they should."""

    code = "bad_cut"
    zh = "这样划不成：{why}。请改画分界线，或另传图形。"
    en = "The land cannot be divided so: {why_en}. Please draw the line anew or give other shapes."

    #: Why, in both languages.
    CROSSES_ITSELF = ("分界线须是一条不自交的线", "the line must be one that does not cross itself")
    NOT_ACROSS = (
        "分界线没有从一边穿到另一边，两端须画到网格外面",
        "the line does not go right across; begin and end it outside the grid",
    )
    TOO_SMALL = ("有一块不到400平方米", "one part has less than 400 m²")
    NOT_NEIGHBOURS = ("这几个网格没有共同的边界", "these grids have no border in common")
    NO_LINE = (
        "分界线至少要两个点，写成“经度,纬度 经度,纬度”",
        "a line needs two points at least, as “lon,lat lon,lat”",
    )
    NOT_TWO = ("要画一条分界线，或传入至少两块图形", "draw a line, or give at least two shapes")
    TOO_FAR = (
        "有一个网格会失去一半以上的土地，请改用合并和拆分",
        "one grid would lose more than half its land; merge and split instead",
    )


def bad_cut(field: str, why: tuple[str, str]) -> BadCut:
    """The refusal for one of the reasons of `BadCut`."""
    return BadCut(field=field, why=why[0], why_en=why[1])


class DayTooSoon(Invalid):
    """Borders change at the beginning of a day still to come."""

    code = "day_too_soon"
    zh = "界线变动须从今天以后的某一天零点起生效，最早{first}。请改选日期。"
    en = "A border change begins at midnight of a day to come, {first} at the earliest."


class LaterDecided(Invalid):
    """A version for a later day has been decided already: it would undo this one."""

    code = "later_decided"
    zh = "第{number}版已定于{day}生效，会把这次变动盖掉。请先撤回第{number}版，或选它之后的日期。"
    en = "Version {number} is decided for {day} and would undo this. Take it back first."


class StillPending(Invalid):
    """A grid is part of one border change at a time: until its day, or until it is taken back."""

    code = "still_pending"
    zh = "第{number}版已定于{day}变动同一网格（{grid}）。请等到那天以后，或先撤回第{number}版。"
    en = "Version {number}, decided for {day}, changes the same grid ({grid}). Wait, or undo it."


class NotPending(Invalid):
    """Only what is decided and not yet in force can be taken back."""

    code = "not_pending"
    zh = "第{number}版不是已定而未生效的版本，不能撤回。已生效的界线请另作变动。"
    en = "Version {number} is not waiting for its day and cannot be taken back."


class WasWithdrawn(Invalid):
    """A version that was taken back stays so."""

    code = "was_withdrawn"
    zh = "第{number}版已撤回，不能再生效。请重新划分或导入。"
    en = "Version {number} was taken back. Please draw or import it anew."


class NotAGrid(Invalid):
    """Grids are named for a border change by their codes, those that stand on that day."""

    code = "not_a_grid"
    zh = "{day}没有编码为“{grid}”的网格。请核对网格编码和日期。"
    en = "No grid with the code “{grid}” stands on {day}."


class NotOneVillage(Invalid):
    """Grids are merged within a village."""

    code = "not_one_village"
    zh = "要合并的网格须在同一个村（社区）。请只选一个村的网格。"
    en = "Grids can only be merged within one village."


class FaultyChange(Invalid):
    """A border change that would break a promise is not made."""

    code = "faulty_change"
    zh = "这样变动有{count}处毛病，不能定：{fault}。请改正后再定。"
    en = "This change has {count} faults and cannot be decided: {fault}. Please mend it first."
