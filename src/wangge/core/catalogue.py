"""What a county does: lines, items, filing conditions with their limits, and who is on duty.

All of it is data. It comes from packs, is kept as versioned rows, and is read by everybody as one
immutable `Catalogue` value with dict look-ups. Ignores where it is stored and how it is edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

import msgspec

from wangge.core.case.flow import Flow
from wangge.core.clock.calendar import WorkCalendar
from wangge.core.errors import Invalid
from wangge.core.territory.level import Level


class UnknownLine(Invalid):
    """No such service line."""

    code = "unknown_line"
    zh = "没有“{line}”这条业务线。请从事项目录中选择。"
    en = "There is no service line “{line}”. Choose one from the catalogue."


class UnknownItem(Invalid):
    """The line has no such item."""

    code = "unknown_item"
    zh = "业务线“{line}”没有事项“{item}”。请从事项目录中选择。"
    en = "Line “{line}” has no item “{item}”. Choose one from the catalogue."


class UnknownCondition(Invalid):
    """The item has no such filing condition; the sentence names those it has."""

    code = "unknown_condition"
    zh = "事项“{item}”没有立案条件“{condition}”。可选：{choices}。"
    en = "Item “{item}” has no filing condition “{condition}”. Choose one of: {choices}."


class UnknownFlow(Invalid):
    """No such flow."""

    code = "unknown_flow"
    zh = "没有流程“{flow}”。"
    en = "There is no flow “{flow}”."


class UnknownCalendar(Invalid):
    """No such work calendar."""

    code = "unknown_calendar"
    zh = "没有工作日历“{calendar}”。"
    en = "There is no work calendar “{calendar}”."


class ItemKind(StrEnum):
    """What sort of matter an item is."""

    COMPONENT = "component"  #: 部件: a thing that stands somewhere
    EVENT = "event"  #: 事件: something that happens
    RURAL = "rural"  #: 村级事务: what town and village grids meet
    SERVICE = "service"  #: 服务: what somebody is entitled to ask for
    INTERNAL = "internal"  #: 专项工作: what staff find or list; never suggested to residents


class Severity(StrEnum):
    """The three grades some cities give a filing condition (standards §1.1)."""

    URGENT = "A"  #: 紧急
    MAJOR = "B"  #: 重大
    NORMAL = "C"  #: 一般


class Provenance(StrEnum):
    """Where a figure or a name comes from; the screen shows it beside every limit."""

    PUBLISHED = "F1"  #: 某市公开的立案、处置、结案标准
    GRADED = "F1b"  #: 同上，分级标准
    UNVERIFIED = "K"  #: 常识，尚未核对，请县里核定
    PROPOSED = "P"  #: 本系统的建议值，请县里核定
    LOCAL = "L"  #: 本县自定


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A filing condition 立案条件: when an item is filed so, this is how long it may take."""

    code: str  #: stable inside the item
    when: str  #: what is seen, in a clerk's words
    limit: str  #: `core.clock.Limit` as text, "4uh"
    severity: Severity
    closing: str  #: 结案条件: what must be so to close
    provenance: Provenance


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A subcategory 小类: what a report is about."""

    code: str  #: "C01.10" component, "E01.10" event, "R01.01" rural; national numbers after it
    category: str  #: 大类
    title: str
    title_en: str = ""
    kind: ItemKind
    provenance: Provenance
    conditions: tuple[Condition, ...]
    keywords: tuple[str, ...] = ()  #: words people use for it

    def condition(self, code: str) -> Condition:
        """The condition of that code. Refuses: UnknownCondition, naming the choices."""
        for condition in self.conditions:
            if condition.code == code:
                return condition
        raise UnknownCondition(
            field="condition",
            item=self.title,
            condition=code,
            choices="、".join(f"{each.code}（{each.when}）" for each in self.conditions),
        )


class DutyEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who handles an item somewhere 职责: a department, or the area's own post of a role.

    Exactly one of `department` and `role` is set. The narrowest area wins, then the longest
    pattern; an entry without `area` holds for the whole county.
    """

    item: str  #: shell pattern over item codes: "C01.*"
    department: str = ""
    role: str = ""
    area: str = ""  #: 统计用区划代码 of a town (9 digits), village (12) …; "" for the whole county
    level: Level = Level.COUNTY  #: at which level the desk of the department is looked for first
    note: str = ""


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A service line 业务线: one flow, one calendar, many items."""

    code: str
    title: str
    title_en: str
    flow: str
    default_item: str  #: the item of a report that names none
    calendar: str


class CategoryAlias(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The code another system uses for an item 对照, for imports and exports."""

    system: str  #: "CJ/T 214"
    code: str
    item: str  #: an item's code, or a category's ("C01") where no more is known


