"""Installs packs: what the folders say becomes the rows in force from now on.

Safe to call at every start: folders whose files have not changed are not even read. A pack that is
broken, or that would strand cases of its former version, is left as it was last good.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from django.db import transaction

from wangge.audit.actions import append
from wangge.catalogue import models
from wangge.catalogue.actions.rows import replace_rows
from wangge.catalogue.actions.stamp import renew_stamp
from wangge.catalogue.loader import digest_of, load_packs
from wangge.catalogue.models.versioned import in_force
from wangge.catalogue.places import county_vocabulary, pack_folders
from wangge.catalogue.reader import Problem
from wangge.core.catalogue import LineOfPack, Pack

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Installed:
    """The packs that changed, and what is wrong with those that could not."""

    packs: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def install_packs(*, now: datetime, folders: Iterable[Path] | None = None) -> Installed:
    """Every good pack found (in `pack_folders`, or in `folders`) is in force as its folder says.

    Limits and duty the county set itself stay. A pack whose folder is gone stays too. Costs one
    query when nothing changed. What is wrong is logged and returned, never raised.
    """
    found = tuple(pack_folders() if folders is None else folders)
    if {digest_of(folder) for folder in found} <= _digests():
        return Installed()
    loaded = load_packs(found, county_vocabulary())
    problems = list(loaded.problems)
    changed: list[str] = []
    with transaction.atomic():
        renew_stamp(now=now)
        known = _digests()
        for pack, digest in loaded.packs:
            if digest in known:
                continue
            if stranding := tuple(_stranding(pack)):
                problems += stranding
                continue
            _install(pack, digest, now=now)
            changed.append(pack.code)
    for problem in problems:
        log.error("pack refused: %s", problem)
    return Installed(tuple(changed), tuple(problems))


def _digests() -> set[str]:
    found = models.PackVersion.objects.filter(in_force(None))
    return set(found.values_list("digest", flat=True))


def _stranding(pack: Pack) -> Iterator[Problem]:
    """Lines, flows and states of the version before that are gone: cases may stand in them."""
    before = models.PackVersion.objects.filter(in_force(None), pack=pack.code).first()
    if before is None:
        return
    old = msgspec.json.decode(before.content, type=Pack)
    lines = {part.line.code for part in pack.lines}
    for part in old.lines:
        if part.line.code not in lines:
            yield _gone(pack, "manifest.yaml", f"业务线“{part.line.code}”", part.line.code)
    flows = {flow.code: flow for flow in pack.flows}
    for flow in old.flows:
        if flow.code not in flows:
            yield _gone(pack, "manifest.yaml", f"流程“{flow.code}”", flow.code)
            continue
        states = {state.code for state in flows[flow.code].states}
        for state in flow.states:
            if state.code not in states:
                named = f"流程“{flow.code}”的状态“{state.code}”"
                yield _gone(pack, "flow.yaml", named, f"{flow.code}.{state.code}")


def _gone(pack: Pack, file: str, zh: str, en: str) -> Problem:
    return Problem(
        f"{pack.code}/{file}",
        1,
        f"新版去掉了{zh}，可能还有案件在用，请保留。",
        f"This version drops “{en}”, which cases may still be in; keep it.",
    )


def _install(pack: Pack, digest: str, *, now: datetime) -> None:
    models.PackVersion.objects.filter(in_force(None), pack=pack.code).update(valid_until=now)
    row = models.PackVersion.objects.create(
        pack=pack.code,
        title=pack.title,
        title_en=pack.title_en,
        version=pack.version,
        digest=digest,
        installed_at=now,
        valid_from=now,
        content=msgspec.json.encode(pack, order="deterministic").decode(),
    )
    lines = [
        {**msgspec.structs.asdict(part.line), "pack": pack.code, "place": place}
        for place, part in enumerate(pack.lines)
    ]
    rows = replace_rows(models.Line, ("code",), lines, within={"pack": pack.code}, now=now)
    rows += sum(_install_line(part, now=now) for part in pack.lines)
    append(
        "pack",
        row.id,
        "pack.installed",
        {"pack": pack.code, "version": pack.version, "digest": digest, "rows": rows},
        actor=None,
        now=now,
    )


def _install_line(part: LineOfPack, *, now: datetime) -> int:
    line = part.line.code
    within = {"line": line}
    items, conditions = [], []
    for place, item in enumerate(part.items):
        values = msgspec.structs.asdict(item)
        own = values.pop("conditions")
        values["keywords"] = list(item.keywords)
        items.append({**values, **within, "place": place})
        conditions += [
            {**msgspec.structs.asdict(each), **within, "item": item.code, "place": nth}
            for nth, each in enumerate(own)
        ]
    duty = [
        {**msgspec.structs.asdict(entry), **within, "place": place}
        for place, entry in enumerate(part.duty)
    ]
    aliases = [
        {**msgspec.structs.asdict(alias), **within, "place": place}
        for place, alias in enumerate(part.aliases)
    ]
    return (
        replace_rows(models.Item, ("code",), items, within=within, now=now)
        + replace_rows(models.Condition, ("item", "code"), conditions, within=within, now=now)
        + replace_rows(models.DutyEntry, ("item", "area"), duty, within=within, now=now)
        + replace_rows(models.CategoryAlias, ("system", "code"), aliases, within=within, now=now)
    )
