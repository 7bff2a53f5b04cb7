"""A form that asks for personal data says at its foot why, on what basis, what and for how long."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.utils.translation import override
from tests.house.sources import PACKAGE
from tests.liling import Liling
from tests.web.signed import browser_of

from wangge.core.errors import NotFound
from wangge.privacy.purposes import shipped


def _said(code: str, language: str = "zh-hans") -> str:
    with override(language):
        return Template("{% load ui %}{% purpose code %}").render(Context({"code": code}))


def test_it_says_purpose_basis_fields_and_time(liling: Liling) -> None:
    said = _said("case.report")
    assert "受理、办理并答复您反映的问题" in said
    assert "《个人信息保护法》第十三条" in said
    assert "730天" in said
    assert "PIPL Art. 13" in _said("case.report", "en")


def test_a_purpose_nobody_wrote_is_noticed(liling: Liling) -> None:
    with pytest.raises(NotFound):
        _said("nothing")


@pytest.mark.parametrize(
    ("who", "address", "words"),
    [
        (None, "/report/", "受理、办理并答复您反映的问题"),
        (None, "/follow/", "确认是您本人在查您的案件"),
        ("wangfang", "/field/report/", "代群众上报问题"),
        ("zhoumin", "/hotline/", "受理、办理并回访来电诉求"),
        ("admin", "/admin/people/new/", "开设工作账户"),
        ("chenyi", "/inbox/settings/", "按您的意愿把通知发到邮箱"),
    ],
)
def test_the_forms_of_the_loop_say_it(
    liling: Liling, who: str | None, address: str, words: str
) -> None:
    assert words in browser_of(who).get(address).content.decode()


def test_every_purpose_a_form_names_is_shipped() -> None:
    named = {
        code
        for path in PACKAGE.rglob("templates/**/*.html")
        for code in re.findall(r'{% purpose "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= {row["code"] for row in shipped("purposes")}