class LineOfPack(msgspec.Struct, frozen=True, kw_only=True):
    """A line with what belongs to it."""

    line: Line
    items: tuple[Item, ...]
    duty: tuple[DutyEntry, ...]
    aliases: tuple[CategoryAlias, ...] = ()


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A pack as loaded from its folder, proven."""

    code: str
    title: str
    title_en: str
    version: str
    lines: tuple[LineOfPack, ...]
    flows: tuple[Flow, ...]


@dataclass(frozen=True)
class Catalogue:
    """Everything a county does at one instant. Build it with `Catalogue.of`.

    `version` changes whenever anything in it changes. Look-ups are dict reads; unknown codes are
    refused with a sentence (`UnknownLine`, `UnknownItem`, …).
    """

    version: str
    lines: tuple[Line, ...]
    flows: Mapping[str, Flow]
    calendars: Mapping[str, WorkCalendar]
    _lines: Mapping[str, Line] = field(repr=False)
    _items: Mapping[str, Mapping[str, Item]] = field(repr=False)
    _duty: Mapping[str, tuple[DutyEntry, ...]] = field(repr=False)
    _aliases: Mapping[tuple[str, str], tuple[str, str]] = field(repr=False)

    @classmethod
    def of(
        cls,
        version: str,
        parts: Iterable[LineOfPack],
        flows: Iterable[Flow],
        calendars: Mapping[str, WorkCalendar],
    ) -> Catalogue:
        """The catalogue of these lines, in their order."""
        parts = tuple(parts)
        return cls(
            version=version,
            lines=tuple(part.line for part in parts),
            flows={flow.code: flow for flow in flows},
            calendars=dict(calendars),
            _lines={part.line.code: part.line for part in parts},
            _items={part.line.code: {item.code: item for item in part.items} for part in parts},
            _duty={part.line.code: tuple(part.duty) for part in parts},
            _aliases={
                (alias.system, alias.code): (part.line.code, alias.item)
                for part in parts
                for alias in part.aliases
            },
        )

    def line(self, code: str) -> Line:
        """The line of that code. Refuses: UnknownLine."""
        line = self._lines.get(code)
        if line is None:
            raise UnknownLine(field="line", line=code)
        return line

    def items(self, line: str) -> tuple[Item, ...]:
        """All items of a line, in the order of the pack. Refuses: UnknownLine."""
        self.line(line)
        return tuple(self._items[line].values())

    def item(self, line: str, code: str | None = None) -> Item:
        """The item, or the line's default one for None. Refuses: UnknownLine, UnknownItem."""
        known = self.line(line)
        item = self._items[line].get(code or known.default_item)
        if item is None:
            raise UnknownItem(field="item", line=known.title, item=code)
        return item

    def condition(self, line: str, item: str | None, code: str | None = None) -> Condition:
        """The filing condition, or the item's first for None. Refuses as `item`, `condition`."""
        found = self.item(line, item)
        return found.conditions[0] if code is None else found.condition(code)

    def flow(self, code: str) -> Flow:
        """The flow of that code. Refuses: UnknownFlow."""
        flow = self.flows.get(code)
        if flow is None:
            raise UnknownFlow(field="flow", flow=code)
        return flow

    def flow_of(self, line: str) -> Flow:
        """The flow cases of a line follow. Refuses: UnknownLine."""
        return self.flow(self.line(line).flow)

    def calendar(self, code: str) -> WorkCalendar:
        """The work calendar of that code. Refuses: UnknownCalendar."""
        calendar = self.calendars.get(code)
        if calendar is None:
            raise UnknownCalendar(field="calendar", calendar=code)
        return calendar

    def calendar_of(self, line: str) -> WorkCalendar:
        """The work calendar of a line. Refuses: UnknownLine."""
        return self.calendar(self.line(line).calendar)

    def duty_entries(self, line: str) -> tuple[DutyEntry, ...]:
        """The whole duty matrix of a line. Refuses: UnknownLine."""
        self.line(line)
        return self._duty[line]

    def duty(self, line: str, item: str, areas: Sequence[str]) -> DutyEntry | None:
        """Who handles `item` there, or None where nobody is named (then: 属地兜底).

        `areas`: codes of the areas around the place, smallest first (grid, village, town, county).
        """
        return best_duty(self.duty_entries(line), item, areas)

    def by_alias(self, system: str, code: str) -> tuple[str, str] | None:
        """(line, item or category) for another system's code, or None."""
        return self._aliases.get((system, code))


def best_duty(entries: Iterable[DutyEntry], item: str, areas: Sequence[str]) -> DutyEntry | None:
    """The entry that fits best: the smallest area first, then the most exact pattern."""
    place = {code: nearness for nearness, code in enumerate(reversed(areas), start=1)}
    place[""] = 0
    fitting = [entry for entry in entries if entry.area in place and fnmatchcase(item, entry.item)]
    return max(
        fitting,
        key=lambda entry: (place[entry.area], len(entry.item.replace("*", ""))),
        default=None,
    )
