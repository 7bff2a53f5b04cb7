"""Who answers for a post right now. 值守。

A post is answered by its holder; if he is away, by his stand-in, or the stand-in's stand-in; if
there is none left, by whoever answers for the post above; at the top stands the county centre,
which always answers. So no post is ever without an answer, and no case without an owner. Ignores
what the person may do: that is `actor`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from wangge.core.duty.facts import AbsenceFact, HoldingFact, PostFact
from wangge.core.errors import Invalid

#: How many spans between two changes a roster keeps worked out: today's and some of the past.
_KEPT_SPANS = 8


class NoSingleTop(Invalid):
    """Posts without exactly one at the top."""

    code = "no_single_top"
    zh = "岗位表里应当有且只有一个最高岗位（县指挥中心），现在有{count}个。请检查各岗位的上级岗位。"
    en = "There must be exactly one top post (the county centre), but there are {count}."


class Turn(StrEnum):
    """Why the question who answers went on from one to the next."""

    CLOSED = "closed"
    VACANT = "vacant"
    STOOD_IN = "stood_in"
    NO_STAND_IN = "no_stand_in"
    CIRCLE = "circle"
    UPWARD = "upward"
    UNMANNED = "unmanned"


_SENTENCES: dict[Turn, tuple[str, str]] = {
    Turn.CLOSED: ("{0}已撤销", "{0} is closed"),
    Turn.VACANT: ("{0}空缺", "{0} is vacant"),
    Turn.STOOD_IN: ("{0}不在岗，由{1}代理", "{0} is away, {1} stands in"),
    Turn.NO_STAND_IN: ("{0}不在岗，没有代理人", "{0} is away and nobody stands in"),
    Turn.CIRCLE: ("{0}不在岗，代理人又回到{1}", "{0} is away and the stand-ins lead back to {1}"),
    Turn.UPWARD: ("由上级岗位{1}接管", "it falls to the post above, {1}"),
    Turn.UNMANNED: ("{0}暂无人任职，仍由中心兜底", "nobody holds {0}, which still answers"),
}


class Step(NamedTuple):
    """One turn on the way to the answer; the names are (Chinese, English)."""

    turn: Turn
    subject: tuple[str, str]
    other: tuple[str, str] = ("", "")

    def say(self, language: str = "zh") -> str:
        """The turn in words."""
        zh = language.startswith("zh")
        place = 0 if zh else 1
        return _SENTENCES[self.turn][place].format(self.subject[place], self.other[place])


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers for a post: `post` is the one asked about or one above it.

    `person` is None only where the county centre itself is held by nobody.
    """

    person: UUID | None
    post: PostFact
    steps: tuple[Step, ...] = ()

    @property
    def via(self) -> tuple[str, ...]:
        """How it came to be this one, in Chinese; empty if it is simply the holder."""
        return tuple(step.say("zh") for step in self.steps)

    def say(self, language: str = "zh") -> str:
        """The whole way in one sentence; "" if it is simply the holder."""
        if not self.steps:
            return ""
        zh = language.startswith("zh")
        words = (step.say(language) for step in self.steps)
        return "；".join(words) + "。" if zh else "; ".join(words) + "."


class _Span:
    """Everything known of the time between two changes: it cannot differ within."""

    __slots__ = ("answers", "by_person", "by_post", "whole")

    def __init__(self) -> None:
        self.answers: dict[UUID, Answer] = {}
        self.by_person: dict[UUID, frozenset[UUID]] = {}
        self.by_post: dict[UUID, frozenset[UUID]] = {}
        self.whole = False


