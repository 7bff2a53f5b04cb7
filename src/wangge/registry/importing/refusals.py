"""What somebody hears who brings in a file that cannot be taken."""

from __future__ import annotations

from wangge.core.errors import Forbidden, Invalid, NotFound
from wangge.lib.tables import UnreadableTable


class NoSuchImport(NotFound):
    """Not there, or not one's own."""

    code = "no_such_import"
    zh = "没有这次导入，或者它不是您的。"
    en = "There is no such import, or it is not yours."


class NotATable(Invalid):
    """The file cannot be read as a table."""

    code = "not_a_table"
    zh = "读不了“{name}”：{why}"
    en = "“{name}” cannot be read: {why_en}"


_WHY = {
    "kind": (
        "请上传 .xlsx、.xls 或 .csv 文件。",
        "please upload an .xlsx, .xls or .csv file.",
    ),
    "password": (
        "文件加了密码。请去掉密码再上传。",
        "it is protected by a password. Please remove it.",
    ),
    "broken": (
        "文件已损坏。请用表格软件打开、另存后再上传。",
        "it is damaged. Please open it, save it anew and upload it again.",
    ),
    "encoding": (
        "认不出文字编码。请另存为 .xlsx 再上传。",
        "its encoding is unknown. Please save it as .xlsx.",
    ),
    "empty": ("文件里没有内容。", "there is nothing in it."),
    "headings": (
        "找不到表头。请在第一行写列名，如“姓名”“身份证号”。",
        "no heading row was found. Please write the names of the columns in the first row.",
    ),
    "size": ("文件太大。请分成几个文件上传。", "it is too large. Please split it."),
}


def not_a_table(name: str, fault: UnreadableTable) -> NotATable:
    """The refusal for a file that could not be read."""
    why, why_en = _WHY[fault.why]
    return NotATable(field="file", name=name, why=why, why_en=why_en)


class FileGone(Invalid):
    """The file was removed by retention or from the disk."""

    code = "file_gone"
    zh = "上传的文件已按保存期限删除，或已损坏。请重新上传。"
    en = "The uploaded file was removed when its time was over, or is damaged. Upload it again."


class ColumnsMissing(Invalid):
    """Columns that must be matched are not."""

    code = "columns_missing"
    zh = "还缺必须的列：{columns}。请指定它们是文件中的哪一列。"
    en = "These columns are needed: {columns}. Say which columns of the file they are."


class DatumMissing(Invalid):
    """The file has coordinates and nobody said in which datum."""

    code = "datum_missing"
    zh = "文件里有经纬度，请选择坐标系：填错会偏到几百米外的村。"
    en = "The file has coordinates: choose their datum. A wrong one is hundreds of metres off."


class NotNow(Forbidden):
    """Where the import stands, this cannot be done."""

    code = "import_not_now"
    zh = "这次导入现在是“{state}”，不能这样做。请刷新页面。"
    en = "The import is “{state}” now; this cannot be done. Please load the page again."


class FileTooLarge(Invalid):
    """More than an import may hold."""

    code = "import_too_large"
    zh = "文件有{size}MB，最多{most}MB。请分成几个文件上传。"
    en = "The file has {size} MB, at most {most} MB are taken. Please split it."


class TwiceInFile(Invalid):
    """Two rows of the file are the same element."""

    code = "twice_in_file"
    zh = "与第{row}行的{column}相同，请只留一行。"
    en = "It has the same {column} as row {row}. Keep only one of them."
