"""Wrong input at every door gets a clear sentence in one shape, and loses nothing."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client, RequestFactory
from tests.api.programs import Cast, Program
from tests.liling import Liling

from wangge.accounts.models import User
from wangge.api.door import view_of
from wangge.api.endpoints import photos
from wangge.cases.models import Case
from wangge.lib.ids import uuid7

PHOTO_LIMIT = photos.MOST_FORM


def test_without_a_token_nothing_is_told(nobody: Program, a_report: dict[str, Any]) -> None:
    answer = nobody.post("/cases", a_report)
    assert (answer.status, answer.code) == (401, "not_signed_in")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer wg_wrong", "Bearer ", "Basic YTpi", "Bearer \xff", "x"])
def test_a_token_that_opens_nothing(nobody: Program, header: str) -> None:
    answer = nobody.get("/me", authorization=header)
    assert (answer.status, answer.code) == (401, "bad_token")


def test_the_sentence_is_in_the_readers_language(program: Cast) -> None:
    who = program("chenyi")
    body = {"line": "city_management", "text": " "}
    chinese = who.post("/cases", body).json["error"]
    english = who.post("/cases", body, accept_language="en").json["error"]
    assert chinese["code"] == english["code"] == "no_text"
    assert "请写一句话" in chinese["message"]
    assert "Please say" in english["message"]


def test_a_missing_datum_names_the_datums(program: Cast, a_report: dict[str, Any]) -> None:
    del a_report["point"]["datum"]
    answer = program("chenyi").post("/cases", a_report)
    assert (answer.status, answer.code) == (422, "missing_datum")
    assert answer.json["error"]["field"] == "point.datum"
    assert "gcj02" in answer.json["error"]["message"]


@pytest.mark.parametrize("datum", ["", "wgs-84", "WGS84 ", "\x00", "火星"])
def test_a_datum_nobody_knows(program: Cast, a_report: dict[str, Any], datum: str) -> None:
    a_report["point"]["datum"] = datum
    assert program("chenyi").post("/cases", a_report).code == "missing_datum"


def test_a_point_in_the_sea_is_taken_and_the_county_centre_owns_it(
    program: Cast, a_report: dict[str, Any]
) -> None:
    a_report["point"] = {"lon": 122.0, "lat": 30.0, "datum": "wgs84"}
    answer = program("chenyi").post("/cases", a_report)
    assert answer.status == 201
    assert answer.json["grid"] is None
    assert answer.json["located"] == "outside"
    assert "指挥中心" in answer.json["owner"]["title"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"point": {"lon": 500, "lat": 1, "datum": "wgs84"}}, "bad_coordinate", "point"),
        ({"point": {"lon": 27.6, "lat": 113.6, "datum": "wgs84"}}, "swapped_coordinate", "point"),
        ({"point": {"lon": "113", "lat": 27, "datum": "wgs84"}}, "wrong_value", "point.lon"),
        ({"line": "plumbing"}, "unknown_line", "line"),
        ({"item": "X99"}, "unknown_item", "item"),
        ({"area": str(uuid7())}, "", None),
        ({"point": None, "area": str(uuid7())}, "unknown_area", "area"),
        ({"photos": ["0" * 64]}, "unknown_photo", "photos"),
        ({"photos": ["../../etc/passwd"]}, "wrong_value", "photos[0]"),
        ({"source": "rumour"}, "bad_source", "source"),
        ({"source": "hotline"}, "bad_source", "source"),  # he is no operator
        ({"reporter": {"phone": "110abc"}}, "bad_phone", "reporter.phone"),
        ({"reporter": {"nmea": "陈姨"}}, "unknown_field", "reporter.nmea"),
        ({"colour": "red"}, "unknown_field", "colour"),
        ({"id": "zz"}, "wrong_value", "id"),
        ({"text": "井" * 4001}, "too_long", "text"),
        ({"text": "井\x00盖"}, "bad_characters", "text"),
        ({"text": None}, "wrong_value", "text"),
    ],
)
def test_wrong_fields_are_named(
    program: Cast, a_report: dict[str, Any], change: dict[str, Any], code: str, field: str | None
) -> None:
    answer = program("chenyi").post("/cases", a_report | change)
    if not code:  # the point tells the area: what else was said of it does no harm
        assert answer.status == 201
        return
    assert (answer.status, answer.code) == (422, code)
    assert answer.json["error"]["field"] == field
    assert Case.objects.count() == 0


def test_a_script_is_only_words(program: Cast, a_report: dict[str, Any]) -> None:
    words = "<script>alert(1)</script>"
    answer = program("chenyi").post("/cases", a_report | {"text": words})
    assert answer.json["text"] == words
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{\n  "line": x}', "第2行第11个字符"),
        (b" ", "第1行第2个字符"),
        (b"\xff\xfe", "第1行第1个字符"),
        (b'{"line": "a", "text": NaN}', "JSON"),
        (b'{"text": "\\ud800"}', "JSON"),
        (b"[" * 100_000, ""),
    ],
)
def test_what_is_no_json_is_told_where(program: Cast, body: bytes, message: str) -> None:
    answer = program("chenyi").ask("POST", "/cases", body)
    assert answer.status in (400, 422)
    assert message in answer.json["error"]["message"]


def test_a_number_too_large_is_refused(program: Cast) -> None:
    body = b'{"lon": 1e999, "lat": 27, "datum": "wgs84"}'
    answer = program("chenyi").ask("POST", "/locate", body)
    assert (answer.status, answer.json["error"]["field"]) == (422, "lon")


def test_another_kind_of_body_is_refused(program: Cast) -> None:
    answer = program("chenyi").ask("POST", "/cases", b"line=a", "application/x-www-form-urlencoded")
    assert (answer.status, answer.code) == (415, "wrong_type")


def test_another_method_is_refused_and_told_which_there_are(program: Cast) -> None:
    answer = program("chenyi").ask("DELETE", "/cases")
    assert (answer.status, answer.code) == (405, "wrong_method")
    assert answer.headers["Allow"] == "GET, HEAD, POST"


def test_an_address_there_is_not(nobody: Program) -> None:
    answer = nobody.get("/casess")
    assert (answer.status, answer.code) == (404, "no_such_address")


class _Endless(io.RawIOBase):
    """A body that counts what is read of it."""

    def __init__(self) -> None:
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        wanted = 1 << 20 if size < 0 else size
        self.taken += wanted
        return b"x" * wanted


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/photos", "multipart/form-data; boundary=x"), ("/cases", "application/json")],
)
def test_two_hundred_megabytes_are_refused_before_they_are_read(
    program: Cast, path: str, kind: str
) -> None:
    who, body = program("chenyi"), _Endless()
    answer = who.client.generic(
        "POST",
        f"/api/v1{path}",
        b"",
        content_type=kind,
        headers={"authorization": f"Bearer {who.token}"},
        **{"CONTENT_LENGTH": str(200 * 1024 * 1024), "wsgi.input": body},
    )
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_big"
    assert body.taken == 0


def test_a_body_without_length_is_refused(program: Cast) -> None:
    who = program("chenyi")
    answer = who.client.generic(
        "POST",
        "/api/v1/cases",
        b"",
        content_type="application/json",
        headers={"authorization": f"Bearer {who.token}", "transfer-encoding": "chunked"},
        CONTENT_LENGTH="",
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (411, "length_missing")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"taken_at": "gestern"}, "wrong_value"),
        ({"lon": "nan"}, "wrong_value"),
        ({"lat": "91"}, "wrong_value"),
        ({"author": "me"}, "unknown_field"),
    ],
)
def test_what_is_said_beside_a_photo_is_checked(
    program: Cast, fields: dict[str, str], code: str
) -> None:
    answer = program("chenyi").send_photo(**fields)
    assert (answer.status, answer.code) == (422, code)


def test_a_text_is_no_photo(program: Cast) -> None:
    who = program("chenyi")
    file = io.BytesIO(b"<script>alert(1)</script>")
    file.name = "photo.jpg"
    answer = who.client.post(
        "/api/v1/photos", {"photo": file}, headers={"authorization": f"Bearer {who.token}"}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not_a_photo")


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=\u00e9"])
def test_a_form_in_pieces_is_refused(program: Cast, kind: str) -> None:
    answer = program("chenyi").ask("POST", "/photos", b"--x\r\nnonsense", kind)
    assert answer.status in (400, 422)


def test_a_stranger_hears_that_there_is_no_such_case(
    program: Cast, a_report: dict[str, Any]
) -> None:
    case = program("chenyi").post("/cases", a_report).json
    zhaomin = program("zhaomin")
    unknown = zhaomin.get("/cases/C-20200101-0001")
    for path in ("", "/log", f"/photos/{'0' * 64}"):
        answer = zhaomin.get(f"/cases/{case['no']}{path}")
        assert answer.status == 404
        assert answer.code == unknown.code == "no_such_case"
    acted = zhaomin.post(f"/cases/{case['no']}/actions", {"action": "comment", "opinion": "?"})
    assert (acted.status, acted.code) == (404, "no_such_case")


@pytest.mark.parametrize("no", ["%00", "a%0ab", "x" * 500, "%F0%9F%92%A9", "C-1'--", "..%2f.."])
def test_a_number_that_can_be_none_is_no_case(program: Cast, no: str) -> None:
    assert program("liqiang").get(f"/cases/{no}").status == 404


def test_the_second_of_two_hands_gets_the_case_as_it_stands(
    program: Cast, a_report: dict[str, Any]
) -> None:
    liqiang = program("liqiang")
    case = liqiang.post("/cases", a_report).json
    dispatch = {"action": "dispatch", "version": 1, "condition": "missing"}
    liqiang.post(f"/cases/{case['no']}/actions", dispatch)
    answer = liqiang.post(f"/cases/{case['no']}/actions", dispatch)
    assert (answer.status, answer.code) == (409, "stale_version")
    assert answer.json["error"]["case"]["version"] == 2
    assert answer.json["error"]["case"]["state"] == "handling"


def test_what_the_post_may_not_do_is_refused_with_a_code(
    program: Cast, a_report: dict[str, Any]
) -> None:
    chenyi = program("chenyi")
    case = chenyi.post("/cases", a_report).json
    answer = chenyi.post(f"/cases/{case['no']}/actions", {"action": "dispatch"})
    assert (answer.status, answer.code) == (403, "not_yours")


def test_ten_times_the_same_report_is_one_case(program: Cast, a_report: dict[str, Any]) -> None:
    chenyi = program("chenyi")
    a_report["id"] = str(uuid7())
    answers = [chenyi.post("/cases", a_report) for _ in range(10)]
    assert [one.status for one in answers] == [201] + [200] * 9
    assert len({one.json["no"] for one in answers}) == 1
    assert Case.objects.count() == 1


def test_a_forged_id_is_refused(program: Cast, a_report: dict[str, Any]) -> None:
    case = program("chenyi").post("/cases", a_report).json
    forged = a_report | {"id": case["id"], "text": "别的事"}
    answer = program("zhaomin").post("/cases", forged)
    assert (answer.status, answer.code) == (403, "id_taken")


def test_a_session_changes_something_only_from_our_pages(
    liling: Liling, a_report: dict[str, Any]
) -> None:
    browser = Client(enforce_csrf_checks=True)
    session = browser.session
    user = User.objects.get(username="chenyi")
    session["user"], session["epoch"] = str(user.id), user.session_epoch
    session.save()
    browser.cookies["wangge_csrf"] = "a" * 32
    refused = browser.post("/api/v1/cases", a_report, content_type="application/json")
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "not_from_our_pages"
    headers = {"x-csrftoken": "a" * 32}
    made = browser.post("/api/v1/cases", a_report, content_type="application/json", headers=headers)
    assert made.status_code == 201


def test_a_fault_of_ours_is_answered_in_the_same_shape(caplog: pytest.LogCaptureFixture) -> None:
    def broken(call: object) -> None:
        raise ZeroDivisionError

    endpoint = next(one for one in photos.ENDPOINTS if one.method == "GET")
    view = view_of([replace(endpoint, handle=broken, public=True)])
    answer = view(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert b'"code":"broken"' in getattr(answer, "content", b"")
    assert "ZeroDivisionError" in caplog.text
