"""The pack city_management holds every class and limit it promises, with its provenance."""

from __future__ import annotations

import pytest

from wangge.catalogue.loader import OUR_PACKS, load_packs
from wangge.core.catalogue import (
    Catalogue,
    Condition,
    Item,
    ItemKind,
    LineOfPack,
    Provenance,
    Severity,
)

LINE = "city_management"

#: 部件小类号, by 大类; those after the bar were filled from general knowledge (K).
COMPONENTS = {
    "C01": "01 02 03 04 06 10 11 14 18 23 25 26 27 28 29 30 31 37 38 39 40 45 46 49 50 51 52 54 57"
    " | 05 07 08 09 12 13 24 41 42 43",
    "C02": "01 04 06 07 08 09 11 12 17 19 20 21 24 25 30 | 02 05 13 14",
    "C03": "01 02 03 04 05 06 07 08 |",
    "C04": "01 02 04 05 06 07 08 09 10 | 03",
    "C05": "03 04 06 07 08 | 01 02 05",
}
EVENTS = {
    "E01": "01 02 03 04 05 06 07 08 10 11 12 13 14 17 18 19 20 21 22 25 26 28 29 30 31 32 33 35 36"
    " 37 38 | 27 34",
    "E02": "01 02 03 04 05 06 07 |",
    "E03": "01 02 03 04 05 06 07 08 09 10 11 12 |",
    "E04": "01 02 04 05 06 10 | 03 09",
    "E05": "01 02 03 04 05 06 07 08 |",
    "E06": "02 04 99 98 97 96 95 94 93 92 91 90 |",
}

#: Limits of the published standard, event by event; two limits are two filing conditions.
LIMITS = {
    "E01.01": "2ud 15wd",
    "E01.02": "1ud",
    "E01.03": "1wd 3wd",
    "E01.04": "3wd 1wd",
    "E01.05": "2wd",
    "E01.06": "1wd",
    "E01.07": "2uh",
    "E01.08": "5wd 4wh",
    "E01.10": "4wh",
    "E01.11": "5wd",
    "E01.12": "2wh",
    "E01.13": "5wd",
    "E01.14": "4wh",
    "E01.17": "4wh",
    "E01.18": "4wh",
    "E01.19": "1wd",
    "E01.20": "2uh",
    "E01.21": "3wd",
    "E01.22": "1ud 3wd",
    "E01.25": "2wd",
    "E01.26": "2wd",
    "E01.28": "2uh",
    "E01.29": "2uh",
    "E01.30": "2wd",
    "E01.31": "4wh",
    "E01.32": "2wd",
    "E01.33": "2wd",
    "E01.35": "2wd",
    "E01.36": "1wd",
    "E01.37": "4wh",
    "E01.38": "1wd",
    "E02.01": "1wd",
    "E02.02": "2wh",
    "E02.03": "1wd 5wd",
    "E02.04": "5wd",
    "E02.05": "3wd",
    "E02.06": "2wd",
    "E02.07": "1wd",
    "E03.01": "2uh",
    "E03.02": "1wd",
    "E03.03": "1wd",
    "E03.04": "2wh",
    "E03.05": "2wd",
    "E03.06": "1wd",
    "E03.07": "3wd",
    "E03.08": "5wd",
    "E03.09": "5wd",
    "E03.10": "2wd",
    "E03.11": "2wd",
    "E03.12": "1wd",
    "E04.01": "2uh",
    "E04.02": "2uh",
    "E04.04": "1wd",
    "E04.05": "2uh",
    "E04.06": "2uh",
    "E04.10": "2wh",
    "E05.01": "1uh 5wd",
    "E05.02": "1uh",
    "E05.03": "4wh 1uh",
    "E05.04": "1uh",
    "E05.05": "2uh",
    "E05.06": "2uh",
    "E05.07": "4wh",
    "E05.08": "2wh",
    "E06.02": "2wh",
    "E06.04": "4wh",
    "E06.98": "2ud 15wd",
    "E06.97": "2wd",
    "E06.96": "4wh",
    "E06.95": "2wh",
    "E06.94": "2wh",
    "E06.93": "2wh 1wd",
    "E06.92": "2uh",
    "E06.91": "1wd",
    "E06.90": "5wd",
}


