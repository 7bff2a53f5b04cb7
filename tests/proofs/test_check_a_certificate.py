"""docs/how-to/check-a-certificate.md, run as it stands: by our command and by its own program."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pytest_django import Settings
from tests.liling import Liling
from tests.support.logs import EVERYTHING, random_log

from wangge.audit.log import entries_between
from wangge.core.proofs.certificate import Certified, canonical, read
from wangge.lib.clock import utc_now
from wangge.ops.commands.certificate import command
from wangge.ops.exports import log as exported
from wangge.proofs.actions import carry_out
from wangge.proofs.models import Run
from wangge.proofs.queries import all_certified
from wangge.proofs.signing import public_key, signing_key

PAGE = Path(__file__).parents[2] / "docs/how-to/check-a-certificate.md"
SIGNATURE, PROGRAM = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)


@pytest.fixture
def papers(
    liling: Liling, _seals_own_entries: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A folder with two nights' certificates, the exported log, and the page's program."""
    for night in range(2):
        random_log(seed=night, cases=2)
        now = utc_now() + timedelta(days=night)
        carry_out(
            Run.objects.create(asked_at=now, log=False, certify=True, started_at=now), now=now
        )
    lines = [f"{one.as_json()}\n" for one in all_certified()]
    (tmp_path / "certificates.jsonl").write_text("".join(lines), encoding="utf-8")
    monkeypatch.setattr(
        "wangge.audit.log.entries_between",
        lambda after, to, *, most: entries_between(after, to or EVERYTHING, most=most),
    )
    log = "".join(f"{json.dumps(one, default=str)}\n" for one in exported.lines())
    (tmp_path / "log.jsonl").write_text(log, encoding="utf-8")
    (tmp_path / "signature.py").write_text(SIGNATURE, encoding="utf-8")
    (tmp_path / "check.py").write_text(PROGRAM, encoding="utf-8")
    return tmp_path


def ours(papers: Path, *more: str) -> str:
    """What `wangge certificate check` says; ends with "0" or "1"."""
    given = ["check", str(papers / "certificates.jsonl"), "--log", str(papers / "log.jsonl"), *more]
    done = CliRunner().invoke(command, given)
    return f"{done.output}{done.exit_code}"


def theirs(papers: Path) -> str:
    """What the program of the page says; its last line if it fails."""
    done = subprocess.run(
        [sys.executable, "check.py", "certificates.jsonl", "log.jsonl"],
        cwd=papers,
        capture_output=True,
        text=True,
    )
    return done.stdout + done.stderr


def edit(path: Path, change: Callable[[list[dict[str, Any]]], None]) -> None:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    change(lines)
    path.write_text("".join(f"{json.dumps(one)}\n" for one in lines), encoding="utf-8")


def test_whole_papers_are_whole(papers: Path) -> None:
    assert ours(papers, "--key", public_key().hex()).endswith("0")
    assert "the log is whole up to anchor 2" in theirs(papers)


def test_the_program_is_short() -> None:
    assert len([line for line in PROGRAM.splitlines() if line.strip()]) <= 50


def _alter(lines: list[dict[str, Any]]) -> None:
    lines[4]["data"] += " "


def _leave_out(lines: list[dict[str, Any]]) -> None:
    del lines[4]


def _cut_off(lines: list[dict[str, Any]]) -> None:
    del lines[-3:]


def _another_root(lines: list[dict[str, Any]]) -> None:
    next(one for one in lines if "anchor" in one)["root"] = "ab" * 32


@pytest.mark.parametrize("change", [_alter, _leave_out, _cut_off, _another_root])
def test_a_touched_log_is_found(
    papers: Path, change: Callable[[list[dict[str, Any]]], None]
) -> None:
    edit(papers / "log.jsonl", change)
    assert ours(papers).endswith("1")
    assert "AssertionError" in theirs(papers)


def _better_news(lines: list[dict[str, Any]]) -> None:
    lines[1]["certificate"] = lines[1]["certificate"].replace('"count":0', '"count":1')


def test_an_altered_certificate_is_found(papers: Path) -> None:
    edit(papers / "certificates.jsonl", _better_news)
    assert "第 2 号证书的签名不对" in ours(papers)
    assert "certificate 2 was altered" in theirs(papers)


def test_a_certificate_signed_anew_does_not_fit_the_next(papers: Path) -> None:
    def forge(lines: list[dict[str, Any]]) -> None:
        body = read(json.dumps(lines[0])).body | {"program": "other"}
        text = canonical(body)
        lines[0] |= {"certificate": text, "signature": signing_key().sign(text.encode()).hex()}

    edit(papers / "certificates.jsonl", forge)
    assert "第 2 号证书接不上前一张" in ours(papers)
    assert "certificate 2 does not follow" in theirs(papers)


def test_somebody_elses_key_is_found(papers: Path, settings: Settings, tmp_path: Path) -> None:
    settings.KEYS = tmp_path / "others"
    assert "不是用给出的公钥签的" in ours(papers, "--key", public_key().hex())


def test_what_is_no_certificate_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "certificates.jsonl").write_text("{}\n")
    done = CliRunner().invoke(command, ["check", str(tmp_path / "certificates.jsonl")])
    assert done.exit_code == 1


def test_the_key_is_nobody_elses(settings: Settings) -> None:
    first = public_key()
    assert first == public_key()
    assert (Path(settings.KEYS) / "certificate-key").stat().st_mode & 0o077 == 0


def test_a_certificate_names_nobody(papers: Path) -> None:
    for one in all_certified():
        assert isinstance(one, Certified)
        assert set(one.body) == {
            *("form", "number", "before", "county", "at", "made_at", "program", "proofs", "log")
        }
