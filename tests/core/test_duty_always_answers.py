"""For any roster whatever: every post is answered by exactly one post, upward, without a loop."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.duties import NOON, uid

from wangge.core.duty import AbsenceFact, HoldingFact, PostFact, Roster
from wangge.core.territory.level import Level

_POSTS = 7
_PEOPLE = 5

instants = st.integers(0, 10).map(lambda hours: NOON + timedelta(hours=hours))
ends = st.one_of(st.none(), instants)
posts = st.integers(0, _POSTS - 1).map(uid)
people = st.integers(100, 99 + _PEOPLE).map(uid)
absences = st.builds(
    AbsenceFact,
    person=people,
    stand_in=st.one_of(st.none(), people),
    since=instants,
    until=ends,
    post_id=st.one_of(st.none(), posts),
)
holdings = st.builds(HoldingFact, post_id=posts, person=people, since=instants, until=ends)


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """Any roster of seven posts, the first on top; the ways up may even go round."""
    facts = []
    for number in range(_POSTS):
        others = st.sampled_from([uid(other) for other in range(_POSTS) if other != number])
        facts.append(
            PostFact(
                id=uid(number),
                code=str(number),
                title=str(number),
                role="any",
                area_id=uid(0),
                level=Level.TOWN,
                above=draw(others) if number else None,
                until=draw(ends) if number else None,
            )
        )
    return Roster(facts, draw(st.lists(holdings, max_size=8)), draw(st.lists(absences, max_size=8)))


def _above(roster: Roster, post: UUID) -> set[UUID]:
    found: set[UUID] = set()
    todo: UUID | None = post
    while todo is not None and todo not in found:
        found.add(todo)
        todo = roster.posts[todo].above
    return found | {uid(0)}


@given(rosters(), instants)
@settings(max_examples=300, deadline=None)
def test_every_post_is_answered_by_exactly_one(roster: Roster, at: datetime) -> None:
    for post in roster.posts:
        answer = roster.answering(post, at)
        assert answer.post.id in _above(roster, post), "answers only fall upward"
        assert answer.person is not None or answer.post.id == uid(0), "only the top may be unmanned"
        if answer.person is not None:
            assert not roster.is_away(answer.person, answer.post.id, at)
        if answer.post.id != uid(0):
            assert answer.post.in_force(at)
        assert all(answer.via), "every step has its words"


@given(rosters(), instants)
@settings(max_examples=100, deadline=None)
def test_asking_by_person_and_by_post_agree(roster: Roster, at: datetime) -> None:
    answered = {
        post: person
        for person in (uid(100 + number) for number in range(_PEOPLE))
        for post in roster.posts_answered_by(person, at)
    }
    for post in roster.posts:
        assert roster.answering(post, at).person == answered.get(post)


@given(rosters(), instants)
@settings(max_examples=100, deadline=None)
def test_nothing_changes_within_a_span(roster: Roster, at: datetime) -> None:
    since, _ = roster.span(at)
    if since is None:
        return
    for post in roster.posts:
        assert roster.answering(post, at) == roster._work_out(roster.posts[post], since)
