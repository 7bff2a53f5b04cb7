"""The shapes of the files in a pack's folder, as people write them.

Terser than the values they become (`core.catalogue`): a condition may be written once as a
template and used by many items, and what is left out is taken from around it.
"""

from __future__ import annotations

import msgspec

from wangge.core.case.flow import Rule, State, Terms
from wangge.core.catalogue import CategoryAlias, DutyEntry, ItemKind, Provenance, Severity


class LineInFile(msgspec.Struct, frozen=True, kw_only=True):
    """A service line, and which files of the folder say more about it."""

    code: str
    title: str
    title_en: str
    flow: str
    default_item: str
    calendar: str
    items: str = "items.yaml"
    duty: str = "duty.yaml"


class ManifestFile(msgspec.Struct, frozen=True, kw_only=True):
    """manifest.yaml: what the pack is called and what it holds."""

    pack: str
    title: str
    title_en: str
    version: str
    lines: tuple[LineInFile, ...]
    flows: tuple[str, ...] = ("flow.yaml",)
    about: str = ""


class FlowFile(msgspec.Struct, frozen=True, kw_only=True):
    """flow.yaml: `core.case.flow.Flow` with its code under `flow`."""

    flow: str
    title: str
    title_en: str
    initial: str
    states: tuple[State, ...]
    rules: tuple[Rule, ...]
    terms: Terms = Terms()


class ConditionInFile(msgspec.Struct, frozen=True, kw_only=True):
    """A filing condition; severity and provenance default to its item's."""

    code: str
    when: str
    limit: str
    closing: str
    severity: Severity = Severity.NORMAL
    provenance: Provenance | None = None


class CategoryInFile(msgspec.Struct, frozen=True, kw_only=True):
    """A 大类: the part of an item's code before the point."""

    title: str
    title_en: str
    kind: ItemKind


class ItemInFile(msgspec.Struct, frozen=True, kw_only=True):
    """An item: templates first, then its own conditions."""

    code: str
    title: str
    title_en: str = ""
    provenance: Provenance | None = None
    templates: tuple[str, ...] = ()
    conditions: tuple[ConditionInFile, ...] = ()
    keywords: tuple[str, ...] = ()


class ItemsFile(msgspec.Struct, frozen=True, kw_only=True):
    """items.yaml: categories, templates, items, and the codes other systems use for them."""

    provenance: Provenance
    categories: dict[str, CategoryInFile]
    items: tuple[ItemInFile, ...]
    templates: dict[str, tuple[ConditionInFile, ...]] = {}
    aliases: tuple[CategoryAlias, ...] = ()


class DutyFile(msgspec.Struct, frozen=True, kw_only=True):
    """duty.yaml: who handles what where."""

    duty: tuple[DutyEntry, ...]
