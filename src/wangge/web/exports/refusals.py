"""What somebody hears who cannot take a list out, or not now."""

from __future__ import annotations

from wangge.core.errors import Forbidden, Invalid, NotFound


class NoSuchExport(NotFound):
    """Not there, or not one's own."""

    code = "no_such_export"
    zh = "没有这次导出，或者它不是您的。"
    en = "There is no such export, or it is not yours."


class NeedsApproval(Forbidden):
    """More personal data than anybody may take out alone."""

    code = "needs_approval"
    zh = "这份名单有{rows}条个人信息，超过{most}条须先审批。请写明用途，申请审批。"
    en = "{rows} rows of personal data: beyond {most} somebody else must approve. Say what for."


class ExportGone(Invalid):
    """The file was removed by retention."""

    code = "export_gone"
    zh = "导出的文件已按保存期限删除。请重新导出。"
    en = "The file was removed when its time was over. Please export again."
