"""A reporter's telephone lies sealed, and is found all the same by who may find it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection
from tests.liling import Liling

from wangge.cases.access import case_for_reporter
from wangge.cases.actions.gather import GivenPoint
from wangge.cases.actions.report import Report, report_case
from wangge.cases.models import Reporter
from wangge.cases.queries.lists import search
from wangge.cases.sealed import REPORTER_NAME, REPORTER_PHONE
from wangge.core.case.facts import Case
from wangge.core.case.refusals import IdTaken, NoSuchCase
from wangge.lib.ids import uuid7
from wangge.ops.postgres import Cluster
from wangge.privacy.sealing import blind, unseal

_PHONE = "13800001234"


def _report(liling: Liling, **given: Any) -> Report:
    lon, lat = liling.point_in("东富村")
    return Report(
        line="city_management",
        item="C01.02",
        text="东富村污水井盖不见了",
        point=GivenPoint(lon=lon, lat=lat, datum="wgs84"),
        **{"reporter_name": "陈美华", "reporter_phone": _PHONE, "source": "hotline", **given},
    )


def _told(liling: Liling, **given: Any) -> tuple[Case, Reporter]:
    case, _ = report_case(_report(liling, **given), actor=liling.actor("zhoumin"), now=liling.now)
    return case, Reporter.objects.get(case_id=case.id)


def _as_stored(row: Reporter) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM cases_reporter r WHERE id = %s", [row.id])
        return str(cursor.fetchone()[0])


def test_the_telephone_is_not_readable_in_the_table(liling: Liling) -> None:
    _, told = _told(liling)
    stored = _as_stored(told)
    assert _PHONE not in stored
    assert _PHONE.encode().hex() not in stored
    assert (told.name, told.phone) == ("陈美华", _PHONE)


def test_a_name_given_in_confidence_is_not_readable_either(liling: Liling) -> None:
    _, told = _told(liling, confidential=True)
    stored = _as_stored(told)
    assert "陈美华" not in stored
    assert "陈美华".encode().hex() not in stored
    assert told.name == "陈美华"


def test_who_left_no_telephone_has_none(liling: Liling) -> None:
    _, told = _told(liling, reporter_phone="")
    assert (told.phone, told.phone_sealed, told.phone_blind) == ("", None, None)


def test_a_telephone_copied_to_another_reporter_does_not_open(liling: Liling) -> None:
    _, one = _told(liling)
    _, other = _told(liling)
    assert one.phone_sealed is not None
    assert one.phone_blind == other.phone_blind
    with pytest.raises(Exception, match="moved to another row"):
        unseal(one.phone_sealed, of=REPORTER_PHONE, row=other.id)


def test_cases_are_found_by_telephone(liling: Liling) -> None:
    case, _ = _told(liling)
    _told(liling, reporter_phone="13800001235")
    for words in (_PHONE, "138 0000 1234", "138-0000-1234"):
        found = search(liling.actor("zhoumin"), words, now=liling.now).rows
        assert [row.no for row in found] == [case.no]
    assert search(liling.actor("zhaomin"), _PHONE, now=liling.now).rows == []


def test_a_reporter_proves_himself_by_number_and_telephone(liling: Liling) -> None:
    case, told = _told(liling)
    assert case_for_reporter(case.no, _PHONE)[1] == told
    with pytest.raises(NoSuchCase):
        case_for_reporter(case.no, "13800001235")


def test_a_report_sent_again_is_known_by_its_telephone(liling: Liling) -> None:
    given = _report(liling, id=uuid7())
    stranger = liling.actor("zhaomin")
    first, _ = report_case(given, actor=liling.actor("zhoumin"), now=liling.now)
    again, new = report_case(given, actor=stranger, now=liling.now)
    assert (again.no, new) == (first.no, False)
    other = _report(liling, id=given.id, reporter_phone="13800001235")
    with pytest.raises(IdTaken):
        report_case(other, actor=stranger, now=liling.now)


@pytest.fixture
def old_table(test_cluster: Cluster, db: None) -> Iterator[psycopg.Connection[Any]]:
    """Reporters as they stood before, in a schema of their own."""
    server = {**test_cluster.server, "dbname": connection.settings_dict["NAME"]}
    with psycopg.connect(**server, autocommit=True) as owner:
        owner.execute("CREATE SCHEMA before")
        owner.execute("SET search_path = before")
        owner.execute(
            "CREATE TABLE cases_reporter (id uuid PRIMARY KEY, name text, phone text,"
            " confidential bool, name_sealed bytea, phone_sealed bytea, phone_blind bytea)"
        )
        try:
            yield owner
        finally:
            owner.execute("DROP SCHEMA before CASCADE")


def test_what_stood_open_before_is_sealed_in_batches(
    old_table: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    migration = importlib.import_module("wangge.cases.migrations.0003_seal_reporters")
    monkeypatch.setattr(migration, "BATCH", 2)
    ids = sorted(uuid7() for _ in range(5))
    for place, id_ in enumerate(ids):
        phone, hidden = ("" if place == 4 else f"1380000000{place}"), place in (2, 4)
        old_table.execute(
            "INSERT INTO cases_reporter VALUES (%s, %s, %s, %s)", [id_, "陈姨", phone, hidden]
        )
    migration.seal_all(None, SimpleNamespace(connection=old_table))
    rows = old_table.execute("SELECT * FROM cases_reporter ORDER BY id").fetchall()
    assert [row[1] for row in rows] == ["陈姨", "陈姨", "", "陈姨", ""]
    assert {row[2] for row in rows} == {""}
    assert rows[4][5] is None
    for place in range(4):
        said = unseal(rows[place][5], of=REPORTER_PHONE, row=ids[place])
        assert said == f"1380000000{place}"
        assert rows[place][6] == blind(said, of=REPORTER_PHONE)
    assert unseal(rows[4][4], of=REPORTER_NAME, row=ids[4]) == "陈姨"
