"""The pack lookback: each problem mended by one, re-checked by another, cleared; 692 of 692.

The story's figures, 692 problems in 11,057 households of 36,519 people, are of newspaper page 003
§2 (2020); households here are invented and fewer.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.liling import Liling
from tests.packs.known import known

from wangge.accounts.models import User
from wangge.cases.actions.act import Act, act, act_on
from wangge.cases.models import Case as Row
from wangge.cases.proof import problem_faults
from wangge.core.case.facts import Case
from wangge.core.case.refusals import Missing, NotYours, OwnWork
from wangge.core.case.verbs import Verb
from wangge.core.catalogue import ItemKind, Provenance
from wangge.core.duty import SYSTEM, Actor
from wangge.core.registry.kinds import KINDS
from wangge.core.registry.values import Draft
from wangge.core.territory.level import Level
from wangge.lib.clock import utc_now
from wangge.packs.lookback.checklist import checklist, code, problems, questions
from wangge.packs.lookback.queries import counts, left_of, problems_of, total
from wangge.registry.actions import put_many
from wangge.visits.actions.record import VisitGiven, record_visit
from wangge.visits.actions.rounds import add_targets, open_round
from wangge.visits.models import Round
from wangge.visits.queries.standing import EVERYWHERE

LINE = "lookback"
BEFORE, AFTER = "a" * 64, "b" * 64
EVERY_POINT = {code(point): ["fine"] for point in checklist().points}


def test_every_point_of_the_checklist_is_a_class_of_problem() -> None:
    items = {item.code for item in known(LINE).items(LINE)}
    assert {point.item for point in checklist().points} <= items
    assert checklist().provenance is Provenance.UNVERIFIED


@pytest.mark.parametrize("word", ["吃", "衣", "住房", "水", "在校", "医保", "收入"])
def test_two_worries_and_three_guarantees_are_asked_after(word: str) -> None:
    assert any(word in point.title for point in checklist().points)


@pytest.mark.parametrize(
    ("item", "whose"),
    [("H02.01", "housing"), ("H02.02", "water"), ("H04.02", "health"), ("H05.02", "civil")],
)
def test_each_point_has_a_department_that_mends(item: str, whose: str) -> None:
    entry = known(LINE).duty(LINE, item, [])
    assert entry is not None
    assert entry.department == whose


def test_all_of_it_is_staffs_own_work_with_limits_to_confirm() -> None:
    for item in known(LINE).items(LINE):
        assert item.kind is ItemKind.INTERNAL
        assert {one.provenance for one in item.conditions} == {Provenance.PROPOSED}


def test_a_point_that_is_not_fine_is_a_problem_in_the_visitors_words() -> None:
    answers = EVERY_POINT | {"lookback_water": ["wrong"], "lookback_house": ["wrong"]}
    found = problems(answers, {"lookback_water": "井水发黄"}, {"lookback_water": (BEFORE,)})
    assert {(one.item, one.text) for one in found} == {
        ("H02.02", "井水发黄"),
        ("H02.01", "住房安全，没有开裂、漏雨、倾斜：有问题"),
    }
    assert {one.photos for one in found} == {(), (BEFORE,)}


@pytest.fixture
def now(liling: Liling) -> datetime:
    return utc_now()


def homes(liling: Liling, count: int, now: datetime) -> list[UUID]:
    """So many households in 王芳's grid."""
    grid = liling.post("wangfang").area_id
    drafts = [
        Draft(n, {"no": f"H{n:05}", "grid": grid, "address": f"{n % 20}组{n}号"})
        for n in range(1, count + 1)
    ]
    made = put_many(KINDS["household"], drafts, actor=SYSTEM, now=now, source="示例")
    assert not made.faults
    return list(made.ids.values())


@pytest.fixture
def photos(liling: Liling, monkeypatch: pytest.MonkeyPatch) -> None:
    """Photos need not be there to tell a story."""
    for module in (
        "wangge.cases.actions.act",
        "wangge.cases.actions.report",
        "wangge.visits.actions.record",
    ):
        monkeypatch.setattr(f"{module}.check_photos", tuple)


def a_round(liling: Liling, ids: list[UUID], now: datetime) -> Round:
    boss = liling.actor("liqiang", at=now)
    row = open_round(
        "lookback-2020", "回头看", line=LINE, checklist=questions(), actor=boss, now=now
    )
    add_targets(row, [(one, None) for one in ids], actor=boss, now=now)
    return row


def visit(row: Round, home: UUID, actor: Actor, now: datetime, *wrong: str) -> None:
    """A visit that finds these points wrong."""
    answers = EVERY_POINT | {f"lookback_{one}": ["wrong"] for one in wrong}
    words = {f"lookback_{one}": f"{one}：入户看到的情况" for one in wrong}
    shown = {f"lookback_{one}": (BEFORE,) for one in wrong}
    given = VisitGiven(
        household_id=home,
        answers=answers,
        problems=problems(answers, words, shown),
        round_id=row.pk,
    )
    record_visit(given, actor=actor, now=now)


class Cast:
    """Who answers for a post, looked up once."""

    def __init__(self, liling: Liling, now: datetime) -> None:
        self.county, self.now = liling, now
        self._actors: dict[UUID, Actor] = {}

    def of(self, post: UUID) -> Actor:
        if post not in self._actors:
            name = User.objects.filter(holdings__post=post).values_list("username", flat=True)[0]
            self._actors[post] = self.county.actor(name, at=self.now)
        return self._actors[post]


