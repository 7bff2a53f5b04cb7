"""Posts as the admin pages show them: who holds, who answers, what is vacant.

Posts are read from the roster in memory, without a query; only departments are asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wangge.core.duty import Answer, PostFact, Roster
from wangge.territory.access.posts import roster
from wangge.territory.models import Department


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post of a list."""

    post: PostFact
    holder_id: UUID | None
    holder: str  #: name, "" if the post is vacant
    answer: Answer
    answering: str  #: name of who answers now, "" if nobody holds the county centre

    @property
    def is_vacant(self) -> bool:
        """Whether nobody holds it on paper."""
        return self.holder_id is None

    @property
    def falls_upward(self) -> bool:
        """Whether a post above answers for it."""
        return self.answer.post.id != self.post.id


def posts_of_areas(areas: Collection[UUID], *, at: datetime) -> list[PostRow]:
    """Posts in force that serve exactly these areas, by code."""
    known = roster()
    wanted = frozenset(areas)
    return _rows(known, (post for post in known.posts.values() if post.area_id in wanted), at)


def posts_of_department(department: str, *, at: datetime) -> list[PostRow]:
    """Posts in force of that department, by code."""
    known = roster()
    found = (post for post in known.posts.values() if post.department == department)
    return _rows(known, found, at)


def vacant_posts(*, at: datetime) -> list[PostRow]:
    """Posts in force that nobody holds, with who answers for them."""
    known = roster()
    return [row for row in _rows(known, known.posts.values(), at) if row.is_vacant]


def posts_held_by(person: UUID, *, at: datetime) -> list[PostRow]:
    """What a person answers for: held, stood in for, or fallen to."""
    known = roster()
    found = known.posts_answered_by(person, at)
    return _rows(known, (known.posts[post_id] for post_id in found), at)


def who_answers(post_id: UUID, *, at: datetime) -> PostRow:
    """One post with its holder and its answer. Raises KeyError for an unknown post."""
    known = roster()
    return _row(known, known.posts[post_id], at)


def departments() -> list[Department]:
    """Every department, by code. One query."""
    return list(Department.objects.order_by("code"))


def person_named(person: UUID | None) -> str:
    """The name of somebody who ever held a post or stood in; "" for nobody."""
    return "" if person is None else roster().people.get(person, "")


def _rows(known: Roster, posts: Iterable[PostFact], at: datetime) -> list[PostRow]:
    found = [_row(known, post, at) for post in posts if post.in_force(at)]
    return sorted(found, key=lambda row: row.post.code)


def _row(known: Roster, post: PostFact, at: datetime) -> PostRow:
    holder = known.holder(post.id, at)
    answer = known.answering(post.id, at)
    return PostRow(
        post=post,
        holder_id=holder,
        holder=known.people.get(holder, "") if holder else "",
        answer=answer,
        answering=known.people.get(answer.person, "") if answer.person else "",
    )
