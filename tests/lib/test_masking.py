"""Masked names and numbers tell people apart and give nobody away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.lib.masking import mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("陈姨", "陈*"),
        ("王小芳", "王**"),
        ("欧阳小明", "欧阳**"),
        ("欧阳", "欧*"),
        ("李", "*"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_surname(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("13800001234", "138****1234"), ("23456789", "******89"), ("12", "**"), ("", "")],
)
def test_a_number_keeps_its_ends(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@given(st.text(min_size=2, max_size=40))
def test_no_whole_name_is_ever_shown(name: str) -> None:
    assert name.strip() == "" or mask_name(name) != name.strip() or set(name.strip()) == {"*"}
