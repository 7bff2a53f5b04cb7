"""The stamp of the catalogue: whoever changes anything in it renews it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wangge.catalogue.access import NAME, forget
from wangge.catalogue.models import CatalogueVersion
from wangge.lib.ids import uuid7


def renew_stamp(*, now: datetime) -> None:
    """Every process reads the catalogue afresh within a second, this one at its next question.

    Call it first in the transaction of a change: two changes at once then take turns here.
    """
    CatalogueVersion.objects.update_or_create(
        name=NAME, defaults={"stamp": uuid7(), "changed_at": now}
    )
    forget()
    transaction.on_commit(forget)
