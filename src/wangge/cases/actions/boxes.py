"""Write what boxes and search are made of; called by the follower `cases.boxes` alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from wangge.cases.models import Case, Involvement, SearchText
from wangge.core.case.verbs import Verb
from wangge.lib.text import bigrams


def involve(involved: Mapping[tuple[UUID, UUID], tuple[datetime, Verb]]) -> None:
    """Each (post, case) is on record with its last time and verb."""
    rows = [
        Involvement(post_id=post, case_id=case, last_at=at, last_verb=verb.value)
        for (post, case), (at, verb) in involved.items()
    ]
    Involvement.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["post_id", "case_id"],
        update_fields=["last_at", "last_verb"],
    )


def make_searchable(cases: Collection[UUID]) -> None:
    """The cases can be found by any two neighbouring characters of their text and place."""
    rows = [
        SearchText(case_id=pk, reported_at=at, grams=sorted(bigrams(f"{text} {place}")))
        for pk, at, text, place in Case.objects.filter(pk__in=cases).values_list(
            "pk", "reported_at", "text", "place"
        )
    ]
    SearchText.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["case_id"], update_fields=["grams"]
    )


def clear_boxes() -> None:
    """Forget both, before the log is read again from its beginning."""
    Involvement.objects.all().delete()
    SearchText.objects.all().delete()
