"""Reading borders from GeoJSON, Shapefile and GeoPackage into WGS-84. 读边界文件。

A bad feature becomes a fault and never stops the good ones. Ignores what the shapes mean.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from wangge.core.territory.faults import Fault, FaultKind
from wangge.core.territory.refusals import MixedDatum, NoSuchField, UnreadableFile
from wangge.core.territory.shapes import rounded
from wangge.lib.datum import Datum, to_wgs84_bulk

Floats = NDArray[np.float64]

#: The land China lies on, generously: what is not in here is not degrees, or the wrong way round.
_WEST, _SOUTH, _EAST, _NORTH = 70.0, 3.0, 140.0, 55.0


#: What stands beside a Shapefile.
_BESIDE = {".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qpj", ".xml", ".txt", ".md"}
#: Unpacked, the borders of a county at full detail are a tenth of it.
_MOST_BYTES = 500 * 1024 * 1024
#: How a file begins that is what its name says. The library beneath would also open formats that
#: point to other files and addresses, whatever they are called.
_BEGINS = {
    ".geojson": b"{",
    ".json": b"{",
    ".gpkg": b"SQLite format 3\x00",
    ".shp": b"\x00\x00\x27\x0a",
}


@dataclass(frozen=True, slots=True)
class Feature:
    """One area of the file: its code, its name if the file has one, its shape in WGS-84."""

    code: str
    name: str
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: how many features, the good ones, the faults of the others."""

    count: int
    features: tuple[Feature, ...]
    faults: tuple[Fault, ...]


def read_features(
    path: Path, *, datum: Datum, code_field: str, name_field: str | None = None
) -> Contents:
    """The features of `path`, their corners in WGS-84 to 1e-7°.

    A projected file is brought to degrees by its own projection. Refuses: UnreadableFile,
    NoSuchField, MixedDatum.
    """
    crs, codes, names, shapes = _read(path, code_field, name_field)
    convert = _converter(crs, datum)
    features, faults, seen = [], [], set()
    for code, name, shape in zip(codes, names, shapes, strict=True):
        title = name or code or "（无编码）"
        fault = _fault_of(title, code, shape)
        if fault is None:
            shape = rounded(shapely.transform(shape, convert))
            fault = _out_of_range(title, shape)
        if fault is None and code in seen:
            fault = Fault(FaultKind.TWICE, (title,), detail=code)
        if fault is not None:
            faults.append(fault)
            continue
        seen.add(code)
        features.append(Feature(code, name, shape))
    return Contents(len(codes), tuple(features), tuple(faults))


def read_pieces(path: Path, *, datum: Datum) -> tuple[BaseGeometry, ...]:
    """The areas of `path` without their codes, in the order of the file, in WGS-84 to 1e-7°.

    Refuses: UnreadableFile, MixedDatum.
    """
    _check_kind(path)
    source = f"/vsizip/{path}" if path.suffix == ".zip" else str(path)
    meta, wkbs, _columns = _rows(source, [], path.name)
    convert = _converter(meta["crs"], datum)
    pieces = []
    for place, shape in enumerate(shapely.from_wkb(wkbs, on_invalid="ignore"), start=1):
        title = f"第{place}块"
        fault = _fault_of(title, title, shape)
        if fault is None:
            shape = rounded(shapely.transform(shape, convert))
            fault = _out_of_range(title, shape)
        if fault is not None:
            raise UnreadableFile(field="file", file=path.name, why=fault.say())
        pieces.append(shape)
    return tuple(pieces)


def _read(
    path: Path, code_field: str, name_field: str | None
) -> tuple[str | None, list[str], list[str], list[BaseGeometry | None]]:
    _check_kind(path)
    source = f"/vsizip/{path}" if path.suffix == ".zip" else str(path)
    try:
        found = list(pyogrio.read_info(source)["fields"])
    except (DataSourceError, DataLayerError) as fault:
        raise UnreadableFile(field="file", file=path.name, why=_why(fault)) from fault
    wanted = [code_field] if name_field is None else [code_field, name_field]
    for field in wanted:
        if field not in found:
            raise NoSuchField(field="code_field", wanted=field, found="、".join(found) or "无")
    meta, wkbs, columns = _rows(source, wanted, path.name)
    by_name = dict(zip(meta["fields"], columns, strict=True))
    codes = [_text(value) for value in by_name[code_field]]
    names = [_text(value) for value in by_name[name_field]] if name_field else [""] * len(codes)
    return meta["crs"], codes, names, list(shapely.from_wkb(wkbs, on_invalid="ignore"))


