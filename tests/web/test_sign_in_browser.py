"""Signing in with a real browser, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_the_demo_county_lists_its_cast(
    page_as: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = page_as(None)
    page.goto("/sign-in/")
    assert page.get_by_role("button", name="李强").count() == 1, page.content()
    assert axe(page) == []


def test_one_comes_back_to_where_one_wanted_to_go(page_as: Callable[..., Page]) -> None:
    page = page_as(None, java_script_enabled=False)
    page.goto("/sign-in/?next=/password/")
    page.fill("#id_username", "liqiang")
    page.fill("#id_password", "wangge-demo")
    page.get_by_role("button", name="登录", exact=True).click()
    assert page.url.endswith("/password/")


def test_a_wrong_password_keeps_the_name_and_says_so_at_the_field(
    page_as: Callable[..., Page],
) -> None:
    page = page_as(None)
    page.goto("/sign-in/")
    page.fill("#id_username", "heshen")
    page.fill("#id_password", "wrong-one")
    page.get_by_role("button", name="登录", exact=True).click()
    assert page.input_value("#id_username") == "heshen"
    assert "用户名或密码不正确" in page.inner_text("#id_password_error")
