"""The daily clearance 日清零 and the numbers of an epidemic, read from the log of its cases.

Each step of a key person's case sets a duty: the next step is due by 24:00 of a day. Whoever has
done all duties of a day in time is cleared for that day; nothing is kept twice. Ignores names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from wangge.audit.models import Entry
from wangge.cases.access import cases_for
from wangge.cases.models import OPEN, Case
from wangge.catalogue.access import catalogue
from wangge.core.duty import Actor, Role
from wangge.lib.clock import SHANGHAI
from wangge.territory.access import roster

LINE = "epidemic"
ARRIVALS = "Y01.04"

#: A duty is set at most so long before the midnight it is due at.
_LONGEST = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Duty:
    """What one key person's case owed on a day, and how it went."""

    case_id: UUID
    day: date
    #: The post that owed the last of the day's steps.
    post_id: UUID
    done: bool  #: all of them, in time
    late: bool  #: all of them, but some after midnight


@dataclass(frozen=True, slots=True)
class Day:
    """The clearance of one day: of all those due, how many were cleared, late, or are left."""

    day: date
    due: int = 0
    cleared: int = 0
    late: int = 0

    @property
    def left(self) -> int:
        """Neither done in time nor late: not done at all."""
        return self.due - self.cleared - self.late


@dataclass(frozen=True, slots=True)
class Figures:
    """What the story of an epidemic is told by."""

    listed: int = 0
    screened: int = 0
    isolated: int = 0
    observed: int = 0
    arrivals: int = 0
    tests: int = 0
    watched: int = 0  #: in isolation or under observation now
    released: int = 0
    teams: int = 0
    people: int = 0  #: in those teams


def key_persons(actor: Actor) -> QuerySet[Case]:
    """Every key person's case the actor sees, unordered."""
    items = [item.code for item in catalogue().items(LINE)]  # an index knows them, not the line
    return cases_for(actor).filter(line=LINE, item__in=items)


def duties(actor: Actor, first: date, last: date) -> list[Duty]:
    """What was or is due from one day to another, by person and day. One query."""
    begins, ends = _midnight(first), _midnight(last + timedelta(days=1))
    mine, values = key_persons(actor).values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_DUTIES.format(mine=mine), [begins - _LONGEST, *values, begins, ends])
        return [Duty(*row) for row in cursor.fetchall()]


#: A step counts from two days before the first day on: each sets a duty within two midnights.
_DUTIES = """
WITH step AS (
  SELECT subject, seq, at, data::jsonb AS said FROM audit_entry
  WHERE kind = 'case' AND at >= %s AND subject IN ({mine})
), moved AS (
  SELECT subject, seq, (said->'clock'->>'due_at')::timestamptz AS due,
    (said->>'owner')::uuid AS owner,
    lead(at) OVER (PARTITION BY subject ORDER BY seq) AS done
  FROM step WHERE said->>'type' IN ('reported', 'moved')
)
SELECT subject, ((due - interval '1 second') AT TIME ZONE 'Asia/Shanghai')::date AS day,
  (array_agg(owner ORDER BY seq DESC))[1],
  bool_and(done IS NOT NULL AND done <= due),
  bool_and(done IS NOT NULL) AND NOT bool_and(done IS NOT NULL AND done <= due)
FROM moved WHERE due > %s AND due <= %s
GROUP BY subject, day ORDER BY day, subject
"""


def by_day(found: Sequence[Duty], first: date, last: date) -> list[Day]:
    """Each day's clearance, days without any included, the latest first."""
    days = [last - timedelta(days=n) for n in range((last - first).days + 1)]
    return [_count(day, [one for one in found if one.day == day]) for day in days]


def by_post(found: Sequence[Duty], day: date) -> dict[UUID, Day]:
    """One day's clearance by the post that owed it."""
    posts: dict[UUID, list[Duty]] = {}
    for one in found:
        if one.day == day:
            posts.setdefault(one.post_id, []).append(one)
    return {post: _count(day, some) for post, some in posts.items()}


def figures(actor: Actor, *, now: datetime) -> Figures:
    """The numbers of everything the actor sees. Three queries."""
    mine = key_persons(actor)
    held = mine.aggregate(
        listed=Count("pk"),
        watched=Count("pk", filter=Q(OPEN, state__in=["isolated", "observed", "releasing"])),
        released=Count("pk", filter=Q(state="cleared")),
    )
    steps = Entry.objects.filter(kind="case", subject__in=mine.values("pk"))
    told = steps.aggregate(
        screened=Count("subject", filter=Q(name="case.prechecked"), distinct=True),
        isolated=Count("subject", filter=Q(name="case.accepted"), distinct=True),
        observed=Count("subject", filter=Q(name="case.dispatched"), distinct=True),
        tests=Count("position", filter=Q(name="case.recorded")),
    )
    watched = Q(name__in=["case.dispatched", "case.accepted"])
    arrivals = steps.filter(watched, subject__in=mine.filter(item=ARRIVALS).values("pk"))
    posts = [
        post
        for post in roster().posts.values()
        if post.role == Role.TEAM and LINE in post.lines and post.in_force(now)
    ]
    ids = {post.id for post in posts}
    return Figures(
        **held,
        **told,
        arrivals=arrivals.aggregate(n=Count("subject", distinct=True))["n"],
        teams=sum(post.above not in ids for post in posts),
        people=len(posts),
    )


#: Story number → the cases behind it, as a condition on their steps or their state.
BEHIND = {
    "listed": Q(),
    "watched": Q(OPEN, state__in=["isolated", "observed", "releasing"]),
    "released": Q(state="cleared"),
}
_BY_STEP = {
    "screened": ("case.prechecked",),
    "isolated": ("case.accepted",),
    "observed": ("case.dispatched",),
    "tests": ("case.recorded",),
    "arrivals": ("case.dispatched", "case.accepted"),
}


def behind(actor: Actor, figure: str) -> QuerySet[Case]:
    """The cases a figure counts. Raises KeyError for a figure there is not."""
    mine = key_persons(actor)
    if figure in BEHIND:
        return mine.filter(BEHIND[figure])
    steps = Entry.objects.filter(kind="case", name__in=_BY_STEP[figure])
    if figure == "arrivals":
        mine = mine.filter(item=ARRIVALS)
    return mine.filter(pk__in=steps.filter(subject__in=mine.values("pk")).values("subject"))


def _count(day: date, some: Sequence[Duty]) -> Day:
    return Day(day, len(some), sum(one.done for one in some), sum(one.late for one in some))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHANGHAI)