def _load() -> tuple[LineOfPack, Catalogue]:
    loaded = load_packs([OUR_PACKS / LINE])
    assert not loaded.problems
    pack = loaded.packs[0][0]
    return pack.lines[0], Catalogue.of("test", pack.lines, pack.flows, {})


PART, KNOWN = _load()


def item(code: str) -> Item:
    return KNOWN.item(LINE, code)


def condition(code: str, name: str) -> Condition:
    return KNOWN.condition(LINE, code, name)


@pytest.mark.parametrize("listed", [COMPONENTS, EVENTS])
def test_every_class_is_there_with_its_mark(listed: dict[str, str]) -> None:
    for category, numbers in listed.items():
        found, filled = (part.split() for part in numbers.split("|"))
        for number in found:
            assert item(f"{category}.{number}").provenance is Provenance.PUBLISHED, number
        for number in filled:
            assert item(f"{category}.{number}").provenance is Provenance.UNVERIFIED, number


def test_there_is_no_class_nobody_asked_for() -> None:
    listed = sum(len(numbers.replace("|", "").split()) for numbers in COMPONENTS.values())
    listed += sum(len(numbers.replace("|", "").split()) for numbers in EVENTS.values())
    assert len(PART.items) == listed + 1  # and the default one
    assert PART.line.default_item == "E00.00"


@pytest.mark.parametrize(("code", "limits"), LIMITS.items())
def test_the_limits_are_the_published_ones(code: str, limits: str) -> None:
    conditions = item(code).conditions
    assert [each.limit for each in conditions] == limits.split()
    assert all(each.provenance is Provenance.PUBLISHED for each in conditions)


@pytest.mark.parametrize(
    ("code", "name", "limit"),
    [
        ("C01.02", "missing", "2uh"),
        ("C01.02", "broken", "4wh"),
        ("C01.02", "noisy", "2wd"),
        ("C01.02", "sunk", "5wd"),
        ("C01.04", "blocked", "1wd"),
        ("C01.37", "down", "1wd"),
        ("C01.37", "out", "2wd"),
        ("C01.37", "wrong_hours", "2wh"),
        ("C01.49", "damaged", "2wd"),
        ("C01.25", "leak", "2uh"),
        ("C01.31", "leaning", "4uh"),
        ("C02.11", "down", "4uh"),
        ("C02.09", "body", "5wd"),
        ("C02.17", "shifted", "1wd"),
        ("C03.01", "closed", "4wh"),
        ("C03.01", "dirty", "1wd"),
        ("C03.05", "overturned", "1wd"),
        ("C03.05", "broken", "3wd"),
        ("C03.08", "dirty", "1wd"),
    ],
)
def test_components_take_the_limit_of_their_pattern(code: str, name: str, limit: str) -> None:
    assert condition(code, name).limit == limit


def test_a_missing_manhole_cover_is_urgent() -> None:
    assert condition("C01.02", "missing").severity is Severity.URGENT


def test_every_item_says_what_it_is_in_both_languages_and_when_it_may_close() -> None:
    for each in PART.items:
        assert each.title_en, each.code
        assert all(one.when and one.closing for one in each.conditions), each.code
        kind = ItemKind.COMPONENT if each.code.startswith("C") else ItemKind.EVENT
        assert each.kind is kind


def test_every_item_people_report_has_words_to_find_it_by() -> None:
    assert [each.code for each in PART.items if not each.keywords] == ["E00.00"]


@pytest.mark.parametrize(
    ("code", "areas", "department"),
    [
        ("C01.37", [], "lighting"),
        ("C02.08", [], "road"),
        ("C02.14", [], "police"),
        ("E01.10", ["430281121"], "sanitation"),
        ("E02.01", [], "city_management"),
        ("E01.01", ["430281121"], "city_management"),
        ("E01.01", ["430281129"], "resources"),
        ("C04.01", ["430281129201", "430281129", "430281"], "forestry"),
        ("E01.13", ["430281400"], "housing"),
        ("E01.13", ["430281122"], "road"),
    ],
)
def test_the_narrowest_duty_wins(code: str, areas: list[str], department: str) -> None:
    entry = KNOWN.duty(LINE, code, areas)
    assert entry is not None
    assert entry.department == department


def test_the_older_standard_is_known_by_category() -> None:
    assert KNOWN.by_alias("CJ/T 214", "1001") == (LINE, "C01")
    assert KNOWN.by_alias("CJ/T 214", "9999") is None
