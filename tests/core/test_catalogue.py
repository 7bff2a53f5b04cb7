"""The catalogue answers by code, refuses what it does not know, and finds whose duty it is."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.core.catalogue import (
    Catalogue,
    Condition,
    DutyEntry,
    Item,
    ItemKind,
    Line,
    LineOfPack,
    Provenance,
    Severity,
    UnknownCalendar,
    UnknownCondition,
    UnknownFlow,
    UnknownItem,
    UnknownLine,
    best_duty,
)

QUICK = Condition(
    code="quick",
    when="急",
    limit="2uh",
    severity=Severity.URGENT,
    closing="好了",
    provenance=Provenance.PROPOSED,
)
LAMP = Item(
    code="C01.37",
    category="公用设施",
    title="路灯",
    kind=ItemKind.COMPONENT,
    provenance=Provenance.PUBLISHED,
    conditions=(QUICK,),
)
CITY = Line(
    code="city",
    title="城市管理",
    title_en="City",
    flow="city_case",
    default_item="C01.37",
    calendar="county",
)
KNOWN = Catalogue.of("1", [LineOfPack(line=CITY, items=(LAMP,), duty=())], [], {})


def test_a_report_without_a_class_gets_the_default_one() -> None:
    assert KNOWN.item("city") is LAMP
    assert KNOWN.condition("city", None) is QUICK


def test_unknown_codes_are_refused_with_the_field_they_came_in() -> None:
    with pytest.raises(UnknownLine) as line:
        KNOWN.item("moon")
    with pytest.raises(UnknownItem) as item:
        KNOWN.item("city", "C99.99")
    with pytest.raises(UnknownCondition) as condition:
        KNOWN.condition("city", "C01.37", "slow")
    assert [each.value.field for each in (line, item, condition)] == ["line", "item", "condition"]
    assert "quick（急）" in condition.value.say("zh")


def test_unknown_flows_and_calendars_are_refused() -> None:
    with pytest.raises(UnknownFlow):
        KNOWN.flow_of("city")
    with pytest.raises(UnknownCalendar):
        KNOWN.calendar_of("city")


def duty(item: str, department: str, area: str = "") -> DutyEntry:
    return DutyEntry(item=item, department=department, area=area)


def test_the_smallest_area_comes_before_the_longest_pattern() -> None:
    entries = [duty("*", "village", "430281129201"), duty("C01.37", "county")]
    found = best_duty(entries, "C01.37", ["430281129201", "430281129", "430281"])
    assert found == entries[0]


def test_within_one_area_the_most_exact_pattern_wins() -> None:
    entries = [duty("*", "any"), duty("C01.*", "utilities"), duty("C01.3[7-9]", "lighting")]
    assert best_duty(entries, "C01.37", []) == entries[2]
    assert best_duty(entries, "C01.01", []) == entries[1]
    assert best_duty(entries, "E01.01", []) == entries[0]


def test_another_town_has_no_say() -> None:
    assert best_duty([duty("*", "there", "430281122")], "C01.37", ["430281129", "430281"]) is None


@given(
    st.lists(
        st.builds(
            duty,
            st.sampled_from(["*", "C*", "C01.*", "C01.37", "E*"]),
            st.sampled_from(["a", "b", "c"]),
            st.sampled_from(["", "430281", "430281129", "430281129201"]),
        ),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_entries_decides_nothing_but_ties(
    entries: list[DutyEntry], random: Random
) -> None:
    unique = list({(entry.item, entry.area): entry for entry in entries}.values())
    shuffled = list(unique)
    random.shuffle(shuffled)
    areas = ["430281129201", "430281129", "430281"]
    assert best_duty(unique, "C01.37", areas) == best_duty(shuffled, "C01.37", areas)
