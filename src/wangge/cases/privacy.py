"""What the loop seals (telephones, names given in confidence) and what it forgets in time."""

from __future__ import annotations

from wangge.cases.actions.forget import purge_reporters, reporters_due
from wangge.cases.models import REPORTER_NAME, REPORTER_PHONE, Reporter
from wangge.privacy import retention
from wangge.privacy.sealing import Sealed, register


def register_all() -> None:
    """Make the sealed columns of cases and their purger known."""
    register(Sealed(Reporter, "phone_sealed", REPORTER_PHONE, "phone_blind"))
    register(Sealed(Reporter, "name_sealed", REPORTER_NAME))
    retention.register(retention.Purger("case.reporter", reporters_due, purge_reporters))
