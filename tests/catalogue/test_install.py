"""Installing packs makes rows, keeps the county's own, and never strands a case."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from wangge.audit.models import Entry
from wangge.catalogue import models
from wangge.catalogue.access import catalogue, forget
from wangge.catalogue.actions import (
    edit_condition_limit,
    install_packs,
    remove_duty,
    seed_calendar,
    set_duty,
)
from wangge.catalogue.models.versioned import in_force
from wangge.catalogue.places import pack_folders
from wangge.core.catalogue import Provenance
from wangge.core.duty import Actor

pytestmark = pytest.mark.usefixtures("empty")


@pytest.fixture
def pack(tmp_path: Path, tiny: Path) -> Path:
    return shutil.copytree(tiny, tmp_path / "tiny")


def rewrite(pack: Path, file: str, old: str, new: str) -> None:
    path = pack / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def limit_of(condition: str) -> str:
    return catalogue().condition("volunteering", "V01.01", condition).limit


def test_what_was_loaded_can_be_looked_up(pack: Path, now: datetime) -> None:
    assert install_packs(now=now, folders=[pack]).packs == ("tiny",)
    known = catalogue()
    assert known.line("volunteering").title == "志愿服务"
    assert known.item("volunteering").title == "陪老人看病"
    assert known.flow_of("volunteering").initial == "asked"
    assert known.duty("volunteering", "V01.01", ["430281129"]).role == "village_desk"
    assert [each.limit for each in known.item("volunteering").conditions] == ["4wh", "5wd"]


def test_installing_again_costs_one_query(
    pack: Path, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    install_packs(now=now, folders=[pack])
    with django_assert_num_queries(1):
        assert install_packs(now=now, folders=[pack]).packs == ()


def test_a_new_version_ends_the_old_rows(pack: Path, now: datetime) -> None:
    install_packs(now=now, folders=[pack])
    rewrite(pack, "items.yaml", "limit: 5wd", "limit: 3wd")
    later = now + timedelta(days=1)
    install_packs(now=later, folders=[pack])
    assert limit_of("later") == "3wd"
    assert limit_of("today") == "4wh"
    ended = models.Condition.objects.get(valid_until=later)
    assert (ended.code, ended.limit) == ("later", "5wd")
    before = catalogue(now).condition("volunteering", "V01.01", "later")
    assert before.limit == "5wd"


def test_a_broken_version_leaves_the_last_good_one(pack: Path, now: datetime) -> None:
    install_packs(now=now, folders=[pack])
    rewrite(pack, "items.yaml", "limit: 5wd", "limit: soon")
    done = install_packs(now=now, folders=[pack])
    assert done.packs == ()
    assert [each.file for each in done.problems] == ["tiny/items.yaml"]
    assert limit_of("later") == "5wd"


def test_a_pack_whose_folder_is_gone_stays(pack: Path, now: datetime) -> None:
    install_packs(now=now, folders=[pack])
    install_packs(now=now, folders=[])
    assert limit_of("later") == "5wd"


def test_a_version_that_drops_a_state_is_refused(pack: Path, now: datetime) -> None:
    install_packs(now=now, folders=[pack])
    rewrite(pack, "flow.yaml", "thanked", "greeted")
    done = install_packs(now=now, folders=[pack])
    assert [each.zh for each in done.problems] == [
        "新版去掉了流程“volunteering”的状态“thanked”，可能还有案件在用，请保留。"
    ]
    assert catalogue().flow("volunteering").state("thanked")


def test_a_version_that_drops_a_line_is_refused(pack: Path, now: datetime) -> None:
    install_packs(now=now, folders=[pack])
    rewrite(pack, "manifest.yaml", "code: volunteering", "code: helping")
    done = install_packs(now=now, folders=[pack])
    assert any("业务线“volunteering”" in each.zh for each in done.problems)
    assert catalogue().line("volunteering")


def test_a_limit_the_county_set_survives_a_new_version(
    pack: Path, now: datetime, administrator: Actor
) -> None:
    install_packs(now=now, folders=[pack])
    edit_condition_limit(
        "volunteering", "V01.01", "later", "7wd", reason="县里定", actor=administrator, now=now
    )
    rewrite(pack, "items.yaml", "limit: 5wd", "limit: 3wd")
    rewrite(pack, "items.yaml", "limit: 4wh", "limit: 2wh")
    install_packs(now=now, folders=[pack])
    assert (limit_of("later"), limit_of("today")) == ("7wd", "2wh")
    row = models.Condition.objects.get(in_force(None), line="volunteering", code="later")
    assert (row.local, row.provenance) == (True, Provenance.LOCAL.value)


def test_duty_the_county_set_survives_a_new_version(
    pack: Path, now: datetime, administrator: Actor
) -> None:
    install_packs(now=now, folders=[pack])
    set_duty(
        "volunteering", "V01.*", role="dispatcher", reason="镇里统一", actor=administrator, now=now
    )
    rewrite(pack, "manifest.yaml", 'version: "1"', 'version: "2"')
    install_packs(now=now, folders=[pack])
    assert catalogue().duty("volunteering", "V01.01", []).role == "dispatcher"
    remove_duty("volunteering", "V01.*", reason="取消", actor=administrator, now=now)
    assert catalogue().duty("volunteering", "V01.01", []).role == "village_desk"


def test_an_installation_is_logged(pack: Path, now: datetime) -> None:
    install_packs(now=now, folders=[pack])
    row = models.PackVersion.objects.get(pack="tiny")
    assert Entry.objects.get(subject=row.id).name == "pack.installed"


def test_copying_a_folder_beside_the_county_data_adds_a_pack(
    tmp_path: Path, tiny: Path, now: datetime, settings: Any
) -> None:
    settings.DATA = tmp_path
    shutil.copytree(tiny, tmp_path / "packs" / "tiny")
    seed_calendar(now=now)
    done = install_packs(now=now)
    assert done.problems == ()
    assert {"city_management", "village_affairs", "tiny"} <= set(done.packs)
    assert catalogue().line("volunteering").title == "志愿服务"


def test_folders_named_in_the_environment_are_looked_into(
    tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANGGE_PACKS", str(tmp_path))
    assert pack in pack_folders()


def test_the_value_is_remembered_until_it_changes(
    pack: Path, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    install_packs(now=now, folders=[pack])
    first = catalogue()
    with django_assert_num_queries(0):
        assert catalogue() is first


def test_only_a_new_stamp_makes_the_rows_be_read_again(
    pack: Path,
    now: datetime,
    settings: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.WANGGE_CATALOGUE_CHECK_S = 0
    install_packs(now=now, folders=[pack])
    first = catalogue()
    with django_assert_num_queries(1):
        assert catalogue() is first
    models.CatalogueVersion.objects.update(stamp=models.PackVersion.objects.get().id)
    assert catalogue() is not first


def test_an_empty_county_has_an_empty_catalogue() -> None:
    forget()
    assert catalogue().lines == ()
