"""Numbers that check themselves: what is right passes in one form, what is wrong is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.core.registry.ids import check_digit, credit_code, id_number, phone, plate
from wangge.core.registry.refusals import (
    BadCreditCode,
    BadIdDay,
    BadIdNumber,
    BadIdRegion,
    BadPhone,
    BadPlate,
    WrongCheckDigit,
    WrongCreditCheck,
)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(1900, 1, 1), date(2026, 11, 23)))
    body = f"430281{day:%Y%m%d}{draw(st.integers(1, 999)):03d}"
    return body + check_digit(body)


def test_the_number_of_the_standard_is_right() -> None:
    known = id_number("11010519491231002X")
    assert (known.birth, known.sex) == (date(1949, 12, 31), "2")


@given(numbers())
def test_a_right_number_tells_birth_and_sex(number: str) -> None:
    known = id_number(f" {number[:6]} {number[6:]}".lower())
    assert known.text == number
    assert known.birth == date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    assert known.sex == ("1" if int(number[16]) % 2 else "2")


@given(numbers(), st.integers(0, 17), st.integers(1, 9))
def test_no_single_wrong_digit_passes(number: str, place: int, more: int) -> None:
    if number[place] == "X":
        return
    wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    with pytest.raises(BadIdNumber):
        id_number(wrong)


def test_an_old_number_of_fifteen_digits_becomes_eighteen() -> None:
    assert id_number("430281500101123").text == "430281195001011230"


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("4302811950010112", BadIdNumber),
        ("990105194912310021", BadIdRegion),
        ("110105194902300021", BadIdDay),
        ("110105194912310021", WrongCheckDigit),
        ("张三", BadIdNumber),
    ],
)
def test_a_wrong_number_says_what_is_wrong(number: str, why: type[Exception]) -> None:
    with pytest.raises(why):
        id_number(number)


def test_a_refusal_never_shows_the_day_of_birth() -> None:
    with pytest.raises(WrongCheckDigit) as refused:
        id_number("110105194912310021")
    assert "19491231" not in refused.value.say("zh")
    assert "110105********0021" in refused.value.say("zh")


def test_the_credit_code_of_the_standard_is_right() -> None:
    assert credit_code("91350100m000100y43") == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("91350100M000100Y44", WrongCreditCheck),
        ("91350100M000100I43", BadCreditCode),
        ("91350100M000100Y4", BadCreditCode),
        ("!", BadCreditCode),
    ],
)
def test_a_wrong_credit_code_is_refused(code: str, why: type[Exception]) -> None:
    with pytest.raises(why):
        credit_code(code)


def test_a_code_of_the_countys_own_is_taken() -> None:
    assert credit_code("dfz-2026-001") == "DFZ-2026-001"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("138 1234 5678", "13812345678"),
        ("+86-138-1234-5678", "13812345678"),
        ("（0731）2345-6789", "0731-23456789"),
        ("010 12345678", "010-12345678"),
        ("23456789", "23456789"),
    ],
)
def test_a_telephone_is_kept_in_one_form(written: str, kept: str) -> None:
    assert phone(written) == kept


@pytest.mark.parametrize("wrong", ["1381234567", "138123456789", "没有", "13812345678、139"])
def test_what_is_no_telephone_is_refused(wrong: str) -> None:
    with pytest.raises(BadPhone):
        phone(wrong)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("湘B·12345", "湘B12345"),
        ("湘bd12345", "湘BD12345"),
        ("湘B1234学", "湘B1234学"),
        ("醴陵A12345", "醴陵A12345"),
    ],
)
def test_a_plate_is_kept_in_one_form(written: str, kept: str) -> None:
    assert plate(written) == kept


@pytest.mark.parametrize("wrong", ["B12345", "湘12345", "湘B1234567"])
def test_what_is_no_plate_is_refused(wrong: str) -> None:
    with pytest.raises(BadPlate):
        plate(wrong)
