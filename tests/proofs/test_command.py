"""`wangge prove` as an operator meets it."""

from __future__ import annotations

import json
from contextlib import nullcontext

import pytest
from click.testing import CliRunner, Result
from django.db import ProgrammingError, connection, transaction
from tests.audit.tampering import tamper
from tests.liling import Liling

from wangge.audit.actions import anchor
from wangge.lib.clock import utc_now
from wangge.ops.commands import certificate, prove
from wangge.proofs.actions import carry_out
from wangge.proofs.models import Run


@pytest.fixture(autouse=True)
def _this_county(liling: Liling, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (prove, certificate):
        monkeypatch.setattr(module, "county", lambda _data: nullcontext())


def said(*words: str) -> Result:
    return CliRunner().invoke(prove.command, words)


def test_a_county_that_is_well_is_proven_in_both_languages() -> None:
    done = said("--log")
    assert done.exit_code == 0, done.output
    assert done.output.count("✓") == 4
    assert "– 每一户有人联系：还没有登记户" in done.output
    assert "Every inch of land is managed: 270 grids" in done.output


@pytest.mark.usefixtures("_seals_own_entries")
def test_a_counter_example_is_named_and_ends_with_one() -> None:
    anchor(now=utc_now())
    tamper("DELETE FROM audit_entry WHERE position = (SELECT min(position) FROM audit_entry)")
    done = said("--log", "--json")
    assert done.exit_code == 1
    proofs = {one["promise"]: one for one in json.loads(done.stdout)["proofs"]}
    assert proofs["log"]["count"] == 1
    assert proofs["log"]["faults"][0]["kind"] in ("removed", "tail_removed")
    assert proofs["ledger"]["proven"] is None


def test_only_so_many_are_named_but_all_are_counted() -> None:
    tamper("UPDATE audit_entry SET data = data || ' '")
    done = said("--log", "--most", "3")
    assert done.exit_code == 1
    assert "还有" in done.output


@pytest.mark.parametrize("at", ["yesterday", "2099-01-01T00:00"])
def test_a_time_that_cannot_be_proven_is_refused_in_words(at: str) -> None:
    done = said("--at", at)
    assert done.exit_code == 1
    assert done.exception is not None


def test_the_newest_certificate_is_shown() -> None:
    assert CliRunner().invoke(certificate.command, ["show"]).exit_code == 1
    now = utc_now()
    carry_out(Run.objects.create(asked_at=now, started_at=now, certify=True), now=now)
    done = CliRunner().invoke(certificate.command, ["show"])
    assert "第 1 号证书" in done.output
    assert json.loads(CliRunner().invoke(certificate.command, ["show", "1", "--json"]).output)


@pytest.mark.parametrize("statement", ["UPDATE {} SET text = ''", "DELETE FROM {}"])
def test_the_application_can_only_add_certificates(statement: str) -> None:
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("proofs_certificate"))
