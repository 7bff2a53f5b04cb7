"""What is wrong with the meaning of a pack's items, duty matrix and lines, once its form is right.

Pure: takes what the files say, gives values and `Fault`s with the place inside the file. Ignores
flows, which have proofs of their own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase

from wangge.catalogue.files import ConditionInFile, ItemInFile, ItemsFile, LineInFile
from wangge.catalogue.yaml_lines import Path
from wangge.core.case.flow_form import Fault
from wangge.core.case.flow_words import is_limit, nearest
from wangge.core.catalogue import Condition, DutyEntry, Item, Provenance

#: "C01.04": a category, a point, a number; the category is a key of `categories`.
_ITEM_CODE = re.compile(r"([A-Z][0-9]{2})\.[0-9]{2}")
_CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
#: County, town, village, grid, micro-grid.
_AREA = re.compile(r"[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15}|[0-9]{17}")


def unknown(path: Path, word: str, known: Collection[str], zh: str, en: str) -> Iterator[Fault]:
    """A fault, with the nearest known word, unless `word` is known."""
    if word not in known:
        hint = nearest(word, known)
        yield Fault(
            path,
            f"unknown_{en.replace(' ', '_')}",
            f"没有“{word}”这个{zh}。{hint.zh}",
            f"There is no {en} “{word}”.{hint.en}",
        )


def line_faults(
    line: LineInFile, at: Path, flows: Collection[str], calendars: Collection[str]
) -> Iterator[Fault]:
    """Codes that are no codes; a flow or a calendar nobody knows."""
    yield from badly_coded((*at, "code"), line.code)
    yield from unknown((*at, "flow"), line.flow, flows, "流程", "flow")
    yield from unknown((*at, "calendar"), line.calendar, calendars, "工作日历", "calendar")


def badly_coded(path: Path, code: str) -> Iterator[Fault]:
    """A fault unless `code` can stand in addresses and file names."""
    if not _CODE.fullmatch(code):
        yield Fault(
            path,
            "bad_code",
            f"代码“{code}”只能用小写字母、数字和下划线，最多40个。",
            f"A code is at most 40 small letters, digits and underlines, not “{code}”.",
        )


def items_of(file: ItemsFile) -> tuple[Item, ...]:
    """The items with their templates written out. Only for a file without faults."""
    return tuple(_item(file, item) for item in file.items)


def _item(file: ItemsFile, item: ItemInFile) -> Item:
    category = file.categories[item.code.split(".")[0]]
    provenance = item.provenance or file.provenance
    return Item(
        code=item.code,
        category=category.title,
        title=item.title,
        title_en=item.title_en,
        kind=category.kind,
        provenance=provenance,
        conditions=tuple(_condition(each, provenance) for _, each in _conditions(file, (), item)),
        keywords=item.keywords,
    )


def _condition(given: ConditionInFile, provenance: Provenance) -> Condition:
    return Condition(
        code=given.code,
        when=given.when,
        limit=given.limit,
        severity=given.severity,
        closing=given.closing,
        provenance=given.provenance or provenance,
    )


def _conditions(
    file: ItemsFile, at: Path, item: ItemInFile
) -> Iterator[tuple[Path, ConditionInFile]]:
    for place, name in enumerate(item.templates):
        for condition in file.templates.get(name, ()):
            yield (*at, "templates", place), condition
    for place, condition in enumerate(item.conditions):
        yield (*at, "conditions", place), condition


def item_faults(file: ItemsFile) -> Iterator[Fault]:
    """Everything wrong in an items file, in no particular order."""
    for name, template in file.templates.items():
        for place, condition in enumerate(template):
            yield from _condition_faults(("templates", name, place), condition)
    seen: set[str] = set()
    for index, item in enumerate(file.items):
        at: Path = ("items", index)
        yield from _item_code_faults(file, (*at, "code"), item.code, seen)
        seen.add(item.code)
        for place, name in enumerate(item.templates):
            path = (*at, "templates", place)
            yield from unknown(path, name, file.templates, "模板", "template")
        for place, condition in enumerate(item.conditions):
            yield from _condition_faults((*at, "conditions", place), condition)
        yield from _conditions_stand_alone(file, at, item)
    for index, alias in enumerate(file.aliases):
        known = seen | file.categories.keys()
        yield from unknown(("aliases", index, "item"), alias.item, known, "事项", "item")
    yield from _twice(file)


def _item_code_faults(file: ItemsFile, at: Path, code: str, seen: set[str]) -> Iterator[Fault]:
    match = _ITEM_CODE.fullmatch(code)
    if match is None:
        yield Fault(
            at,
            "bad_item_code",
            f"事项代码“{code}”应写成大写字母加两位大类、点、两位小类，如 E01.10。",
            f"An item code is a capital and two digits, a point, two digits, not “{code}”.",
        )
    else:
        yield from unknown(at, match[1], file.categories, "大类", "category")
    if code in seen:
        yield Fault(
            at,
            "duplicate_item",
            f"事项“{code}”写了两次，请只留一个。",
            f"Item “{code}” is written twice; keep one.",
        )


def _condition_faults(at: Path, condition: ConditionInFile) -> Iterator[Fault]:
    yield from badly_coded((*at, "code"), condition.code)
    if not is_limit(condition.limit):
        yield Fault(
            (*at, "limit"),
            "bad_limit",
            f"时限“{condition.limit}”无法识别。请写成数量加单位，如 2uh、4wh、5wd。",
            f"The limit “{condition.limit}” cannot be read; write a number and a unit, like 4wh.",
        )


def _conditions_stand_alone(file: ItemsFile, at: Path, item: ItemInFile) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, condition in _conditions(file, at, item):
        if condition.code in seen:
            yield Fault(
                path,
                "duplicate_condition",
                f"事项“{item.code}”有两个立案条件都叫“{condition.code}”。",
                f"Item “{item.code}” has two conditions called “{condition.code}”.",
            )
        seen.add(condition.code)
    if not item.conditions and not item.templates:
        yield Fault(
            at,
            "no_condition",
            f"事项“{item.code}”没有立案条件，案件会没有时限。",
            f"Item “{item.code}” has no filing condition; its cases would have no limit.",
        )


def _twice(file: ItemsFile) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for index, alias in enumerate(file.aliases):
        if (alias.system, alias.code) in seen:
            yield Fault(
                ("aliases", index, "code"),
                "duplicate_alias",
                f"“{alias.system} {alias.code}”写了两次。",
                f"“{alias.system} {alias.code}” is written twice.",
            )
        seen.add((alias.system, alias.code))


def duty_faults(
    duty: tuple[DutyEntry, ...],
    items: tuple[Item, ...],
    departments: Collection[str],
    roles: Collection[str],
) -> Iterator[Fault]:
    """Everything wrong in a duty matrix; whole-county holes are told too."""
    seen: set[tuple[str, str]] = set()
    for index, entry in enumerate(duty):
        at: Path = ("duty", index)
        if bool(entry.department) == bool(entry.role):
            yield Fault(
                at,
                "department_or_role",
                "department 和 role 要写一个，且只写一个。",
                "Write either department or role, and only one of them.",
            )
        if entry.department:
            path = (*at, "department")
            yield from unknown(path, entry.department, departments, "部门", "department")
        if entry.role:
            yield from unknown((*at, "role"), entry.role, roles, "角色", "role")
        if entry.area and not _AREA.fullmatch(entry.area):
            yield Fault(
                (*at, "area"),
                "bad_area",
                f"“{entry.area}”不是区划代码。县写6位，镇9位，村12位，网格15位。",
                f"“{entry.area}” is no area code: county 6 digits, town 9, village 12, grid 15.",
            )
        if not any(fnmatchcase(item.code, entry.item) for item in items):
            yield Fault(
                (*at, "item"),
                "no_such_items",
                f"没有事项符合“{entry.item}”。",
                f"No item matches “{entry.item}”.",
            )
        if (entry.item, entry.area) in seen:
            yield Fault(
                at,
                "duplicate_duty",
                f"“{entry.item}”在同一区域写了两次。",
                f"“{entry.item}” is written twice for the same area.",
            )
        seen.add((entry.item, entry.area))
    countywide = [entry.item for entry in duty if not entry.area]
    for item in items:
        if not any(fnmatchcase(item.code, pattern) for pattern in countywide):
            yield Fault(
                ("duty",),
                "nobody_handles",
                f"事项“{item.code} {item.title}”没有承办部门。请补一条全县的职责。",
                f"Nobody handles item “{item.code}”; add an entry for the whole county.",
            )
