"""Invented numbers that pass every check and belong to nobody: identity, telephone, credit, plate.

The region 430299 is no county's, telephones beginning with 143 are no operator's, plates 湘Z are
given to no city (as far as is publicly known). The same number always comes out the same.
"""

from __future__ import annotations

from datetime import date

from wangge.core.registry.ids import check_digit, credit_check

#: In Zhuzhou's range, but of no county: whoever sees it knows that the number is invented.
REGION = "430299"
_PHONE = "143"
_PLATE = "湘Z"
_LETTERS = "ABCDEFGHJKLMNPQRTUWXY"
#: Prime, so that neighbours in the order of making have numbers far apart.
_STRIDE = 38_654_707


class Identities:
    """Identity numbers, each given once: 500 for each day and sex."""

    def __init__(self, *, first: int = 0) -> None:
        """`first`: how many of each day and sex somebody else may have given."""
        self._before = first - 1
        self._given: dict[tuple[date, str], int] = {}

    def take(self, birth: date, sex: str) -> str:
        """The next number of somebody born that day. `sex`: "1" male, "2" female."""
        key = (birth, sex)
        given = self._given[key] = self._given.get(key, self._before) + 1
        serial = (2 * given + (sex == "1")) % 1_000
        body = f"{REGION}{birth:%Y%m%d}{serial:03d}"
        return body + check_digit(body)


def telephone(number: int) -> str:
    """A mobile number; another one for each of the first 100,000,000."""
    return f"{_PHONE}{number * _STRIDE % 100_000_000:08d}"


def credit_code(number: int, *, trader: bool) -> str:
    """A unified social credit code: 92 for a trader (个体工商户), 91 for a company."""
    body = f"{'92' if trader else '91'}{REGION}MA{number % 10_000_000:07d}"
    return body + credit_check(body)


def plate(number: int) -> str:
    """A number plate; another one for each of the first 210,000."""
    return f"{_PLATE}{_LETTERS[number // 10_000 % len(_LETTERS)]}{number % 10_000:04d}"
