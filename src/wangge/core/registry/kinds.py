"""The kinds of elements (人地物组织) and their columns.

After GB/T 34300 (社区网格化服务管理, structure unverified) and the code lists it refers to. What
happens (事) is a case and no element.
"""

from __future__ import annotations

from wangge.core.registry.columns import Column, Kind, Type

_GRID = Column(
    "grid",
    "网格",
    "Grid",
    Type.GRID,
    aliases=("所属网格", "网格编码", "网格名称", "所在网格"),
    help="网格编码，或镇村网格名称。留空时由坐标或所属的户、房屋推定。",
)
_POINT = (
    Column("lon", "经度", "Longitude", Type.LON, aliases=("lng", "longitude", "X")),
    Column("lat", "纬度", "Latitude", Type.LAT, aliases=("latitude", "Y")),
)
_ADDRESS = Column(
    "address", "地址", "Address", mask="address", aliases=("住址", "详细地址", "家庭住址", "位置")
)
_CODE = Column("code", "编码", "Code", required=True, aliases=("编号", "代码"))
_KEPT_BY = (
    Column("owner_unit", "权属单位", "Owner", aliases=("产权单位", "权属")),
    Column("maintainer", "养护单位", "Maintainer", aliases=("管护单位", "维护单位")),
)

PERSON = Kind(
    code="person",
    zh="人员",
    en="People",
    group="人",
    key=("id_number",),
    personal=True,
    searched=("name",),
    listed=("name", "sex", "birth", "id_number", "phone", "relation", "grid"),
    columns=(
        Column("name", "姓名", "Name", required=True, mask="name", aliases=("名字", "户主姓名")),
        Column(
            "id_kind", "证件类型", "Document", Type.CODE, codes="id_kind", aliases=("证件种类",)
        ),
        Column(
            "id_number",
            "身份证号",
            "ID number",
            Type.ID_NUMBER,
            mask="id",
            aliases=("身份证号码", "公民身份号码", "证件号码", "身份证", "证件号"),
        ),
        Column("sex", "性别", "Sex", Type.CODE, codes="sex"),
        Column(
            "birth",
            "出生日期",
            "Born",
            Type.BIRTHDAY,
            aliases=("生日", "出生年月", "出生年月日"),
            help="阳历日期；农历生日写作“农历1944年八月十五”，按农历保存。",
        ),
        Column(
            "phone",
            "联系电话",
            "Telephone",
            Type.PHONE,
            mask="phone",
            aliases=("电话", "手机", "手机号", "手机号码", "联系方式"),
        ),
        Column("household", "户号", "Household", Type.HOUSEHOLD, aliases=("家庭编号", "户编号")),
        Column(
            "relation",
            "与户主关系",
            "Relation to head",
            Type.CODE,
            codes="relation",
            aliases=("家庭关系", "关系"),
        ),
        Column("nation", "民族", "Nationality", Type.CODE, codes="nation"),
        Column(
            "education",
            "学历",
            "Education",
            Type.CODE,
            codes="education",
            aliases=("文化程度",),
        ),
        Column("politics", "政治面貌", "Politics", Type.CODE, codes="politics"),
        Column("marriage", "婚姻状况", "Marriage", Type.CODE, codes="marriage", aliases=("婚姻",)),
        Column(
            "person_type",
            "人口类型",
            "Population",
            Type.CODE,
            codes="person_type",
            aliases=("人员类型",),
        ),
        Column(
            "residence",
            "人户状态",
            "Residence",
            Type.CODE,
            codes="residence",
            aliases=("人户情况",),
        ),
        Column(
            "categories",
            "人员类别",
            "Categories",
            Type.CATEGORIES,
            codes="person_category",
            aliases=("特征", "人群类别", "类别"),
            help="可填多个，用、隔开：独居、低保、残疾……特殊人群不在此登记。",
        ),
        _GRID,
    ),
)

HOUSEHOLD = Kind(
    code="household",
    zh="户",
    en="Households",
    group="人",
    key=("grid", "no"),
    personal=True,
    searched=("no", "address"),
    listed=("no", "address", "visit_class", "state", "grid"),
    columns=(
        Column("no", "户号", "Number", required=True, aliases=("家庭编号", "户编号", "编号")),
        _ADDRESS,
        Column("dwelling", "房屋编码", "Dwelling", Type.DWELLING, aliases=("房屋编号", "住房编码")),
        Column(
            "visit_class",
            "走访类别",
            "Visit class",
            Type.CODE,
            codes="visit_class",
            help="多久走访一次：重点户、特殊困难户、普通户。",
        ),
        Column("state", "住户状态", "State", Type.CODE, codes="household_state"),
        _GRID,
        *_POINT,
    ),
)

BUILDING = Kind(
    code="building",
    zh="建筑",
    en="Buildings",
    group="地",
    key=("code",),
    searched=("name", "code", "address"),
    listed=("code", "name", "address", "use", "floors", "grid"),
    columns=(
        _CODE,
        Column("name", "名称", "Name", aliases=("楼名", "建筑名称")),
        _ADDRESS,
        Column("use", "用途", "Use", Type.CODE, codes="building_use"),
        Column("floors", "层数", "Floors", Type.NUMBER),
        Column("built_year", "建成年份", "Built", Type.NUMBER, aliases=("建成年代",)),
        _GRID,
        *_POINT,
    ),
)

