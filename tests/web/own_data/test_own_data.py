"""One's own data on pages: a resident sees it and asks; the handler takes the file out, once."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile

import pytest
from tests.liling import Liling
from tests.web.signed import browser_of

from wangge.accounts.models import User
from wangge.cases.actions.act import Act, act
from wangge.cases.models import Case
from wangge.core.case.verbs import Verb
from wangge.core.duty import SYSTEM
from wangge.core.registry.kinds import KINDS
from wangge.lib.clock import utc_now
from wangge.privacy.actions import note_look
from wangge.registry.actions import put
from wangge.registry.models import Person

NUMBER, PHONE = "11010519491231002X", "13800001234"


@pytest.fixture
def chenyi(liling: Liling) -> Person:
    """陈姨 as she is registered, her account linked by 王芳."""
    now = utc_now()
    grid = liling.post("wangfang").area_id
    values = {"name": "陈秀英", "id_number": NUMBER, "phone": PHONE, "grid": grid}
    row = put(KINDS["person"], values, actor=SYSTEM, now=now)
    given = {"number": NUMBER, "username": "chenyi"}
    assert browser_of("wangfang").post("/own-data/link/", given).status_code == 302
    return Person.objects.get(pk=row.pk)


def text_of(answer: object) -> str:
    content = answer.content.decode()  # type: ignore[attr-defined]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content)))


def handled(liling: Liling) -> str:
    """Her request for a copy, identity checked; its number."""
    browser_of("chenyi").post("/me/data/", {"wish": "export"})
    no = Case.objects.get(line="personal_data").no
    checked = Act(action=Verb.ACCEPT, answers={"proof": "card"})
    now = utc_now()
    act(no, checked, actor=liling.actor("liqiang", at=now), now=now)
    return no


def handler_of(no: str) -> str:
    owner = Case.objects.get(no=no).owner_id
    return User.objects.filter(holdings__post=owner)[0].username


def test_an_account_not_linked_is_told_what_to_do(liling: Liling) -> None:
    text = text_of(browser_of("chenyi").get("/me/data/"))
    assert "带身份证" in text


def test_one_sees_the_own_row_masked_and_who_looked(liling: Liling, chenyi: Person) -> None:
    now = utc_now()
    note_look(
        actor=liling.actor("liqiang", at=now),
        kind="person",
        subject=chenyi.pk,
        what="电话",
        reason="电话核实地点",
        now=now,
    )
    page = browser_of("chenyi").get("/me/data/")
    text = text_of(page)
    assert NUMBER not in text
    assert PHONE not in text
    assert "1234" in text
    assert "电话核实地点" in text
    assert "no-store" in page["Cache-Control"]


def test_asking_files_a_case_and_shows_it(chenyi: Person) -> None:
    given = {"wish": "correct", "words": "住址搬到3组了"}
    assert browser_of("chenyi").post("/me/data/", given).status_code == 302
    case = Case.objects.get(line="personal_data")
    assert case.item == "D02.01"
    assert "3组" in case.text
    assert case.no in text_of(browser_of("chenyi").get("/me/data/"))


def test_a_wish_there_is_not_is_refused(chenyi: Person) -> None:
    answer = browser_of("chenyi").post("/me/data/", {"wish": "everything"})
    assert answer.status_code == 422
    assert not Case.objects.filter(line="personal_data").exists()


def test_the_handler_downloads_once(liling: Liling, chenyi: Person) -> None:
    no = handled(liling)
    handler = browser_of(handler_of(no))
    assert f"/own-data/{no}/" in handler.get(f"/cases/{no}/").content.decode()
    answer = handler.post(f"/own-data/{no}/")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        given = json.loads(archive.read("本人信息.json"))
        page = archive.read("本人信息.html").decode()
    assert given["registry"]["row"]["身份证号"] == NUMBER
    assert NUMBER in page
    again = handler.post(f"/own-data/{no}/")
    assert again.status_code == 403
    assert "一次" in text_of(again)


def test_whoever_does_not_handle_it_takes_nothing_out(liling: Liling, chenyi: Person) -> None:
    no = handled(liling)
    for who in ("wangfang", "zhoumin"):
        assert browser_of(who).post(f"/own-data/{no}/").status_code == 403
    assert browser_of("zhaomin").post(f"/own-data/{no}/").status_code == 404


def test_a_wrong_number_links_nobody(liling: Liling, chenyi: Person) -> None:
    given = {"number": "430281199001011235", "username": "chenyi"}
    answer = browser_of("wangfang").post("/own-data/link/", given)
    assert answer.status_code == 422
    assert browser_of("chenyi").get("/own-data/link/").status_code == 404