def _check_kind(path: Path) -> None:
    """The file is of a kind that holds its borders itself, and not too large. Refuses:
    UnreadableFile."""
    why = ""
    if path.suffix == ".zip":
        why = _fault_of_archive(path)
    elif path.suffix in _BEGINS:
        with path.open("rb") as file:
            why = _fault_of_begin(path.suffix, file.read(64))
    else:
        why = "不是这几种文件"
    if not why and path.stat().st_size > _MOST_BYTES:
        why = "文件太大"
    if why:
        raise UnreadableFile(field="file", file=path.name, why=why)


def _fault_of_archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(one.file_size for one in archive.infolist()) > _MOST_BYTES:
                return "解压后太大"
            for one in archive.infolist():
                suffix = Path(one.filename).suffix.lower()
                if suffix in _BEGINS:
                    with archive.open(one) as file:
                        why = _fault_of_begin(suffix, file.read(64))
                    if why:
                        return why
                elif suffix not in _BESIDE and not one.is_dir():
                    return f"压缩包里有别的文件 {one.filename[:40]}"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return "压缩包打不开"
    return ""


def _fault_of_begin(suffix: str, begin: bytes) -> str:
    plain = begin.removeprefix(b"\xef\xbb\xbf").lstrip() if suffix.endswith("json") else begin
    return "" if plain.startswith(_BEGINS[suffix]) else f"内容不是{suffix}文件"


def _rows(source: str, fields: list[str], name: str) -> tuple[Any, Any, Any]:
    """Meta, WKBs and columns; a Shapefile without a code page is tried as GBK where UTF-8 fails."""
    for encoding in (None, "GB18030"):
        try:
            meta, _, wkbs, columns = pyogrio.raw.read(
                source, columns=fields, force_2d=True, encoding=encoding
            )
        except UnicodeDecodeError:
            continue
        except (DataSourceError, DataLayerError, ValueError) as fault:
            raise UnreadableFile(field="file", file=name, why=_why(fault)) from fault
        return meta, wkbs, columns
    raise UnreadableFile(field="file", file=name, why="文字编码认不出来")


def _why(fault: Exception) -> str:
    return str(fault).split(";")[0].strip()[:120]


def _text(value: object) -> str:
    """A code as digits: spreadsheets like to make numbers of them."""
    if value is None:
        return ""
    if isinstance(value, float):
        return "" if np.isnan(value) else f"{value:.0f}"
    return str(value).strip()


def _converter(crs: str | None, datum: Datum) -> Callable[[Floats], Floats]:
    """From the file's coordinates, an (n, 2) array, to WGS-84. Refuses: MixedDatum."""
    try:
        known = CRS.from_user_input(crs) if crs else None
    except CRSError:
        known = None
    if known is not None and known.is_projected:
        if datum in (Datum.GCJ02, Datum.BD09):
            raise MixedDatum(field="datum", crs=known.name, datum=datum.value)
        to_degrees = Transformer.from_crs(known, known.geodetic_crs, always_xy=True)

        def unproject(metres: Floats) -> Floats:
            return np.stack(to_degrees.transform(metres[:, 0], metres[:, 1]), axis=1)

        return unproject

    def shift(degrees: Floats) -> Floats:
        return np.stack(to_wgs84_bulk(degrees[:, 0], degrees[:, 1], datum), axis=1)

    return shift


def _fault_of(title: str, code: str, shape: BaseGeometry | None) -> Fault | None:
    if not code:
        return Fault(FaultKind.UNKNOWN_CODE, (title,), detail="（空）")
    if shape is None or shape.is_empty:
        return Fault(FaultKind.INVALID, (title,), detail="没有图形")
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return Fault(FaultKind.INVALID, (title,), detail=f"是{shape.geom_type}，不是面")
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        return Fault(FaultKind.INVALID, (title,), detail="坐标不是数")
    return None


def _out_of_range(title: str, shape: BaseGeometry) -> Fault | None:
    west, south, east, north = shape.bounds
    if west >= _WEST and east <= _EAST and south >= _SOUTH and north <= _NORTH:
        return None
    swapped = south >= _WEST and north <= _EAST and west >= _SOUTH and east <= _NORTH
    detail = "经度和纬度像是颠倒了" if swapped else f"{west:.6g}，{south:.6g}不像经纬度"
    return Fault(FaultKind.RANGE, (title,), detail=detail)
