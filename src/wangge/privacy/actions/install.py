"""What privacy has from a county's first day: purposes, rules of retention, thresholds.

Rows that stand already keep what the county made of them; only missing ones are added.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wangge.privacy.models import Purpose, Retention, Threshold
from wangge.privacy.purposes import forget_purposes, shipped


@transaction.atomic
def install_privacy(now: datetime) -> None:
    """Every purpose, rule and threshold of data/ stands."""
    Purpose.objects.bulk_create(
        [Purpose(updated_at=now, **row) for row in shipped("purposes")], ignore_conflicts=True
    )
    Retention.objects.bulk_create(
        [Retention(updated_at=now, **row) for row in shipped("retention")], ignore_conflicts=True
    )
    Threshold.objects.bulk_create(
        [Threshold(updated_at=now, **row) for row in shipped("thresholds")], ignore_conflicts=True
    )
    forget_purposes()
