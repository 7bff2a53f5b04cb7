"""Invented households and who lives in them: ages that fit relations, categories that fit ages.

Values as `core.registry.values` describes them, ready to be registered. Ignores where they live
(the caller gives the address) and whom the county already knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from random import Random

from lunar_python import LunarYear, Solar
from lunar_python.util import LunarUtil

from wangge.core.registry.values import Birthday
from wangge.ops.simulate.names import given_name, surname
from wangge.ops.simulate.numbers import Identities, telephone

#: A member to be: relation to the head (code list relation), age in years, sex.
_Member = tuple[str, int, str]

#: Of classes of visits the one most often seen wins.
_URGENCY = ("key", "difficult", "ordinary")


@dataclass(frozen=True, slots=True)
class Family:
    """A household: its visit class, its state, and its people's values, the head first."""

    visit_class: str
    state: str
    people: tuple[dict[str, object], ...]


class Families:
    """Draws families one after the other; numbers are never given twice."""

    def __init__(self, *, seed: int, today: date, visit_class: Mapping[str, str]) -> None:
        """`visit_class`: person category → class of visits, as the county's code lists say."""
        self._dice = Random(f"{seed} families")
        self._today = today
        self._visit_class = visit_class
        self._identities = Identities()
        self._phones = 0

    def draw(self, household: str, *, urban: bool = False) -> Family:
        """The family of the household of that number."""
        dice = self._dice
        place = _place(_SUMS[urban], dice.random() * _SUMS[urban][-1])
        members = _KINDS[place][2](dice)
        migrant = dice.random() < (0.22 if urban else 0.03)
        grown_up_near = any(relation == "20" and age >= 18 for relation, age, _ in members)
        people, names = [], surname(dice)
        for relation, age, sex in members:
            married_in = relation == "10" or (relation, sex) == ("50", "2")
            own = surname(dice) if married_in else names
            people.append(self._person(household, relation, age, sex, own, migrant=migrant))
        self._categorise(people, members, urban=urban or grown_up_near)
        classes = {
            self._visit_class.get(code, "ordinary") for person in people for code in _codes(person)
        }
        visited = next((one for one in _URGENCY if one in classes), "ordinary")
        state = "lived_in" if dice.random() < 0.94 else "seasonal"
        return Family(visited, state, tuple(people))

    def _person(
        self, household: str, relation: str, age: int, sex: str, name: str, *, migrant: bool
    ) -> dict[str, object]:
        dice, roll = self._dice, self._dice.random
        born = self._today - timedelta(days=age * 365 + age // 4 + 1 + int(roll() * 360))
        self._phones += 1
        by_lunar = age >= 60 and roll() < 0.3
        birth = Birthday(born, "lunar", lunar(born)) if by_lunar else Birthday(born)
        away = not migrant and 20 <= age < 55 and relation != "02" and roll() < 0.35
        return {
            "name": name + given_name(born.year, sex, dice),
            "id_kind": "resident",
            "id_number": self._identities.take(born, sex),
            "sex": sex,
            "birth": birth,
            "phone": telephone(self._phones) if 13 <= age < 88 and roll() < 0.93 else None,
            "household": household,
            "relation": relation,
            "nation": "01" if roll() < 0.987 else _NATIONS[int(roll() * len(_NATIONS))],
            "education": _education(age, roll()),
            "politics": "01" if age >= 22 and roll() < 0.07 else "13",
            "marriage": _marriage(relation, age),
            "person_type": "02" if migrant else "01",
            "residence": "here" if migrant else "away" if away else "together",
            "categories": (),
        }

    def _categorise(
        self, people: list[dict[str, object]], members: list[_Member], *, urban: bool
    ) -> None:
        """Alone, left behind, very old …: what follows from who lives there; the rest by chance."""
        roll = self._dice.random
        ages = [age for _, age, _ in members]
        young = any(20 <= age < 60 for age in ages)
        away = not urban and (not young or all(
            person["residence"] == "away"
            for person, age in zip(people, ages, strict=True) if 20 <= age < 55
        ))  # fmt: skip
        poor = roll() < 0.022
        for person, age in zip(people, ages, strict=True):
            found = []
            if age >= 60:
                if len(ages) == 1:
                    found.append("lives_alone")
                elif min(ages) >= 60:
                    found.append("empty_nest" if urban else "stay_elder")
                if age >= 80:
                    found.append("very_old")
                if age >= 75 and roll() < 0.06:
                    found.append("unable")
                if len(ages) == 1 and roll() < 0.03:
                    found.append("destitute")
                if person["sex"] == "1" and roll() < 0.08:
                    found.append("veteran")
            elif age < 16 and away:
                found.append("stay_child")
            if poor:
                found.append("low_income")
            if roll() < 0.012 + 0.0005 * age:
                found.append("disabled")
            if age >= 45 and roll() < 0.006:
                found.append("serious_illness")
            person["categories"] = tuple(found)


def _codes(person: Mapping[str, object]) -> tuple[str, ...]:
    codes = person["categories"]
    assert isinstance(codes, tuple)
    return codes


@lru_cache(maxsize=40_000)
def lunar(day: date) -> str:
    """The day by the old calendar, 八月十五, 闰四月初三."""
    begun = [month for month in (*_months(day.year - 1), *_months(day.year)) if month[0] <= day]
    first, name = begun[-1]
    return name + str(LunarUtil.DAY[(day - first).days + 1])


@lru_cache(maxsize=200)
def _months(year: int) -> tuple[tuple[date, str], ...]:
    """The first day and the name of every month of that lunar year."""
    found = []
    for month in LunarYear.fromYear(year).getMonthsInYear():
        first, number = Solar.fromJulianDay(month.getFirstJulianDay()), month.getMonth()
        name = f"{'闰' if number < 0 else ''}{LunarUtil.MONTH[abs(number)]}月"
        found.append((date(first.getYear(), first.getMonth(), first.getDay()), name))
    return tuple(found)


_NATIONS = ("15", "06", "13", "12", "11", "03")


def _education(age: int, roll: float) -> str:
    if age < 6:
        return "90"
    if age < 13:
        return "80"
    if age < 16:
        return "70"
    steps = _OLD if age >= 60 else _GROWN if age >= 35 else _YOUNG
    return next(code for until, code in steps if roll < until)


_OLD = ((0.55, "80"), (0.9, "70"), (0.97, "60"), (1.0, "30"))
_GROWN = ((0.15, "80"), (0.62, "70"), (0.82, "60"), (0.93, "30"), (1.0, "20"))
_YOUNG = ((0.2, "70"), (0.5, "60"), (0.75, "30"), (0.97, "20"), (1.0, "10"))


def _marriage(relation: str, age: int) -> str:
    if relation == "10":
        return "20"
    if relation in ("02", "50"):
        return "20" if age < 70 else "30"
    return "10" if age < 26 else "20"


# -- what families look like


def _between(dice: Random, low: int, high: int) -> int:
    return low + int(dice.random() * (high - low + 1))


def _sex(dice: Random) -> str:
    return "1" if dice.random() < 0.515 else "2"


def _couple(dice: Random, low: int, high: int) -> list[_Member]:
    man = _between(dice, low, high)
    return [("02", man, "1"), ("10", max(20, man - _between(dice, -2, 5)), "2")]


def _children(dice: Random, mother: int) -> list[_Member]:
    found: list[_Member] = []
    for _ in range(1 if dice.random() < 0.42 else 2):
        age = max(0, mother - _between(dice, 21, 33))
        if age < 25:
            sex = _sex(dice)
            found.append(("20" if sex == "1" else "30", age, sex))
    return found


def _elder_alone(dice: Random) -> list[_Member]:
    return [("02", _between(dice, 62, 90), "2" if dice.random() < 0.62 else "1")]


def _elder_couple(dice: Random) -> list[_Member]:
    return _couple(dice, 62, 84)


def _single(dice: Random) -> list[_Member]:
    return [("02", _between(dice, 22, 59), "1" if dice.random() < 0.65 else "2")]


def _pair(dice: Random) -> list[_Member]:
    return _couple(dice, 24, 59)


def _with_children(dice: Random) -> list[_Member]:
    couple = _couple(dice, 27, 50)
    return couple + _children(dice, couple[1][1])


def _three_generations(dice: Random) -> list[_Member]:
    found = _with_children(dice)
    father = found[0][1] + _between(dice, 21, 31)
    if dice.random() < 0.72:
        found.append(("50", father, "1"))
    found.append(("50", father - _between(dice, -1, 4), "2"))
    return found


def _grandparents(dice: Random) -> list[_Member]:
    found = _couple(dice, 56, 74)[: 2 if dice.random() < 0.75 else 1]
    return [*found, *(("40", _between(dice, 3, 14), _sex(dice))
                      for _ in range(1 if dice.random() < 0.6 else 2))]  # fmt: skip


#: (in villages, in streets, who they are) – weights, guessed so that about three live together.
_KINDS: tuple[tuple[float, float, Callable[[Random], list[_Member]]], ...] = (
    (0.085, 0.06, _elder_alone),
    (0.12, 0.12, _elder_couple),
    (0.08, 0.14, _single),
    (0.12, 0.16, _pair),
    (0.29, 0.36, _with_children),
    (0.24, 0.14, _three_generations),
    (0.065, 0.02, _grandparents),
)
_SUMS = {
    False: list(accumulate(one[0] for one in _KINDS)),
    True: list(accumulate(one[1] for one in _KINDS)),
}


def _place(sums: list[float], drawn: float) -> int:
    return next(place for place, until in enumerate(sums) if drawn < until)
