"""A broken pack is refused with file, line and sentence, all at once, and harms no other."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wangge.catalogue.loader import OUR_PACKS, folders_in, load_packs
from wangge.catalogue.reader import Problem


@pytest.fixture
def pack(tmp_path: Path, tiny: Path) -> Path:
    """A copy of the tiny pack, to be spoilt."""
    return shutil.copytree(tiny, tmp_path / "tiny")


def spoil(pack: Path, file: str, old: str, new: str) -> int:
    """Replace `old` by `new` and return the line it stood on."""
    path = pack / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def problems(pack: Path) -> tuple[Problem, ...]:
    loaded = load_packs([pack])
    assert not loaded.packs or not loaded.problems
    return loaded.problems


def test_the_tiny_pack_is_good(tiny: Path) -> None:
    loaded = load_packs([tiny])
    assert loaded.problems == ()
    assert [pack.code for pack, _ in loaded.packs] == ["tiny"]


@pytest.mark.parametrize(
    ("file", "old", "new", "zh"),
    [
        ("manifest.yaml", "calendar: county", "calendar: county_", "工作日历"),
        ("manifest.yaml", "flow: volunteering", "flow: volunteer", "是不是“volunteering”"),
        ("manifest.yaml", "default_item: V01.01", "default_item: V01.02", "没有“V01.02”这个事项"),
        ("manifest.yaml", 'version: "1"', "version: 1", "应是文字"),
        ("manifest.yaml", "title_en: Volunteering", "titel_en: Volunteering", "是不是“title_en”"),
        ("manifest.yaml", "pack: tiny", "pack: Tiny!", "小写字母"),
        ("flow.yaml", "verb: handle", "verb: handel", "是不是“handle”"),
        ("flow.yaml", "to: thanked", "to: thankd", "是不是“thanked”"),
        ("flow.yaml", "initial: asked", "initial: ask", "是不是“asked”"),
        ("flow.yaml", "by: [system]", "by: [systm]", "是不是“system”"),
        ("flow.yaml", 'owner: "role:village_desk"', 'owner: "role:vilage_desk"', "village_desk"),
        ("flow.yaml", "clock: 2wd", "clock: 2 days", "不认识时限"),
        ("flow.yaml", "kind: closed", "kind: close", "是不是“closed”"),
        ("flow.yaml", "needs: [opinion]", "needs: [opinions]", "是不是“opinion”"),
        ("items.yaml", "limit: 4wh", "limit: 4 hours", "时限“4 hours”无法识别"),
        ("items.yaml", "severity: B", "severity: X", "可选值"),
        ("items.yaml", "code: later", "code: today", "两个立案条件"),
        ("items.yaml", "code: V01.01", "code: V09.01", "是不是“V01”"),
        ("items.yaml", "keywords: [看病, 陪诊]", "keywords: 看病", "应是列表"),
        ("items.yaml", "provenance: P", "provenance: Z", "可选值"),
        ("duty.yaml", "role: village_desk", "role: village_dsk", "是不是“village_desk”"),
        ("duty.yaml", "role: village_desk", "department: raod", "是不是“road”"),
        ("duty.yaml", 'item: "*"', 'item: "X*"', "没有事项符合"),
        ("duty.yaml", 'item: "*"', 'item: "*", area: "43"', "区划代码"),
    ],
)
def test_a_fault_is_told_at_its_line(pack: Path, file: str, old: str, new: str, zh: str) -> None:
    line = spoil(pack, file, old, new)
    found = [str(each) for each in problems(pack) if each.line == line and zh in each.zh]
    assert found, [str(each) for each in problems(pack)]
    assert found[0].startswith(f"tiny/{file}:{line}: ")


def test_who_handles_cannot_close_and_the_closing_rule_is_shown(pack: Path) -> None:
    spoil(pack, "flow.yaml", 'owner: "role:dispatcher"', "owner: duty")
    rule = spoil(pack, "flow.yaml", "{verb: close", "{verb: close")
    assert [(each.line, each.zh[:8]) for each in problems(pack)] == [(rule, "处置的人不能自己")]


def test_a_missing_key_is_told_at_its_row(pack: Path) -> None:
    line = spoil(pack, "items.yaml", "limit: 5wd, ", "")
    assert [(each.line, each.zh) for each in problems(pack)] == [(line, "缺少“limit”。")]


def test_a_flow_that_loses_its_clock_is_refused_at_the_state(pack: Path) -> None:
    line = spoil(pack, "flow.yaml", ", clock: 1wd}", "}")
    assert [(each.file, each.line) for each in problems(pack)] == [("tiny/flow.yaml", line)]


def test_a_dead_state_is_refused(pack: Path) -> None:
    line = spoil(
        pack,
        "flow.yaml",
        "  - {code: done,",
        "  - {code: limbo, title: 悬空, title_en: Limbo, kind: waiting, stage: handle,"
        ' owner: "role:dispatcher", clock: 1wd}\n  - {code: done,',
    )
    codes = [each.en for each in problems(pack) if each.line == line]
    assert any("cannot be reached" in en for en in codes)
    assert any("nobody can bring a case to an end" in en for en in codes)


def test_all_faults_of_all_files_are_told_at_once(pack: Path) -> None:
    wanted = {
        ("tiny/manifest.yaml", spoil(pack, "manifest.yaml", "calendar: county", "calendar: moon")),
        ("tiny/flow.yaml", spoil(pack, "flow.yaml", "to: helping", "to: helpin")),
        ("tiny/duty.yaml", spoil(pack, "duty.yaml", "role: village_desk", "role: nobody")),
        ("tiny/items.yaml", spoil(pack, "items.yaml", "4wh", "4xx")),
    }
    spoil(pack, "items.yaml", "5wd", "none")
    found = [(each.file, each.line) for each in problems(pack)]
    without_duty = {place for place in wanted if "duty" not in place[0]}
    assert without_duty <= set(found)
    assert len([place for place in found if place[0] == "tiny/items.yaml"]) == 2


def test_broken_yaml_is_one_sentence(pack: Path) -> None:
    line = spoil(pack, "duty.yaml", "role: village_desk}", "role: village_desk")
    assert [each.file for each in problems(pack)] == ["tiny/duty.yaml"]
    assert problems(pack)[0].line >= line


def test_a_missing_file_is_told(pack: Path) -> None:
    (pack / "duty.yaml").unlink()
    assert [str(each) for each in problems(pack)] == [
        "tiny/duty.yaml:1: 业务包文件夹里没有这个文件。 The folder has no such file."
    ]


def test_a_pack_reads_nothing_outside_its_folder(pack: Path) -> None:
    (pack.parent / "other.yaml").write_text("duty: []\n", encoding="utf-8")
    spoil(pack, "manifest.yaml", "calendar: county", "calendar: county\n    duty: ../other.yaml")
    assert any("没有这个文件" in each.zh for each in problems(pack))


def test_a_file_in_another_encoding_is_told(pack: Path) -> None:
    path = pack / "items.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert any("UTF-8" in each.zh for each in problems(pack))


@pytest.mark.parametrize("text", ["", "- a\n", "just words\n", "null\n"])
def test_a_manifest_that_is_no_mapping_is_told(pack: Path, text: str) -> None:
    (pack / "manifest.yaml").write_text(text, encoding="utf-8")
    assert len(problems(pack)) == 1


def test_a_broken_pack_does_not_keep_the_good_ones_out(pack: Path) -> None:
    spoil(pack, "flow.yaml", "to: helping", "to: helpin")
    loaded = load_packs([pack, *folders_in([OUR_PACKS])])
    ours = {"city_management", "epidemic", "lookback", "personal_data", "village_affairs"}
    assert {each.code for each, _ in loaded.packs} == ours
    assert {each.file.split("/")[0] for each in loaded.problems} == {"tiny"}


def test_two_packs_cannot_claim_one_code(pack: Path, tiny: Path) -> None:
    copy = shutil.copytree(pack, pack.parent / "twin")
    spoil(copy, "manifest.yaml", "pack: tiny", "pack: twin")
    loaded = load_packs([tiny, copy])
    assert [each.code for each, _ in loaded.packs] == ["tiny"]
    assert any("业务线“volunteering”已由业务包“tiny”定义" in each.zh for each in loaded.problems)


def test_an_item_nobody_handles_is_told(pack: Path) -> None:
    spoil(pack, "duty.yaml", 'item: "*"', 'item: "*", area: "430281129"')
    assert any("没有承办部门" in each.zh for each in problems(pack))


CITY_FLOW = (OUR_PACKS / "city_management" / "flow.yaml").read_text(encoding="utf-8")
LINES = CITY_FLOW.splitlines()
OPEN_STATES = [number for number, line in enumerate(LINES, 1) if "kind: open" in line]
RULES = [number for number, line in enumerate(LINES, 1) if line.startswith("  - {verb:")]

#: What to cut out of a line of which kind, and what the loader then says there.
CUTS = [
    (OPEN_STATES, r"owner: (\"[^\"]*\"|\w+), ", "没有写由谁负责"),
    (OPEN_STATES, r", clock: \w+", "没有写时限"),
    (OPEN_STATES, r"title_en: [^,]*, ", "缺少“title_en”"),
    (RULES, r"verb: \w+, ", "缺少“verb”"),
    (RULES, r", by: \[[^]]*\]", "缺少“by”"),
    (RULES, r"in: \[[^]]*\], ", "缺少“in”"),
]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CUTS), st.data())
def test_whatever_is_cut_out_of_a_flow_is_missed_at_its_line(
    cut: tuple[list[int], str, str], data: st.DataObject
) -> None:
    numbers, pattern, zh = cut
    number = data.draw(st.sampled_from(numbers))
    lines = [*LINES]
    lines[number - 1] = re.sub(pattern, "", lines[number - 1], count=1)
    assert lines != LINES
    with TemporaryDirectory() as place:
        pack = shutil.copytree(OUR_PACKS / "city_management", Path(place) / "city")
        (pack / "flow.yaml").write_text("\n".join(lines), encoding="utf-8")
        found = [(each.file, each.line) for each in problems(pack) if zh in each.zh]
    assert ("city/flow.yaml", number) in found
