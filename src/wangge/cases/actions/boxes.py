"""Write what boxes and search are made of; called by the follower `cases.boxes` alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from wangge.cases.models import Case, Involvement, SearchText
from wangge.core.case.verbs import Verb
from wangge.lib.search_keys import keys_of


def involve(involved: Mapping[tuple[UUID, UUID], tuple[datetime, Verb]]) -> None:
    """Each (post, case) is on record with its last time and verb."""
    cases = {case for _post, case in involved}
    reported = dict(Case.objects.filter(pk__in=cases).values_list("pk", "reported_at"))
    rows = [
        Involvement(
            post_id=post,
            case_id=case,
            last_at=at,
            last_verb=verb.value,
            reported_at=reported[case],
        )
        for (post, case), (at, verb) in involved.items()
        if case in reported
    ]
    Involvement.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["post_id", "case_id"],
        update_fields=["last_at", "last_verb"],
    )


def make_searchable(cases: Collection[UUID]) -> None:
    """The cases can be found by any two neighbouring characters of their text and place."""
    SearchText.objects.bulk_create(
        [
            SearchText(case_id=pk, reported_at=at, keys=search_keys(text, place, at, land, line))
            for pk, at, text, place, line, *land in Case.objects.filter(pk__in=cases).values_list(
                *("pk", "reported_at", "text", "place", "line"),
                *("town_id", "village_id", "grid_id"),
            )
        ],
        update_conflicts=True,
        unique_fields=["case_id"],
        update_fields=["keys"],
    )


def search_keys(
    text: str, place: str, reported_at: datetime, land: Iterable[UUID | None], line: str
) -> list[int]:
    """The keys of a case. `land`: its town, village and grid; its county is everywhere."""
    return keys_of(f"{text} {place}", at=reported_at, areas=land, codes=[line])


def clear_boxes() -> None:
    """Forget both, before the log is read again from its beginning."""
    Involvement.objects.all().delete()
    SearchText.objects.all().delete()
