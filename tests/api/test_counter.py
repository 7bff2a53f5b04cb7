"""The counter says what Django says, and leaves to Django what is odd."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from tests.api.programs import Cast

from wangge.api import counter
from wangge.api.counter import Counter, answers_to, read_asked
from wangge.cases.models import Case
from wangge.lib.ids import uuid7

REPORT = {"line": "village_affairs", "text": "村口路灯不亮"}


def environ(token: str, body: bytes, path: str = "/api/v1/cases", **more: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "testserver",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "wsgi.input": io.BytesIO(body),
        **more,
    }


def at_the_counter(given: dict[str, Any]) -> tuple[int, dict[str, str], Any]:
    asked = read_asked(given)
    assert asked is not None
    ((status, headers, body),) = answers_to([asked])
    return int(status[:3]), dict(headers), json.loads(body)


@pytest.mark.parametrize("language", ["zh-CN,zh;q=0.9", "en", ""])
@pytest.mark.parametrize(
    "body",
    [
        json.dumps(REPORT).encode(),
        json.dumps(REPORT | {"line": "no_such"}).encode(),
        json.dumps(REPORT | {"text": "  "}).encode(),
        json.dumps(REPORT | {"colour": "red"}).encode(),
        json.dumps(REPORT | {"point": {"lon": 113.5, "lat": 27.6}}).encode(),
        b'{"line": ',
    ],
)
def test_both_doors_answer_alike(program: Cast, body: bytes, language: str) -> None:
    chenyi = program("chenyi")
    assert chenyi.token is not None
    headers = {"accept-language": language} if language else {}
    there = chenyi.ask("POST", "/cases", body, **headers)
    status, said, answer = at_the_counter(
        environ(chenyi.token, body, HTTP_ACCEPT_LANGUAGE=language)
    )
    assert status == there.status
    own = {"Location", "Content-Length"}
    assert {k: v for k, v in said.items() if k not in own} == {
        k: v for k, v in there.headers.items() if k not in own
    }
    if status == 201:
        assert set(answer) == set(there.json)
        assert answer["owner"] == there.json["owner"]
    else:
        assert answer == there.json


def test_an_action_at_the_counter_moves_the_case(program: Cast) -> None:
    chenyi = program("chenyi")
    case = chenyi.post("/cases", REPORT).json
    body = json.dumps({"action": "urge", "version": case["version"], "opinion": "请快些"}).encode()
    path = f"/api/v1/cases/{case['no']}/actions"
    status, _, answer = at_the_counter(environ(chenyi.token or "", body, path))
    assert (status, answer["urges"]) == (200, 1)


def test_a_stranger_is_told_that_there_is_no_such_case(program: Cast) -> None:
    case = program("chenyi").post("/cases", REPORT).json
    body = json.dumps({"action": "urge", "opinion": "?"}).encode()
    path = f"/api/v1/cases/{case['no']}/actions"
    status, _, answer = at_the_counter(environ(program("zhaomin").token or "", body, path))
    assert (status, answer["error"]["code"]) == (404, "no_such_case")


def test_a_token_that_opens_nothing_is_refused(program: Cast) -> None:
    status, headers, answer = at_the_counter(environ("wg_nonsense", json.dumps(REPORT).encode()))
    assert (status, answer["error"]["code"]) == (401, "bad_token")
    assert headers["WWW-Authenticate"] == 'Bearer realm="wangge"'


@pytest.mark.parametrize(
    "odd",
    [
        {"REQUEST_METHOD": "GET"},
        {"PATH_INFO": "/api/v1/cases/merge"},
        {"PATH_INFO": "/api/v1/cases/C-1/log"},
        {"HTTP_AUTHORIZATION": ""},
        {"HTTP_AUTHORIZATION": "Basic Y2hlbnlpOng="},
        {"HTTP_COOKIE": "wangge_session=1"},
        {"HTTP_HOST": "elsewhere.example"},
        {"CONTENT_TYPE": "text/plain"},
        {"CONTENT_LENGTH": ""},
        {"CONTENT_LENGTH": "99999999"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
    ],
)
def test_what_is_odd_goes_on_to_django_unread(odd: dict[str, str]) -> None:
    given = environ("wg_any", b"{}", **odd)
    assert read_asked(given) is None
    assert given["wsgi.input"].tell() == 0


def test_when_too_many_wait_the_next_is_told_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counter, "MOST_WAITING", 0)
    said: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        said.update(status=status, **dict(headers))

    counting = Counter(lambda _environ, _start: pytest.fail("not for Django"))
    counting(environ("wg_any", b"{}"), start)
    assert said["status"] == "503 Service Unavailable"
    assert said["Retry-After"] == "5"


def test_a_report_sent_again_gives_the_same_case(program: Cast) -> None:
    pk, token = uuid7(), program("chenyi").token or ""
    body = json.dumps(REPORT | {"id": str(pk)}).encode()
    first, again = at_the_counter(environ(token, body)), at_the_counter(environ(token, body))
    assert (first[0], again[0]) == (201, 200)
    assert first[2]["no"] == again[2]["no"]
    assert Case.objects.filter(pk=pk).count() == 1
