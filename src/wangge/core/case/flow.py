"""A flow is data: the states a case can be in and who may move it between them, giving what.

Flows come from packs (YAML) and are proven by `core.case.flow_proofs` before they are accepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from wangge.core.case.verbs import Verb


class Kind(StrEnum):
    """Whether a state still wants work."""

    OPEN = "open"  #: somebody must act
    WAITING = "waiting"  #: somebody outside must act; it still has an owner and a clock
    CLOSED = "closed"  #: nothing is owed


class Stage(StrEnum):
    """The seven national stages (GB/T 30428.8 in practice), for reports and colours."""

    COLLECT = "collect"
    FILE = "file"
    DISPATCH = "dispatch"
    HANDLE = "handle"
    REPORT_BACK = "report_back"
    VERIFY = "verify"
    EVALUATE = "evaluate"


class State(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One place in a flow."""

    code: str
    title: str
    title_en: str
    kind: Kind
    stage: Stage
    #: Owner rule of an open or waiting state: `role:<role>`, `duty`, `named`, `handler` or `stay`.
    owner: str | None = None
    #: Clock rule: a limit ("15um"), `handling` (the filing condition's own limit), or `stay`.
    clock: str | None = None


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One of the answers a field of a flow's form takes."""

    code: str
    title: str
    title_en: str


class FieldKind(StrEnum):
    """What a field of a flow's form takes."""

    CHOICE = "choice"  #: one of its choices
    DATE = "date"  #: a day, written 2026-11-23
    TEXT = "text"  #: some words


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A field that a flow adds to a verb: what comes with it is kept in the case's `extra`."""

    code: str
    title: str
    title_en: str
    kind: FieldKind = FieldKind.CHOICE
    choices: tuple[Choice, ...] = ()
    required: bool = True

    def said(self, answer: str, language: str) -> str:
        """The answer in words; as given where it is no choice of this field."""
        for choice in self.choices:
            if choice.code == answer:
                return choice.title if language.startswith("zh") else choice.title_en
        return answer


class Rule(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
    rename={"states": "in"},
):
    """What one verb does in some states.

    Without `to` the case stays where it is. `by` lists who may: `owner`, `requester`, `handler`,
    `mover` (who made the last move), `system`, or `role:<role>` whose area and line cover the case.
    `needs` lists the fields the command must bring; each alternative of `a|b` will do.
    """

    verb: Verb
    states: tuple[str, ...]
    by: tuple[str, ...]
    to: str | None = None
    needs: tuple[str, ...] = ()
    owner: str | None = None  #: overrides the owner rule of the state reached
    clock: str | None = None  #: overrides its clock rule; `continue` takes up the time left before
    title: str = ""  #: what the verb is called here, where its usual name would mislead
    title_en: str = ""
    form: tuple[Field, ...] = ()  #: fields of the flow's own, asked for beside `needs`


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The numbers of a flow; defaults after the published city practice (standards §1.1)."""

    extensions: int = 2  #: how often a limit may be extended
    suspensions: int = 1  #: how often a case may be suspended
    suspend_days: int = 365  #: for how long at most
    returns: int = 2  #: returns after which only supervision can move it
    reopen_days: int = 30  #: how long after closing it may be reopened
    withdraw_minutes: int = 30  #: how long one's own step may be taken back
    #: Hours after the deadline at which the case climbs one more post; the last one repeats.
    escalate_hours: tuple[int, ...] = (0, 24, 72, 24)


class Flow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole flow: `initial` is the state a report enters."""

    code: str
    title: str
    title_en: str
    initial: str
    states: tuple[State, ...]
    rules: tuple[Rule, ...]
    terms: Terms = Terms()

    def state(self, code: str) -> State:
        """The state of that code. Raises KeyError if the flow has none."""
        for state in self.states:
            if state.code == code:
                return state
        raise KeyError(code)

    def rule(self, verb: Verb, state: str) -> Rule | None:
        """What `verb` does in `state`, or None where it may not be said."""
        for rule in self.rules:
            if rule.verb is verb and state in rule.states:
                return rule
        return None

    def answers_in_words(
        self, answers: Mapping[str, str], language: str
    ) -> tuple[tuple[str, str], ...]:
        """(title, answer) of what was filled into this flow's forms, in the order of its fields."""
        zh = language.startswith("zh")
        fields = {field.code: field for rule in self.rules for field in rule.form}
        return tuple(
            (field.title if zh else field.title_en, field.said(answers[code], language))
            for code, field in fields.items()
            if answers.get(code)
        )

    def open_states(self) -> tuple[State, ...]:
        """The states that still want work."""
        return tuple(state for state in self.states if state.kind is not Kind.CLOSED)
