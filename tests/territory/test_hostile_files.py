"""Files of borders made to reach further than themselves are not opened."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from wangge.core.territory.refusals import UnreadableFile
from wangge.lib.datum import Datum
from wangge.territory import reading

#: Reads another file of the server, whatever this one is called.
_POINTER = """<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{there}</SrcDataSource>
</OGRVRTLayer></OGRVRTDataSource>"""


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refusal:
        reading.read_features(path, datum=Datum.WGS84, code_field="code")
    return refusal.value.say("zh")


@pytest.mark.parametrize("name", ["borders.geojson", "borders.gpkg", "borders.shp"])
def test_a_file_that_points_to_another_is_refused(tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("code,WKT\n1,POINT (1 1)\n")
    path = tmp_path / name
    path.write_text(_POINTER.format(there=secret))
    assert "内容不是" in refused(path)


def test_an_archive_that_holds_a_pointer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "borders.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("borders.vrt", _POINTER.format(there="/etc/passwd"))
    assert "borders.vrt" in refused(path)


def test_an_archive_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_MOST_BYTES", 1_000_000)
    path = tmp_path / "borders.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("borders.shp", b"\x00\x00\x27\x0a" + bytes(5_000_000))
    assert path.stat().st_size < 100_000
    assert "解压后太大" in refused(path)


def test_an_archive_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "borders.zip"
    path.write_bytes(b"PK\x03\x04 no more")
    assert "打不开" in refused(path)
