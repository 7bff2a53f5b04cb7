"""Signing in and out, first passwords, and what happens to a form when the sign-in has ended."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.test import Client
from tests.liling import Liling
from tests.web.signed import browser_of

from wangge.accounts.keys import SEEN
from wangge.accounts.models import User


def _signs_in(client: Client, username: str, **more: str) -> str:
    given = {"username": username, "password": "wangge-demo"} | more
    answer = client.post("/sign-in/", given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


@pytest.mark.parametrize(
    ("username", "home"),
    [
        ("wangfang", "/field/"),
        ("liqiang", "/desk/"),
        ("liushifu", "/desk/"),
        ("zhoumin", "/desk/"),
        ("sunzhuren", "/county/"),
        ("admin", "/admin/"),
        ("chenyi", "/"),
    ],
)
def test_everybody_begins_where_the_work_is(
    liling: Liling, client: Client, username: str, home: str
) -> None:
    assert _signs_in(client, username) == home


def test_nobody_is_sent_out_of_the_house(liling: Liling, client: Client) -> None:
    assert _signs_in(client, "liqiang", next="https://evil.example/") == "/desk/"
    assert _signs_in(Client(), "liqiang", next="//evil.example/") == "/desk/"


def test_a_wrong_password_is_422_and_a_lock_says_until_when(liling: Liling, client: Client) -> None:
    given = {"username": "liqiang", "password": "nope"}
    for _ in range(5):
        assert client.post("/sign-in/", given).status_code == 422
    locked = client.post("/sign-in/", given)
    assert locked.status_code == 403
    assert "暂停登录" in locked.content.decode()


def test_signing_out_ends_it(liling: Liling) -> None:
    client = browser_of("liqiang")
    assert client.get("/desk/").status_code == 200
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/desk/").status_code == 302


def test_a_first_password_must_be_changed_before_anything_else(liling: Liling) -> None:
    User.objects.filter(username="liqiang").update(must_change_password=True)
    client = browser_of("liqiang")
    assert client.get("/desk/")["Location"] == "/password/"
    given = {"old": "wangge-demo", "password": "xin-mima-2026", "again": "xin-mima-2026"}
    assert client.post("/password/", given)["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_a_password_typed_in_two_ways_is_refused_at_its_field(liling: Liling) -> None:
    given = {"old": "wangge-demo", "password": "xin-mima-2026", "again": "xin-mima-2027"}
    answer = browser_of("liqiang").post("/password/", given)
    assert answer.status_code == 422
    assert "两次输入的新密码不一样" in answer.content.decode()


def test_who_was_idle_too_long_is_told_so(liling: Liling) -> None:
    client = browser_of("liqiang")
    session = client.session
    session[SEEN] = 0
    session.save()
    answer = client.get("/desk/", follow=True)
    assert "已自动退出" in answer.content.decode()


def test_a_form_sent_after_the_sign_in_ended_stays_where_it_is(liling: Liling) -> None:
    answer = Client().post("/cases/C-1/do/urge/", {}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer
    assert "您填写的内容还在" in unquote(answer["X-Sentence"])
