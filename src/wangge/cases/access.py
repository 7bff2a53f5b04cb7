"""The only way to a case for somebody: fetching is authorising.

Whoever may not see a case is told that there is none (`NotFound`), whether there is one or not.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from wangge.audit.models import Entry
from wangge.cases.models import OPEN, Case, Evidence, Involvement, Reporter
from wangge.cases.sealed import REPORTER_PHONE
from wangge.cases.statements import first_row
from wangge.core.case.events import decode
from wangge.core.case.facts import Case as CaseFact
from wangge.core.case.refusals import NoSuchCase
from wangge.core.duty import Actor, Scope
from wangge.core.territory.level import Level
from wangge.privacy.sealing import blind

_COLUMN = {
    Level.COUNTY: "county_id",
    Level.TOWN: "town_id",
    Level.VILLAGE: "village_id",
    Level.GRID: "grid_id",
}


def case_for(actor: Actor, no: str) -> Case:
    """The case of that number, if the actor sees it. One query. Refuses: NoSuchCase."""
    row = _by_number(no)
    if row is None or not sees(actor, row):
        raise NoSuchCase(no=no)
    return row


def _by_number(no: str) -> Case | None:
    """The row of that number: asked before every action, so prepared."""
    found = first_row(_BY_NUMBER, [no])
    return None if found is None else Case.from_db(connection.alias, _FIELDS, found)


_FIELDS = [field.attname for field in Case._meta.concrete_fields]
_BY_NUMBER = f"SELECT {', '.join(_FIELDS)} FROM cases_case WHERE no = $1"  # noqa: S608 - constants


def case_by_id_for(actor: Actor, case_id: UUID) -> Case:
    """The case of that id, if the actor sees it. Refuses: NoSuchCase."""
    row = Case.objects.filter(pk=case_id).first()
    if row is None or not sees(actor, row):
        raise NoSuchCase(no=str(case_id))
    return row


def cases_for(actor: Actor) -> QuerySet[Case]:
    """Every case the actor sees, unordered: begin every look-up with it.

    Whether he sees a case is asked of row after row, so say which cases you mean: some numbers,
    an area, a box. Long lists go by `queries.lists`, which goes through what he sees in order.
    """
    scope = actor.scope()
    if scope.everything:
        return Case.objects.all()
    if scope.nothing:
        return Case.objects.none()
    return Case.objects.filter(_on_land(scope) if scope.areas else _has_part(scope))


def _on_land(scope: Scope) -> Q:
    seen = Q(pk__in=[])
    for area in scope.areas:
        within = Q(**{f"{_COLUMN[area.level]}__in": list(area.areas)})
        if area.lines:
            within &= Q(line__in=list(area.lines))
        seen |= within
    return seen


def _has_part(scope: Scope) -> Q:
    posts = list(scope.posts)
    worked_on = Involvement.objects.filter(post_id__in=posts, case_id=OuterRef("pk"))
    asked = Q(requesters__contains=[scope.person]) if scope.person else Q(pk__in=[])
    return (OPEN & Q(owner_id__in=posts)) | asked | Q(Exists(worked_on))


def case_for_reporter(no: str, phone: str) -> tuple[Case, Reporter]:
    """The case and the reporter who proves himself by number and telephone. Refuses: NoSuchCase.

    Both are needed, and which of the two was wrong is not told.
    """
    row = Case.objects.filter(no=no.strip().upper()).first()
    digits = "".join(sign for sign in phone if sign.isdigit())
    if row is not None and len(digits) >= 7:
        fact = row.as_fact()
        mark = blind(digits, of=REPORTER_PHONE)
        told = Reporter.objects.filter(pk__in=fact.reporters, phone_blind=mark).first()
        if told is not None:
            return row, told
    raise NoSuchCase(no=no)


def case_of_receipt(case_id: UUID) -> Case:
    """The case whose sender holds the county's own signed receipt. Refuses: NoSuchCase."""
    row = Case.objects.filter(pk=case_id).first()
    if row is None:
        raise NoSuchCase(no="")
    return row


def confidential_among(case_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of the cases that somebody reported in confidence (举报保密): never shown to others."""
    told = Reporter.objects.filter(case_id__in=list(case_ids), confidential=True)
    return frozenset(told.values_list("case_id", flat=True))


def as_requester(told: Reporter) -> Actor:
    """The actor somebody is who proved to be the reporter, without an account."""
    return Actor(user_id=told.user_id or told.id, name=told.name)


def reporters_for(actor: Actor, row: Case) -> list[Reporter]:
    """Who reported a case the actor has fetched, in the order they came."""
    return list(Reporter.objects.filter(pk__in=row.as_fact().reporters).order_by("at", "id"))


def evidence_for(actor: Actor, row: Case, digest: str) -> Evidence:
    """A photo of a case the actor has fetched, whatever step brought it. Refuses: NoSuchCase."""
    fact = row.as_fact()
    if digest in (*fact.photos, *fact.after) or _came_with_a_step(row, digest):
        found = Evidence.objects.filter(pk=digest).first()
        if found is not None:
            return found
    raise NoSuchCase(no=row.no)


def _came_with_a_step(row: Case, digest: str) -> bool:
    """Whether somebody who checked or closed the case showed that photo."""
    steps = Entry.objects.filter(subject=row.pk, data__contains=f'"{digest}"')
    return any(digest in getattr(decode(step.data), "photos", ()) for step in steps)


def sees(actor: Actor, row: Case) -> bool:
    """Whether the actor sees the case: its land and line, or a part taken in it."""
    chain = [area for area in (row.grid_id, row.village_id, row.town_id, row.county_id) if area]
    parties = [row.owner_id, *row.posts, *row.requesters]
    return actor.sees(chain, row.line, parties)


def works_on(actor: Actor, row: Case) -> bool:
    """As `sees`, but not for having asked for it: what staff say among themselves is theirs."""
    chain = [area for area in (row.grid_id, row.village_id, row.town_id, row.county_id) if area]
    return replace(actor, user_id=None).sees(chain, row.line, [row.owner_id, *row.posts])


def may_read_names(actor: Actor, fact: CaseFact) -> bool:
    """Whether reporters may be shown unmasked to the actor."""
    return actor.reads_names(fact.chain.areas(), fact.line, (fact.owner, *fact.requesters))