def mended(case: Case, cast: Cast, at: datetime) -> Case:
    """Sent to be mended and mended by whoever owes it."""
    case = act(case.no, Act(action=Verb.DISPATCH), actor=cast.of(case.owner), now=at)
    done = Act(action=Verb.HANDLE, opinion="已整改到位", photos=(AFTER,))
    return act(case.no, done, actor=cast.of(case.owner), now=at + timedelta(minutes=1))


@pytest.fixture
def one(liling: Liling, photos: None, now: datetime) -> tuple[Round, Case, Cast]:
    """A round over three households; the first has no good water."""
    ids = homes(liling, 3, now)
    row = a_round(liling, ids, now)
    visit(row, ids[0], liling.actor("wangfang", at=now), now, "water")
    return row, problems_of(row, EVERYWHERE).get().as_fact(), Cast(liling, now)


def test_a_problem_found_goes_to_the_village_with_its_photo(
    one: tuple[Round, Case, Cast],
) -> None:
    _row, case, _cast = one
    assert (case.line, case.item, case.state) == (LINE, "H02.02", "found")
    assert case.photos == (BEFORE,)


def test_mending_shows_a_photo_of_after(one: tuple[Round, Case, Cast], now: datetime) -> None:
    _row, case, cast = one
    case = act(case.no, Act(action=Verb.DISPATCH), actor=cast.of(case.owner), now=now)
    with pytest.raises(Missing):
        act(case.no, Act(action=Verb.HANDLE, opinion="好"), actor=cast.of(case.owner), now=now)


def test_who_mended_neither_rechecks_nor_clears(
    one: tuple[Round, Case, Cast], now: datetime
) -> None:
    _row, case, cast = one
    handler = None
    case = mended(case, cast, now)
    handler = cast.of(case.handlers[-1].post)  # type: ignore[arg-type]
    with pytest.raises((OwnWork, NotYours)):
        act(case.no, Act(action=Verb.VERIFY, opinion="好"), actor=handler, now=now)
    checked = Act(action=Verb.VERIFY, opinion="看过")
    case = act(case.no, checked, actor=cast.of(case.owner), now=now)
    with pytest.raises((OwnWork, NotYours)):
        act(case.no, Act(action=Verb.CLOSE, opinion="好"), actor=handler, now=now)


def test_a_round_is_counted_by_area_step_by_step(
    one: tuple[Round, Case, Cast], now: datetime
) -> None:
    row, case, cast = one
    told = total(counts(row, EVERYWHERE, Level.TOWN))
    assert (told.targets, told.visited, told.found, told.mended) == (3, 1, 1, 0)
    mended(case, cast, now)
    told = total(counts(row, EVERYWHERE, Level.VILLAGE))
    assert (told.mended, told.rechecked, told.left, told.to_visit) == (1, 0, 1, 2)


def test_a_problem_sent_back_is_mended_again(one: tuple[Round, Case, Cast], now: datetime) -> None:
    row, case, cast = one
    case = mended(case, cast, now)
    again = Act(action=Verb.REWORK, reason="水还是黄的")
    case = act(case.no, again, actor=cast.of(case.owner), now=now + timedelta(minutes=5))
    assert (case.state, case.reworks) == ("mending", 1)
    assert total(counts(row, EVERYWHERE, Level.TOWN)).mended == 0


def test_692_of_692(liling: Liling, photos: None, now: datetime) -> None:
    """692 problems, three a household; every one mended, re-checked by another and cleared."""
    ids = homes(liling, 240, now)
    row = a_round(liling, ids, now)
    wangfang = liling.actor("wangfang", at=now)
    points = [point.code for point in checklist().points]
    for n, home in enumerate(ids):
        wrong = [points[(n + k) % len(points)] for k in range(3) if 3 * n + k < 692]
        visit(row, home, wangfang, now, *wrong)
    assert total(counts(row, EVERYWHERE, Level.TOWN)).left == 692
    cast = Cast(liling, now)
    steps = (
        Act(action=Verb.DISPATCH),
        Act(action=Verb.HANDLE, opinion="已整改到位", photos=(AFTER,)),
        Act(action=Verb.VERIFY, opinion="上门看过，已解决"),
        Act(action=Verb.CLOSE, opinion="同意销号"),
    )
    people: dict[str, list[UUID | None]] = {}
    for hours, step in enumerate(steps, start=1):
        for found in problems_of(row, EVERYWHERE).order_by("pk"):
            who, at = cast.of(found.owner_id), now + timedelta(hours=hours)
            people.setdefault(found.no, []).append(who.user_id)
            act_on(found, step, actor=who, now=at)
    assert {len(set(hands[1:])) for hands in people.values()} == {3}
    told = total(counts(row, EVERYWHERE, Level.TOWN))
    assert (told.targets, told.visited) == (240, 240)
    assert (told.found, told.mended, told.rechecked, told.cleared) == (692,) * 4
    assert not left_of(row, EVERYWHERE).exists()
    later = now + timedelta(hours=5)
    assert problem_faults(at=later, now=later, whole=True)[1] == []
    assert Row.objects.filter(line=LINE, state="cleared").count() == 692
