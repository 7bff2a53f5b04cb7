"""The columns of a file of cases, with the headings other systems write (列名与别名)."""

from __future__ import annotations

from wangge.core.registry.columns import Column, Type

COLUMNS: tuple[Column, ...] = (
    Column(
        "number",
        "原编号",
        "Number",
        required=True,
        aliases=(
            *("案件编号", "编号", "工单号", "工单编号", "案卷编号", "任务号", "受理编号", "单号"),
            *("诉求编号", "事件编号", "case number", "case id", "service_request_id"),
        ),
    ),
    Column("system", "来源系统", "System", aliases=("原系统", "系统名称", "system name")),
    Column("line", "业务线", "Line", aliases=("业务类型", "业务", "service line")),
    Column("item", "类别", "Item", aliases=("事项", "小类", "小类代码", "事项代码", "item code")),
    Column(
        "type",
        "原类别",
        "Type",
        aliases=("问题类型", "诉求类型", "事件类型", "案件类型", "原类型", "request type"),
    ),
    Column(
        "text",
        "描述",
        "Text",
        required=True,
        aliases=(
            *("问题描述", "案件描述", "诉求内容", "内容", "事件描述", "反映内容", "工单内容"),
            *("description", "case title"),
        ),
    ),
    Column(
        "place",
        "地点",
        "Place",
        aliases=("地址", "事发地点", "位置", "位置描述", "事发地址", "address", "location"),
    ),
    Column("lon", "经度", "Longitude", Type.LON, aliases=("lng", "x", "x坐标", "long")),
    Column("lat", "纬度", "Latitude", Type.LAT, aliases=("y", "y坐标")),
    Column("datum", "坐标系", "Datum", aliases=("坐标系统", "坐标基准")),
    Column(
        "reported_at",
        "上报时间",
        "Reported at",
        required=True,
        aliases=(
            *("受理时间", "登记时间", "来电时间", "诉求时间", "创建时间", "发生时间", "采集时间"),
            *("open date", "created at", "requested datetime"),
        ),
    ),
    Column(
        "due_at",
        "到期时间",
        "Due at",
        aliases=(
            *("办理期限", "截止时间", "时限", "处置时限", "办结期限", "要求办结时间"),
            *("target date", "deadline", "expected datetime"),
        ),
    ),
    Column(
        "closed_at",
        "结案时间",
        "Closed at",
        aliases=("办结时间", "完成时间", "归档时间", "实际办结时间", "closed date"),
    ),
    Column(
        "outcome",
        "办理结果",
        "Outcome",
        aliases=("状态", "案件状态", "办理状态", "工单状态", "结果", "status"),
    ),
    Column("source", "来源", "Source", aliases=("诉求来源", "问题来源", "案件来源", "渠道")),
    Column(
        "name",
        "上报人",
        "Reporter",
        mask="name",
        aliases=("诉求人", "来电人", "反映人", "姓名", "联系人", "reporter name"),
    ),
    Column(
        "phone",
        "电话",
        "Phone",
        Type.PHONE,
        mask="phone",
        aliases=("联系电话", "手机", "手机号", "来电号码", "联系方式", "reporter phone"),
    ),
    Column("confidential", "保密", "Confidential", aliases=("是否保密", "举报保密")),
    Column(
        "opinion",
        "处理意见",
        "Opinion",
        aliases=(
            *("办理意见", "处置意见", "办理情况", "处理结果", "答复内容", "回复内容"),
            *("handling opinion", "resolution"),
        ),
    ),
    Column("stars", "满意度", "Satisfaction", aliases=("评价", "满意情况", "是否满意", "rating")),
)

#: Without these nothing can be imported.
REQUIRED: tuple[str, ...] = tuple(column.name for column in COLUMNS if column.required)

NAMED = {column.name: column for column in COLUMNS}
