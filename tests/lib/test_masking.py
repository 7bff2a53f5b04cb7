"""Masking shows just so much, and never more when the input is odd."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.lib.masking import mask_id, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "masked", "public"),
    [
        ("陈姨", "陈*", "陈*"),
        ("王小芳", "王*芳", "王*"),
        ("欧阳三", "欧阳*", "欧阳*"),
        ("欧阳小明", "欧阳*明", "欧阳*"),
        ("欧阳", "欧*", "欧*"),
        ("买买提·艾力", "买****力", "买*"),
        ("张\u3000三", "张*", "张*"),
        ("\U00020bb7田", "\U00020bb7*", "\U00020bb7*"),
        ("葛\U000e0100飾区", "葛\U000e0100*区", "葛\U000e0100*"),
        ("e\u0301", "*", "*"),
        ("李", "*", "*"),
        ("", "", ""),
    ],
)
def test_a_name_keeps_its_surname_and_at_most_its_last_character(
    name: str, masked: str, public: str
) -> None:
    assert mask_name(name) == masked
    assert mask_name(name, public=True) == public


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13800001234", "138****1234"),
        ("+86 138-1234-5678", "138****5678"),
        ("008613812345678", "138****5678"),
        ("\uff11\uff138\uff0d1234\uff0d5678", "138****5678"),
        ("0731-23221234", "0731-****1234"),
        ("02012345678", "020-****5678"),
        ("23456789", "******89"),
        ("12345", "*****"),
        ("12", "**"),
        ("", ""),
    ],
)
def test_a_phone_number_keeps_its_ends(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("11010519491231002X", "110105********002X"),
        ("11010519491231002x", "110105********002X"),
        ("110105491231002", "110105******002"),
        ("G12345678", "*******78"),
        ("123", "***"),
    ],
)
def test_an_id_number_hides_the_day_of_birth(number: str, masked: str) -> None:
    assert mask_id(number) == masked


@given(st.text(max_size=40))
def test_no_masked_phone_shows_more_than_its_ends(text: str) -> None:
    masked = mask_phone(text)
    assert sum(char != "*" for char in masked) <= 9
    assert not text.strip() or masked.count("*") >= min(4, len(masked))


@given(st.text(max_size=40).filter(lambda text: "*" not in text), st.booleans())
def test_no_whole_name_is_ever_shown(text: str, public: bool) -> None:
    masked = mask_name(text, public=public)
    assert "*" in masked or not masked
    assert "\n" not in masked


@given(st.from_regex(r"[1-9]\d{16}[\dX]", fullmatch=True))
def test_a_masked_id_number_shows_ten_of_eighteen(number: str) -> None:
    masked = mask_id(number)
    assert len(masked) == 18
    assert masked[6:14] == "*" * 8
