"""What each post does next with a case, and when: the people of the demo, by chance and custom.

Given a case and its private dice, the next step: a time, who, and the command. Nothing is decided
here: the judge may refuse. Most are in time, some are late, a few forget.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from math import exp
from random import Random
from typing import TYPE_CHECKING

from wangge.core.case.events import Event
from wangge.core.case.facts import Case
from wangge.core.case.verbs import Verb
from wangge.core.case.world import Command
from wangge.core.catalogue import Item
from wangge.lib.clock import SHANGHAI
from wangge.ops.simulate import sayings
from wangge.ops.simulate.words import fix_text

if TYPE_CHECKING:
    from wangge.ops.simulate.plan import Report


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody wants something done at a time. `who` is resolved when the time has come."""

    at: datetime
    who: str
    command: Command


@dataclass(slots=True)
class Life:
    """A case on its way, with its dice and what it remembers of its present state."""

    report: Report
    dice: Random
    events: list[Event] = field(default_factory=list)
    case: Case | None = None
    item: Item | None = None
    at_desk: bool = False  #: a department's desk has it, which may hand it on
    next: Step | None = None
    beside: list[Step] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    failed_check: bool = False
    refusals: int = 0

    @property
    def now_case(self) -> Case:
        """The case; it has been reported."""
        assert self.case is not None
        return self.case


#: Script of a scene → the state in which nobody goes on, so that a visitor may.
_STOPS = {"fresh": "reported", "precheck": "prechecking", "verify": "verifying"}


def next_step(life: Life, main: Case | None) -> Step | None:
    """What the post that owes the next step will do, or None where only time acts.

    `main`: the case this one repeats, as it is now.
    """
    case = life.now_case
    if case.is_paused or not case.is_open or case.state == _STOPS.get(life.report.script):
        return None
    match case.state:
        case "reported":
            return _file(life, case, main)
        case "prechecking":
            return _precheck(life, case)
        case "filed":
            return _later(life, 8, "owner", _dispatch(life))
        case "handling":
            return _handle(life, case)
        case _:
            return _judge(life, case)


def after_closing(life: Life) -> list[Step]:
    """Call-backs, ratings and the rare reopening that follow a closed case."""
    case, dice = life.now_case, life.dice
    if case.state not in ("closed", "self_handled", "rejected", "force_closed"):
        return []
    outside = life.report.source in ("resident", "hotline", "wechat", "petition")
    steps = []
    late = case.returns + case.reworks > 0 or "late" in life.done
    if outside and dice.random() < 0.3:
        reached = dice.random() < 0.85
        happy = dice.random() < (0.7 if late else 0.93)
        at = office(case.entered_at + timedelta(hours=dice.uniform(3, 30)), dice)
        said = Command(
            verb=Verb.CALLBACK,
            reached=reached,
            solved=happy if reached else None,
            satisfied=happy if reached else None,
            opinion=dice.choice(sayings.CALLED if reached else sayings.NOT_REACHED),
        )
        steps.append(Step(at, "role:operator", said))
    if outside and dice.random() < 0.32:
        weights = (3, 4, 15, 35, 43) if late else (1, 1, 4, 26, 68)
        if case.state == "rejected":
            weights = (12, 18, 40, 20, 10)
        stars = dice.choices((1, 2, 3, 4, 5), weights)[0]
        words = dice.choice(sayings.RATED[stars]) if dice.random() < 0.5 else ""
        at = case.entered_at + timedelta(hours=dice.lognormvariate(1.2, 1.1))
        steps.append(Step(at, "requester", Command(verb=Verb.RATE, stars=stars, opinion=words)))
        if stars <= 2 and case.state == "closed" and "reopened" not in life.done:
            why = dice.choice(sayings.REOPENED)
            again = Command(verb=Verb.REOPEN, reason=why)
            steps.append(Step(at + timedelta(minutes=dice.uniform(2, 40)), "requester", again))
    return sorted(steps, key=lambda step: step.at)


