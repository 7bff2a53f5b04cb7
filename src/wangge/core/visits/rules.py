"""Which rule a household falls under: the strictest of its own class and its members'.

A member counts by the categories he is in (独居老人 makes a household one of 重点户). People of the
special domain are never among the members given here, so nothing about them shows in the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wangge.core.visits.due import VisitRule


class Rules:
    """The rules in force on one day, one a visit class."""

    def __init__(self, rules: Iterable[VisitRule], class_of_category: Mapping[str, str]) -> None:
        self.by_class: dict[str, VisitRule] = {rule.visit_class: rule for rule in rules}
        self.class_of_category = dict(class_of_category)

    def strictest(self, classes: Iterable[str]) -> VisitRule | None:
        """The rule with the shortest span; of equals the one whose class comes first by name."""
        known = [self.by_class[name] for name in classes if name in self.by_class]
        return min(known, key=lambda rule: (rule.days, rule.visit_class), default=None)

    def for_household(self, own_class: str, categories: Iterable[str]) -> VisitRule | None:
        """The rule of a household of that class whose members are in those categories."""
        found = (self.class_of_category.get(one, "") for one in categories)
        return self.strictest([own_class, *found])

    def in_order(self) -> list[VisitRule]:
        """All rules, the strictest first: the place in it is the rank used in queries."""
        return sorted(self.by_class.values(), key=lambda rule: (rule.days, rule.visit_class))
