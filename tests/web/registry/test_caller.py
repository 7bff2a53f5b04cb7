"""The hotline knows who calls before the caller speaks."""

from __future__ import annotations

from tests.liling import Liling
from tests.web.registry.conftest import Home
from tests.web.signed import browser_of

from wangge.registry.actions import enrol_special


def said_to(username: str, phone: str) -> str:
    answer = browser_of(username).get("/hotline/aside/", {"phone": phone})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_number_tells_name_address_category_and_who_lives_there_too(home: Home) -> None:
    told = said_to("zhoumin", "138 0000-1234")
    for word in ("王老爹", "东富村3组12号", "独居老人", "张三", "东富镇"):
        assert word in told


def test_an_unknown_number_is_said_to_be_unknown(home: Home) -> None:
    assert "登记里没有这个号码" in said_to("zhoumin", "13900000000")


def test_somebody_of_a_special_group_is_an_unknown_number(liling: Liling, home: Home) -> None:
    keeper = liling.actor("zhuanguan")
    enrol_special(home.wangdie.pk, ["released"], reason="交接", actor=keeper, now=liling.now)
    assert "登记里没有这个号码" in said_to("zhoumin", "13800001234")
