"""A border moves and an open case goes with the ground. 划转。

Time says it, in no flow and about every state: the place is the same, the grid is another. Who
owes the next step goes on doing so unless the post ended or serves other land; the clock never
notices. Closed cases keep the land they were closed on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from wangge.core.case.events import Rezoned
from wangge.core.case.facts import Case, Chain, Party
from wangge.core.case.verbs import Verb
from wangge.core.routing import Assigned, Router


def rezone(
    case: Case,
    chain: Chain,
    *,
    version: int,
    on: date,
    at: datetime,
    router: Router,
    followers: Mapping[UUID, Mapping[UUID, UUID]],
    owner_rule: str,
) -> Rezoned | None:
    """The event by which an open case follows its ground; None where it stays where it is.

    `at`: the instant of the change, or of the case's last event if that is later. `followers`: of
    a post that ended with its grid, the post that follows it in each grid. `owner_rule`: that of
    the case's state.
    """
    if not case.is_open or chain == case.chain:
        return None
    owner = _owner(case, chain, router, followers, owner_rule)
    return Rezoned(
        at=at,
        by=Party(),
        verb=Verb.REZONE,
        chain=chain,
        territory_version=version,
        on=on,
        owner=owner.post_id,
        owner_why=owner.why,
    )


def _owner(
    case: Case,
    chain: Chain,
    router: Router,
    followers: Mapping[UUID, Mapping[UUID, UUID]],
    owner_rule: str,
) -> Assigned:
    if router.accepts(case.owner, chain=chain, line=case.line):
        return Assigned(case.owner, case.owner_why)
    follower = followers.get(case.owner, {}).get(chain.grid) if chain.grid else None
    if follower is not None and router.accepts(follower, chain=chain, line=case.line):
        title = router.index.roster.posts[follower].title
        return Assigned(follower, f"网格界线变动，由{title}接续")
    exclude: frozenset[UUID] = frozenset()
    if owner_rule.startswith("role:"):  # who handled must not get it to verify
        exclude = frozenset(one for by in case.handlers for one in (by.post, by.person) if one)
    return router.follower(case.owner, chain=chain, line=case.line, exclude=exclude)