class Roster:
    """All posts, holdings and absences of a county, at every instant at once.

    Treat it as a value: it remembers answers inside, but never changes one. Raises `NoSingleTop`
    unless exactly one post has no post above it (an empty roster is allowed before set-up).
    `people` gives the names for the explanations.
    """

    def __init__(
        self,
        posts: Iterable[PostFact],
        holdings: Iterable[HoldingFact] = (),
        absences: Iterable[AbsenceFact] = (),
        people: Mapping[UUID, str] | None = None,
    ) -> None:
        self.posts: dict[UUID, PostFact] = {post.id: post for post in posts}
        self.people: Mapping[UUID, str] = people or {}
        tops = [post for post in self.posts.values() if post.above is None]
        if self.posts and len(tops) != 1:
            raise NoSingleTop(count=len(tops))
        self.centre: PostFact | None = tops[0] if tops else None
        self._holdings: dict[UUID, list[HoldingFact]] = defaultdict(list)
        self._absences: dict[UUID, list[AbsenceFact]] = defaultdict(list)
        changes: set[datetime] = set()
        for holding in holdings:
            self._holdings[holding.post_id].append(holding)
            changes.update(_ends(holding.since, holding.until))
        for absence in absences:
            self._absences[absence.person].append(absence)
            changes.update(_ends(absence.since, absence.until))
        for post in self.posts.values():
            changes.update(_ends(post.since, post.until))
        for held in self._holdings.values():  # the latest to begin holds the post
            held.sort(key=lambda one: (one.since, one.person), reverse=True)
        for away in self._absences.values():  # a named post before all posts, then the latest
            away.sort(key=lambda one: (one.post_id is not None, one.since), reverse=True)
        self._changes = sorted(changes)
        self._spans: dict[int, _Span] = {}

    def answering(self, post_id: UUID, at: datetime) -> Answer:
        """Who answers for that post at that instant. Always ends; only ever goes upward.

        Raises KeyError for a post the roster has never heard of.
        """
        span = self._span(at)
        answer = span.answers.get(post_id)
        if answer is None:
            answer = span.answers[post_id] = self._work_out(self.posts[post_id], at)
        return answer

    def posts_answered_by(self, person: UUID, at: datetime) -> frozenset[UUID]:
        """Every post whose answer is that person: held, stood in for, or fallen to."""
        return self._whole_span(at).by_person.get(person, frozenset())

    def posts_falling_to(self, post_id: UUID, at: datetime) -> frozenset[UUID]:
        """Every post answered at that post, itself included if it answers for itself."""
        return self._whole_span(at).by_post.get(post_id, frozenset())

    def holder(self, post_id: UUID, at: datetime) -> UUID | None:
        """Who holds the post on paper, away or not; None if it is vacant."""
        for holding in self._holdings.get(post_id, ()):
            if holding.since <= at and (holding.until is None or at < holding.until):
                return holding.person
        return None

    def is_away(self, person: UUID, post_id: UUID, at: datetime) -> bool:
        """Whether that person is away from that post."""
        return bool(self._away(person, post_id, at))

    def under(self, post_id: UUID) -> frozenset[UUID]:
        """The post and all posts under it, however far down."""
        below: dict[UUID, list[UUID]] = defaultdict(list)
        for post in self.posts.values():
            if post.above is not None:
                below[post.above].append(post.id)
        found = {post_id}
        todo = [post_id]
        while todo:
            fresh = [child for child in below[todo.pop()] if child not in found]
            found.update(fresh)
            todo.extend(fresh)
        return frozenset(found)

    def span(self, at: datetime) -> tuple[datetime | None, datetime | None]:
        """The time around `at` in which no answer differs: [since, until), None for no end."""
        place = bisect_right(self._changes, at)
        return (
            self._changes[place - 1] if place else None,
            self._changes[place] if place < len(self._changes) else None,
        )

    def _span(self, at: datetime) -> _Span:
        place = bisect_right(self._changes, at)
        span = self._spans.get(place)
        if span is None:
            if len(self._spans) >= _KEPT_SPANS:
                self._spans = {}
            span = self._spans[place] = _Span()
        return span

    def _whole_span(self, at: datetime) -> _Span:
        """The span around `at` with every post worked out."""
        span = self._span(at)
        if not span.whole:
            people: dict[UUID, set[UUID]] = defaultdict(set)
            posts: dict[UUID, set[UUID]] = defaultdict(set)
            for post_id in self.posts:
                answer = self.answering(post_id, at)
                posts[answer.post.id].add(post_id)
                if answer.person is not None:
                    people[answer.person].add(post_id)
            span.by_post = {key: frozenset(found) for key, found in posts.items()}
            span.by_person = {key: frozenset(found) for key, found in people.items()}
            span.whole = True
        return span

    def _work_out(self, asked: PostFact, at: datetime) -> Answer:
        steps: list[Step] = []
        been: set[UUID] = set()
        post = asked
        while True:
            been.add(post.id)
            person = self._person_at(post, at, steps)
            if person is not None:
                return Answer(person, post, tuple(steps))
            above = self._above(post, been)
            if above is None:
                steps.append(Step(Turn.UNMANNED, _both(post)))
                return Answer(None, post, tuple(steps))
            steps.append(Step(Turn.UPWARD, _both(post), _both(above)))
            post = above

    def _above(self, post: PostFact, been: set[UUID]) -> PostFact | None:
        """The post above; the centre where the way up is broken or goes round; None at the top."""
        if post.above is None:
            return None
        above = self.posts.get(post.above)
        return self.centre if above is None or above.id in been else above

    def _person_at(self, post: PostFact, at: datetime, steps: list[Step]) -> UUID | None:
        """Who is there at this very post: the holder or one who stands in for him."""
        if not post.in_force(at):
            if post.above is not None:
                steps.append(Step(Turn.CLOSED, _both(post)))
            return None
        person = self.holder(post.id, at)
        if person is None:
            if post.above is not None:
                steps.append(Step(Turn.VACANT, _both(post)))
            return None
        been: set[UUID] = set()
        while away := self._away(person, post.id, at):
            been.add(person)
            stand_in = next((one.stand_in for one in away if one.stand_in is not None), None)
            if stand_in is None:
                steps.append(Step(Turn.NO_STAND_IN, self._named(person)))
                return None
            if stand_in in been:
                steps.append(Step(Turn.CIRCLE, self._named(person), self._named(stand_in)))
                return None
            steps.append(Step(Turn.STOOD_IN, self._named(person), self._named(stand_in)))
            person = stand_in
        return person

    def _away(self, person: UUID, post_id: UUID, at: datetime) -> list[AbsenceFact]:
        return [
            one
            for one in self._absences.get(person, ())
            if (one.post_id is None or one.post_id == post_id)
            and one.since <= at
            and (one.until is None or at < one.until)
        ]

    def _named(self, person: UUID) -> tuple[str, str]:
        name = self.people.get(person, "")
        return (name or "任职人员", name or "the holder")


def _both(post: PostFact) -> tuple[str, str]:
    return (post.called("zh"), post.called("en"))


def _ends(since: datetime | None, until: datetime | None) -> Iterable[datetime]:
    return (instant for instant in (since, until) if instant is not None)
