"""The empty table a clerk fills in for a kind: headings, lists to choose from, what to mind."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from wangge.core.registry.columns import Column, Kind, Type
from wangge.lib.sheets import Choice, write_template
from wangge.registry.codes import code_lists
from wangge.registry.importing.columns import columns_offered

#: Columns whose cells are text, so that long numbers keep their digits.
_TEXTS = frozenset(
    (
        Type.TEXT,
        Type.ID_NUMBER,
        Type.PHONE,
        Type.CREDIT_CODE,
        Type.PLATE,
        Type.GRID,
        Type.HOUSEHOLD,
        Type.BUILDING,
        Type.DWELLING,
        Type.ORGANISATION,
        Type.BIRTHDAY,
    )
)

_HELPS = {
    Type.ID_NUMBER: "18位身份证号。单元格已设为文本，粘贴时请选“只保留文本”。",
    Type.DATE: "写作2026-11-23。",
    Type.LON: "十进制的度，如113.4970；上传时选坐标系。",
    Type.LAT: "十进制的度，如27.6461；上传时选坐标系。",
    Type.HOUSEHOLD: "本村已登记的户号。",
    Type.PHONE: "11位手机号，或带区号的座机号。",
}


def write_kind_template(kind: Kind, file: Path | BinaryIO) -> None:
    """The template of that kind stands in the file."""
    columns = columns_offered(kind)
    lists = code_lists()
    choices = [
        Choice(
            place,
            tuple(title for _, title in lists.choices(one.codes)),
            several=one.type is Type.CATEGORIES,
        )
        for place, one in enumerate(columns)
        if one.codes and lists.choices(one.codes)
    ]
    write_template(
        file,
        [one.zh for one in columns],
        sheet=kind.zh,
        notes=[
            f"{kind.zh}导入模板：带*的必须填；用不着的列可以删去，列的先后可以换。",
            "再次导入同一行会更新原有登记；空着的格不改动原有内容。",
        ],
        required=[place for place, one in enumerate(columns) if one.required],
        texts=[place for place, one in enumerate(columns) if one.type in _TEXTS],
        choices=choices,
        helps={
            place: help_
            for place, one in enumerate(columns)
            if (help_ := _help(one)) and not any(choice.place == place for choice in choices)
        },
    )


def _help(column: Column) -> str:
    return column.help or _HELPS.get(column.type, "")
