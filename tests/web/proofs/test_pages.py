"""The promises on a page: live for staff, asked for again, and in counts for everybody."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import msgspec
import pytest
from django.test import Client
from pytest_django import Settings
from tests.liling import Liling
from tests.web.signed import browser_of

from wangge.core.proofs.facts import Fault, Promise, Proof
from wangge.lib.clock import utc_now
from wangge.proofs.actions import ask, ask_in_turn, carry_out, take
from wangge.proofs.models import Certificate, Run
from wangge.proofs.queries import proofs_of
from wangge.territory.access import territory_index

HOME = "东富镇东富村的7号户（7组）没有包户联系人。"
VEILED = "东富镇东富村一户没有包户联系人。"


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: object) -> None:
    settings.KEYS = tmp_path


def area_of(liling: Liling, username: str) -> tuple[object, ...]:
    return territory_index().chain_of_area(liling.post(username).area_id).areas()


@pytest.fixture
def run(liling: Liling) -> Run:
    """A finished run with a hole in the land, a household without a contact, an orphan."""
    here, there = area_of(liling, "wangfang"), area_of(liling, "zhaomin")
    told: list[tuple[Promise, str, str, object]] = [
        (Promise.LAND, "gap", "东富村与横店村之间有缝隙。", here),
        (Promise.HOUSEHOLDS, "no_contact", HOME, here),
        (Promise.PROBLEMS, "no_owner", "案件 C-1 的责任岗位不存在。", there),
    ]
    faults = [
        Fault(
            promise=promise,
            kind=kind,
            zh=words,
            en=f"In English: {kind}",
            link="/cases/C-1/" if promise is Promise.PROBLEMS else "",
            areas=areas,  # type: ignore[arg-type]  # a chain of ids
            lon=113.6,
            lat=27.6,
            masked_zh=VEILED if promise is Promise.HOUSEHOLDS else "",
            masked_en="A household" if promise is Promise.HOUSEHOLDS else "",
        )
        for promise, kind, words, areas in told
    ]
    proofs = [
        Proof(promise=one.promise, zh=one.zh, en=one.en, looked_at=9, count=1, proven=False)
        for one in faults
    ]
    now = utc_now()
    return Run.objects.create(
        asked_at=now,
        started_at=now,
        finished_at=now,
        proofs=[{**msgspec.to_builtins(one), "faults": []} for one in proofs],
        faults=msgspec.to_builtins(faults),
    )


def page_of(username: str | None, path: str = "/county/proofs/", language: str = "zh-hans") -> str:
    return browser_of(username, language=language).get(path).content.decode()


def test_a_leader_sees_every_hole_in_words(run: Run) -> None:
    page = page_of("sunzhuren")
    assert page.count("data-hole=") == 3
    assert page.count("有1处反例") == 3
    assert 'href="/cases/C-1/"' in page
    assert HOME in page  # a leader may read the register


def test_a_dispatcher_sees_the_holes_of_the_own_town_and_how_many_others_there_are(
    run: Run,
) -> None:
    assert "C-1" not in page_of("liqiang")
    assert "另有1处不在您的查看范围内" in page_of("liqiang")
    assert "东富村" not in page_of("zhaomin")


def test_who_may_not_read_the_register_does_not_learn_which_household(run: Run) -> None:
    page = page_of("heshen")
    assert VEILED in page
    assert "7号户" not in page


def test_who_keeps_the_land_sees_its_holes_and_no_case(run: Run) -> None:
    page = page_of("admin")
    assert "之间有缝隙" in page
    assert "C-1" not in page
    assert "7号户" not in page


def test_the_map_has_just_the_holes_one_may_see(run: Run) -> None:
    def points(username: str) -> int:
        answer = browser_of(username).get(f"/county/proofs/{run.id}/holes.geojson")
        features = json.loads(answer.content)["features"]
        return sum(one["geometry"]["type"] == "Point" for one in features)

    assert [points(who) for who in ("sunzhuren", "liqiang", "zhaomin", "admin")] == [3, 2, 1, 1]


def test_everybody_reads_counts_and_nothing_else(run: Run) -> None:
    page = page_of(None, "/proofs/")
    assert page.count("有1处反例") == 3
    assert "东富" not in page
    assert "C-1" not in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_before_anything_was_proven_the_pages_say_so(liling: Liling, language: str) -> None:
    word = "还没有证明过" if language == "zh-hans" else "Not proven yet"
    assert word in page_of("sunzhuren", language=language)
    assert word in page_of(None, "/proofs/", language)


def test_asking_again_makes_one_run_that_the_worker_takes(liling: Liling) -> None:
    client = browser_of("sunzhuren")
    first = client.post("/county/proofs/ask/", {"log": "1"})
    assert client.post("/county/proofs/ask/").headers["Location"] == first.headers["Location"]
    page = client.get(first.headers["Location"]).content.decode()
    assert "排队等候" in page
    run = take(now=utc_now())
    assert run is not None
    assert take(now=utc_now()) is None
    carry_out(run, now=utc_now())
    address = f"{first.headers['Location']}state/"
    assert client.get(address).headers["HX-Redirect"] == first.headers["Location"]
    page = client.get(first.headers["Location"]).content.decode()
    assert "已证明" in page
    assert [one.promise for one in proofs_of(run)] == list(Promise)


def test_a_past_instant_is_asked_for_in_local_time(liling: Liling) -> None:
    browser_of("sunzhuren").post("/county/proofs/ask/", {"at": "2026-11-20T09:00"})
    assert Run.objects.get().at == datetime.fromisoformat("2026-11-20T01:00:00+00:00")


@pytest.mark.parametrize("at", ["tomorrow", "2099-01-01T09:00"])
def test_what_is_no_past_instant_is_refused_in_words(liling: Liling, at: str) -> None:
    client = browser_of("sunzhuren")
    client.post("/county/proofs/ask/", {"at": at})
    assert not Run.objects.exists()
    assert "时间" in client.get("/county/proofs/").content.decode()


def test_a_stranger_cannot_ask(liling: Liling) -> None:
    assert Client().post("/county/proofs/ask/").status_code == 302
    assert browser_of("chenyi").post("/county/proofs/ask/").status_code == 404
    assert not Run.objects.exists()


def test_a_run_that_fails_says_why_and_is_no_answer(
    liling: Liling, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> object:
        raise RuntimeError("no more paper")

    monkeypatch.setattr("wangge.proofs.actions.runs.prove", broken)
    asked = ask(at=None, log=False, actor=liling.actor("sunzhuren"), now=utc_now())
    failed = carry_out(asked, now=utc_now())
    assert "no more paper" in page_of("sunzhuren", f"/county/proofs/{failed.id}/")
    assert "还没有证明过" in page_of("sunzhuren")


def test_the_county_proves_in_turn_and_certifies_once_a_night(liling: Liling) -> None:
    now = utc_now()
    night = ask_in_turn(now=now)
    assert night is not None
    assert night.certify
    assert ask_in_turn(now=now) is None, "one at a time"
    carry_out(night, now=now)
    Run.objects.filter(pk=night.pk).update(started_at=now, finished_at=now + timedelta(seconds=60))
    assert Certificate.objects.count() == 1
    assert ask_in_turn(now=now + timedelta(minutes=16)) is None, "rests grow with the cost"
    later = ask_in_turn(now=now + timedelta(minutes=22))
    assert later is not None
    assert not later.certify


def test_a_run_whose_worker_died_is_taken_up_again(liling: Liling) -> None:
    now = utc_now()
    ask(at=None, log=False, actor=liling.actor("sunzhuren"), now=now)
    assert take(now=now) is not None
    assert take(now=now + timedelta(minutes=5)) is None
    assert take(now=now + timedelta(minutes=21)) is not None


def test_certificates_are_handed_out_to_everybody(liling: Liling) -> None:
    now = utc_now()
    carry_out(Run.objects.create(asked_at=now, started_at=now, certify=True), now=now)
    stranger = Client()
    one = json.loads(stranger.get("/proofs/certificates/1.json").content)
    assert json.loads(stranger.get("/proofs/certificates.jsonl").content) == one
    assert stranger.get("/proofs/key").content.decode().strip() == one["public_key"]
    assert "/proofs/certificates/1.json" in page_of(None, "/proofs/")
    assert "/proofs/certificates/1.json" in page_of("sunzhuren")
