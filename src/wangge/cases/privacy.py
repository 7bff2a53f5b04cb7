"""What the loop seals: telephones of reporters, and names that were given in confidence."""

from __future__ import annotations

from wangge.cases.models import REPORTER_NAME, REPORTER_PHONE, Reporter
from wangge.privacy.sealing import Sealed, register


def register_all() -> None:
    """Make the sealed columns of cases known."""
    register(Sealed(Reporter, "phone_sealed", REPORTER_PHONE, "phone_blind"))
    register(Sealed(Reporter, "name_sealed", REPORTER_NAME))
