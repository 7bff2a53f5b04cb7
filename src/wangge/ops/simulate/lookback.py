"""The story of the look-back 回头看 told again: every household on file is visited.

As newspaper page 003 §2 (2020) has it: 11,057 households, 692 problems, all cleared. Households
and problems are invented; every visit and every step is a real action by whoever answers for the
post, and whoever mended neither re-checks nor clears. Ignores how long it took then: all is now.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from wangge.accounts.models import User
from wangge.cases.actions.act import Act, act_on
from wangge.core.case.verbs import Verb
from wangge.core.duty import SYSTEM, Actor
from wangge.core.registry.kinds import KINDS
from wangge.core.registry.values import Draft
from wangge.core.territory.level import Level
from wangge.ops.simulate.photos import demo_photos
from wangge.packs.lookback.checklist import LINE, checklist, code, problems, questions
from wangge.packs.lookback.queries import Counted, counts, problems_of, total
from wangge.registry.access import day_of
from wangge.registry.actions import put_many
from wangge.registry.models import Household
from wangge.territory.access import actor_for, areas, roster
from wangge.visits.access import contacts_at
from wangge.visits.actions import add_targets, assign_contacts, open_round, record_visit
from wangge.visits.actions.record import VisitGiven
from wangge.visits.models import Round
from wangge.visits.queries.standing import EVERYWHERE

HOUSEHOLDS, PROBLEMS = 11_057, 692
CODE = "lookback-story"

#: What each owner does with a problem in turn.
_STEPS = (
    (Verb.DISPATCH, ""),
    (Verb.HANDLE, "已按清单整改到位。"),
    (Verb.VERIFY, "上门看过，问题已解决。"),
    (Verb.CLOSE, "核对资料和照片，同意销号。"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """How the story ended, and how long telling it took."""

    counted: Counted
    seconds: float


def tell_lookback(
    *,
    now: Callable[[], datetime],
    households: int = HOUSEHOLDS,
    found: int = PROBLEMS,
    seed: int = 430281,
    tell: Callable[[str], None] = lambda words: None,
) -> Told | None:
    """The round stands, every household visited, every problem cleared; None: it was told before.

    Only for a demo county: households that are missing are invented.
    """
    began = time.monotonic()
    if Round.objects.filter(code=CODE).exists():
        return None
    dice = Random(seed)
    homes = _homes(households, now())
    tell(f"{len(homes)} households on file")
    row = open_round(
        CODE,
        "回头看（示例，按报纸003版§2重演）",
        line=LINE,
        checklist=questions(),
        actor=SYSTEM,
        now=now(),
    )
    add_targets(row, [(home, None) for home in homes], actor=SYSTEM, now=now())
    pairs = list(demo_photos(seed, now=now()).values())
    cast = _Cast(now())
    _visit_all(row, homes, found, cast, dice, pairs[0].before, now)
    tell(f"all visited, {found} problems found")
    for verb, words in _STEPS:
        after = (dice.choice(pairs[0].after),) if verb is Verb.HANDLE else ()
        for case in problems_of(row, EVERYWHERE).order_by("pk"):
            step = Act(action=verb, opinion=words, photos=after)
            act_on(case, step, actor=cast.of(case.owner_id), now=now())
        tell(f"{verb.value}: done")
    counted = total(counts(row, EVERYWHERE, Level.TOWN))
    return Told(counted, round(time.monotonic() - began, 1))


class _Cast:
    """Who answers for a post, asked once each."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._known: dict[UUID, Actor] = {}

    def of(self, post: UUID) -> Actor:
        if post not in self._known:
            person = roster().answering(post, self.now).person
            assert person is not None, "the county centre answers at last"
            user = User.objects.get(pk=person)
            self._known[post] = actor_for(user, at=self.now)
        return self._known[post]


def _visit_all(
    row: Round,
    homes: list[UUID],
    found: int,
    cast: _Cast,
    dice: Random,
    photos: tuple[str, ...],
    now: Callable[[], datetime],
) -> None:
    """Every home is visited by whoever answers for its contact; `found` problems come to light."""
    posts = dict(contacts_at(now()).values_list("household_id", "post_id"))
    wrong_at = set(dice.sample(range(len(homes)), min(found, len(homes))))
    points = checklist().points
    for place, home in enumerate(homes):
        answers = {code(point): ["fine"] for point in points}
        shown: dict[str, tuple[str, ...]] = {}
        if place in wrong_at:
            wrong = code(dice.choice(points))
            answers[wrong], shown[wrong] = ["wrong"], (dice.choice(photos),)
        given = VisitGiven(
            household_id=home,
            answers=answers,
            problems=problems(answers, {}, shown),
            round_id=row.pk,
        )
        record_visit(given, actor=cast.of(posts[home]), now=now())


def _homes(wanted: int, now: datetime) -> list[UUID]:
    """So many households that stand, with a contact each; missing ones are invented."""
    standing = Household.objects.all().standing(day_of(now)).order_by("pk")
    ids = list(standing.values_list("pk", flat=True)[:wanted])
    grids = list(areas(Level.GRID).values_list("pk", flat=True))
    drafts = [
        Draft(n, {"no": f"HK{n:05}", "grid": grids[n % len(grids)], "address": f"{n % 20 + 1}组"})
        for n in range(1, wanted - len(ids) + 1)
    ]
    if drafts:
        made = put_many(KINDS["household"], drafts, actor=SYSTEM, now=now, source="回头看示例")
        ids += made.ids.values()
    assign_contacts(now=now)
    return ids
