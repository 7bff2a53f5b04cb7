"""What stands in an invented grid besides houses: components, sites, venues and devices."""

from __future__ import annotations

#: Item of the catalogue → how often, of a hundred or so. Items the county does not know are left.
THINGS: tuple[tuple[str, int], ...] = (
    ("C01.37", 30),
    ("C01.30", 12),
    ("C01.02", 9),
    ("C01.03", 9),
    ("C01.04", 7),
    ("C01.01", 6),
    ("C01.05", 3),
    ("C01.23", 4),
    ("C02.01", 3),
    ("C02.04", 2),
    ("C02.06", 3),
    ("C02.08", 4),
    ("C02.12", 3),
    ("C03.01", 3),
    ("C03.02", 3),
    ("C03.05", 5),
    ("C03.06", 4),
    ("C04.01", 5),
    ("C04.02", 3),
    ("C05.01", 1),
)

#: First characters of an item → who owns such things, who maintains them ({t}: the town).
KEPT_BY = {
    "C01": ("市住房和城乡建设局", "市政维护中心"),
    "C02": ("市交通运输局", "公路养护中心"),
    "C03": ("市城市管理和综合执法局", "{t}环卫所"),
    "C04": ("市城市管理和综合执法局", "园林绿化中心"),
    "C05": ("{t}人民政府", "{t}人民政府"),
}

#: Kind of site → what it may be called ({v} the village, {g} a group's number).
SITES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("hamlet", ("{v}{g}组屋场", "{v}大屋场", "{v}上屋场", "{v}下屋场")),
    ("water", ("{v}{g}组山塘", "{v}门口塘", "{v}水库")),
    ("danger", ("{v}{g}组后山滑坡隐患点", "{v}{g}组临水路段")),
    ("square", ("{v}文体广场", "{v}村部坪")),
    ("parcel", ("{v}{g}组烤烟地", "{v}{g}组油茶林")),
)

#: (kind of organisation, what follows the owner's name).
VENUES: tuple[tuple[str, str], ...] = (
    ("trader", "记便利店"),
    ("trader", "记早餐店"),
    ("trader", "氏农资经营部"),
    ("small_venue", "记土菜馆"),
    ("small_venue", "记理发店"),
    ("small_venue", "记宾馆"),
    ("firm", "氏陶瓷有限公司"),
    ("firm", "氏花炮有限公司"),
    ("clinic", "氏诊所"),
    ("social", "氏种养专业合作社"),
)

#: (kind of device, what it is called, whose it is).
DEVICES: tuple[tuple[str, str, str], ...] = (
    ("camera", "路口监控", "市公安局"),
    ("loudspeaker", "应急广播", "市文旅广体局"),
    ("water", "水位站", "市水利局"),
    ("slope", "地灾监测点", "市自然资源局"),
    ("smoke", "独居老人烟感", "市民政局"),
)