DWELLING = Kind(
    code="dwelling",
    zh="房屋",
    en="Dwellings",
    group="地",
    key=("code",),
    searched=("code", "address"),
    listed=("code", "address", "door", "use", "area_m2", "grid"),
    columns=(
        _CODE,
        Column("building", "建筑编码", "Building", Type.BUILDING, aliases=("楼栋编码",)),
        Column("door", "门牌", "Door", aliases=("房号", "室号")),
        _ADDRESS,
        Column("use", "用途", "Use", Type.CODE, codes="dwelling_use"),
        Column("area_m2", "建筑面积", "Area, m²", Type.MEASURE, aliases=("面积",)),
        _GRID,
        *_POINT,
    ),
)

SITE = Kind(
    code="site",
    zh="场地",
    en="Sites",
    group="地",
    key=("code",),
    searched=("name", "code", "address"),
    listed=("code", "name", "kind", "address", "grid"),
    columns=(
        _CODE,
        Column("name", "名称", "Name", required=True),
        Column("kind", "类型", "Kind", Type.CODE, codes="site_kind", required=True),
        _ADDRESS,
        Column("note", "说明", "Note", aliases=("备注",)),
        _GRID,
        *_POINT,
    ),
)

COMPONENT = Kind(
    code="component",
    zh="部件",
    en="Components",
    group="物",
    key=("code",),
    searched=("name", "code", "address"),
    listed=("code", "name", "item", "owner_unit", "maintainer", "status", "grid"),
    columns=(
        Column("code", "部件编码", "Code", required=True, aliases=("编码", "编号", "标识码")),
        Column("item", "小类", "Class", Type.ITEM, required=True, aliases=("部件小类", "类别")),
        Column("name", "名称", "Name", aliases=("部件名称",)),
        *_KEPT_BY,
        Column("status", "状态", "Status", Type.CODE, codes="component_status"),
        Column("accuracy", "精度", "Accuracy", Type.CODE, codes="accuracy"),
        _ADDRESS,
        Column("placed_on", "初始日期", "Placed on", Type.DATE, aliases=("安装日期",)),
        _GRID,
        *_POINT,
    ),
)

ORGANISATION = Kind(
    code="organisation",
    zh="组织",
    en="Organisations",
    group="组织",
    key=("code",),
    personal=True,
    searched=("name", "code", "address"),
    listed=("code", "name", "kind", "address", "contact_name", "phone", "grid"),
    columns=(
        Column(
            "code",
            "统一社会信用代码",
            "Credit code",
            Type.CREDIT_CODE,
            required=True,
            aliases=("信用代码", "机构代码", "编码"),
        ),
        Column("name", "名称", "Name", required=True, aliases=("单位名称", "企业名称", "场所名称")),
        Column("kind", "类型", "Kind", Type.CODE, codes="organisation_kind"),
        _ADDRESS,
        Column(
            "contact_name",
            "负责人",
            "Contact",
            mask="name",
            aliases=("联系人", "法定代表人", "法人"),
        ),
        Column("phone", "联系电话", "Telephone", Type.PHONE, mask="phone", aliases=("电话",)),
        Column("staff", "从业人数", "Staff", Type.NUMBER, aliases=("员工人数",)),
        _GRID,
        *_POINT,
    ),
)

VEHICLE = Kind(
    code="vehicle",
    zh="车辆",
    en="Vehicles",
    group="物",
    key=("plate",),
    personal=True,
    searched=("plate", "brand"),
    listed=("plate", "kind", "brand", "grid"),
    columns=(
        Column(
            "plate", "车牌号", "Plate", Type.PLATE, required=True, mask="plate", aliases=("车牌",)
        ),
        Column("kind", "类型", "Kind", Type.CODE, codes="vehicle_kind"),
        Column("brand", "品牌型号", "Make", aliases=("品牌",)),
        Column("household", "户号", "Household", Type.HOUSEHOLD),
        Column("organisation", "单位信用代码", "Organisation", Type.ORGANISATION),
        _GRID,
    ),
)

DEVICE = Kind(
    code="device",
    zh="设备",
    en="Devices",
    group="物",
    key=("code",),
    searched=("name", "code", "address"),
    listed=("code", "name", "kind", "status", "address", "grid"),
    columns=(
        _CODE,
        Column("name", "名称", "Name", aliases=("设备名称",)),
        Column("kind", "类型", "Kind", Type.CODE, codes="device_kind"),
        *_KEPT_BY,
        Column("status", "状态", "Status", Type.CODE, codes="component_status"),
        _ADDRESS,
        _GRID,
        *_POINT,
    ),
)

#: Every kind, in the order of menus.
KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        PERSON,
        HOUSEHOLD,
        BUILDING,
        DWELLING,
        SITE,
        COMPONENT,
        VEHICLE,
        DEVICE,
        ORGANISATION,
    )
}
