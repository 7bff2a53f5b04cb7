"""What a hostile hand sends to the pages: an answer that says so, never a fault, never a leak."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image
from tests.liling import Liling
from tests.web.desk.conftest import a_photo, reported
from tests.web.signed import browser_of

from wangge.accounts.models import User
from wangge.cases.models import Evidence
from wangge.config.logs import WithoutPasses
from wangge.web.knocks import MOST
from wangge.web.resident.passes import write_pass

#: What stands in the blanks of an address.
_NASTY = (
    "%00",
    "C-20261123-0001%00",
    "..%2f..%2fetc%2fpasswd",
    "%ff%fe",
    "'%22<script>",
    "9" * 400,
)
_FIELDS = (
    *("q", "no", "phone", "box", "item", "line", "state", "area", "owner", "cursor", "open"),
    *("pick", "text", "place", "lon", "lat", "datum", "next", "back", "class", "id", "level"),
    *("since", "until", "start", "by", "kind", "user", "verb", "version", "reason", "name"),
    *("username", "password", "date", "under", "person", "subject", "year", "words", "mark"),
)


def addresses(found: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every address of the pages, blanks as `<…>`."""
    for one in found:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, here)
        else:
            yield here


def filled(address: str, blank: str) -> str | None:
    """The address with its blanks filled; None where it has none."""
    if "<" not in address or "(?P" in address:
        return None
    parts = address.replace(">", "<").split("<")
    kinds = {"uuid": str(uuid4()), "int": "99999999999999999999"}
    fill = [kinds.get(part.partition(":")[0], blank) for part in parts[1::2]]
    return "/" + "".join(a + b for a, b in zip(parts[::2], [*fill, ""], strict=True))


@pytest.mark.parametrize("who", ["wangfang", "zhoumin", "sunzhuren", "admin", "heshen", None])
def test_no_address_breaks_on_what_stands_in_it(liling: Liling, who: str | None) -> None:
    client = browser_of(who)
    client.raise_request_exception = False
    broken = []
    for address in addresses(get_resolver().url_patterns):
        asked = [filled(address, one) for one in _NASTY]
        if asked[0] is None and "(?P" not in address:
            asked = [
                f"/{address}?" + "&".join(f"{name}={value}" for name in _FIELDS)
                for value in ("%00", "9" * 30, "nan", "%ED%A0%80", "[]", "C-1-%00")
            ]
        for one in filter(None, asked):
            answer = client.get(one)
            if answer.status_code >= 500 and one != "/healthz":
                broken.append(one[:120])
    assert not broken


@pytest.mark.parametrize("who", ["wangfang", "zhoumin", "admin", None])
def test_no_form_breaks_on_what_stands_in_it(liling: Liling, who: str | None) -> None:
    no = reported(liling).no
    client = browser_of(who)
    client.raise_request_exception = False
    broken = []
    for address in addresses(get_resolver().url_patterns):
        there = filled(address, no) or f"/{address}"
        if "(?P" in address or "sign-out" in there:
            continue
        for value in ("\x00", "nan", "1e999", "9" * 30, no + "\x00"):
            answer = client.post(there, dict.fromkeys(_FIELDS, value))
            if answer.status_code >= 500:
                broken.append((there, value[:20]))
    assert not broken


def test_no_photo_bomb_is_unpacked(liling: Liling) -> None:
    file = io.BytesIO()
    Image.new("1", (10_000, 8_000)).save(file, "PNG")
    bomb = SimpleUploadedFile("小.png", file.getvalue(), "image/png")
    answer = Client().post("/report/", {"text": "井盖不见了", "photos": bomb})
    assert answer.status_code == 422
    assert "小.png" in answer.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("kind", ["svg", "html", "truncated", "gif"])
def test_what_only_says_it_is_a_photo_is_none(liling: Liling, kind: str) -> None:
    file = io.BytesIO()
    Image.new("RGB", (200, 200)).save(file, "GIF" if kind == "gif" else "JPEG")
    data = {
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "html": b"<!doctype html><script>alert(1)</script>",
        "truncated": file.getvalue()[:300],
        "gif": file.getvalue(),
    }[kind]
    sent = SimpleUploadedFile("../../x.jpg", data, "image/jpeg")
    answer = Client().post("/report/", {"text": "井盖不见了", "photos": sent})
    assert answer.status_code == 422
    assert not Evidence.objects.exists()


def test_a_stranger_cannot_fill_the_disk_with_photos_of_no_report(liling: Liling) -> None:
    client = Client()
    for _ in range(MOST["report"]):
        assert client.post("/report/", {"text": "", "photos": a_photo()}).status_code == 422
    answer = client.post("/report/", {"text": "", "photos": a_photo("blue")})
    assert answer.status_code == 429
    assert Evidence.objects.count() == 1


