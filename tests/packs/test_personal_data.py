"""The pack personal_data: who one is, is checked first; one copy, once, on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from tests.liling import Liling
from tests.packs.known import known

from wangge.accounts.models import User
from wangge.cases.actions.act import Act, act
from wangge.cases.models import Case as Row
from wangge.core.case.facts import Case
from wangge.core.case.refusals import NotYours, OwnWork
from wangge.core.case.verbs import Verb
from wangge.core.catalogue import ItemKind, Provenance
from wangge.core.duty import SYSTEM, Actor
from wangge.core.registry.kinds import KINDS
from wangge.lib.clock import utc_now
from wangge.packs.personal_data.actions import (
    ask,
    hand_over,
    link_account,
    may_hand_over,
)
from wangge.packs.personal_data.queries import person_of, registered
from wangge.packs.personal_data.refusals import (
    AccountTaken,
    HandedOver,
    NotLinked,
    NotThatPerson,
    NotToHandOver,
)
from wangge.privacy.access import looks_at
from wangge.registry.actions import put
from wangge.registry.models import Person

LINE = "personal_data"
NUMBER = "11010519491231002X"
PHONE = "13800001234"


@dataclass(frozen=True)
class Chenyi:
    """陈姨 and the clerks about her."""

    county: Liling
    person: Person
    now: datetime

    def actor(self, who: str) -> Actor:
        return self.county.actor(who, at=self.now)

    def handler(self, case: Case) -> Actor:
        """Whoever answers for the case now."""
        names = User.objects.filter(holdings__post_id=case.owner).values_list("username", flat=True)
        return self.actor(names[0])

    def handled(self, wish: str = "export") -> Case:
        """A request of hers, identity checked, with its handler."""
        link_account(NUMBER, "chenyi", actor=self.actor("wangfang"), now=self.now)
        case, _new = ask(wish, "", actor=self.actor("chenyi"), now=self.now)
        checked = Act(action=Verb.ACCEPT, answers={"proof": "card"})
        return act(case.no, checked, actor=self.actor("liqiang"), now=self.now)


@pytest.fixture
def chenyi(liling: Liling) -> Chenyi:
    now = utc_now()
    grid = liling.post("wangfang").area_id
    put(KINDS["household"], {"no": "9", "grid": grid, "address": "9组"}, actor=SYSTEM, now=now)
    values = {"name": "陈秀英", "id_number": NUMBER, "phone": PHONE, "household": "9", "grid": grid}
    row = put(KINDS["person"], values, actor=SYSTEM, now=now)
    return Chenyi(liling, Person.objects.get(pk=row.pk), now)


def test_every_right_has_a_class_with_an_unverified_limit() -> None:
    catalogue = known(LINE)
    categories = {item.category for item in catalogue.items(LINE)}
    assert {"查阅、复制", "更正、补充", "删除", "解释说明"} <= categories
    for item in catalogue.items(LINE):
        assert item.kind is ItemKind.SERVICE
        assert {(one.limit, one.provenance) for one in item.conditions} == {
            ("15lwd", Provenance.UNVERIFIED)
        }


@pytest.mark.parametrize(("item", "role"), [("D02.01", "dispatcher"), ("D01.02", "acceptor")])
def test_whoever_keeps_the_data_handles_the_request(item: str, role: str) -> None:
    entry = known(LINE).duty(LINE, item, [])
    assert entry is not None
    assert entry.role == role


def test_a_request_goes_to_the_village_to_check_who_asks(chenyi: Chenyi) -> None:
    link_account(NUMBER, "chenyi", actor=chenyi.actor("wangfang"), now=chenyi.now)
    case, new = ask("correct", "住址搬了", actor=chenyi.actor("chenyi"), now=chenyi.now)
    assert new
    assert (case.line, case.item, case.state) == (LINE, "D02.01", "asked")
    assert case.chain.grid == chenyi.person.grid_id


def test_an_account_is_linked_only_with_the_number_on_the_card(chenyi: Chenyi) -> None:
    with pytest.raises(NotThatPerson):
        link_account("430281199001011235", "chenyi", actor=chenyi.actor("wangfang"), now=chenyi.now)
    with pytest.raises(NotThatPerson):  # right, but another town's clerk
        link_account(NUMBER, "chenyi", actor=chenyi.actor("zhaomin"), now=chenyi.now)
    with pytest.raises(AccountTaken):  # nobody links the account of a clerk
        link_account(NUMBER, "liqiang", actor=chenyi.actor("wangfang"), now=chenyi.now)
    assert Person.objects.get(pk=chenyi.person.pk).user_id is None


def test_an_account_that_is_nobodys_yet_is_told_where_to_go(chenyi: Chenyi) -> None:
    with pytest.raises(NotLinked, match="identity card"):
        ask("export", "", actor=chenyi.actor("chenyi"), now=chenyi.now)


def test_one_sees_the_own_row_with_numbers_masked(chenyi: Chenyi) -> None:
    link_account(NUMBER, "chenyi", actor=chenyi.actor("wangfang"), now=chenyi.now)
    user = chenyi.actor("chenyi").user_id
    assert user is not None
    mine = person_of(user, now=chenyi.now)
    assert mine is not None
    told = dict(registered(mine, masked=True, now=chenyi.now))
    assert PHONE not in told.values()
    assert told["联系电话"].endswith("1234")
    assert NUMBER not in told.values()
    assert "东富村" in told["网格"]


def test_the_copy_holds_what_the_county_holds(chenyi: Chenyi) -> None:
    case = chenyi.handled()
    given = hand_over(case.no, "", actor=chenyi.handler(case), now=chenyi.now)
    row = given["registry"]["row"]
    assert (row["姓名"], row["身份证号"], row["联系电话"]) == ("陈秀英", NUMBER, PHONE)
    assert [one["no"] for one in given["cases"]] == [case.no]
    assert given["looks"][0]["why"] == f"个人信息申请 {case.no}"


def test_taking_it_out_is_a_look_with_the_case_as_reason(chenyi: Chenyi) -> None:
    case = chenyi.handled()
    handler = chenyi.handler(case)
    hand_over(case.no, "", actor=handler, now=chenyi.now)
    look = looks_at(chenyi.person.pk).get()
    assert (look.by_id, look.reason) == (handler.user_id, f"个人信息申请 {case.no}")


def test_it_is_taken_out_once_and_again_only_after_rework(chenyi: Chenyi) -> None:
    case = chenyi.handled()
    handler = chenyi.handler(case)
    hand_over(case.no, "", actor=handler, now=chenyi.now)
    with pytest.raises(HandedOver):
        hand_over(case.no, "", actor=handler, now=chenyi.now)
    later = chenyi.now + timedelta(minutes=5)
    case = act(case.no, Act(action=Verb.HANDLE, opinion="已交本人"), actor=handler, now=later)
    again = Act(action=Verb.REWORK, reason="本人说没收到")
    case = act(case.no, again, actor=chenyi.actor("zhoumin"), now=later)
    assert hand_over(case.no, "", actor=chenyi.handler(case), now=later)["cases"]
    assert looks_at(chenyi.person.pk).count() == 2


def test_only_its_handler_takes_it_out(chenyi: Chenyi) -> None:
    case = chenyi.handled()
    for who in ("wangfang", "zhoumin", "chenyi"):
        with pytest.raises(NotToHandOver):
            hand_over(case.no, "", actor=chenyi.actor(who), now=chenyi.now)
    row = Row.objects.get(no=case.no)
    assert may_hand_over(chenyi.handler(case), row)


def test_a_request_for_correction_takes_nothing_out(chenyi: Chenyi) -> None:
    case = chenyi.handled("correct")
    with pytest.raises(NotToHandOver):
        hand_over(case.no, "", actor=chenyi.handler(case), now=chenyi.now)


def test_who_answered_does_not_check_the_answer(chenyi: Chenyi) -> None:
    case = chenyi.handled()
    handler = chenyi.handler(case)
    act(case.no, Act(action=Verb.HANDLE, opinion="已交"), actor=handler, now=chenyi.now)
    with pytest.raises((OwnWork, NotYours)):
        act(case.no, Act(action=Verb.CLOSE, opinion="好"), actor=handler, now=chenyi.now)
