"""Which post owes the next step. 派单。

A flow names a rule; the land, the line and the item do the rest. The answer is always a post:
where nobody is named for it the village desk takes it, then the town's dispatcher, then the county
centre (属地兜底). Ignores who answers for the post at that hour, except to prefer a post with
somebody in it among equals: that is `duty`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID

from wangge.core.catalogue import Catalogue, DutyEntry, best_duty
from wangge.core.duty import PostFact, Role, Roster

#: Posts that own no case: who keeps the machine or the log does not work on files.
NEVER_OWNERS = frozenset({Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR})

#: Who takes a case nobody else is named for, in this order; the county centre comes after them.
FALLBACK = (Role.VILLAGE_DESK, Role.DISPATCHER)

_NO_LOAD: Mapping[UUID, int] = {}


class Land(Protocol):
    """The areas a case lies in."""

    def areas(self) -> tuple[UUID, ...]:
        """Ids of the known areas, smallest first."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """The post that owes the next step, and why it is that one, for a clerk."""

    post_id: UUID
    why: str


class PostIndex:
    """The posts in force at an instant, by role and area and by department and area.

    Built once for a version of the roster (a few milliseconds for a county); then only read.
    `area_codes`: code in force of each area, for the duty matrix; `inherited`: the codes of ended
    areas whose land an area got, for entries of the matrix made for them.
    """

    def __init__(
        self,
        roster: Roster,
        at: datetime,
        area_codes: Mapping[UUID, str],
        inherited: Mapping[UUID, Sequence[str]] | None = None,
    ) -> None:
        if roster.centre is None:
            raise ValueError("a county without posts has nobody to send a case to")
        self.roster = roster
        self.centre = roster.centre
        self.area_codes = area_codes
        self._inherited: Mapping[UUID, Sequence[str]] = inherited or {}
        by_role: dict[tuple[str, UUID], list[PostFact]] = {}
        desks: dict[tuple[str, UUID], list[PostFact]] = {}
        handlers: dict[tuple[str, UUID], list[PostFact]] = {}
        for post in sorted(roster.posts.values(), key=lambda post: post.code):
            if not post.in_force(at) or post.role in NEVER_OWNERS:
                continue
            by_role.setdefault((post.role, post.area_id), []).append(post)
            if post.department is not None:
                kind = desks if post.role == Role.DEPARTMENT else handlers
                kind.setdefault((post.department, post.area_id), []).append(post)
        self._by_role = {key: tuple(posts) for key, posts in by_role.items()}
        self._by_department = {
            key: tuple(posts) for key, posts in (handlers | desks).items()
        }  # where a department has a desk, the desk decides who goes

    def codes(self, area: UUID) -> tuple[str, ...]:
        """The codes under which the duty matrix may speak of an area, its own first."""
        return (self.area_codes.get(area, "?"), *self._inherited.get(area, ()))

    def of_role(self, role: str, area: UUID) -> tuple[PostFact, ...]:
        """Posts of a role serving exactly that area, by code."""
        return self._by_role.get((role, area), ())

    def of_department(self, department: str, area: UUID) -> tuple[PostFact, ...]:
        """A department's desk for exactly that area, or its handlers there if it has none."""
        return self._by_department.get((department, area), ())


class DutyMatrix:
    """Who handles which item where, of all lines. 职责表。

    The narrowest area wins, then the longest pattern (`core.catalogue.best_duty`). Every item is
    worked out once and remembered.
    """

    def __init__(self, entries: Mapping[str, Sequence[DutyEntry]]) -> None:
        self._entries = entries
        self._by_item: dict[tuple[str, str], dict[str, DutyEntry]] = {}

    @classmethod
    def of(cls, catalogue: Catalogue) -> DutyMatrix:
        """The matrix of a catalogue."""
        return cls({line.code: catalogue.duty_entries(line.code) for line in catalogue.lines})

    def entry(self, line: str, item: str | None, codes: Iterable[str]) -> DutyEntry | None:
        """The entry for an item at a place with those area codes, smallest first."""
        if item is None:
            return None
        by_area = self._by_item.get((line, item))
        if by_area is None:
            by_area = self._by_item[line, item] = self._by_area(line, item)
        for code in codes:
            if code in by_area:
                return by_area[code]
        return by_area.get("")

    def _by_area(self, line: str, item: str) -> dict[str, DutyEntry]:
        entries = self._entries.get(line, ())
        best: dict[str, DutyEntry] = {}
        for area in {entry.area for entry in entries}:
            found = best_duty((one for one in entries if one.area == area), item, (area,))
            if found is not None:
                best[area] = found
        return best


