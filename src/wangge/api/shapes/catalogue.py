"""What the county does, as programs read it."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct


class ConditionView(Struct, frozen=True, kw_only=True):
    """A filing condition 立案条件 with its limit."""

    code: Annotated[str, Meta(description="Its code inside the item.")]
    when: Annotated[str, Meta(description="What is seen.")]
    limit: Annotated[str, Meta(description="How long handling may take, as “4wh”.")]
    limit_said: Annotated[str, Meta(description="The limit in words.")]
    severity: Annotated[str, Meta(description="A urgent, B major, C normal.")]
    closing: Annotated[str, Meta(description="What must be so to close 结案条件.")]
    provenance: Annotated[str, Meta(description="Where the figure comes from: `provenances`.")]


class ItemView(Struct, frozen=True, kw_only=True):
    """An item 事项, 小类."""

    code: Annotated[str, Meta(description="Its code.")]
    category: Annotated[str, Meta(description="Its category 大类.")]
    title: Annotated[str, Meta(description="Its name.")]
    kind: Annotated[str, Meta(description="component, event, rural, service or internal.")]
    provenance: Annotated[str, Meta(description="Where the name comes from.")]
    keywords: Annotated[tuple[str, ...], Meta(description="Words people use for it.")]
    conditions: Annotated[tuple[ConditionView, ...], Meta(description="Its filing conditions.")]


class LineFull(Struct, frozen=True, kw_only=True):
    """A service line 业务线."""

    code: Annotated[str, Meta(description="Its code.")]
    title: Annotated[str, Meta(description="Its name.")]
    flow: Annotated[str, Meta(description="The flow its cases follow.")]
    calendar: Annotated[str, Meta(description="Its work calendar.")]
    default_item: Annotated[str, Meta(description="The item of a report that names none.")]
    items: Annotated[tuple[ItemView, ...], Meta(description="Its items.")]


class StateView(Struct, frozen=True, kw_only=True):
    """A state of a flow."""

    code: Annotated[str, Meta(description="Its code.")]
    title: Annotated[str, Meta(description="Its name.")]
    kind: Annotated[str, Meta(description="open, waiting or closed.")]
    stage: Annotated[str, Meta(description="The national stage.")]
    owner: Annotated[str | None, Meta(description="Owner rule; null when closed.")]
    clock: Annotated[str | None, Meta(description="Clock rule; null when closed.")]


class RuleView(Struct, frozen=True, kw_only=True):
    """What a verb does in some states."""

    action: Annotated[str, Meta(description="The verb.")]
    title: Annotated[str, Meta(description="The verb in words.")]
    states: Annotated[tuple[str, ...], Meta(description="Where it may be said.")]
    to: Annotated[str | None, Meta(description="Where it leads; null: it stays.")]
    by: Annotated[tuple[str, ...], Meta(description="Who may say it.")]
    needs: Annotated[tuple[str, ...], Meta(description="What it must be given; “a|b”: either.")]


class FlowView(Struct, frozen=True, kw_only=True):
    """A flow 流程."""

    code: Annotated[str, Meta(description="Its code.")]
    title: Annotated[str, Meta(description="Its name.")]
    initial: Annotated[str, Meta(description="The state a report enters.")]
    states: Annotated[tuple[StateView, ...], Meta(description="Its states.")]
    rules: Annotated[tuple[RuleView, ...], Meta(description="What may be done in them.")]


class NamedCode(Struct, frozen=True, kw_only=True):
    """A code and what it means."""

    code: Annotated[str, Meta(description="The code.")]
    title: Annotated[str, Meta(description="What it means.")]


class CatalogueAnswer(Struct, frozen=True, kw_only=True):
    """Everything the county does, in force now."""

    version: Annotated[str, Meta(description="Changes whenever anything in it changes.")]
    lines: Annotated[tuple[LineFull, ...], Meta(description="Service lines with their items.")]
    flows: Annotated[tuple[FlowView, ...], Meta(description="Flows.")]
    sources: Annotated[tuple[NamedCode, ...], Meta(description="Sources of reports 来源.")]
    provenances: Annotated[
        tuple[NamedCode, ...], Meta(description="What the marks beside figures mean.")
    ]
