"""The third promise, judged: every open case has an owner, a clock and a next step.

每一个问题都有人解决. Pure; `cases.proof` brings the cases, for now or for any past instant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from wangge.core.case import permit
from wangge.core.case.facts import Case, Chain, Point
from wangge.core.case.flow import Flow
from wangge.core.case.verbs import Verb
from wangge.core.duty import RoleFact, Roster, actor_of

#: Verbs that are no way forward: one can always talk.
_TALK = frozenset({Verb.COMMENT, Verb.URGE, Verb.SUPERVISE, Verb.ANSWER_SUPERVISION})


class ProblemKind(StrEnum):
    """What may be wrong with an open case."""

    NO_OWNER = "no_owner"  #: its owner is no post of the county
    NO_CLOCK = "no_clock"  #: no deadline and no pause with a reason and an end
    NO_STEP = "no_step"  #: nobody who answers for it can do anything about it
    UNLIKE_LOG = "unlike_log"  #: its row says something else than its log
    LOG_ALTERED = "log_altered"  #: an entry of its log was touched
    UNREADABLE = "unreadable"  #: its log tells no case


_WORDS: dict[ProblemKind, tuple[str, str]] = {
    ProblemKind.NO_OWNER: (
        "案件 {no} 的责任岗位不存在，请重新派遣。",
        "Case {no} is owned by a post that does not exist: dispatch it again.",
    ),
    ProblemKind.NO_CLOCK: (
        "案件 {no} 没有时限，也没有注明原因和期限的挂账。",
        "Case {no} has neither a deadline nor a suspension with a reason and an end.",
    ),
    ProblemKind.NO_STEP: (
        "案件 {no} 现为“{detail}”，责任岗位没有可办的下一步，请检查流程和岗位。",
        "Case {no} is “{detail}” and its owner can take no step: check the flow and the posts.",
    ),
    ProblemKind.UNLIKE_LOG: (
        "案件 {no} 的“{detail}”与日志不一致，记录可能被改动。",
        "Case {no}: “{detail}” differs from its log; the row may have been altered.",
    ),
    ProblemKind.LOG_ALTERED: (
        "案件 {no} 的第 {detail} 条日志（或它的前一条）被改动或缺失。",
        "Entry {detail} of case {no}, or the one before it, was altered or is missing.",
    ),
    ProblemKind.UNREADABLE: (
        "案件 {no} 的日志读不出案件，请用 wangge prove --log 查明。",
        "The log of case {no} tells no case: find out why with wangge prove --log.",
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A counter-example to the third promise."""

    kind: ProblemKind
    no: str
    detail: str = ""
    #: Which case, and where it lies, as far as known.
    case: UUID | None = field(default=None, compare=False)
    chain: Chain | None = field(default=None, compare=False)
    point: Point | None = field(default=None, compare=False)

    def say(self, language: str = "zh") -> str:
        """One sentence that names the case."""
        words = _WORDS[self.kind][0 if language.startswith("zh") else 1]
        return words.format(no=self.no, detail=self.detail)


def problems_of(
    case: Case, flow: Flow, roster: Roster, roles: Mapping[str, RoleFact], at: datetime
) -> list[Problem]:
    """Everything wrong with one case at that instant; a closed case has nothing wrong."""
    if not case.is_open:
        return []
    found = []
    clock = case.clock
    paused_well = clock is not None and bool(clock.paused_reason and clock.paused_until)
    if clock is None or (clock.due_at is None and not paused_well):
        found.append(_problem(ProblemKind.NO_CLOCK, case))
    if case.owner not in roster.posts:
        found.append(_problem(ProblemKind.NO_OWNER, case))
    elif not _has_step(case, flow, roster, roles, at):
        title = flow.state(case.state).title
        found.append(_problem(ProblemKind.NO_STEP, case, title))
    return found


def _problem(kind: ProblemKind, case: Case, detail: str = "") -> Problem:
    return Problem(kind, case.no, detail, case.id, case.chain, case.point)


def _has_step(
    case: Case, flow: Flow, roster: Roster, roles: Mapping[str, RoleFact], at: datetime
) -> bool:
    """Whether who answers for the owner, or the centre above all, can move the case."""
    if case.is_paused:
        return True  # it resumes by itself at the end of its pause
    answer = roster.answering(case.owner, at)
    if answer.person is None:  # nobody holds even the centre: the post stands, somebody will
        return True
    actor = actor_of(answer.person, "", roster, roles, at)
    return any(rule.verb not in _TALK for rule in permit.sayable(case, flow, actor))