@dataclass(frozen=True, slots=True)
class Router:
    """Answers every rule of every flow at one instant.

    `load`: open cases of each post, as far as known; it only decides among equals.
    """

    index: PostIndex
    matrix: DutyMatrix
    at: datetime
    load: Mapping[UUID, int] = field(default_factory=lambda: _NO_LOAD)

    def owner(
        self,
        rule: str,
        *,
        chain: Land,
        line: str,
        item: str | None,
        named: UUID | None = None,
        exclude: Collection[UUID] = frozenset(),
    ) -> Assigned:
        """The post that `rule` means at that place. Never fails, never None.

        `role:<role>`: the post of that role serving the smallest area around the place.
        `duty`: as the duty matrix says. `named`, `handler`, `stay`: the post `named`, if it may
        take such a case. `exclude`: posts and people who must not get it (who handled may not
        verify); only the county centre is never excluded.
        """
        areas = chain.areas()
        if rule == "duty":
            return self._by_duty(areas, line, item, exclude)
        if rule.startswith("role:"):
            return self._by_role(rule.removeprefix("role:"), areas, line, exclude)
        if named is not None and self.accepts(named, chain=chain, line=line):
            return Assigned(named, f"指定由{self.index.roster.posts[named].title}负责")
        return self._fallback("没有可用的指定岗位", areas, line, exclude)

    def above(self, post: UUID, steps: int = 1) -> Assigned:
        """The post that many steps above; the county centre at the end of the way."""
        roster = self.index.roster
        found = roster.posts.get(post, self.index.centre)
        been: set[UUID] = set()
        while steps > 0 and found.above is not None:
            been.add(found.id)
            found = roster.posts.get(found.above, self.index.centre)
            if found.id in been:
                found = self.index.centre
            if found.in_force(self.at) or found.above is None:
                steps -= 1
        return Assigned(found.id, f"逐级上报至{found.title}")

    def follower(
        self, post: UUID, *, chain: Land, line: str, exclude: Collection[UUID] = frozenset()
    ) -> Assigned:
        """Who takes over at that place what a post owes that serves other land or has ended.

        A post of the same department, else of the same role, in the smallest area that has one.
        """
        old = self.index.roster.posts.get(post)
        if old is None or old.above is None:
            return Assigned(self.index.centre.id, f"由{self.index.centre.title}负责")
        if old.department is None:
            return self._by_role(old.role, chain.areas(), line, exclude)
        at = partial(self.index.of_department, old.department)
        found = self._first(at, chain.areas(), line, exclude)
        if found is None:
            return self._fallback("承办单位没有可用的岗位", chain.areas(), line, exclude)
        return Assigned(found.id, f"按承办单位由{found.title}承办")

    def accepts(self, post: UUID, *, chain: Land, line: str) -> bool:
        """Whether that post exists, is in force, and its area and lines cover such a case."""
        found = self.index.roster.posts.get(post)
        return (
            found is not None
            and found.in_force(self.at)
            and found.role not in NEVER_OWNERS
            and found.works_for(line)
            and found.area_id in chain.areas()
        )

    def _by_duty(
        self, areas: tuple[UUID, ...], line: str, item: str | None, exclude: Collection[UUID]
    ) -> Assigned:
        codes = (code for area in areas for code in self.index.codes(area))
        entry = self.matrix.entry(line, item, codes)
        if entry is None:
            return self._fallback("职责表没有规定", areas, line, exclude)
        if entry.role:
            return self._by_role(entry.role, areas, line, exclude)
        at = partial(self.index.of_department, entry.department)
        found = self._first(at, areas, line, exclude)
        if found is None:
            return self._fallback("承办单位没有可用的岗位", areas, line, exclude)
        return Assigned(found.id, f"按职责表由{found.title}承办")

    def _by_role(
        self, role: str, areas: tuple[UUID, ...], line: str, exclude: Collection[UUID]
    ) -> Assigned:
        if role == Role.CENTRE:
            return Assigned(self.index.centre.id, f"由{self.index.centre.title}负责")
        found = self._first(partial(self.index.of_role, role), areas, line, exclude)
        if found is None:
            return self._fallback("当地没有可用的对应岗位", areas, line, exclude)
        return Assigned(found.id, f"按属地由{found.title}负责")

    def _fallback(
        self, why: str, areas: tuple[UUID, ...], line: str, exclude: Collection[UUID]
    ) -> Assigned:
        for role in FALLBACK:
            found = self._first(partial(self.index.of_role, role), areas, line, exclude)
            if found is not None:
                return Assigned(found.id, f"{why}，属地兜底由{found.title}负责")
        return Assigned(self.index.centre.id, f"{why}，由{self.index.centre.title}兜底")

    def _first(
        self,
        posts_at: Callable[[UUID], tuple[PostFact, ...]],
        areas: tuple[UUID, ...],
        line: str,
        exclude: Collection[UUID],
    ) -> PostFact | None:
        """The best post of the smallest area that has one that will do."""
        for area in areas:
            fitting = [
                post
                for post in posts_at(area)
                if post.works_for(line) and not (exclude and self._excluded(post, exclude))
            ]
            if len(fitting) == 1:
                return fitting[0]
            if fitting:
                return min(fitting, key=self._preference)
        return None

    def _excluded(self, post: PostFact, exclude: Collection[UUID]) -> bool:
        return post.id in exclude or self.index.roster.answering(post.id, self.at).person in exclude

    def _preference(self, post: PostFact) -> tuple[bool, int, str]:
        """Somebody there, then the fewest open cases, then the code."""
        away = self.index.roster.answering(post.id, self.at).post.id != post.id
        return (away, self.load.get(post.id, 0), post.code)