def _file(life: Life, case: Case, main: Case | None) -> Step:
    dice, report = life.dice, life.report
    rural = case.line == "village_affairs"
    if case.chain.grid is None and report.point is None:
        return _relocate(life)
    if main is not None and main.is_open and "merge" not in life.done:
        life.done.add("merge")
        reason = Command(verb=Verb.MERGE, into=main.no, reason="同一地点同一问题，合并办理。")
        return _later(life, 9, "role:dispatcher" if rural else "owner", reason)
    own = report.source == "grid_worker" and report.script == ""
    if own and _once(life, "self") and dice.random() < (0.42 if rural else 0.2):
        words = fix_text(report.topic, dice)
        command = Command(verb=Verb.SELF_HANDLE, opinion=words, photos=report.after)
        return _later(life, 14, "reporter", command)
    if life.failed_check:
        why = dice.choice(sayings.NOT_SO)
        return _later(life, 8, "owner", Command(verb=Verb.REJECT, reason=why))
    outside = report.source not in ("grid_worker", "leader", "video")
    if (
        _once(life, "check")
        and outside
        and (report.script == "precheck" or (report.script == "" and dice.random() < 0.3))
    ):
        return _later(life, 6, "owner", Command(verb=Verb.ASK_PRECHECK))
    if _once(life, "refuse") and outside and report.script == "":
        lot = dice.random()
        if lot < 0.025:
            why = dice.choice(sayings.REJECTED)
            return _later(life, 9, "owner", Command(verb=Verb.REJECT, reason=why))
        if lot < 0.032:
            return _later(life, 9, "owner", Command(verb=Verb.VOID, reason="重复提交或测试上报。"))
    if not rural and _once(life, "accept") and dice.random() < 0.2:
        accepted = Command(verb=Verb.ACCEPT, condition=_condition(life))
        return _later(life, 6, "owner", accepted)
    return _later(life, 7, "owner", _dispatch(life))


def _relocate(life: Life) -> Step:
    """The centre finds out where it was."""
    at = office(life.now_case.entered_at + timedelta(hours=life.dice.uniform(0.3, 40)), life.dice)
    return Step(at, "owner", Command(verb=Verb.RELOCATE, reason="回电核实后确定位置。"))


def _precheck(life: Life, case: Case) -> Step:
    so = life.dice.random() < 0.93
    life.failed_check = not so
    words = life.dice.choice(sayings.SO if so else sayings.NOT_SO)
    command = Command(verb=Verb.PRECHECK, passed=so, opinion=words, photos=())
    return _later(life, 13, "owner", command)


def _handle(life: Life, case: Case) -> Step:
    """Sign, hand on, ask for time, give back, or do it."""
    dice, report = life.dice, life.report
    if report.script == "verify":
        done = Command(verb=Verb.HANDLE, opinion=fix_text(report.topic, dice), photos=report.after)
        return Step(_last(life) + timedelta(minutes=dice.uniform(4, 8)), "owner", done)
    if _once(life, "sign") and dice.random() < 0.85:
        return _later(life, 18, "owner", Command(verb=Verb.SIGN_FOR), duty=False)
    if life.at_desk and _once(life, "assign") and dice.random() < 0.75:
        return _later(life, 25, "owner", Command(verb=Verb.ASSIGN), duty=False)
    if _once(life, "return") and report.script == "" and case.returns == 0 and dice.random() < 0.03:
        why = dice.choice(sayings.RETURNED)
        return _later(life, 60, "owner", Command(verb=Verb.RETURN, reason=why), duty=False)
    assert case.clock is not None
    due = case.clock.due_at or case.entered_at
    long = (due - case.entered_at) > timedelta(hours=20)
    plain = long and report.script == ""
    if plain and _once(life, "extend") and dice.random() < 0.05:
        asked = Command(verb=Verb.ASK_EXTENSION, reason=dice.choice(sayings.MORE_TIME))
        return Step(_between(_last(life), due, 0.5, 0.9, dice), "owner", asked)
    if case.extension_asked:
        granted = dice.random() < 0.8
        verb = Verb.GRANT_EXTENSION if granted else Verb.REFUSE_EXTENSION
        command = Command(verb=verb, reason="" if granted else "仍有时间，请按期办结。")
        return _later(life, 50, "role:dispatcher", command)
    asks = report.script == "suspend" or (plain and dice.random() < 0.02)
    if _once(life, "suspend") and asks:
        at = office(_last(life) + timedelta(hours=dice.uniform(1, 5)), dice)
        until = at + timedelta(days=dice.randint(12, 45))
        why = dice.choice(sayings.SUSPENDED)
        command = Command(verb=Verb.SUSPEND, reason=why, until=until)
        return Step(at, "role:dispatcher", command)
    done = Command(verb=Verb.HANDLE, opinion=fix_text(report.topic, dice), photos=report.after)
    return Step(_when_done(life, due), "owner", done)


def _judge(life: Life, case: Case) -> Step:
    """Verify, send back, or close."""
    dice = life.dice
    rural = case.line == "village_affairs"
    minutes = 150 if rural else 15
    if case.reworks == 0 and dice.random() < 0.05:
        why = dice.choice(sayings.REWORK)
        return _later(life, minutes, "owner", Command(verb=Verb.REWORK, reason=why), duty=not rural)
    words = dice.choice(sayings.VERIFIED)
    if rural:
        return _later(life, minutes, "owner", Command(verb=Verb.CLOSE, opinion=words), duty=False)
    if dice.random() < 0.04:
        closed = Command(verb=Verb.CLOSE, opinion="已看照片和回访，同意结案。")
        return _later(life, 25, "role:dispatcher", closed)
    return _later(life, minutes, "owner", Command(verb=Verb.VERIFY, opinion=words))


