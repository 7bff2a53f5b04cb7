"""What accounts seal, and what of them is forgotten in time: tries to sign in."""

from __future__ import annotations

from wangge.accounts.models import USER_PHONE, User
from wangge.privacy.sealing import Sealed, register


def register_all() -> None:
    """Make the sealed column of accounts known."""
    register(Sealed(User, "phone_sealed", USER_PHONE, "phone_blind"))
