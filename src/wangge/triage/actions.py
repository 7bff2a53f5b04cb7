"""Everything that writes rows of triage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from wangge.catalogue.actions.stamp import renew_stamp
from wangge.core.triage import Model, pack
from wangge.triage.models import HotTopic, SuggestionOutcome, TriageModel

_OUTCOME = ("item", "settled_on")


@transaction.atomic
def keep_model(
    model: Model,
    *,
    texts: int,
    held_out: int,
    first_right: float,
    three_right: float,
    standing_right: float,
    in_force: bool,
    now: datetime,
) -> TriageModel:
    """The model is kept; `in_force`: every process suggests by it from its next question on."""
    if in_force:
        renew_stamp(now=now)
        TriageModel.objects.filter(in_force=True).update(in_force=False)
    return TriageModel.objects.create(
        lines=sorted({label.partition(":")[0] for label in model.labels}),
        trained_at=now,
        texts=texts,
        classes=len(model.labels),
        held_out=held_out,
        first_right=first_right,
        three_right=three_right,
        standing_right=standing_right,
        body=pack(model),
        in_force=in_force,
    )


@transaction.atomic
def back_to_start(*, now: datetime) -> None:
    """The model Wangge comes with is in force again; the county's own are kept."""
    renew_stamp(now=now)
    TriageModel.objects.filter(in_force=True).update(in_force=False)


def note_outcomes(new: Sequence[SuggestionOutcome], changed: Sequence[SuggestionOutcome]) -> None:
    """New reports with what was suggested for them; what became of earlier ones."""
    SuggestionOutcome.objects.bulk_create(new, batch_size=1_000, ignore_conflicts=True)
    SuggestionOutcome.objects.bulk_update(changed, _OUTCOME, batch_size=500)


def clear_outcomes() -> None:
    """As if no report had been read yet."""
    SuggestionOutcome.objects.all().delete()


def forget_outcomes(*, before: date) -> int:
    """Outcomes of reports before that day are gone; how many they were."""
    gone, _ = SuggestionOutcome.objects.filter(reported_on__lt=before).delete()
    return gone


@transaction.atomic
def renew_topics(areas: Collection[UUID], topics: Iterable[HotTopic]) -> int:
    """These are the topics of those areas, and no others; how many there are."""
    HotTopic.objects.filter(area_id__in=list(areas)).delete()
    return len(HotTopic.objects.bulk_create(topics, batch_size=500))
