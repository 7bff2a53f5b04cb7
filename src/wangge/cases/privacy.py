"""What the loop seals (telephones, names given in confidence) and what it forgets in time."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from wangge.cases.actions.forget import purge_reporters, reporters_due
from wangge.cases.models import Reporter
from wangge.cases.sealed import REPORTER_NAME, REPORTER_PHONE
from wangge.privacy import retention, subjects
from wangge.privacy.sealing import Sealed, blind, register


def register_all() -> None:
    """Make the sealed columns of cases and their purger known."""
    register(Sealed(Reporter, "phone_sealed", REPORTER_PHONE, "phone_blind"))
    register(Sealed(Reporter, "name_sealed", REPORTER_NAME))
    retention.register(retention.Purger("case.reporter", reporters_due, purge_reporters))
    subjects.register("reporter", _reporters_with)


def _reporters_with(number: str) -> Iterable[UUID]:
    digits = "".join(letter for letter in number if letter.isdigit())
    if not digits:
        return ()
    mark = blind(digits, of=REPORTER_PHONE)
    return Reporter.objects.filter(phone_blind=mark).values_list("pk", flat=True)
