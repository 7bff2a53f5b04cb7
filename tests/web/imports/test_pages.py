"""A clerk brings a file in through the pages: upload, match, try, import, bad rows back."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.liling import Liling
from tests.registry.importing.rows import PEOPLE, csv_of, person
from tests.web.signed import browser_of

from wangge.lib.clock import utc_now
from wangge.lib.tables import read_table
from wangge.registry.importing import chunks
from wangge.registry.importing.jobs import take_turn
from wangge.registry.models import Import, Person

GRID = "东富镇东富村"
HOME = "/registry/imports/"


@pytest.fixture(autouse=True)
def _nothing_open() -> None:
    chunks.forget_open()


def upload(client: Client, rows: Sequence[Sequence[object]], kind: str = "person") -> str:
    file = SimpleUploadedFile("东富村人口.csv", csv_of(PEOPLE, rows))
    answer = client.post(HOME, {"kind": kind, "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def fields(page: str) -> dict[str, str]:
    """The matching form as a browser would send it untouched."""
    found = {}
    for name, inside in re.findall(r'<select[^>]*name="(h\d+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', inside)
        found[name] = chosen[1] if chosen else ""
    return found


def say(client: Client, there: str, **given: str) -> str:
    answer = client.post(there, given, follow=True)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def test_from_upload_to_bad_rows(liling: Liling) -> None:
    li = browser_of("liqiang")
    rows = [person(n, GRID) for n in range(9)]
    rows[4][4] = "12"
    there = upload(li, rows)
    page = li.get(there).content.decode()
    matched = fields(page)
    assert matched["h1"] == "id_number"
    assert "常用别名" in page
    assert str(rows[0][1]) not in page, "numbers of people are masked here too"
    assert "正在试导入" in say(li, there, do="try", **matched)
    take_turn(utc_now())
    page = li.get(there).content.decode()
    assert "试导入的结果" in page
    assert "（2位）不像电话号码" in page
    assert Person.objects.count() == 0
    assert "正在导入" in say(li, there, do="run")
    take_turn(utc_now())
    assert "导入的结果" in li.get(there).content.decode()
    assert Person.objects.count() == 8
    bad = b"".join(li.get(f"{there}bad.xlsx").streaming_content)  # type: ignore[attr-defined]
    table = read_table(io.BytesIO(bad), ".xlsx")
    assert [cells[0] for _, cells in table.rows] == ["张4"]


def test_the_preview_masks_numbers(liling: Liling) -> None:
    li = browser_of("liqiang")
    rows = [person(0, GRID)]
    there = upload(li, rows)
    say(li, there, do="try", **fields(li.get(there).content.decode()))
    take_turn(utc_now())
    page = li.get(f"{there}preview/").content.decode()
    assert "张0" in page
    assert str(rows[0][1]) not in page
    assert "138****0000" in page


def test_progress_is_told_and_ends_with_the_page(liling: Liling) -> None:
    li = browser_of("liqiang")
    there = upload(li, [person(n, GRID) for n in range(5)])
    say(li, there, do="try", **fields(li.get(there).content.decode()))
    row = Import.objects.get()
    chunks.step(row.pk, now=utc_now(), chunk=2)
    part = li.get(f"{there}progress/")
    assert "2 / 5" in part.content.decode()
    take_turn(utc_now())
    assert li.get(f"{there}progress/")["HX-Refresh"] == "true"


def test_stop_and_go_on(liling: Liling) -> None:
    li = browser_of("liqiang")
    there = upload(li, [person(n, GRID) for n in range(5)])
    say(li, there, do="try", **fields(li.get(there).content.decode()))
    assert "已暂停" in say(li, there, do="stop")
    assert "正在试导入" in say(li, there, do="resume")


def test_a_missing_column_is_asked_for_and_nothing_is_lost(liling: Liling) -> None:
    li = browser_of("liqiang")
    there = upload(li, [person(0, GRID)])
    given = fields(li.get(there).content.decode()) | {"h0": ""}
    answer = li.post(there, {"do": "try", **given})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "还缺必须的列：姓名" in page
    assert fields(page)["h1"] == "id_number"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("a.pdf", b"x", "请上传"), ("a.xlsx", b"PKx", "已损坏"), ("a.csv", b"", "没有内容")],
)
def test_what_is_no_table_is_refused_in_words(
    liling: Liling, name: str, content: bytes, words: str
) -> None:
    li = browser_of("liqiang")
    file = SimpleUploadedFile(name, content or b"\n")
    answer = li.post(HOME, {"kind": "person", "file": file})
    assert answer.status_code == 422
    assert words in answer.content.decode() or "表头" in answer.content.decode()


def test_the_template_of_every_kind_can_be_taken(liling: Liling) -> None:
    li = browser_of("liqiang")
    page = li.get(HOME).content.decode()
    for href in re.findall(r'href="(/registry/imports/template/[^"]+)"', page):
        answer = li.get(href)
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert read_table(io.BytesIO(content), ".xlsx").headings


def test_nobody_else_finds_the_file(liling: Liling) -> None:
    there = upload(browser_of("liqiang"), [person(0, GRID)])
    for who in ("zhaomin", "chenyi", "heshen"):
        browser = browser_of(who)
        for part in ("", "progress/", "preview/", "bad.xlsx"):
            assert browser.get(f"{there}{part}").status_code == 404, (who, part)