def besides(life: Life) -> list[Step]:
    """Urging, notes and supervision while somebody works at it."""
    case, dice = life.now_case, life.dice
    assert case.clock is not None
    due = case.clock.due_at or case.entered_at
    steps = []
    if dice.random() < 0.05:
        who = "requester" if case.requesters and dice.random() < 0.6 else "role:dispatcher"
        urged = Command(verb=Verb.URGE, opinion=dice.choice(sayings.URGED))
        steps.append(Step(due + timedelta(hours=dice.uniform(-6, 12)), who, urged))
    if dice.random() < 0.05:
        noted = Command(verb=Verb.COMMENT, opinion=dice.choice(sayings.NOTED))
        steps.append(Step(_between(case.entered_at, due, 0.1, 0.8, dice), "owner", noted))
    if dice.random() < 0.012 or life.report.script == "supervise":
        at = office(_between(case.entered_at, due, 0.2, 1.3, dice), dice)
        order = Command(verb=Verb.SUPERVISE, reason=dice.choice(sayings.SUPERVISED))
        steps.append(Step(at, dice.choice(("role:leader", "role:acceptor")), order))
        if life.report.script == "" and dice.random() < 0.85:
            said = Command(verb=Verb.ANSWER_SUPERVISION, opinion=dice.choice(sayings.ANSWERED))
            steps.append(Step(at + timedelta(hours=dice.uniform(0.5, 5)), "owner", said))
    return sorted((one for one in steps if one.at > case.entered_at), key=lambda one: one.at)


def _when_done(life: Life, due: datetime) -> datetime:
    """When the handler is done: mostly inside the limit, sometimes late, seldom very late."""
    dice, script, since = life.dice, life.report.script, _last(life)
    if script in ("overdue", "wait", "supervise"):
        return since + timedelta(days=400)
    lot = dice.random()
    if lot < 0.91 and since < due:
        at = _between(since, due, 0.12, 0.93, dice)
        return at if due - since < timedelta(hours=6) else min(daytime(at, dice), due)
    life.done.add("late")
    late = dice.lognormvariate(1.6, 1.0) if lot < 0.991 else dice.uniform(60, 700)
    return daytime(max(since, due) + timedelta(hours=late), dice)


def _dispatch(life: Life) -> Command:
    return Command(verb=Verb.DISPATCH, condition=_condition(life))


def _condition(life: Life) -> str | None:
    case, item, wanted = life.now_case, life.item, life.report.topic.conditions
    assert item is not None
    if case.condition is not None or not item.conditions:
        return case.condition
    known = [one.code for one in item.conditions]
    weights = [wanted.get(code, 0.0) for code in known]
    if not any(weights):
        return known[0]
    return life.dice.choices(known, weights=weights)[0]


def _later(life: Life, minutes: float, who: str, command: Command, *, duty: bool = True) -> Step:
    """The step after about so many minutes; `duty`: somebody sits there at night too."""
    since, dice = _last(life), life.dice
    took = minutes * exp(dice.gauss(-0.25, 0.45))
    if duty and dice.random() < 0.04:
        took += dice.uniform(10, 120)
    at = since + timedelta(minutes=took)
    return Step(at if duty else daytime(at, dice), who, command)


def _last(life: Life) -> datetime:
    return life.events[-1].at


def _once(life: Life, what: str) -> bool:
    """Whether this is asked for the first time in this state."""
    if what in life.done:
        return False
    life.done.add(what)
    return True


def _between(since: datetime, due: datetime, low: float, high: float, dice: Random) -> datetime:
    return since + max(due - since, timedelta(minutes=30)) * dice.triangular(low, high)


def daytime(at: datetime, dice: Random) -> datetime:
    """That moment, or the next morning if it is night."""
    local = at.astimezone(SHANGHAI)
    if 7 <= local.hour < 21:
        return at
    day = local.date() + timedelta(days=1 if local.hour >= 21 else 0)
    return datetime.combine(day, time(7, 30), tzinfo=SHANGHAI) + timedelta(
        minutes=dice.uniform(0, 150)
    )


def office(at: datetime, dice: Random) -> datetime:
    """That moment, or the next one on a weekday at office hours."""
    local = at.astimezone(SHANGHAI)
    while local.weekday() >= 5 or not 8 <= local.hour < 18:
        day = local.date() + timedelta(days=0 if local.hour < 8 and local.weekday() < 5 else 1)
        local = datetime.combine(day, time(8, 5), tzinfo=SHANGHAI) + timedelta(
            minutes=dice.uniform(0, 180)
        )
    return local
