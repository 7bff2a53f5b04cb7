"""Everything the county holds about one person 本人信息: registry, visits, cases, looks.

For that person alone. Ignores what lies in the special domain: its keepers answer for that
themselves. What others said about other people on the same visit or case is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from wangge.accounts.models import User
from wangge.cases.models import ASKED_FOR, Case, Reporter
from wangge.cases.queries.case_view import case_row
from wangge.cases.sealed import REPORTER_PHONE
from wangge.core.registry.columns import Type
from wangge.core.registry.kinds import KINDS
from wangge.lib.clock import SHANGHAI
from wangge.lib.masking import mask_id, mask_name, mask_phone
from wangge.privacy.access import looks_at
from wangge.privacy.models import Look
from wangge.privacy.sealing import blind, unseal
from wangge.registry.access import day_of
from wangge.registry.codes import code_lists
from wangge.registry.models import Person
from wangge.territory.access import roster, territory_index
from wangge.visits.models import Visit

#: The newest so many of each kind; who needs more is told that there are more.
MOST = 2_000

_ID, _PHONE = "person.id_number", "person.phone"


def person_of(user_id: UUID, *, now: datetime) -> Person | None:
    """The registered person whose account it is, as far as a clerk has linked it."""
    return Person.objects.filter(user_id=user_id, special=False).standing(day_of(now)).first()


def registered(
    person: Person, *, masked: bool, now: datetime, language: str = "zh"
) -> list[tuple[str, str]]:
    """(column, value) of the registry's row; identity number and telephone masked or whole."""
    zh, lists = language.startswith("zh"), code_lists()
    told: list[tuple[str, str]] = []
    for column in KINDS["person"].columns:
        title = column.zh if zh else column.en
        match column.type:
            case Type.GRID:
                value = " ".join(
                    territory_index(at=now).name(area)
                    for area in reversed(person.chain_on(day_of(now)))
                )
            case Type.CATEGORIES:
                found = person.categories.filter(until__isnull=True, special=False)
                value = "、".join(
                    lists.title("person_category", one.code, language) for one in found
                )
            case Type.HOUSEHOLD:
                value = _household(person)
            case Type.BIRTHDAY:
                value = person.lunar_birthday or _said(person.birth)
            case Type.ID_NUMBER:
                whole = _opened(person, person.id_sealed, _ID)
                value = mask_id(whole) if masked else whole
            case Type.PHONE:
                whole = _opened(person, person.phone_sealed, _PHONE)
                value = mask_phone(whole) if masked else whole
            case Type.CODE:
                given = getattr(person, column.name)
                value = lists.title(column.codes or "", given, language) if given else ""
            case _:
                value = _said(getattr(person, column.name, ""))
        if masked and column.name == "name":
            value = mask_name(value)
        told.append((title, value))
    return told


def gather(person: Person, *, now: datetime) -> dict[str, Any]:
    """All of it, ready for JSON: whole numbers, for they are the person's own."""
    return {
        "made_at": now.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "person": str(person.pk),
        "registry": {
            "row": dict(registered(person, masked=False, now=now)),
            "source": person.source,
            "since": person.valid_from.isoformat(),
            "updated_at": _said(person.updated_at),
            "categories": [
                {"category": code_lists().title("person_category", one.code)}
                | {"since": _said(one.since), "until": _said(one.until), "source": one.source}
                for one in person.categories.filter(special=False).order_by("since")
            ],
            "households_before": [
                {
                    "household": one.household.no,
                    "since": _said(one.since),
                    "until": _said(one.until),
                }
                for one in person.memberships.filter(special=False).select_related("household")
            ],
        },
        "visits": [_visit(one, person) for one in _visits(person)],
        "cases": [_case(one, now) for one in cases_about(person)[:MOST]],
        "looks": [_look(one) for one in told_looks(looks_at(person.pk)[:MOST])],
    }


def cases_about(person: Person) -> list[Case]:
    """The cases the person reported, by account or telephone, and requests about the own data."""
    ids: list[UUID] = []
    if person.user_id is not None:
        asked = Case.objects.filter(ASKED_FOR, requesters__contains=[person.user_id])
        ids += asked.values_list("pk", flat=True)[:MOST]
    phone = _opened(person, person.phone_sealed, _PHONE)
    if phone:
        mark = blind(phone, of=REPORTER_PHONE)
        told = Reporter.objects.filter(phone_blind=mark).values_list("case_id", flat=True)
        ids += told[:MOST]
    return list(Case.objects.filter(pk__in=ids).order_by("-reported_at", "-pk")[:MOST])


def told_looks(looks: Iterable[Look]) -> list[dict[str, object]]:
    """Looks for the person looked at: when, which post, what and why. One query for names."""
    rows, known = list(looks), roster()
    names = dict(User.objects.filter(pk__in={one.by_id for one in rows}).values_list("pk", "name"))
    return [
        {
            "at": one.at,
            "post": post.title if (post := known.posts.get(one.post_id or one.by_id)) else "",
            "who": mask_name(names.get(one.by_id, "")),
            "what": one.what,
            "why": one.reason,
        }
        for one in rows
    ]


def _visits(person: Person) -> list[Visit]:
    """Visits to the person, and to the household since the person belongs to it."""
    mine = Q(person_id=person.pk)
    if person.household_id is not None:
        home = Q(household_id=person.household_id, person_id=None)
        mine |= home & Q(at__date__gte=person.joined_on) if person.joined_on else home
    return list(Visit.objects.filter(mine).order_by("-at", "-pk")[:MOST])


def _visit(one: Visit, person: Person) -> dict[str, object]:
    """A visit to the household says when and by whom; what was said, only one to the person."""
    post = roster().posts.get(one.post_id) if one.post_id else None
    told: dict[str, object] = {"at": _said(one.at), "kind": one.kind}
    told["post"] = post.title if post else ""
    if one.person_id == person.pk:
        told |= {"answers": one.answers, "note": one.note}
    return told


def _case(row: Case, now: datetime) -> dict[str, object]:
    seen = case_row(row.as_fact(), now=now, language="zh")
    return {
        "no": seen.no,
        "line": seen.line_title,
        "class": seen.item_title,
        "state": seen.state_title,
        "text": seen.text,
        "place": seen.place,
        "reported_at": _said(seen.reported_at),
        "closed_at": _said(seen.closed_at),
    }


def _look(told: dict[str, object]) -> dict[str, object]:
    return {name: _said(value) for name, value in told.items()}


def _household(person: Person) -> str:
    home = person.household
    return f"{home.no} {home.address}".strip() if home is not None else ""


def _opened(person: Person, sealed: bytes | memoryview | None, of: str) -> str:
    return unseal(sealed, of=of, row=person.pk) if sealed else ""


def _said(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case _:
            return str(value)
