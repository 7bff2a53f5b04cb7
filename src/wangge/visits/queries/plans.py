"""What somebody owes: the households of all posts he answers for, those due first, by name.

王爹 82 独居 · 本周未访. Names are masked for whoever may not read them; people of the special
domain never show. Ignores how it looks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from wangge.accounts.models import User
from wangge.core.duty import Actor
from wangge.core.visits import State
from wangge.lib.masking import mask_name
from wangge.registry.codes import code_lists
from wangge.registry.models import Person, PersonCategory
from wangge.territory.access import roster
from wangge.visits.models import Visit
from wangge.visits.queries.rules import visit_form
from wangge.visits.queries.standing import Standing, Where, day_of, standings

#: Relation of the head of a household (GB/T 4761).
HEAD = "02"


@dataclass(frozen=True, slots=True)
class Member:
    """One of a household, as the one who looks may read."""

    id: UUID
    name: str
    age: int | None
    relation: str
    tags: tuple[str, ...]
    head: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """A household on somebody's list."""

    home: Standing
    #: The head by name, else the household's number; the head's age; what to mind.
    title: str
    age: int | None
    tags: tuple[str, ...]
    #: For whom: title and holder of a post that is only answered for; "" for one's own.
    stands_in_for: str

    @property
    def seen_this_week(self) -> bool:
        """Whether somebody called since Monday."""
        monday = self.home.today - timedelta(days=self.home.today.weekday())
        return self.home.last_at is not None and day_of(self.home.last_at) >= monday


@dataclass(frozen=True, slots=True)
class Plan:
    """What the posts of somebody owe."""

    rows: tuple[Planned, ...]
    overdue: int
    today: int
    week: int

    @property
    def now(self) -> int:
        """What is to be done today: late ones too."""
        return self.overdue + self.today


def plan(
    actor: Actor, *, now: datetime, language: str, only: str = "", most: int | None = None
) -> Plan:
    """The households whose contact the actor answers for, due first. Three queries."""
    if not actor.post_ids:
        return Plan((), 0, 0, 0)
    homes = standings(Where(posts=actor.post_ids), at=now, only=only)
    states = [home.state for home in homes]
    shown = homes if most is None else homes[:most]
    members = members_of([home.id for home in shown], now=now, language=language, whole=True)
    return Plan(
        rows=tuple(
            _planned(home, members.get(home.id, ()), actor, now, language) for home in shown
        ),
        overdue=states.count(State.OVERDUE),
        today=states.count(State.TODAY),
        week=states.count(State.WEEK),
    )


def members_of(
    households: Collection[UUID], *, now: datetime, language: str, whole: bool
) -> dict[UUID, list[Member]]:
    """The people of these households, the head first. One query.

    `whole`: names as they are; else masked.
    """
    if not households:
        return {}
    general = PersonCategory.objects.filter(person=OuterRef("pk"), until=None, special=False)
    people = (
        Person.objects.standing(day_of(now))
        .filter(household__in=list(households), special=False)
        .annotate(codes=ArraySubquery(general.order_by("code").values("code")))
        .order_by("relation", "birth", "id")
    )
    lists = code_lists()
    members: dict[UUID, list[Member]] = {}
    for one in people:
        assert one.household_id is not None
        members.setdefault(one.household_id, []).append(
            Member(
                id=one.pk,
                name=one.name if whole else mask_name(one.name),
                age=age_of(one.birth, day_of(now)),
                relation=lists.title("relation", one.relation, language) if one.relation else "",
                tags=tuple(lists.title("person_category", code, language) for code in one.codes),
                head=one.relation == HEAD,
            )
        )
    return members


def age_of(birth: date | None, today: date) -> int | None:
    """Full years on that day; None where the day of birth is unknown."""
    if birth is None:
        return None
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def names_of(users: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of these accounts. No query for who holds a post, or ever held one; else one."""
    wanted = {one for one in users if one is not None}
    found = {one: name for one in wanted if (name := roster().people.get(one))}
    strange = wanted - found.keys()
    if strange:
        found |= dict(User.objects.filter(pk__in=strange).values_list("pk", "name"))
    return found


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for a contact post: its title, the person, and why it is not the holder."""

    title: str
    name: str
    why: str


def answering(post_id: UUID | None, *, at: datetime, language: str) -> Answering | None:
    """Who answers for the post at that instant; None without a post. No query, mostly."""
    known = roster()
    if post_id is None or post_id not in known.posts:
        return None
    answer = known.answering(post_id, at)
    name = known.people.get(answer.person, "") if answer.person else ""
    return Answering(known.posts[post_id].called(language), name, answer.say(language))


def worries_of(visit: Visit, language: str) -> list[str]:
    """What the visit found wrong at home, in words."""
    said = visit.answers
    found = []
    for field in visit_form().fields:
        given = said.get(field.code, [])
        codes = given if isinstance(given, list) else [given]
        found += [one.called(language) for one in field.choices if one.worry and one.code in codes]
    return found


def title_of(
    no: str, members: Sequence[Member], language: str
) -> tuple[str, int | None, tuple[str, ...]]:
    """How a household is called: its head, the head's age, what all its people bring to mind."""
    tags = tuple(dict.fromkeys(tag for member in members for tag in member.tags))
    if not members:
        return (f"{no}号户" if language.startswith("zh") else f"Household {no}"), None, tags
    first = next((one for one in members if one.head), members[0])
    return first.name, first.age, tags


def _planned(
    home: Standing, members: Sequence[Member], actor: Actor, now: datetime, language: str
) -> Planned:
    title, age, tags = title_of(home.no, members, language)
    known = roster()
    other = ""
    if home.post_id is not None and known.holder(home.post_id, now) != actor.user_id:
        holder = known.holder(home.post_id, now)
        other = known.people.get(holder, "") if holder else ""
        other = other or known.posts[home.post_id].called(language)
    return Planned(home, title, age, tags, other)