def test_more_than_any_form_holds_is_refused_unread(liling: Liling) -> None:
    answer = Client().post("/report/", {"text": "井盖"}, headers={"content-length": str(10**12)})
    assert answer.status_code == 413
    assert "MB" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/county/", "/hotline/", "/field/", "/desk/", "/cases/{}/print/"]
)
def test_nothing_keeps_a_copy_of_what_was_shown_to_somebody(liling: Liling, address: str) -> None:
    no = reported(liling).no
    answer = browser_of("zhoumin").get(address.format(no))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_who_signs_out_leaves_no_photos_in_the_browser(liling: Liling) -> None:
    assert browser_of("liqiang").post("/sign-out/")["Clear-Site-Data"] == '"cache"'


@pytest.mark.parametrize("address", ["/desk/", "/field/", "/me/", "/mine/", "/county/"])
def test_a_first_password_opens_nothing_but_its_change(liling: Liling, address: str) -> None:
    client = browser_of("zhoumin")
    User.objects.filter(username="zhoumin").update(must_change_password=True)
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/password/")
    assert client.get("/password/").status_code == 200


@pytest.mark.parametrize(
    "there", ["//evil.example", "https:///evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site(liling: Liling, there: str) -> None:
    given = {"username": "liqiang", "password": "wangge-demo", "next": there}
    assert Client().post("/sign-in/", given)["Location"] == "/desk/"
    for switch in ("/ui/look/", "/ui/language/"):
        answer = Client().post(switch, {"next": there, "view": "large", "language": "en"})
        assert "evil" not in answer["Location"]
        assert "javascript" not in answer["Location"]


def test_no_form_is_taken_from_another_site(liling: Liling) -> None:
    case = reported(liling)
    client = Client(enforce_csrf_checks=True)
    client.cookies = browser_of("liqiang").cookies
    for address in (
        *("/field/queue/", "/report/", "/follow/", "/sign-in/", "/sign-out/", "/desk/dispatch/"),
        *(f"/cases/{case.no}/do/dispatch/", "/me/", "/password/", "/hotline/", "/ui/look/"),
    ):
        assert client.post(address, {"text": "x"}).status_code == 403, address


def test_the_key_of_before_signing_in_opens_nothing(liling: Liling) -> None:
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies["wangge_session"] = session.session_key or ""
    client.post("/sign-in/", {"username": "liqiang", "password": "wangge-demo"})
    assert client.cookies["wangge_session"].value != session.session_key
    thief = Client()
    thief.cookies["wangge_session"] = session.session_key or ""
    assert thief.get("/desk/")["Location"].startswith("/sign-in/")


def test_a_script_in_a_report_is_only_text(liling: Liling) -> None:
    words = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
    case = reported(liling, text=words)
    for who, address in (
        ("liqiang", "/desk/?box=all"),
        ("liqiang", f"/cases/{case.no}/"),
        ("liqiang", f"/cases/{case.no}/print/"),
        ("wangfang", f"/field/cases/{case.no}/"),
    ):
        shown = browser_of(who).get(address).content.decode()
        assert "onerror" in shown, address
        assert "<img src=x" not in shown, address
        assert "<script>alert" not in shown, address


def test_every_page_of_a_case_is_hidden_from_the_next_town(liling: Liling) -> None:
    case = reported(liling, reporter_name="陈美华")
    reporter = case.reporters[0]
    client = browser_of("zhaomin")
    for part in (
        *("", "print/", "map.json", "similar/", "do/dispatch/", "do/comment/"),
        *(f"reporters/{reporter}/", f"photos/{'0' * 64}"),
    ):
        for ask in (client.get, client.post):
            answer = ask(f"/cases/{case.no}/{part}")
            assert answer.status_code in (404, 405), part
            assert "井盖" not in answer.content.decode()
    for list_ in (f"/desk/?q={case.no}", "/desk/?q=13812345678", "/desk/?q=污水井盖&box=all"):
        assert f"/cases/{case.no}/" not in client.get(list_).content.decode()
    for bulk in ("/desk/dispatch/", "/desk/merge/"):
        assert client.get(f"{bulk}?pick={case.no}").status_code == 404


def test_the_log_holds_no_address_that_opens_a_case(liling: Liling) -> None:
    token = write_pass(reported(liling).id, None)
    line = logging.LogRecord(
        "x", logging.WARNING, "", 0, "%s: %s", ("Forbidden", f"/follow/{token}/urge/"), None
    )
    assert WithoutPasses().filter(line)
    assert line.getMessage() == "Forbidden: /follow/…/urge/"
